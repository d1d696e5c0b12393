"""Charts of the regimes: what could go on which day, and what differs between two days.

The status of a provision is never told by colour alone: the more a band lets through, the higher
it is. What hangs on the coding is drawn in `two_codings`.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .colours import AGAINST, FOR, OPEN, PLAIN, STATUSES, UNSETTLED
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new
from .marks import points, say
from .two_codings import codings, sensitivity

HEIGHTS = {"allowed": 1.0, "conditional": 0.5, "prohibited": 0.16, "not addressed": 0.0}
SCALE = [UNSETTLED, "not addressed", "prohibited", "conditional", "allowed"]
FOLDED = {
    UNSETTLED: "not de-\ntermin-\nable",
    "not addressed": "not ad-\ndressed",
    "prohibited": "pro-\nhibited",
    "conditional": "condi-\ntional",
}
CHANGE = {  # tag of a comparison → marker, colour, in words
    "widens": (">", FOR, "widened"),
    "narrows": ("<", AGAINST, "narrowed"),
    "condition only": ("s", GREY, "changed in condition only"),
    "first addressed": ("D", PLAIN, "first addressed"),
    "no longer addressed": ("X", PLAIN, "no longer addressed"),
    UNSETTLED: ("o", INK, "not determinable"),
}
# The second stretch of time begins here: most changes came after.
BREAK = pd.Timestamp("2011-01-01")
# inches across: until the break, until the last change, since; then the same on a telephone
STRETCHES = [(0.0, 1.75), (1.83, 5.1), (5.18, 6.2)]
ON_PHONE = [(0.0, 0.98), (1.05, 2.42), (2.49, 3.5)]
ROW, BAND = 0.5, 0.26  # inches: height of a row, and of its highest band
LETTER = (0.0722, 0.069)  # inches of a letter of a label, on a page and, closer, on a telephone
KEPT = [
    "provision_id",
    "provision",
    "start",
    "end",
    "status",
    "coded",
    "condition",
    "rule_id",
    "confidence",
    "scope",
    "source_id",
]


@chart
def status_bands(bands: pd.DataFrame, provisions: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw the status of every provision from the first rule to the last, a row of bands each.

    Parameters
    ----------
    bands : pandas.DataFrame
        `rules.bands()`: one row per provision and interval; a band without `end` lasts.
    provisions : pandas.DataFrame
        The table of that name, whose order is that of the rows.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Time runs in three stretches: up to 2011, up to the last change, and since (of no length,
        for the day's state in words). Its table has one row per band.

    Examples
    --------
    >>> figure = charts.regimes.status_bands(
    ...     rules.bands(), tables.read("provisions"), sources.register()
    ... )
    >>> figure.title.split("; ")[1]
    'from 1976 to 1983 none was'
    """
    names = provisions.set_index("provision_id")["short_name"]
    rows = bands.assign(
        provision=bands["provision_id"].map(names),
        row=bands["provision_id"].map(names.index.get_loc),
    )
    standing, single = (rows[rows["scope"] == scope] for scope in ("standing", "one-off"))
    figure, axes = new(2.4 + ROW * len(names), phone=3.5 + 0.58 * len(names))
    stretches = _time_across(axes, bands, len(names))
    for row, (code, name) in enumerate(names.items()):
        y = row - 0.12 if narrow() else row
        say(axes, 0, y, f"{code} {name}", va="bottom", fontweight="bold", fontsize=9.5)
    pieces = _pieces(standing, stretches)
    _bands(axes, pieces)
    _labels(axes, pieces)
    marks = _pieces(single.assign(end=single["start"] + pd.Timedelta(days=1)), stretches)
    doubtful = marks["confidence"] == "D"
    points(axes, marks["left"], marks["row"] + 0.9 * BAND / ROW, ("d", INK), doubtful, 45)
    title, alt = _bands_words(standing, len(names), bands["start"].max())
    subtitle = (
        f"Status by kind of transfer, {bands['start'].min():%Y}–{bands['start'].max():%Y}; open: "
        "allowed or conditional. Dashed, “?”: not verified; ◆: exemption for a single case. "
        f"Time runs wider from {BREAK:%Y}"
    )
    table = rows[KEPT]
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


@chart
def comparison(differs: pd.DataFrame, before: str, after: str, register: pd.DataFrame) -> Chart:
    """Draw what differs between two days, one row per provision.

    Parameters
    ----------
    differs : pandas.DataFrame
        `rules.compare(before, after)`: one row per provision that differs.
    before, after : str
        The two days, as the headings name them.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per provision, what widened first.

    Raises
    ------
    ValueError
        If nothing differs: there is nothing to draw.

    Examples
    --------
    >>> days = ("1976-02-26", "1976-02-27")
    >>> figure = charts.regimes.comparison(rules.compare(*days), *days, sources.register())
    >>> figure.title.split(", ")[0]
    '1976-02-26 to 1976-02-27: 6 kinds of transfer narrowed'
    """
    if differs.empty:
        raise ValueError(
            f"nothing differs between {before} and {after}: no chart to draw; give two days that "
            "a rule change lies between"
        )
    place = {change: number for number, change in enumerate(CHANGE)}
    rows = differs.astype({"change": "str"})
    rows = rows.assign(order=rows["change"].map(place))
    rows = rows.sort_values(["order", "provision_id"], ignore_index=True).drop(columns="order")
    figure, axes = new(1.9 + 0.5 * len(rows), phone=2.9 + 0.66 * len(rows))
    _draw_moves(axes, rows)
    tally = rows["change"].value_counts()
    counts = [f"{tally[tag]} {words}" for tag, (*_, words) in CHANGE.items() if tag in tally]
    kinds = " kind of transfer " if counts[0].startswith("1 ") else " kinds of transfer "
    counts[0] = counts[0].replace(" ", kinds, 1)
    title = f"{before} to {after}: {', '.join(counts)}"
    moves = [
        f"{row.provision_id} {row.status_before} → {row.status_after} ({row.change})"
        for row in rows.itertuples()
    ]
    alt = f"{title}. {'; '.join(moves)}."
    subtitle = f"Status on {before} (ring) and on {after} (mark, by what changed)"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


CHARTS = {
    "status_bands": status_bands,
    "comparison": comparison,
    "sensitivity": sensitivity,
    "codings": codings,
}


def _time_across(axes: Axes, bands: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Draw ticks, above and below, and return the stretches of time: their days and inches."""
    first, last = bands["start"].min(), bands["start"].max()
    ends = [(first, BREAK), (BREAK, last), (last, last + pd.Timedelta(days=365))]
    places = ON_PHONE if narrow() else STRETCHES
    stretches = pd.DataFrame(ends, columns=["opens", "closes"])
    stretches["x0"], stretches["x1"] = zip(*places, strict=True)
    old, late = (20, 6) if narrow() else (10, 3)  # years between ticks
    years = [
        *range(first.year // 10 * 10 + 10, BREAK.year - 1, old),
        *range(BREAK.year, last.year - 1, late),
    ]
    days = pd.DataFrame({"start": pd.to_datetime([f"{year}-01-01" for year in years])})
    ticks = _pieces(days.assign(end=days["start"] + pd.Timedelta(days=1)), stretches)
    axes.set(xlim=(0, places[2][1]), ylim=(rows - 0.2, -0.55), yticks=[])
    labels = [*ticks["start"].dt.strftime("%Y"), f"since\n{last:%Y-%m-%d}"]
    axes.set_xticks([*ticks["left"], sum(places[2]) / 2], labels)
    axes.tick_params(top=True, labeltop=True, length=0)
    axes.vlines(ticks["left"], 0, rows - 0.2, color=PALE, lw=0.7, zorder=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    return stretches


def _pieces(rows: pd.DataFrame, stretches: pd.DataFrame) -> pd.DataFrame:
    """Return each interval cut at the ends of the stretches, with `left` and `right` in inches.

    One without end lasts to the end of the last stretch.
    """
    cut = rows.merge(stretches.rename_axis("stretch").reset_index(), how="cross")
    start = cut["start"].clip(lower=cut["opens"])
    end = cut["end"].fillna(stretches["closes"].max()).clip(upper=cut["closes"])
    scale = (cut["x1"] - cut["x0"]) / (cut["closes"] - cut["opens"]).dt.days
    cut["left"] = cut["x0"] + (start - cut["opens"]).dt.days * scale
    cut["right"] = cut["x0"] + (end - cut["opens"]).dt.days * scale
    return cut[start < end].reset_index(drop=True)


def _bands(axes: Axes, pieces: pd.DataFrame) -> None:
    """Draw a rectangle per piece, as high as its status is open.

    It is outlined where the status is not verified, and a row of dots where nothing speaks.
    """
    for piece in pieces.itertuples():
        colour, height = STATUSES[piece.coded], HEIGHTS[piece.coded]
        base = piece.row + BAND / ROW
        if height == 0:
            ends = [piece.left, piece.right]
            axes.plot(ends, [base, base], ":", color=colour, lw=1.3, gid=piece.coded)
            continue
        look: Style = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.9}
        if piece.confidence == "D":
            look = {"facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
            look["linestyle"] = (0, (2, 1))
        size = piece.right - piece.left, -height * BAND / ROW
        axes.add_patch(Rectangle((piece.left, base), *size, zorder=2, gid=piece.coded, **look))


def _labels(axes: Axes, pieces: pd.DataFrame) -> None:
    """Write the status wherever a run of one status is long enough for the word."""
    pieces = pieces.assign(doubtful=pieces["confidence"] == "D")
    same = pieces[["provision_id", "stretch", "coded", "doubtful"]]
    run_number = same.ne(same.shift()).any(axis=1).cumsum()
    for _, run in pieces.groupby(run_number):
        first, left, right = run.iloc[0], run["left"].min(), run["right"].max()
        status = first["coded"]
        text = f"{status}?" if first["doubtful"] else status
        if right - left < LETTER[narrow()] * len(text):
            continue
        down = {"allowed": 0.5, "conditional": 0.2}.get(status, 0.45)  # on the band or below it
        y = first["row"] + BAND / ROW * down
        colour = "white" if status == "allowed" and not first["doubtful"] else INK
        look: Style = {"ha": "center", "va": "center", "color": colour, "zorder": 4}
        say(axes, (left + right) / 2, y, text, **look)


def _bands_words(standing: pd.DataFrame, number: int, last: pd.Timestamp) -> tuple[str, str]:
    """Return the title and the description: what is open since the last change, and the fewest."""
    days = pd.Series(sorted(standing["start"].unique()))
    statuses = [
        standing[(standing["start"] <= day) & ~(standing["end"] <= day)]["status"] for day in days
    ]
    opened = pd.Series([status.isin(OPEN).sum() for status in statuses])
    unsettled = (statuses[-1] == UNSETTLED).sum()
    fewest = opened.idxmin()
    until = days.shift(-1).where(opened.ne(opened.shift(-1))).loc[fewest:].min()
    title = f"Since {days.iloc[-1]:%B %Y}, {opened.iloc[-1]} of {number} kinds of transfer are open"
    title += f", {unsettled} not determinable" if unsettled else ""
    verb = "were" if opened[fewest] > 1 else "was"
    title += f"; from {days[fewest]:%Y} to {until:%Y} {opened[fewest] or 'none'} {verb}"
    shut = standing.groupby("provision")["coded"].agg(lambda codes: not codes.isin(OPEN).any())
    changed = standing.loc[standing["start"] == last, "provision_id"]
    alt = f"{title}. Never open: {', '.join(shut.index[shut]) or 'none'}."
    return title, f"{alt} Changed on {last:%Y-%m-%d}: {', '.join(changed)}."


def _draw_moves(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw a ring at each status before, a mark at the status after, and a line between."""
    old, new_ = (rows[f"status_{side}"].map(SCALE.index) for side in ("before", "after"))
    track = rows.index + (0.3 if narrow() else 0.15)
    across: Style = {"transform": axes.get_yaxis_transform(), "fontsize": 10}
    for place, row in rows.iterrows():
        colour = CHANGE[row["change"]][1]
        name = f"{row['provision_id']} {row['provision']}"
        right: Style = {"ha": "right", "va": "top" if narrow() else "bottom", "color": colour}
        say(axes, 0, place - 0.18, name, va="bottom", fontweight="bold", **across)
        say(axes, 1, place - 0.18, row["change"], **across, **right)
        line = [old[place], new_[place]], [track[place]] * 2
        axes.plot(*line, color=colour, lw=1.8, zorder=2)
    points(axes, old, track, ("o", INK), True, 120)
    for change, some in rows.groupby("change"):
        doubtful = some["confidence"] == "D"
        points(axes, new_[some.index], track[some.index], CHANGE[change][:2], doubtful, 45)
    _scale_across(axes, track)


def _scale_across(axes: Axes, track: pd.Index) -> None:
    """Draw the statuses from the least to the most open as columns, named above."""
    words = [status.replace("not ", "not\n") for status in SCALE]
    if narrow():
        words = [FOLDED.get(status, status) for status in SCALE]
    axes.set(xlim=(-0.55, len(SCALE) - 0.55), ylim=(len(track) - 0.4, -0.7), yticks=[])
    axes.set_xticks(range(len(SCALE)), words)
    axes.tick_params(bottom=False, labelbottom=False, labeltop=True)
    dots: Style = {"color": PALE, "lw": 0.8, "markersize": 7, "zorder": 0}
    for y in track:
        axes.plot(range(len(SCALE)), [y] * len(SCALE), ".-", **dots)
    axes.spines[["left", "bottom"]].set_visible(False)
