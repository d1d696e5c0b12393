"""Charts of the regimes: what could go on which day, and what differs between two days.

The status of a kind of transfer is never told by colour alone: a sign stands in each cell, and
the more a band lets through, the higher it is.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import periods, rules, tables
from . import marks
from .colours import BLUE, CELLS, GREY, INK, OPEN, PALE, RED, SKY, STATUSES, UNSETTLED
from .figure import Chart, Style, named, narrow
from .scope import chart, drawn
from .words import (
    clauses,
    day,
    described,
    is_japanese,
    listed,
    month,
    phrase,
    sentence,
    tallied,
    word,
    words_of,
)

ANSWERS = {  # status → its sign and word in a cell
    "allowed": "● yes",
    "conditional": "◐ only on conditions",
    "prohibited": "✕ no",
    "not addressed": "– no rule",
}
HEIGHTS = {"allowed": 1.0, "conditional": 0.5, "prohibited": 0.16, "not addressed": 0.0}
# What no rule speaks of, and what is not verified, is off the scale
SCALE = {"no rule": 0.0, "not verified": 0.85, "prohibited": 2.1, "conditional": 3.1}
SCALE |= {"allowed": 4.1}
IN_WORDS = {"not addressed": "no rule", UNSETTLED: "not verified"}
CHANGE = {  # tag of a comparison → colour, in words
    "widens": (BLUE, "may go more freely"),
    "narrows": (RED, "may go less freely"),
    "condition only": (GREY, "changed in conditions only"),
    "first addressed": (SKY, "got a first rule"),
    "no longer addressed": (SKY, "lost its rule"),
    UNSETTLED: (GREY, "could not be verified"),
}
NEEDS = ["provision_id", "start", "end", "coded", "confidence", "scope"]
TURN = pd.Timestamp("2011-01-01")  # most changes came after it: from here time runs wider


@chart(rules.bands, "band", NEEDS)
def who_may_get_what(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw what the rules let through, kind by kind, on the days of the landmarks.

    Its table has one row per kind and day.
    """
    rows = _named(rows[rows["scope"] == "standing"])
    on = _landmark_days(rows)
    table = pd.concat([_standing(rows, day) for day in on]) if on else rows.head(0)
    if table.empty:
        raise ValueError("none of the bands given is of a standing rule: nothing to draw")
    names = pd.unique(table.sort_values("provision_id")["provision"]).tolist()
    title, alt = _days_words(table, len(names), lead)
    high = marks.rows_high(len(names), 0.33, 0.53) + 0.7
    subtitle = word("May it be exported, by the rules of that day? With “?”: not verified")
    figure = Chart(high, title, subtitle, alt, table)
    axes = figure.subplots()
    doubtful = table["confidence"] == "D"
    places = table.assign(
        row=table["provision"].map(names.index),
        column=table["day"].map(on.index),
        colour=table["coded"].map(CELLS),
        words=table["coded"].map(ANSWERS).str[0] + doubtful.map({True: "?", False: ""}),
    )
    looks = {ANSWERS[status]: colour for status, colour in CELLS.items()}
    marks.cells(axes, places, [*map(word, names)], marks.on_days(on), looks, hollow=doubtful)
    return figure


@chart(rules.bands, "band", NEEDS)
def status_bands(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the status of every kind of transfer from the first rule to the last.

    The more is let through, the higher the band; outlined where it is not verified. Time runs
    wider from 2011. Its table has one row per band.
    """
    rows = _named(rows)
    names = pd.unique(rows["provision"]).tolist()
    rows["row"] = rows["provision"].map(names.index)
    last = rows["start"].max()
    ends = rows["end"].fillna(last + pd.Timedelta(days=500))
    rows["left"], rows["right"] = _across(rows["start"]), _across(ends)
    standing, single = (rows[rows["scope"] == scope] for scope in ("standing", "one-off"))
    title, alt = _bands_words(standing, lead)
    high = marks.rows_high(len(names), 0.355, 0.55) + 0.6
    subtitle = phrase(
        "Rules for each kind of transfer, {first}–{last}; time runs wider from {turn}. Dashed: not "
        "verified; ◆: an exemption for one case",
        first=rows["start"].min().year,
        last=last.year,
        turn=TURN.year,
    )
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    _draw_bands(axes, standing)
    axes.plot(single["left"], single["row"] + (0 if narrow() else 0.1), "d", color=INK, ms=6)
    marks.key(axes, {name: {"color": STATUSES[name]} for name in HEIGHTS if HEIGHTS[name]})
    years = [*range(1970, TURN.year - 3, 20 if narrow() else 10)]
    years += range(TURN.year, last.year + 1, 5 if narrow() else 3)
    axes.set_xticks(_across(pd.Series(pd.to_datetime([f"{y}-01-01" for y in years]))), years)
    axes.set_xlim(rows["left"].min(), rows["right"].max())
    axes.axvline(TURN.year, color=PALE, lw=1, zorder=0)
    marks.name_rows(axes, [*map(word, names)], 0.27)
    axes.set_ylim(len(names) - 0.4, axes.get_ylim()[1])
    return figure


@named
def comparison(
    before: str = "2023-12-21",
    after: str = "2023-12-22",
    frame: pd.DataFrame | None = None,
    of: str | None = None,
) -> Chart:
    """Draw what differs between two days, one row per kind of transfer.

    Parameters
    ----------
    before, after : str
        The two days; that nothing differs between them raises ValueError.
    frame, of
        As for the other charts: rows of `rules.compare(before, after)`, and words for them.

    Returns
    -------
    Chart
        Its table has one row per kind of transfer, what widened first.
    """
    ends_on = [day(periods.day(each)) for each in (before, after)]
    differs = rules.compare(before, after)
    if differs.empty:
        raise ValueError(
            f"nothing differs between {before} and {after}: no chart to draw; give two days that "
            "a rule change lies between"
        )
    needs = ["provision_id", "provision", "change", "status_before", "status_after"]
    rows, lead = drawn(frame, of, differs.copy, "kind", needs)
    order = rows["change"].astype("str").map([*CHANGE].index)
    rows = rows.astype({"change": "str"}).assign(order=order)
    rows = rows.sort_values(["order", "provision_id"], ignore_index=True).drop(columns="order")
    title, alt = _comparison_words(rows, lead, *ends_on)
    high = marks.rows_high(len(rows), 0.33, 0.46) + 0.4
    subtitle = "Ring: rule on {before}; arrow’s head or dot: on {after}"
    subtitle = phrase(subtitle, before=ends_on[0], after=ends_on[1])
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    hues = rows["change"].map({tag: colour for tag, (colour, _) in CHANGE.items()})
    ends = rows[["status_before", "status_after"]].astype("str").replace(IN_WORDS)
    scale = {name: place for name, place in SCALE.items() if place > 2 or name in ends.to_numpy()}
    marks.moves(axes, ends, "status_before", "status_after", hues, scale)
    marks.name_rows(axes, words_of(rows["provision"]).tolist(), 0.27)
    return figure


def _comparison_words(rows: pd.DataFrame, lead: str, before: str, after: str) -> tuple[str, str]:
    """Return the title and the description of what differs between two days."""
    tally = rows["change"].value_counts()
    counts = [
        phrase(f"{{count}} {words}", count=tally[tag])
        for tag, (_, words) in CHANGE.items()
        if tag in tally
    ]
    title = lead + listed(counts)
    if not lead:
        title = phrase(
            "From {before} to {after}, {count} kinds of transfer: {changes}",
            before=before,
            after=after,
            count=len(rows),
            changes=listed(counts),
        )
    steps = words_of(rows["provision"]) + ("：" if is_japanese() else " ")
    steps += words_of(rows["status_before"]) + " → " + words_of(rows["status_after"])
    return title, described(title, clauses(steps.tolist()))


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Return bands with the name of their kind, codes as text, in the order of the kinds."""
    names = tables.read("provisions").set_index("provision_id")["short_name"]
    rows = rows.assign(provision=rows["provision_id"].map(names).fillna(rows["provision_id"]))
    rows = rows.astype({"coded": "str", "confidence": "str"})
    return rows.sort_values(["provision_id", "start"], ignore_index=True)


def _landmark_days(rows: pd.DataFrame) -> list[pd.Timestamp]:
    """Return the days of the landmarks on which a band given begins; else all such days."""
    changes, begins = rules.timeline(), set(rows["start"])
    return sorted(begins & set(changes.loc[changes["landmark"], "date"])) or sorted(begins)


def _standing(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the bands that hold on a day, with it."""
    return rows[(rows["start"] <= day) & ~(rows["end"] <= day)].assign(day=day)


def _days_words(cells: pd.DataFrame, kinds: int, lead: str) -> tuple[str, str]:
    """Return the title and the description: how many kinds were barred, at most and last."""
    barred = cells["coded"].eq("prohibited").groupby(cells["day"]).sum()
    most, last = barred.idxmax(), barred.index.max()
    words = phrase(
        "in {year} Japan barred {count} of {kinds} kinds of transfer",
        year=most.year,
        count=barred[most],
        kinds=kinds,
    )
    if last > most:
        left = barred[last] or ("0" if is_japanese() else "none")
        words += phrase("; since {month} it bars {count}", month=month(last), count=left)
    names = cells.loc[(cells["day"] == last) & (cells["coded"] == "prohibited"), "provision"]
    if len(names) == 1 and last > most:
        words += phrase(": {name}", name=word(names.iloc[0]).lower())
    title = sentence(lead, words)
    opened = cells[(cells["day"] == last) & cells["coded"].isin(OPEN)]
    doubtful = (opened["confidence"] == "D").sum()
    on = [day(date) if is_japanese() else f"{date:%Y-%m-%d}" for date in barred.index]
    each = tallied(barred.set_axis(on)) or word("none")
    told = phrase("Kinds barred: {each}.", each=each)
    goes = phrase(
        "On the last day {count} may go, {doubtful} of them not verified.",
        count=len(opened),
        doubtful=doubtful,
    )
    return title, described(title, told, goes)


def _across(days: pd.Series) -> pd.Series:
    """Return where days stand: one unit a year, more from the turn."""
    years = np.asarray(periods.decimal_year(days), dtype="float64")
    return pd.Series(years + 2.5 * np.clip(years - TURN.year, 0, None), days.index)


def _draw_bands(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw a bar per band, as high as its status is open; dots where no rule speaks."""
    for (status, grade), some in rows.groupby(["coded", rows["confidence"] == "D"]):
        base, wide = some["row"] + (0.28 if narrow() else 0.4), some["right"] - some["left"]
        if not HEIGHTS[status]:
            axes.hlines(base, some["left"], some["right"], color=GREY, lw=1.2, ls=":")
            continue
        look: Style = {"facecolor": STATUSES[status], "edgecolor": "white", "lw": 0.8}
        if grade:
            look = {"facecolor": "none", "edgecolor": STATUSES[status], "lw": 1.4, "ls": "--"}
        high = -HEIGHTS[status] * (0.4 if narrow() else 0.62)
        axes.barh(base, wide, high, some["left"], align="edge", **look)


def _bands_words(standing: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description: how many kinds are open, at the fewest and now."""
    days = pd.Series(sorted(standing["start"].unique()))
    holds = [_standing(standing, day) for day in days]
    opened = pd.Series([rows["coded"].isin(OPEN).sum() for rows in holds], dtype="int64")
    if days.empty:
        title = lead + word("all are exemptions for one case")
        return title, described(title)
    fewest, kinds = opened.idxmin(), standing["provision_id"].nunique()
    words = phrase(
        "{fewest} of {kinds} kinds of transfer was open in {year}, {now} since {month}",
        fewest=opened[fewest] or ("0" if is_japanese() else "none"),
        kinds=kinds,
        year=days[fewest].year,
        now=opened.iloc[-1],
        month=month(days.iloc[-1]),
    )
    title = sentence(lead, words)
    free = standing.groupby("provision")["coded"].agg(lambda codes: codes.isin(OPEN).any())
    changed = standing.loc[standing["start"] == days.iloc[-1], "provision"]
    never = phrase("Never open: {kinds}.", kinds=listed(map(word, free.index[~free])))
    last = day(days.iloc[-1]) if is_japanese() else f"{days.iloc[-1]:%Y-%m-%d}"
    moved = phrase("Changed on {day}: {kinds}.", day=last, kinds=listed(map(word, changed)))
    return title, described(title, never, moved)
