"""Charts of the rule changes: how they add up, the landmarks, who decides, how long each stood."""

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from .. import periods, rules, tables
from .colours import BLUE, EFFECTS, GREY, PALE, RED
from .figure import Chart, Style, fold, inches, narrow, width
from .marks import apart, counted, mark_rows, name_rows, rows_high, say, slots
from .scope import chart

NEEDS = ["rule_id", "date", "effect", "decider", "confidence", "short_name", "landmark"]
TURN = pd.Timestamp("1983-01-01")  # the year of the first exception to the ban
COUNCIL = pd.Timestamp("2013-12-04")  # the day on which the National Security Council began
SHAPES = {"page": None, "slide": (12.8, 7.2), "square": (10.8, 10.8)}  # inches
SLIDE_WORDS = {
    "en": {
        "whole": "Japan shut arms exports in {shut}, and opened them in {steps} big steps from {first}",
        "part": "{lead}{eased} loosen the rules and {closed} tighten them",
        "subtitle": "{number} landmarks of Japan's arms-export rules: ▼ tightens, ▲ loosens, ● neither",
    },
    "ja": {
        "whole": "日本は{shut}年に武器輸出を閉じ、 {first}年から{steps}段階で開いた",
        "part": "{lead}緩和{eased}件、強化{closed}件",
        "subtitle": "日本の武器輸出ルール、{number}の転換点（▼強化 ▲緩和 ●その他）",
    },
}
TOGETHER = ["Cabinet", "National Security Council"]


def with_dates() -> pd.DataFrame:
    """Return the landmarks with the date, effect and sources of their rule change."""
    known = rules.timeline()[["rule_id", "date", "effect", "source_id", "sources"]]
    return tables.read("landmarks").merge(known, on="rule_id", validate="one_to_one")


@chart(rules.timeline, "change", NEEDS)
def changes(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw every rule change that loosens or tightens: up by one, or down by one.

    Its table has one row per change drawn, by date.

    Examples
    --------
    >>> charts.rules.changes().title[:11]
    'Since 1983,'
    """
    rows = _prepared(rows)
    rows["step"] = rows["effect"].map({"loosens": 1, "tightens": -1})
    moved = rows.dropna(subset="step").reset_index(drop=True)
    if moved.empty:
        raise ValueError("no change given loosens or tightens the rules: nothing to draw")
    moved["level"] = moved["step"].cumsum()
    title, alt = _changes_words(rows, moved, lead)
    subtitle = (
        "One mark for each text (act, statement, decision): a loosening lifts the line by one, a "
        f"tightening lowers it. {_period(moved)}; hollow: not verified"
    )
    figure = Chart(3.6, title=title, subtitle=subtitle, alt=alt, table=moved)
    axes = figure.picture()
    steps: Style = {"drawstyle": "steps-post", "color": GREY, "lw": 1, "estimator": None}
    sns.lineplot(moved, x="date", y="level", ax=axes, **steps)
    looks = {effect: EFFECTS[effect] for effect in ("loosens", "tightens")}
    doubtful = moved["confidence"] == "D"
    mark_rows(axes, moved, "date", "level", "effect", looks, size=45, doubtful=doubtful)
    _label(axes, moved)
    axes.set(yticks=[])
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))
    return figure


@chart(rules.timeline, "change", NEEDS)
def deciders(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw when each decider changed the rules, the earliest on average first.

    Its table has one row per rule change, by date.

    Examples
    --------
    >>> charts.rules.deciders().title.split(" announced")[0]
    'Until 2013 the Chief Cabinet Secretary'
    """
    rows = _prepared(rows)
    names = rows.groupby("decider")["year"].mean().sort_values().index.tolist()
    span = max(rows["year"].max() - rows["year"].min(), 10)
    beside = rows.groupby("decider")["year"].transform(slots, gap=span / (26 if narrow() else 40))
    rows["place"] = rows["decider"].map(names.index) - 0.19 * beside
    rows["kind"] = rows["effect"].replace({"codifies": "neither", "clarifies": "neither"})
    title, alt = _deciders_words(rows, lead)
    subtitle = f"Changes of Japan's arms-export rules by who made them, {_period(rows)}"
    high = rows_high(len(names), 0.52, 0.66) + 0.3
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=rows)
    axes = figure.picture()
    looks = {"loosens": EFFECTS["loosens"], "tightens": EFFECTS["tightens"]}
    looks["neither"] = EFFECTS["clarifies"]
    size = 30 if narrow() else 45
    doubtful = rows["confidence"] == "D"
    mark_rows(axes, rows, "date", "place", "kind", looks, size=size, doubtful=doubtful)
    name_rows(axes, names, 0.2)
    if rows["date"].min() < COUNCIL < rows["date"].max():
        axes.axvline(COUNCIL, color=GREY, lw=1, ls=":", zorder=0)
        council = f"National Security Council founded, {COUNCIL:%b %Y} "
        side: Style = {"ha": "right", "va": "top", "color": GREY}
        say(axes, COUNCIL, 1, fold(council, 1.7), xycoords=axes.get_xaxis_transform(), **side)
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))
    return figure


@chart(rules.timeline, "change", [*NEEDS, "general_text"])
def gaps_between(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw how long each general text of the policy stood.

    Its table has one row per text, with the `years` that it stood; missing for the last.

    Raises
    ------
    ValueError
        If fewer than two general texts are given: nothing lies between them.

    Examples
    --------
    >>> charts.rules.gaps_between().title.split("; ")[0]
    'The Government unified view of 1976 stood 36 years'
    """
    texts = _prepared(rows[rows["general_text"].astype("bool")])
    if len(texts) < 2:
        raise ValueError("fewer than two general texts are given: none was followed by another")
    last = max(rows["date"].max(), texts["date"].max())
    texts["end"] = texts["date"].shift(-1).fillna(last)
    texts["years"] = -texts["date"].diff(-1).dt.days / periods.DAYS_PER_YEAR
    longest = texts.loc[texts["years"].idxmax()]
    later = texts.loc[texts["date"] > longest["date"], "years"].max()
    stood = (
        f"the {longest['short_name']} of {longest['date']:%Y} stood {longest['years']:.0f} years"
    )
    after = f"; none since stood longer than {later:.0f}" if pd.notna(later) else ""
    title = lead + stood + after if lead else f"{stood[0].upper()}{stood[1:]}{after}"
    each = "; ".join(f"{row.date:%Y-%m-%d} {row.years:.1f}" for row in texts.iloc[:-1].itertuples())
    alt = f"{title}. Years from each general text to the next: {each}."
    subtitle = "How long each general text of Japan's policy stood; the last is in force"
    high = rows_high(len(texts), 0.34, 0.5) + 0.3
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=texts)
    axes = figure.picture()
    axes.barh(texts.index, texts["end"] - texts["date"], 0.4, texts["date"], color=BLUE)
    axes.plot(texts["date"], texts.index, "|", color=BLUE, markersize=12, mew=2)
    for row in texts.itertuples():
        words = "in force" if pd.isna(row.years) else f"{row.years:.1f} years"
        late = row.end > last - (last - texts["date"].min()) / 4
        place: Style = {"ha": "right", "away": (-6, 0)} if late else {"away": (5, 0)}
        say(axes, row.date if late else row.end, row.Index, words, va="center", **place)
    name_rows(axes, [f"{row.short_name}, {row.date:%Y}" for row in texts.itertuples()], 0.25)
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))
    return figure


@chart(with_dates, "landmark", ["rule_id", "date", "effect", "in_words", "in_words_ja"])
def landmarks(rows: pd.DataFrame, lead: str, language: str = "en", shape: str = "page") -> Chart:
    """Draw the landmarks of the rules as a list with a sign each, for a page or a slide.

    Its table has one row per landmark, by date.

    Parameters
    ----------
    language : str
        `en` or `ja`.
    shape : str
        `page` (as wide as the others), `slide` (16 to 9) or `square`.

    Raises
    ------
    ValueError
        If the language or the shape is none of these.

    Examples
    --------
    >>> charts.rules.landmarks(shape="slide").get_size_inches()
    array([12.8,  7.2])
    """
    if language not in SLIDE_WORDS or shape not in SHAPES:
        raise ValueError(
            f"language {language!r}, shape {shape!r}: give {' or '.join(SLIDE_WORDS)}, and "
            f"{', '.join(SHAPES)}"
        )
    rows = rows.astype({"effect": "str"}).sort_values(["date", "rule_id"], ignore_index=True)
    size = SHAPES[shape]
    if size is None:
        return _landmarks(rows, lead, language, None)
    # A slide is drawn at the size of a page, then enlarged: its letters grow with it.
    with width(size[0]), plt.rc_context({"font.size": 16}):
        return _landmarks(rows, lead, language, size[1])


CHARTS = {
    "landmarks": landmarks,
    "changes": changes,
    "deciders": deciders,
    "gaps_between": gaps_between,
}


def _landmarks(rows: pd.DataFrame, lead: str, language: str, whole: float | None) -> Chart:
    """Draw the landmarks, down a line of their signs, with the years between them."""
    base = plt.rcParams["font.size"]
    title, subtitle = _landmark_words(rows, lead, language)
    each = [
        f"{_month(row.date, language)}: {row.in_words if language == 'en' else row.in_words_ja}"
        for row in rows.itertuples()
    ]
    alt = f"{title}{'. ' if language == 'en' else '。'}{'; '.join(each)}."
    about: Style = {"title": title, "subtitle": subtitle, "alt": alt, "table": rows}
    high = rows_high(len(rows), 0.5, 0.78)
    figure = Chart(high, language=language, whole=whole, **about)
    axes = figure.picture()
    dates = 0.06 if narrow() else 1.55 * base / 10 / inches()
    axes.plot([dates] * 2, [0, len(rows) - 1], color=PALE, lw=2, zorder=0)
    room = inches() * (1 - dates) - 0.45 * base / 10
    for place, row in enumerate(rows.itertuples()):
        marker, colour = EFFECTS[row.effect]
        axes.plot(dates, place, marker, color=colour, markersize=1.3 * base, clip_on=False)
        day = _month(row.date, language)
        text = row.in_words if language == "en" else row.in_words_ja
        look: Style = {"va": "center", "fontsize": base, "away": (1.3 * base, 0)}
        bold: Style = {"fontsize": base, "fontweight": "bold", "color": colour}
        if narrow():
            say(axes, dates, place, f"{day}\n{fold(text, room, base)}", **look)
            continue
        say(axes, dates, place, fold(text, room, base), **look)
        say(axes, dates, place, day, va="center", ha="right", away=(-1.3 * base, 0), **bold)
    axes.set(xlim=(0, 1), ylim=(len(rows) - 0.4, -0.6), xticks=[], yticks=[])
    axes.spines["bottom"].set_visible(False)
    return figure


def _month(day: pd.Timestamp, language: str) -> str:
    """Return the month of a day in words."""
    return f"{day:%b %Y}" if language == "en" else f"{day.year}年{day.month}月"


def _landmark_words(rows: pd.DataFrame, lead: str, language: str) -> tuple[str, str]:
    """Return the title and the subtitle of the landmarks in a language."""
    eased, closed = (rows[rows["effect"] == effect] for effect in ("loosens", "tightens"))
    heads = SLIDE_WORDS[language]
    several = heads["subtitle"].format(number=len(rows))
    if lead or eased.empty or closed.empty or closed["date"].max() > eased["date"].min():
        return heads["part"].format(lead=lead, eased=len(eased), closed=len(closed)), several
    first, shut = eased["date"].min().year, closed["date"].max().year
    return heads["whole"].format(shut=shut, first=first, steps=len(eased)), several


def _prepared(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the changes by date, categories as text, with the date as a decimal `year`."""
    rows = rows.sort_values(["date", "rule_id"], ignore_index=True)
    rows = rows.astype(dict.fromkeys(["effect", "decider", "confidence"], "str"))
    return rows.assign(year=periods.decimal_year(rows["date"]))


def _period(rows: pd.DataFrame) -> str:
    """Return the first and the last year of changes, as `1976–2011`."""
    return "–".join(pd.unique(rows["date"].dt.year.agg(["min", "max"]).astype("str")))


def _tally(rows: pd.DataFrame) -> tuple[int, int]:
    """Return how many changes loosen and how many tighten."""
    return int((rows["effect"] == "loosens").sum()), int((rows["effect"] == "tightens").sum())


def _changes_words(rows: pd.DataFrame, moved: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the changes."""
    since = moved[moved["date"] >= TURN]
    eased, closed = _tally(rows if lead or since.empty else since)
    title = f"{lead}{eased} loosen the rules and {closed} tighten them"
    if not lead and not since.empty:
        title = f"Since {TURN:%Y}, {counted(eased, 'text')} have loosened Japan's arms-export "
        title += f"rules and {closed} {'has' if closed == 1 else 'have'} tightened them"
    days, neither = moved["date"].nunique(), len(rows) - len(moved)
    alt = f"{title}. {counted(len(moved), 'text')} on {counted(days, 'day')} from "
    alt += f"{moved['date'].iloc[0]:%Y} to {moved['date'].iloc[-1]:%Y}; {neither} more only "
    return title, f"{alt}codify or clarify and are not drawn."


def _label(axes: Axes, moved: pd.DataFrame) -> None:
    """Name the landmarks that loosen, above the line, and whatever tightens, below it."""
    low, high = moved["level"].min(), moved["level"].max()
    first, last = moved["date"].min(), moved["date"].max()
    unit = (high - low + 4) / 3.0 * 0.16  # levels that a line of words needs
    named = moved[moved["landmark"].astype("bool") & (moved["step"] > 0)]
    words = [f"{row.date:%Y}: {row.short_name}" for row in named.itertuples()]
    lift = 0.9 * unit
    for place, row, text in zip(
        apart(named["level"] + lift, unit), named.itertuples(), words, strict=True
    ):
        left = row.date < first + (last - first) / 3
        look: Style = {"ha": "left", "va": "center"} if left else {"ha": "right", "va": "center"}
        x = row.date if left else row.date - (last - first) / 60
        say(axes, x, place, text, **look)
    closes = moved[moved["step"] < 0]
    early = closes["date"] < first + (last - first) / 3
    for row in closes[early].itertuples():
        text = f" {row.date:%Y}: {row.short_name}"
        say(axes, row.date, row.level - 1.2 * unit, text, color=RED, va="center")
    corner: Style = {"ha": "right", "va": "center", "color": RED}
    for place, row in enumerate(closes[~early].iloc[::-1].itertuples(), start=1):
        say(axes, last, place * unit, f"▼ {row.date:%Y}: {row.short_name}", **corner)
    axes.set_ylim(low - 2.2 * unit, high + 2 * unit)
    axes.axhline(0, color=PALE, lw=1, zorder=0)


def _deciders_words(rows: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the deciders."""
    eased = rows[rows["effect"] == "loosens"]
    early = eased["date"].dt.year <= COUNCIL.year
    before, since = eased.loc[early, "decider"], eased.loc[~early, "decider"]
    counts = rows["decider"].value_counts()
    title = f"{lead}{counts.iloc[0]} were made by the {counts.index[0]}, the most of any"
    if not lead and len(before) and len(since):
        first, council = before.value_counts(), since.isin(TOGETHER).sum()
        title = f"Until {COUNCIL.year} the {first.index[0]} announced {first.iloc[0]} of "
        title += f"{len(before)} loosenings; since then the {' and the '.join(TOGETHER)} decided "
        title += f"{council} of {len(since)}"
    each = "; ".join(f"{name} {number}" for name, number in counts.items())
    return title, f"{title}. Changes by decider, {_period(rows)}: {each}."
