"""Charts of the rule changes: the timeline, the tempo, who decides, how long each text stood."""

from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from .. import periods
from .colours import EFFECTS
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new
from .marks import key, points, say, slots

SIGNS = {"^": "▲", "v": "▼", "s": "■", "o": "●"}  # the markers as text
KEPT = [
    "rule_id",
    "date",
    "effect",
    "instrument",
    "decider",
    "confidence",
    "title_en",
    "source_id",
    "sources",
]
# effect → inches from the year axis, on a page and on a telephone; which way crowded marks go on
LANES = {
    "tightens": (0.62, 0.24, -1),
    "codifies": (1.42, 0.60, -1),
    "clarifies": (1.62, 0.75, 1),
    "loosens": (2.2, 1.12, 1),
}
# inches from the year axis to the names of the landmarks, on a page and on a telephone
NAMES = (3.1, 1.64)


@chart
def timeline(changes: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw all rule changes, time running down, one lane per effect, the landmarks named.

    Parameters
    ----------
    changes : pandas.DataFrame
        `rules.timeline()`: one row per rule change.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per rule change, by date.

    Examples
    --------
    >>> figure = charts.rules.timeline(rules.timeline(), sources.register())
    >>> figure.title.split(",")[0]
    'Since 1983'
    """
    rows = _prepared(changes)
    layout = 1 if narrow() else 0
    lane = rows["effect"].map({effect: lane[layout] for effect, lane in LANES.items()})
    way = rows["effect"].map({effect: lane[2] for effect, lane in LANES.items()})
    beside = rows.groupby("effect")["year"].transform(slots, gap=1.4)
    rows["x"] = lane + way * beside * (0.13 if narrow() else 0.17)
    figure, axes = new(8.6, phone=10.2)
    _lanes(axes, rows)
    _name_landmarks(axes, rows[rows["landmark"]], rows["year"].max() + 2.5)
    _points(axes, rows, "x", "year")
    since = rows.loc[rows["effect"] == "loosens", "date"].min()
    title = f"Since {since:%Y}, {_tally(rows[rows['date'] >= since])}"
    alt = f"{title}. Before that, {_tally(rows[rows['date'] < since])}."
    alt += f" The latest is of {rows['date'].iloc[-1]:%Y-%m-%d}: {rows['title_en'].iloc[-1]}."
    subtitle = f"Changes of the rules by effect and date, {_period(rows)}; hollow: grade D, "
    subtitle += "not verified"
    table = rows[[*KEPT, "short_name", "landmark"]]
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


@chart
def tempo(counts: pd.DataFrame, changes: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw the rule changes per decade by effect, one mark each.

    Parameters
    ----------
    counts : pandas.DataFrame
        `rules.tempo()`: one row per decade with a change.
    changes : pandas.DataFrame
        `rules.timeline()`.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        A decade without a change is said to have none. Its table has one row per rule change.

    Examples
    --------
    >>> figure = charts.rules.tempo(rules.tempo(), rules.timeline(), sources.register())
    >>> figure.title.split("; ")[1][:19]
    'the most before was'
    """
    rows = _prepared(changes).assign(decade=lambda rows: rows["date"].dt.year // 10 * 10)
    decades = range(counts["decade"].min(), counts["decade"].max() + 1, 10)
    tallies = counts.set_index("decade").reindex(decades)
    last = rows["date"].max()
    unfinished = last < pd.Timestamp(decades[-1] + 9, 12, 31)
    figure, axes = new(2.0 + 0.34 * len(tallies), phone=2.9 + 0.34 * len(tallies))
    _stacks(axes, tallies.fillna(0), rows)
    for place, row in enumerate(tallies.itertuples()):
        until = f", to {last:%Y-%m-%d}" if unfinished and row.Index == decades[-1] else ""
        some = row.changes > 0
        text = _decade_in_words(row) + until if some else "none recorded"
        words = fill(text, 14) if narrow() else text
        x = row.changes + 0.2 if some else 0.1
        say(axes, x, place, words, va="center", fontsize=9.5)
    past = tallies["changes"].iloc[:-1]
    so_far = " so far" if unfinished else ""
    title = f"{tallies['changes'].iloc[-1]:.0f} rule changes in the {decades[-1]}s{so_far};"
    title += f" the most before was {past.max():.0f}, in the {past.idxmax()}s"
    alt = f"{title}. In all, {_tally(rows)}."
    subtitle = "Recorded changes of Japan's arms-export rules per decade, by effect, "
    subtitle += _period(rows)
    table = rows[[*KEPT, "decade"]]
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


@chart
def deciders(changes: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw when each decider changed the rules, the earliest on average first.

    Parameters
    ----------
    changes : pandas.DataFrame
        `rules.timeline()`.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per rule change, by date.

    Examples
    --------
    >>> figure = charts.rules.deciders(rules.timeline(), sources.register())
    >>> figure.title.split(" (")[0]
    'Who loosened the rules: first the Chief Cabinet Secretary'
    """
    rows = _prepared(changes)
    order = list(rows.groupby("decider")["year"].mean().sort_values().index)
    above = rows.groupby("decider")["year"].transform(slots, gap=2.2 if narrow() else 1.3)
    rows["y"] = rows["decider"].map(order.index) - (0.1 if narrow() else 0.13) * above
    figure, axes = new(2.1 + 0.8 * len(order), phone=2.9 + 0.98 * len(order))
    for place, decider in enumerate(order):
        decided = rows[rows["decider"] == decider]
        terms = (",\n" if narrow() else ", ").join(_instruments(decided).unique())
        texts = decider, terms, f"{len(decided)}, {_period(decided)}"
        _row(axes, place, texts, decided["year"].min(), decided["year"].max())
    _points(axes, rows, "year", "y")
    _years_across(axes, rows, len(order))
    eased = rows.loc[rows["effect"] == "loosens", "decider"]
    half = (len(eased) + 1) // 2
    early, late = eased.head(half).value_counts(), eased.tail(half).value_counts()
    title = f"Who loosened the rules: first the {early.index[0]} ({early.iloc[0]} of {half}),"
    title += f" lately the {late.index[0]} ({late.iloc[0]} of {half})"
    spans = "; ".join(f"{decider} {_period(rows[rows['decider'] == decider])}" for decider in order)
    alt = f"{title}. First and last recorded change of each decider: {spans}."
    subtitle = "Who changed Japan's arms-export rules, by which instruments; number of changes, "
    subtitle += _period(rows)
    table = rows[KEPT]
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


@chart
def gaps_between(changes: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw how long each general text of the policy stood, and what else changed meanwhile.

    Parameters
    ----------
    changes : pandas.DataFrame
        `rules.timeline()`; its column `general_text` says which changes are general texts.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per change since the first text, with the `years` that a text stood;
        missing for the one in force.

    Examples
    --------
    >>> figure = charts.rules.gaps_between(rules.timeline(), sources.register())
    >>> figure.title.split("; ")[0]
    'The Government unified view of 1976 stood 35.8 years'
    """
    texts, others = _texts(_prepared(changes))
    figure, axes = new(2.1 + 0.8 * len(texts), phone=2.9 + 1.15 * len(texts))
    for place, text in texts.iterrows():
        others_then = (others["text"] == place).sum()
        lasted = f"{text['years']:.1f} years, {others_then} other changes"
        lasted = "in force" if pd.isna(text["years"]) else lasted
        names = text["short_name"], text["short_name_ja"], f"{text['date']:%Y-%m-%d}: {lasted}"
        _row(axes, place, names, text["year"], text["end"])
    axes.plot(texts["year"], texts.index, "|", color=INK, markersize=11)
    above = others.groupby("text")["year"].transform(slots, gap=1.7 if narrow() else 1.1)
    others = others.assign(y=others["text"] - (0.085 if narrow() else 0.13) * above)
    _points(axes, others, "year", "y")
    drawn = pd.concat([texts, others]).sort_values(["date", "rule_id"], ignore_index=True)
    _years_across(axes, drawn, len(texts))
    first, second = texts.nlargest(2, "years").itertuples()
    title = f"The {first.short_name} of {first.date:%Y} stood {first.years:.1f} years; next come "
    title += f"the {second.short_name} of {second.date:%Y}, with {second.years:.1f}"
    stood = "; ".join(f"{text.date:%Y-%m-%d} {text.years:.1f}" for text in texts[:-1].itertuples())
    alt = f"{title}. Years from each to the next: {stood}; that of "
    alt += f"{texts['date'].iloc[-1]:%Y-%m-%d} is in force."
    subtitle = f"Years from each general text of the policy to the next, {_period(drawn)}; "
    subtitle += "marks: changes meanwhile"
    table = drawn[[*KEPT, "years"]]
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


CHARTS = {"timeline": timeline, "tempo": tempo, "deciders": deciders, "gaps_between": gaps_between}


def _prepared(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the changes by date, categories as text, with the date as a decimal `year`."""
    rows = changes.sort_values(["date", "rule_id"], ignore_index=True)
    rows = rows.astype(dict.fromkeys(["effect", "decider", "instrument", "confidence"], "str"))
    return rows.assign(year=periods.decimal_year(rows["date"]))


def _instruments(rows: pd.DataFrame) -> pd.Series:
    """Return the instrument of each change, in English and in Japanese."""
    return rows["label"].astype("str") + " " + rows["instrument_ja"].astype("str")


def _texts(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the general texts, and the other changes since the first of them.

    Each text has its `end` and the `years` that it stood; each other change the `text` in force.
    """
    texts = rows[rows["general_text"]].reset_index(drop=True)
    texts["years"] = -texts["date"].diff(-1).dt.days / periods.DAYS_PER_YEAR
    texts["end"] = texts["year"].shift(-1).fillna(rows["year"].max())
    others = rows.assign(text=texts["date"].searchsorted(rows["date"], side="right") - 1)
    return texts, others[(others["text"] >= 0) & ~others["date"].isin(texts["date"])]


def _tally(rows: pd.DataFrame) -> str:
    """Return how many changes loosened and tightened the rules, in words."""
    eased, tightened = ((rows["effect"] == effect).sum() for effect in ("loosens", "tightens"))
    counted = f"{eased} of {len(rows)} recorded changes loosened Japan's arms-export rules"
    return f"{counted}, {tightened} tightened them"


def _period(rows: pd.DataFrame) -> str:
    """Return the first and the last year of changes, as `1976–2011`."""
    return "–".join(pd.unique(rows["date"].dt.year.agg(["min", "max"]).astype("str")))


def _decade_in_words(row: Any) -> str:
    """Return the number of changes of a decade, and of their days where these are fewer."""
    if row.days_of_change == row.changes:
        return f"{row.changes:.0f}"
    if row.days_of_change == 1:
        return f"{row.changes:.0f} on one day"
    return f"{row.changes:.0f} on {row.days_of_change:.0f} days"


def _points(axes: Axes, rows: pd.DataFrame, x: str, y: str) -> None:
    """Draw one marker per row, by effect; those of grade D are hollow."""
    size = 34 if narrow() else 50
    for (effect, doubtful), some in rows.groupby(["effect", rows["confidence"] == "D"]):
        points(axes, some[x], some[y], EFFECTS[effect], doubtful, size)


def _key(axes: Axes, rows: pd.DataFrame) -> None:
    """Say what the marks in use mean."""
    looks = {effect: look for effect, look in EFFECTS.items() if effect in set(rows["effect"])}
    if (rows["confidence"] == "D").any():
        looks["not verified"] = ("o", INK)
    closer: Style = {"columnspacing": 0.8, "handlelength": 1.2} if narrow() else {}
    key(axes, looks, hollow=["not verified"], **closer)


def _lanes(axes: Axes, rows: pd.DataFrame) -> None:
    """Write years down the left, and on top of each lane its sign, name and number.

    What tightens is at one side, what loosens at the other.
    """
    first, last = rows["year"].min(), rows["year"].max()
    layout = 1 if narrow() else 0
    axes.set(xlim=(0, 3.17 if narrow() else 5.8), ylim=(last + 4, first - 11), xticks=[])
    axes.set_yticks(range(int(first) // 10 * 10 + 10, int(last) + 1, 10))
    axes.hlines(axes.get_yticks(), 0, NAMES[layout] - 0.25, color=PALE, linewidth=0.8, zorder=0)
    axes.spines[["bottom", "left"]].set_visible(False)
    lanes = {effect: (lane[layout], first - 4) for effect, lane in LANES.items()}
    middle = (lanes["codifies"][0] + lanes["clarifies"][0]) / 2
    lanes |= {"codifies": (middle, first - 9), "clarifies": (middle, first - 6.5)}
    sides = {"tightens": ("right", 0.28), "loosens": ("left", -0.08)}
    for effect, (x, y) in lanes.items():
        marker, colour = EFFECTS[effect]
        head = f"{SIGNS[marker]} {effect} {(rows['effect'] == effect).sum()}"
        side, aside = sides.get(effect, ("center", 0))
        say(axes, x + aside, y, head, ha=side, fontweight="bold", color=colour)


def _name_landmarks(axes: Axes, rows: pd.DataFrame, lowest: float) -> None:
    """Write the landmarks at the right, each joined to its point: date, name and instrument.

    On a telephone there is no room for the instrument.
    """
    apart = 6 if narrow() else 4.5  # years that two labels need
    steps = pd.Series(range(len(rows)), rows.index) * apart
    places = (rows["year"] - steps).cummax().clip(upper=lowest - steps.iloc[-1]) + steps
    rows = rows.assign(place=places, terms=_instruments(rows))
    left = NAMES[1 if narrow() else 0]
    for row in rows.itertuples():
        bend = [row.x, left - 0.2, left - 0.04], [row.year, row.year, row.place]
        axes.plot(*bend, color="#aaaaaa", lw=0.8, zorder=1)
        say(axes, left, row.place, f"{row.date:%Y-%m-%d}", va="bottom", color=GREY)
        if narrow():
            say(axes, left, row.place, fill(row.short_name, 18), va="top", fontweight="bold")
        else:
            bold: Style = {"va": "bottom", "fontweight": "bold"}
            say(axes, left + 0.82, row.place, row.short_name, **bold)
            say(axes, left, row.place, row.terms, va="top", color=GREY)


def _stacks(axes: Axes, tallies: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Draw one mark per change in the row of its decade, by effect, those of grade D last."""
    order = rows["effect"].map(list(EFFECTS).index) + (rows["confidence"] == "D") / 2
    ranks = order.groupby(rows["decade"]).rank(method="first")
    lines = (rows["decade"] - tallies.index[0]) // 10
    _points(axes, rows.assign(x=ranks - 0.5, y=lines), "x", "y")
    right, top = (8.5, -1.9) if narrow() else (6.5, -1.2)
    axes.set(xlim=(0, tallies["changes"].max() + right), ylim=(len(tallies) - 0.5, top), xticks=[])
    axes.set_yticks(range(len(tallies)), [f"{decade}s" for decade in tallies.index])
    axes.spines[["bottom", "left"]].set_visible(False)
    _key(axes, rows)


def _row(axes: Axes, place: int, texts: tuple[str, str, str], start: float, end: float) -> None:
    """Draw a row: name and, at the right or below, measure; the terms; a bar from start to end."""
    name, terms, measure = texts
    across = axes.get_yaxis_transform()
    y = place - 0.52
    beside = not narrow() or len(name + measure) < 40
    below = terms if beside else f"{measure}\n{terms}"
    say(axes, 0, y, name, va="bottom", fontsize=10, fontweight="bold", transform=across)
    say(axes, 0, y, below, va="top", color=GREY, transform=across)
    if beside:
        say(axes, 1, y, measure, va="bottom", ha="right", fontsize=10, transform=across)
    axes.barh(place, end - start, left=start, height=0.14, color=PALE)


def _years_across(axes: Axes, rows: pd.DataFrame, lanes: int) -> None:
    """Write decades below and the key on top."""
    first, last = rows["year"].min(), rows["year"].max()
    axes.set(xlim=(first - 2, last + 2), ylim=(lanes - 0.7, -1.35 if narrow() else -1.1), yticks=[])
    axes.set_xticks(range(int(first) // 10 * 10 + 10, int(last) + 1, 10))
    axes.spines["left"].set_visible(False)
    _key(axes, rows)
