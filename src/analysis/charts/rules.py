"""Charts of the rule changes: the landmarks, how they add up, who decides, how long each stood."""

from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from .. import periods, rules, tables
from . import marks
from .colours import BLUE, EFFECTS, GREY, PALE, RED
from .figure import Chart, Style, fold, inches, narrow, width
from .fonts import FAMILY, register_japanese
from .scope import chart

NEEDS = ["rule_id", "date", "effect", "decider", "confidence", "short_name", "landmark"]
MOVES = {"loosens": 1, "tightens": -1}  # effect → what the line does
TURN = 1983  # the year of the first exception to the ban
COUNCIL = pd.Timestamp("2013-12-04")  # the day on which the National Security Council began
CALLED = {"Statement in the Diet": "Government in the Diet", "Diet": "Diet, by vote"}
TOGETHER = ["Cabinet", "National Security Council"]
# shape → inches across and down, size of the letters
SHAPES = {"page": (None, None, 10), "slide": (12.8, 7.2, 18), "square": (10.8, 10.8, 20)}
WORDS = {
    "en": {
        "whole": "Japan shut arms exports in {shut} and opened them in {steps} steps from {first}",
        "part": "{lead}{eased} loosen the rules and {closed} tighten them",
        "below": "{number} landmarks of its arms-export rules: ▼ tightens, ▲ loosens, ● neither",
    },
    "ja": {
        "whole": "日本は{shut}年に武器輸出を閉じ、{first}年から{steps}段階で開いた",
        "part": "{lead}緩和{eased}件、強化{closed}件",
        "below": "日本の武器輸出ルール、{number}の転換点（▼強化 ▲緩和 ●その他）",
    },
}


def with_dates() -> pd.DataFrame:
    """Return the landmarks with the date, effect and sources of their rule change."""
    known = rules.timeline()[["rule_id", "date", "effect", "source_id", "sources"]]
    return tables.read("landmarks").merge(known, on="rule_id", validate="one_to_one")


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
    """
    if language not in WORDS or shape not in SHAPES:
        raise ValueError(
            f"language {language!r}, shape {shape!r}: give {' or '.join(WORDS)}, and one of "
            f"{', '.join(SHAPES)}"
        )
    rows = rows.astype({"effect": "str"}).sort_values(["date", "rule_id"], ignore_index=True)
    wide, high, letters = SHAPES[shape]
    look: Any = {"font.size": letters}
    if language == "ja":
        register_japanese()
        look["font.family"] = [FAMILY, "DejaVu Sans"]
    with width(wide or inches()), plt.rc_context(look):
        return _landmarks(rows, lead, language, high)


@chart(rules.timeline, "change", NEEDS)
def changes(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw every rule change that loosens or tightens: up by one, or down by one.

    Its table has one row per change drawn, by date.
    """
    rows = _prepared(rows)
    rows["step"] = rows["effect"].map(MOVES)
    moved = rows.dropna(subset="step").reset_index(drop=True)
    if moved.empty:
        raise ValueError("no change given loosens or tightens the rules: nothing to draw")
    moved["level"] = moved["step"].cumsum()
    title, alt = _changes_words(rows, moved, lead)
    subtitle = "One mark for each text (act, statement, decision): a loosening lifts the line by "
    subtitle += f"one, a tightening lowers it. {_period(moved)}; hollow: not verified"
    figure = Chart(3.6, title, subtitle, alt, moved)
    axes = figure.subplots()
    axes.step(moved["date"], moved["level"], where="post", color=GREY, lw=1)
    doubtful = moved["confidence"] == "D"
    marks.mark_rows(axes, moved, "date", "level", "effect", EFFECTS, size=45, doubtful=doubtful)
    _label(axes, moved)
    axes.set(yticks=[])
    marks.years_below(axes)
    return figure


@chart(rules.timeline, "change", NEEDS)
def deciders(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw when each decider changed the rules, the earliest on average first.

    Its table has one row per rule change, by date.
    """
    rows = _prepared(rows)
    names = rows.groupby("decider")["year"].mean().sort_values().index.tolist()
    span = max(rows["year"].max() - rows["year"].min(), 10)
    gap = span / (40 if narrow() else 54)
    below = rows.groupby("decider")["year"].transform(marks.slots, gap=gap)
    rows["place"] = rows["decider"].map(names.index) + (0.15 if narrow() else 0.19) * below
    rows["kind"] = rows["effect"].replace({"codifies": "neither", "clarifies": "neither"})
    title, alt = _deciders_words(rows, lead)
    subtitle = f"Changes of the rules by who made them, {_period(rows)}; hollow: not verified"
    high = marks.rows_high(len(names), 0.62, 0.76) + 0.4
    figure = Chart(high, title, subtitle, alt, rows.drop(columns=["place", "kind"]))
    axes = figure.subplots()
    looks = {kind: EFFECTS[kind] for kind in MOVES} | {"neither": EFFECTS["clarifies"]}
    size, doubtful = 30 if narrow() else 45, rows["confidence"] == "D"
    marks.mark_rows(axes, rows, "date", "place", "kind", looks, size=size, doubtful=doubtful)
    marks.name_rows(axes, [CALLED.get(name, name) for name in names], 0.2)
    if rows["date"].min() < COUNCIL < rows["date"].max():
        axes.axvline(COUNCIL, color=GREY, lw=1, ls=":", zorder=0)
        words = fold(f"National Security Council founded, {COUNCIL:%b %Y}", 1.75, 9)
        side: Style = {"ha": "right", "va": "top", "color": GREY, "away": (-4, 0)}
        marks.say(axes, COUNCIL, 1, words, xycoords=axes.get_xaxis_transform(), **side)
    marks.years_below(axes)
    return figure


@chart(rules.timeline, "change", [*NEEDS, "general_text"])
def gaps_between(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw how long each general text of the policy stood.

    Its table has one row per text, with the `years` that it stood; missing for the last.
    """
    texts = _prepared(rows[rows["general_text"].astype("bool")])
    if len(texts) < 2:
        raise ValueError("fewer than two general texts are given: nothing to draw")
    texts["end"] = texts["date"].shift(-1).fillna(max(rows["date"].max(), texts["date"].max()))
    texts["years"] = -texts["date"].diff(-1).dt.days / periods.DAYS_PER_YEAR
    longest = texts.loc[texts["years"].idxmax()]
    later = texts.loc[texts["date"] > longest["date"], "years"].max()
    words = f"the {longest['short_name']} of {longest['date']:%Y} stood "
    words += f"{longest['years']:.0f} years"
    words += f"; none since stood longer than {later:.0f}" if pd.notna(later) else ""
    title = marks.sentence(lead, words)
    each = marks.tallied(texts.set_index("short_name")["years"].dropna().round(1))
    subtitle = "How long each general text of Japan's policy stood; the last is in force"
    high = marks.rows_high(len(texts), 0.36, 0.46) + 0.3
    alt = f"{title}. Years from each text to the next: {each}."
    figure = Chart(high, title, subtitle, alt, texts)
    axes = figure.subplots()
    bars: Style = {"color": BLUE, "edgecolor": BLUE, "linewidth": 2}  # a bar of a day is seen too
    axes.barh(texts.index, texts["end"] - texts["date"], 0.45, texts["date"], **bars)
    names = texts["short_name"].str.replace(r", \d{4}$", "", regex=True)
    stood = texts["years"].map("{:.1f} years".format).where(texts["years"].notna(), "in force")
    marks.name_rows(axes, (names + texts["date"].dt.strftime(", %Y: ") + stood).tolist(), 0.5)
    marks.years_below(axes)
    return figure


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


def _landmarks(rows: pd.DataFrame, lead: str, language: str, whole: float | None) -> Chart:
    """Draw the landmarks down a line of their signs: the month at the left, words at the right."""
    size, heads = plt.rcParams["font.size"], WORDS[language]
    eased, closed = _tally(rows)
    title = heads["part"].format(lead=lead, eased=eased, closed=closed)
    turns = {effect: rows.loc[rows["effect"] == effect, "date"] for effect in EFFECTS}
    shut, first = turns["tightens"].max(), turns["loosens"].min()
    if not lead and shut < first:
        title = heads["whole"].format(shut=shut.year, first=first.year, steps=eased)
    texts = rows["in_words" if language == "en" else "in_words_ja"]
    months = rows["date"].dt.strftime("%b %Y")
    if language == "ja":
        months = rows["date"].dt.strftime("%Y年%m月").str.replace("年0", "年")
    subtitle = heads["below"].format(number=len(rows))
    alt = f"{title}. {'; '.join(months + ': ' + texts)}."
    high = marks.rows_high(len(rows), 0.5, 0.8)
    figure = Chart(high, title, subtitle, alt, rows, language=language, whole=whole)
    axes = figure.subplots()
    spine = 0.05 if narrow() else 0.14 * size / inches()
    room = inches() * (1 - spine) - 0.04 * size
    axes.plot([spine] * 2, [0, len(rows) - 1], color=PALE, lw=2, zorder=0)
    for place, (effect, month, text) in enumerate(zip(rows["effect"], months, texts, strict=True)):
        marker, colour = EFFECTS[effect]
        axes.plot(spine, place, marker, color=colour, markersize=1.2 * size, clip_on=False)
        look: Style = {"fontsize": size, "away": (1.3 * size, 0)}
        words = f"{month}\n{fold(text, room, size)}" if narrow() else fold(text, room, size)
        marks.say(axes, spine, place, words, **look)
        if not narrow():
            look = {"ha": "right", "away": (-1.3 * size, 0), "fontweight": "bold"}
            marks.say(axes, spine, place, month, fontsize=size, color=colour, **look)
    marks.bare(axes, xlim=(0, 1), ylim=(len(rows) - 0.4, -0.6), xticks=[], yticks=[])
    return figure


def _changes_words(rows: pd.DataFrame, moved: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the changes."""
    since = moved[moved["date"].dt.year >= TURN]
    eased, closed = _tally(rows if lead or since.empty else since)
    title = marks.sentence(lead, f"{eased} loosen the rules and {closed} tighten them")
    if not lead and len(since):
        title = f"Since {TURN}, {marks.counted(eased, 'text')} have loosened Japan's arms-export "
        title += f"rules and {closed} have tightened them"
    alt = f"{title}. {marks.counted(len(moved), 'text')} on "
    alt += f"{marks.counted(moved['date'].nunique(), 'day')}, {_period(moved)}; "
    alt += f"{len(rows) - len(moved)} more only codify or clarify."
    return title, alt


def _label(axes: Axes, moved: pd.DataFrame) -> None:
    """Name the landmarks that loosen, above the line, and whatever tightens, below it."""
    low, high = moved["level"].min(), moved["level"].max()
    first, last = moved["date"].min(), moved["date"].max()
    unit = (high - low + 4) * 0.055  # levels that a line of words needs
    early = moved["date"] < first + (last - first) / 3
    words = moved["date"].dt.strftime("%Y: ") + moved["short_name"]
    words = words.map(partial(fold, inches=2.4, size=9))
    eased = moved["landmark"].astype("bool") & (moved["step"] > 0)
    for row, place in marks.apart(moved.loc[eased & ~early, "level"] + unit, unit).items():
        day = moved["date"][row] - (last - first) / 60
        marks.say(axes, day, place, words[row], ha="right")
    for row in moved.index[eased & early]:
        text, place = fold(words[row], 1.15, 9), moved.loc[row, "level"] + 0.7 * unit
        marks.say(axes, first, place, text, va="bottom")
    closes = moved["step"] < 0
    for row in moved.index[closes & early]:
        place = moved.loc[row, "level"] - 1.2 * unit
        marks.say(axes, moved["date"][row], place, words[row], color=RED)
    if (closes & ~early).any():  # a note, for there is no room beside the marks
        note = "tightened:\n" + "\n".join(words[closes & ~early])
        marks.say(axes, last, 0, note, ha="right", va="bottom", color=RED)
    axes.set_ylim(low - 2.2 * unit, high + 2 * unit)
    axes.axhline(0, color=PALE, lw=1, zorder=0)


def _deciders_words(rows: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the deciders."""
    eased = rows[rows["effect"] == "loosens"]
    early = eased["date"].dt.year <= COUNCIL.year
    before, since = (eased.loc[side, "decider"].value_counts() for side in (early, ~early))
    council = since[since.index.isin(TOGETHER)].sum()
    counts = rows["decider"].value_counts()
    most = f"{counts.iloc[0]} were made by the {counts.index[0]}, the most of any"
    title = marks.sentence(lead, most)
    alt = f"Changes by decider, {_period(rows)}: {marks.tallied(counts)}."
    if not lead and len(before) and 2 * before.iloc[0] > before.sum() and 2 * council > since.sum():
        title = f"Until {COUNCIL.year} the {before.index[0]} opened the rules; since then the "
        title += " and the ".join(TOGETHER) + " do"
        shares = (
            f"Of the loosenings {before.iloc[0]} of {before.sum()} until {COUNCIL.year} were the "
        )
        shares += f"{before.index[0]}'s, and {council} of {since.sum()} since then are theirs."
        alt = f"{shares} {alt}"
    return title, f"{title}. {alt}"
