"""Charts of the rule changes: the landmarks, how they add up, who decides, how long each stood."""

from functools import partial

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from .. import periods, rules, tables
from . import marks
from .colours import BLUE, EFFECTS, GREY, PALE, RED
from .figure import Chart, Style, fold, inches, narrow, width
from .scope import chart
from .words import (
    clauses,
    coded,
    counted,
    described,
    is_japanese,
    month,
    pair,
    phrase,
    sentence,
    span,
    tallied,
    word,
    words_of,
    year,
)

NEEDS = ["rule_id", "date", "effect", "decider", "confidence", "short_name", "landmark"]
MOVES = {"loosens": 1, "tightens": -1}  # effect → what the line does
TURN = 1983  # the year of the first exception to the ban
COUNCIL = pd.Timestamp("2013-12-04")  # the day on which the National Security Council began
CALLED = {"Statement in the Diet": "Government in the Diet", "Diet": "Diet, by vote"}
TOGETHER = ["Cabinet", "National Security Council"]
# shape → inches across and down, size of the letters
SHAPES = {"page": (None, None, 10), "slide": (12.8, 7.2, 18), "square": (10.8, 10.8, 20)}


def with_dates() -> pd.DataFrame:
    """Return the landmarks with the date, effect and sources of their rule change."""
    known = rules.timeline()[["rule_id", "date", "effect", "source_id", "sources"]]
    return tables.read("landmarks").merge(known, on="rule_id", validate="one_to_one")


@chart(with_dates, "landmark", ["rule_id", "date", "effect", "in_words", "in_words_ja"])
def landmarks(
    rows: pd.DataFrame, lead: str, language: str | None = None, shape: str = "page"
) -> Chart:
    """Draw the landmarks of the rules as a list with a sign each, for a page or a slide.

    Its table has one row per landmark, by date.

    Parameters
    ----------
    language : str
        `en` or `ja`; that which is set, where it is left out.
    shape : str
        `page` (as wide as the others), `slide` (16 to 9) or `square`.
    """
    if shape not in SHAPES:
        raise ValueError(f"shape {shape!r}: give one of {', '.join(SHAPES)}")
    rows = rows.astype({"effect": "str"}).sort_values(["date", "rule_id"], ignore_index=True)
    wide, high, letters = SHAPES[shape]
    with width(wide or inches()), plt.rc_context({"font.size": letters}):
        return _landmarks(rows, lead, high)


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
    subtitle = (
        "One mark for each text (act, statement, decision): a loosening lifts the line by one, a "
        "tightening lowers it. {period}; hollow: not verified"
    )
    subtitle = phrase(subtitle, period=_period(moved))
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
    neither = coded("effect", "neither")
    rows["kind"] = rows["effect"].replace({"codifies": neither, "clarifies": neither})
    title, alt = _deciders_words(rows, lead)
    subtitle = "Changes of the rules by who made them, {period}; hollow: not verified"
    subtitle = phrase(subtitle, period=_period(rows))
    high = marks.rows_high(len(names), 0.62, 0.76) + 0.4
    figure = Chart(high, title, subtitle, alt, rows.drop(columns=["place", "kind"]))
    axes = figure.subplots()
    looks = {kind: EFFECTS[kind] for kind in MOVES} | {neither: EFFECTS["clarifies"]}
    size, doubtful = 30 if narrow() else 45, rows["confidence"] == "D"
    marks.mark_rows(axes, rows, "date", "place", "kind", looks, size=size, doubtful=doubtful)
    marks.name_rows(axes, [word(CALLED.get(name, name)) for name in names], 0.2)
    if rows["date"].min() < COUNCIL < rows["date"].max():
        axes.axvline(COUNCIL, color=GREY, lw=1, ls=":", zorder=0)
        words = phrase("National Security Council founded, {month}", month=month(COUNCIL, "%b %Y"))
        words = fold(words, 1.75, 9)
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
    called = words_of(texts["short_name"])
    words = phrase(
        "the {name} of {year} stood {years:.0f} years",
        name=called[longest.name],
        year=longest["date"].year,
        years=longest["years"],
    )
    if pd.notna(later):
        words += phrase("; none since stood longer than {years:.0f}", years=later)
    title = sentence(lead, words)
    each = tallied(texts["years"].set_axis(called).dropna().round(1))
    subtitle = word("How long each general text of Japan's policy stood; the last is in force")
    high = marks.rows_high(len(texts), 0.36, 0.46) + 0.3
    alt = described(title, phrase("Years from each text to the next: {each}.", each=each))
    figure = Chart(high, title, subtitle, alt, texts)
    axes = figure.subplots()
    bars: Style = {"color": BLUE, "edgecolor": BLUE, "linewidth": 2}  # a bar of a day is seen too
    axes.barh(texts.index, texts["end"] - texts["date"], 0.45, texts["date"], **bars)
    names = called.str.replace(r"(, \d{4}|\d{4}年?)$", "", regex=True)
    known = texts["years"].notna()
    stood = [
        phrase("{years:.1f} years", years=years) if there else coded("text", "in force")
        for years, there in zip(texts["years"], known, strict=True)
    ]
    begun = texts["date"].dt.strftime("（%Y年）" if is_japanese() else ", %Y")
    marks.name_rows(axes, [*map(pair, names + begun, stood)], 0.5)
    marks.years_below(axes)
    return figure


def _prepared(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the changes by date, categories as text, with the date as a decimal `year`."""
    rows = rows.sort_values(["date", "rule_id"], ignore_index=True)
    rows = rows.astype(dict.fromkeys(["effect", "decider", "confidence"], "str"))
    return rows.assign(year=periods.decimal_year(rows["date"]))


def _period(rows: pd.DataFrame) -> str:
    """Return the first and the last year of changes, as `1976–2011`."""
    first, last = rows["date"].dt.year.agg(["min", "max"])
    return span(first, last) if first < last else str(first)


def _tally(rows: pd.DataFrame) -> tuple[int, int]:
    """Return how many changes loosen and how many tighten."""
    return int((rows["effect"] == "loosens").sum()), int((rows["effect"] == "tightens").sum())


def _landmarks(rows: pd.DataFrame, lead: str, whole: float | None) -> Chart:
    """Draw the landmarks down a line of their signs: the month at the left, words at the right."""
    size = plt.rcParams["font.size"]
    eased, closed = _tally(rows)
    title = _tally_words(lead, eased, closed)
    turns = {effect: rows.loc[rows["effect"] == effect, "date"] for effect in EFFECTS}
    shut, first = turns["tightens"].max(), turns["loosens"].min()
    if not lead and shut < first:
        title = phrase(
            "Japan shut arms exports in {shut} and opened them in {steps} steps from {first}",
            shut=shut.year,
            first=first.year,
            steps=eased,
        )
    texts = rows["in_words_ja" if is_japanese() else "in_words"]
    months = rows["date"].map(partial(month, form="%b %Y"))
    subtitle = "{number} landmarks of its arms-export rules: ▼ tightens, ▲ loosens, ● neither"
    subtitle = phrase(subtitle, number=len(rows))
    alt = described(title, clauses([*map(pair, months, texts)]))
    high = marks.rows_high(len(rows), 0.5, 0.8)
    figure = Chart(high, title, subtitle, alt, rows, whole=whole)
    axes = figure.subplots()
    spine = 0.05 if narrow() else 0.14 * size / inches()
    room = inches() * (1 - spine) - 0.04 * size
    axes.plot([spine] * 2, [0, len(rows) - 1], color=PALE, lw=2, zorder=0)
    for place, (effect, when, text) in enumerate(zip(rows["effect"], months, texts, strict=True)):
        marker, colour = EFFECTS[effect]
        axes.plot(spine, place, marker, color=colour, markersize=1.2 * size, clip_on=False)
        look: Style = {"fontsize": size, "away": (1.3 * size, 0)}
        words = f"{when}\n{fold(text, room, size)}" if narrow() else fold(text, room, size)
        marks.say(axes, spine, place, words, **look)
        if not narrow():
            look = {"ha": "right", "away": (-1.3 * size, 0), "fontweight": "bold"}
            marks.say(axes, spine, place, when, fontsize=size, color=colour, **look)
    marks.bare(axes, xlim=(0, 1), ylim=(len(rows) - 0.4, -0.6), xticks=[], yticks=[])
    return figure


def _changes_words(rows: pd.DataFrame, moved: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the changes."""
    since = moved[moved["date"].dt.year >= TURN]
    eased, closed = _tally(rows if lead or since.empty else since)
    title = _tally_words(lead, eased, closed)
    if not lead and len(since):
        title = phrase(
            "Since {turn}, {texts} have loosened Japan's arms-export rules and {closed} have "
            "tightened them",
            turn=TURN,
            texts=counted(eased, "text"),
            closed=closed,
        )
    more = phrase(
        "{texts} on {days}, {period}; {others} more only codify or clarify.",
        texts=counted(len(moved), "text"),
        days=counted(moved["date"].nunique(), "day"),
        period=_period(moved),
        others=len(rows) - len(moved),
    )
    return title, described(title, more)


def _tally_words(lead: str, eased: int, closed: int) -> str:
    """Return a title on a part of the changes: how many loosen and how many tighten."""
    words = phrase("{eased} loosen the rules and {closed} tighten them", eased=eased, closed=closed)
    return sentence(lead, words)


def _label(axes: Axes, moved: pd.DataFrame) -> None:
    """Name the landmarks that loosen, above the line, and whatever tightens, below it."""
    low, high = moved["level"].min(), moved["level"].max()
    first, last = moved["date"].min(), moved["date"].max()
    unit = (high - low + 4) * 0.055  # levels that a line of words needs
    early = moved["date"] < first + (last - first) / 3
    words = pd.Series([*map(pair, moved["date"].map(year), words_of(moved["short_name"]))])
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
        note = word("tightened:") + "\n" + "\n".join(words[closes & ~early])
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
    most = phrase(
        "{count} were made by the {decider}, the most of any",
        count=counts.iloc[0],
        decider=word(counts.index[0]),
    )
    title = sentence(lead, most)
    each = tallied(counts.set_axis([word(name) for name in counts.index]))
    told = phrase("Changes by decider, {period}: {each}.", period=_period(rows), each=each)
    if lead or before.empty or 2 * before.iloc[0] <= before.sum() or 2 * council <= since.sum():
        return title, described(title, told)
    names = {"year": COUNCIL.year, "first": word(before.index[0])}
    together = (" and the " if not is_japanese() else "と").join(word(name) for name in TOGETHER)
    title = phrase(
        "Until {year} the {first} opened the rules; since then the {together} do",
        together=together,
        **names,
    )
    shares = phrase(
        "Of the loosenings {own} of {early} until {year} were the {first}'s, and {council} of "
        "{late} since then are theirs.",
        own=before.iloc[0],
        early=before.sum(),
        council=council,
        late=since.sum(),
        **names,
    )
    return title, described(title, shares, told)
