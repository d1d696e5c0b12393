"""Charts of the regimes: what could go on which day, and what differs between two days.

The status of a kind of transfer is never told by colour alone: a sign and a word stand in each
cell, and the more a band lets through, the higher it is.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import periods, rules, tables
from .colours import BLACK, BLUE, CELLS, GREY, INK, OPEN, PALE, RED, SKY, STATUSES, UNSETTLED
from .figure import Chart, Style, named, narrow
from .marks import counted, key, moves, name_rows, rows_high, say
from .scope import chart, drawn

ANSWERS = {  # status → sign, words in a cell
    "allowed": ("●", "yes"),
    "conditional": ("◐", "only if"),
    "prohibited": ("✕", "no"),
    "not addressed": ("–", "no rule"),
}
HEIGHTS = {"allowed": 1.0, "conditional": 0.5, "prohibited": 0.16, "not addressed": 0.0}
SCALE = {"not addressed": 0.0, UNSETTLED: 0.75, "prohibited": 2, "conditional": 3, "allowed": 4}
ABOVE = {"not addressed": "no\nrule", UNSETTLED: "not\nverified"}
CHANGE = {  # tag of a comparison → colour, in words
    "widens": (BLUE, "may go more freely"),
    "narrows": (RED, "may go less freely"),
    "condition only": (GREY, "changed in its conditions only"),
    "first addressed": (SKY, "got a first rule"),
    "no longer addressed": (SKY, "lost its rule"),
    UNSETTLED: (GREY, "could not be verified"),
}
NEEDS = ["provision_id", "start", "end", "coded", "confidence", "scope"]


def bands() -> pd.DataFrame:
    """Return `rules.bands()` with the name of each kind of transfer as `provision`."""
    names = tables.read("provisions").set_index("provision_id")["short_name"]
    rows = rules.bands()
    return rows.assign(provision=rows["provision_id"].map(names))


@chart(bands, "band", NEEDS)
def who_may_get_what(rows: pd.DataFrame, lead: str, days: Iterable[str] | None = None) -> Chart:
    """Draw what the rules let through, kind by kind, on a number of days.

    Its table has one row per kind and day.

    Parameters
    ----------
    days : iterable of str, optional
        The days, in order; those of the landmarks that changed a status where it is left out.

    Examples
    --------
    >>> charts.regimes.who_may_get_what().title.split(" barred")[0]
    'In 1976 Japan'
    """
    rows = _named(rows[rows["scope"] == "standing"])
    on = [periods.day(day) for day in days] if days is not None else _landmark_days(rows)
    cells = pd.concat([_standing(rows, day) for day in on], ignore_index=True)
    if cells.empty:
        raise ValueError("none of the bands given holds on one of the days: nothing to draw")
    names = cells.drop_duplicates("provision_id").sort_values("provision_id")["provision"].tolist()
    cells["row"] = cells["provision"].map(names.index)
    title, alt = _days_words(cells, len(names), lead)
    subtitle = "May it be exported, by the rules of that day? White with “?”: not verified"
    high = rows_high(len(names), 0.33, 0.53) + 0.45
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=cells)
    axes = figure.picture()
    _cells(axes, cells.assign(column=cells["day"].map(on.index)), wide=len(on) <= 6)
    axes.set(xlim=(0, len(on)))
    month = len({day.year for day in on}) < len(on)
    labels = [f"{day:%b}\n{day:%Y}" if month and not narrow() else f"{day:%Y}" for day in on]
    labels = [f"’{day:%y}" if narrow() else label for day, label in zip(on, labels, strict=True)]
    axes.set_xticks([place + 0.5 for place in range(len(on))], labels)
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.spines["bottom"].set_visible(False)
    name_rows(axes, names, 0.27)
    return figure


@chart(bands, "band", NEEDS)
def status_bands(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the status of every kind of transfer from the first rule to the last.

    The more is let through, the higher the band; outlined where it is not verified. Time runs
    wider from 2011. Its table has one row per band.

    Examples
    --------
    >>> charts.regimes.status_bands().title.split(": ")[0]
    'Most kinds of transfer opened after 2011'
    """
    rows = _named(rows)
    names = rows.drop_duplicates("provision_id").sort_values("provision_id")["provision"].tolist()
    rows["row"] = rows["provision"].map(names.index)
    last = rows["start"].max()
    after = last + pd.Timedelta(days=500)
    rows["left"] = _across(rows["start"])
    rows["right"] = _across(rows["end"].fillna(after))
    standing, single = (rows[rows["scope"] == scope] for scope in ("standing", "one-off"))
    title, alt = _bands_words(standing, lead, last)
    subtitle = (
        f"Rules for each kind of transfer, {rows['start'].min():%Y}–{last:%Y}; time runs wider from "
        f"{TURN:%Y}. Dashed: not verified; ◆: an exemption for one case"
    )
    high = rows_high(len(names), 0.4, 0.55) + 0.6
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=rows)
    axes = figure.picture()
    _draw_bands(axes, standing)
    axes.plot(single["left"], single["row"] + 0.1, "d", color=INK, markersize=6)
    looks: dict[str, Style] = {
        status: {"facecolor": STATUSES[status]} for status in HEIGHTS if HEIGHTS[status]
    }
    key(axes, looks)
    years = [1970, 1980, 1990, 2000] if not narrow() else [1970, 1990]
    years += list(range(TURN.year, last.year + 1, 3 if not narrow() else 5))
    axes.set_xticks(_across(pd.Series(pd.to_datetime([f"{y}-01-01" for y in years]))), years)
    axes.set_xlim(rows["left"].min(), rows["right"].max())
    axes.axvline(_across(pd.Series([TURN]))[0], color=PALE, lw=1, zorder=0)
    name_rows(axes, names, 0.27)
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
        The two days.
    frame : pandas.DataFrame, optional
        Rows of `rules.compare(before, after)`; all of them where it is left out.
    of : str, optional
        Words for the rows given.

    Returns
    -------
    Chart
        Its table has one row per kind of transfer, what widened first.

    Raises
    ------
    ValueError
        If nothing differs: there is nothing to draw.

    Examples
    --------
    >>> charts.regimes.comparison("1976-02-26", "1976-02-27").title[:22]
    'Between 26 February an'
    """
    days = [periods.in_words(periods.day(day)) for day in (before, after)]
    differs = rules.compare(before, after)
    if differs.empty:
        raise ValueError(
            f"nothing differs between {before} and {after}: no chart to draw; give two days that "
            "a rule change lies between"
        )
    needs = ["provision", "change", "status_before", "status_after", "confidence"]
    rows, lead = drawn(frame, of, differs.copy, "kind", needs)
    rows = rows.astype({"change": "str"})
    rows["order"] = rows["change"].map(list(CHANGE).index)
    rows = rows.sort_values(["order", "provision_id"], ignore_index=True).drop(columns="order")
    tally = rows["change"].value_counts()
    counts = [f"{tally[tag]} {words}" for tag, (_, words) in CHANGE.items() if tag in tally]
    if not lead:
        counts[0] = counts[0].replace(
            " ", " kind of arms " if counts[0][:2] == "1 " else " kinds of arms ", 1
        )
    title = lead or f"Between {_span(*days)}: "
    title += ", ".join(counts)
    steps = [
        f"{row.provision} {row.status_before} → {row.status_after}" for row in rows.itertuples()
    ]
    subtitle = f"Ring: rule on {days[0]}; arrow’s head or dot: on {days[1]}"
    high = rows_high(len(rows), 0.36, 0.5) + 0.5
    alt = f"{title}. {'; '.join(steps)}."
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=rows)
    axes = figure.picture()
    places = rows.assign(old=rows["status_before"].map(SCALE), new=rows["status_after"].map(SCALE))
    for line in [0.0, 0.75, 2, 3, 4]:
        axes.axvline(line, color=PALE, lw=1, zorder=0)
    moves(
        axes,
        places,
        "old",
        "new",
        rows["change"].map({tag: look[0] for tag, look in CHANGE.items()}),
    )
    axes.set_xticks(list(SCALE.values()), [ABOVE.get(status, status) for status in SCALE])
    axes.tick_params(length=0, labeltop=True, labelbottom=False, labelsize=9)
    axes.set(xlim=(-0.45, 4.45))
    axes.spines["bottom"].set_visible(False)
    name_rows(axes, rows["provision"].tolist(), 0.27)
    return figure


CHARTS = {
    "who_may_get_what": who_may_get_what,
    "status_bands": status_bands,
    "comparison": comparison,
}
TURN = pd.Timestamp("2011-01-01")  # most changes came after it: from here time runs wider


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Return bands with the name of their kind, codes as text, in the order of the kinds."""
    names = tables.read("provisions").set_index("provision_id")["short_name"]
    rows = rows.assign(provision=rows["provision_id"].map(names).fillna(rows["provision_id"]))
    rows = rows.astype({"coded": "str", "confidence": "str"})
    return rows.sort_values(["provision_id", "start"], ignore_index=True)


def _landmark_days(rows: pd.DataFrame) -> list[pd.Timestamp]:
    """Return the days of the landmarks on which a band given begins; else the first and last."""
    changes = rules.timeline()
    days = changes.loc[changes["landmark"], "date"]
    chosen = sorted(set(rows["start"]) & set(days))
    return chosen or sorted({rows["start"].min(), rows["start"].max()})


def _standing(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the bands that hold on a day, with it."""
    holds = (rows["start"] <= day) & ~(rows["end"] <= day)
    return rows[holds].assign(day=day)


def _days_words(cells: pd.DataFrame, kinds: int, lead: str) -> tuple[str, str]:
    """Return the title and the description: how many kinds were barred, then and last."""
    barred = cells["coded"].eq("prohibited").groupby(cells["day"]).sum()
    most, last = barred.idxmax(), barred.index.max()
    words = f"in {most:%Y} Japan barred {barred[most]} of {counted(kinds, 'kind')} of transfer"
    words += f"; since {last:%B %Y} it bars {barred[last] or 'none'}" if last > most else ""
    title = lead + words if lead else words[0].upper() + words[1:]
    each = "; ".join(f"{day:%Y-%m-%d} {number}" for day, number in barred.items())
    opened = cells[(cells["day"] == last) & cells["coded"].isin(OPEN)]
    doubtful = (opened["confidence"] == "D").sum()
    alt = f"{title}. Kinds barred on each day: {each}. {len(opened)} may go by the last, "
    return title, f"{alt}of which {doubtful} could not be verified."


def _cells(axes: Axes, cells: pd.DataFrame, wide: bool) -> None:
    """Draw a cell per kind and day with its sign and word; white where it is not verified."""
    colours = cells["coded"].map(CELLS)
    doubtful = cells["confidence"] == "D"
    fill = colours.mask(doubtful, "#ffffff")
    high = 0.5 if narrow() else 0.86
    look: Style = {"color": fill.tolist(), "edgecolor": colours.tolist(), "linewidth": 1.6}
    axes.barh(cells["row"] + (0.06 if narrow() else 0), 0.93, high, cells["column"] + 0.035, **look)
    for cell, doubt in zip(cells.itertuples(), doubtful, strict=True):
        sign, word = ANSWERS[cell.coded]
        text = f"{sign} {word}" if wide and not narrow() else sign
        place = cell.column + 0.5, cell.row + (0.06 if narrow() else 0)
        middle: Style = {"ha": "center", "va": "center", "color": BLACK}
        say(axes, *place, text + ("?" if doubt else ""), **middle)


def _across(days: pd.Series) -> pd.Series:
    """Return where days stand: one unit a year, three from the turn."""
    years = np.asarray(periods.decimal_year(days), dtype="float64")
    wider = np.clip(years - TURN.year, 0, None) * 2.5
    return pd.Series(years + wider, days.index)


def _draw_bands(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw a bar per band, as high as its status is open; dots where no rule speaks."""
    base = rows["row"] + 0.4
    for status, height in HEIGHTS.items():
        some = rows[rows["coded"] == status]
        doubtful = some["confidence"] == "D"
        if height == 0:
            axes.hlines(base[some.index], some["left"], some["right"], color=GREY, lw=1.2, ls=":")
            continue
        for doubt, part in some.groupby(doubtful):
            look: Style = {"facecolor": STATUSES[status], "edgecolor": "white", "lw": 0.8}
            if doubt:
                look = {"facecolor": "none", "edgecolor": STATUSES[status], "lw": 1.4, "ls": "--"}
            high = -height * (0.4 if narrow() else 0.62)
            wide = part["right"] - part["left"]
            axes.barh(base[part.index], wide, high, part["left"], align="edge", **look)


def _bands_words(standing: pd.DataFrame, lead: str, last: pd.Timestamp) -> tuple[str, str]:
    """Return the title and the description: how many kinds are open, and since when."""
    kinds = standing["provision_id"].nunique()
    now = standing[standing["end"].isna()]
    opened = now[now["coded"].isin(OPEN)]
    first = standing[standing["coded"].isin(OPEN)].groupby("provision_id")["start"].min()
    late = (first >= TURN).sum()
    words = f"{len(opened)} of {kinds} are open since {last:%B %Y}"
    title = (
        f"{lead}{words}"
        if lead
        else f"{counted(late, 'kind')} of transfer opened only after 2011: {words}"
    )
    if not lead and late * 2 > kinds:
        title = f"Most kinds of transfer opened after {TURN.year - 0}: {words}"
    shut = sorted(
        set(standing["provision"]) - set(standing.loc[standing["coded"].isin(OPEN), "provision"])
    )
    changed = standing.loc[standing["start"] == last, "provision"]
    alt = f"{title}. Never open: {', '.join(shut) or 'none'}. Changed on {last:%Y-%m-%d}: "
    return title, f"{alt}{', '.join(changed)}."


def _span(before: str, after: str) -> str:
    """Return two days as one span of words."""
    return f"{before} and {after}"
