"""Charts of the regimes: what could go on which day, what differs between two days, and what hangs on the coding.

The status of a provision is never told by colour alone: the more a band lets through, the higher it is.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .colours import AGAINST, FOR, OPEN, PLAIN, STATUSES, UNSETTLED
from .figure import GREY, INK, PALE, finish, house, narrow, new
from .marks import key, points

HEIGHTS = {
    "allowed": (1.0, "A"),
    "conditional": (0.5, "C"),
    "prohibited": (0.16, "P"),
    "not addressed": (0.0, "–"),
}
STATUS = {
    status: (STATUSES[status], *rest) for status, rest in HEIGHTS.items()
}  # colour, height of the band (the row's is 1), letter
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
CODINGS = {
    "settled": ("s", INK, 0.0),
    "first": ("<", PLAIN, -0.22),
    "second": (">", GREY, 0.22),
}  # marker, colour, offset
BREAK = pd.Timestamp(
    "2011-01-01"
)  # the second stretch of time begins here: most changes came after
STRETCHES = [
    (0.0, 1.75),
    (1.83, 5.1),
    (5.18, 6.2),
]  # inches across: until the break, until the last change, since
ON_PHONE = [(0.0, 0.98), (1.05, 2.42), (2.49, 3.5)]  # the same on a telephone
ROW, BAND = 0.5, 0.26  # inches: height of a row, and of its highest band
LETTER = (
    0.0722,
    0.069,
)  # inches that a letter of a label takes, on a page and, closer, on a telephone
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


@house
def status_bands(bands: pd.DataFrame, provisions: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """The status of every provision from the first rule to the last, one row of bands each; `bands` is `rules.bands()`.

    Time runs in three stretches: up to 2011, up to the last change, and since (of no length, for the day's state in words).
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
        axes.text(
            0,
            row - 0.12 * narrow(),
            f"{code} {name}",
            va="bottom",
            fontweight="bold",
            fontsize=9.5,
            color=INK,
        )
    pieces = _pieces(standing, stretches)
    _bands(axes, pieces)
    _labels(axes, pieces)
    marks = _pieces(single.assign(end=single["start"] + pd.Timedelta(days=1)), stretches)
    doubtful = marks["confidence"] == "D"
    points(axes, marks["left"], marks["row"] + 0.9 * BAND / ROW, ("d", INK), doubtful, 45)
    finding, last = _finding(standing, len(names)), bands["start"].max()
    never = standing.groupby("provision")["coded"].agg(lambda codes: not codes.isin(OPEN).any())
    alt = f"{finding}. Never open: {', '.join(never.index[never]) or 'none'}."
    alt += f" Changed on {last:%Y-%m-%d}: {', '.join(standing.loc[standing['start'] == last, 'provision_id'])}."
    subtitle = f"Status by kind of transfer, {bands['start'].min():%Y}–{last:%Y}; open: allowed or conditional. Dashed, “?”: not verified; "
    subtitle += f"◆: exemption for a single case. Time runs wider from {BREAK:%Y}"
    return finish(
        figure, title=finding, subtitle=subtitle, alt=alt, table=rows[KEPT], register=register
    )


@house
def comparison(differs: pd.DataFrame, before: str, after: str, register: pd.DataFrame) -> Figure:
    """What differs between two days, one row per provision; `differs` is `rules.compare(before, after)`.

    Two days between which nothing differs raise ValueError: there is nothing to draw.
    """
    if differs.empty:
        raise ValueError(f"nothing differs between {before} and {after}: no chart to draw")
    rows = differs.astype({"change": "str"}).sort_values(
        ["change", "provision_id"], key=_tag_order, ignore_index=True
    )
    old, new_ = (rows[f"status_{side}"].map(SCALE.index) for side in ("before", "after"))
    figure, axes = new(1.9 + 0.5 * len(rows), phone=2.9 + 0.66 * len(rows))
    track = rows.index + (0.3 if narrow() else 0.15)
    for place, row in rows.iterrows():
        across = {"transform": axes.get_yaxis_transform(), "y": place - 0.18, "va": "bottom"}
        axes.text(
            0, s=f"{row['provision_id']} {row['provision']}", fontweight="bold", color=INK, **across
        )
        axes.text(
            1,
            s=row["change"],
            ha="right",
            color=CHANGE[row["change"]][1],
            **across | {"va": "top" if narrow() else "bottom"},
        )
        axes.plot(
            [old[place], new_[place]],
            [track[place]] * 2,
            color=CHANGE[row["change"]][1],
            lw=1.8,
            zorder=2,
        )
    points(axes, old, track, ("o", INK), True, 120)
    for change, some in rows.groupby("change"):
        place, doubtful = some.index, some["confidence"] == "D"
        points(axes, new_[place], track[place], CHANGE[change][:2], doubtful, 45)
    _scale_across(axes, track)
    tally = rows["change"].value_counts()
    told = [
        f"{tally[change]} {words}" for change, (_, _, words) in CHANGE.items() if change in tally
    ]
    kinds = " kind of transfer " if told[0].startswith("1 ") else " kinds of transfer "
    finding = f"{before} to {after}: " + ", ".join([told[0].replace(" ", kinds, 1), *told[1:]])
    moves = "; ".join(
        f"{r.provision_id} {r.status_before} → {r.status_after} ({r.change})"
        for r in rows.itertuples()
    )
    subtitle = f"Status on {before} (ring) and on {after} (mark, by what changed)"
    return finish(
        figure,
        title=finding,
        subtitle=subtitle,
        alt=f"{finding}. {moves}.",
        table=rows,
        register=register,
    )


@house
def sensitivity(headlines: pd.DataFrame, coded: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """How many provisions are open in each regime, by coding; `headlines` is `rules.headlines()`, `coded` the table regime_codings."""
    wide = headlines.pivot(index=["on", "regime_id"], columns="coding", values="open")[
        list(CODINGS)
    ]
    figure, axes = new(2.1 + 0.46 * len(wide), phone=3.0 + 0.46 * len(wide))
    rows, solid = np.arange(len(wide)), pd.Series(False, wide.index)
    for coding, (marker, colour, offset) in CODINGS.items():
        axes.plot(wide[coding], rows + offset, color=colour, lw=1, alpha=0.45, zorder=1)
        points(axes, wide[coding], rows + offset, (marker, colour), solid, 50)
    axes.set(
        ylim=(len(wide) - 0.5, -1.2),
        xlim=(-0.6, wide.to_numpy().max() + 0.6),
        xlabel="kinds of transfer open",
    )
    axes.set_xticks(range(0, wide.to_numpy().max() + 1, 2))
    axes.set_yticks(rows, [f"{day:%Y-%m-%d}" for day in wide.index.get_level_values("on")])
    axes.hlines(rows, 0, wide.to_numpy().max(), color=PALE, lw=0.8, zorder=0)
    axes.spines["left"].set_visible(False)
    looks = {coding: look[:2] for coding, look in CODINGS.items()}
    key(axes, looks, handlelength=1.2, columnspacing=1, fontsize=9.5)
    finding, alt = _agreed(wide, headlines)
    subtitle = f"Kinds of transfer allowed or conditional from the day of each regime, by coding, {wide.index[0][0]:%Y}–{wide.index[-1][0]:%Y}; what is not verified counts as coded"
    ids = (
        coded.groupby("regime_id")["source_id"]
        .agg(lambda each: ";".join(each.dropna().unique()))
        .rename("source_id")
    )
    return finish(
        figure,
        title=finding,
        subtitle=subtitle,
        alt=alt,
        table=headlines.join(ids, on="regime_id"),
        register=register,
    )


@house
def codings(
    cells: pd.DataFrame, coded: pd.DataFrame, provisions: pd.DataFrame, register: pd.DataFrame
) -> Figure:
    """Where two codings differ: a tile per provision and regime, split where they do; `cells` is `rules.codings()`, `coded` regime_codings."""
    names = provisions.set_index("provision_id")["short_name"]
    cells = cells[cells["provision_id"].isin(names.index)].reset_index(drop=True)
    days = cells.groupby("regime_id")["on"].first().sort_values()
    tiles = cells.assign(
        x=cells["regime_id"].map(days.index.get_loc),
        y=cells["provision_id"].map(names.index.get_loc),
    )
    figure, axes = new(1.9 + 0.31 * len(names), phone=2.9 + 0.46 * len(names))
    _tile(axes, tiles[tiles["agree"]], "first", 0.04, 0.92)
    _tile(axes, tiles[~tiles["agree"]], "first", 0.04, 0.46)
    _tile(axes, tiles[~tiles["agree"]], "second", 0.5, 0.46)
    _grid(axes, days, names)
    parted, worst = (
        tiles[~tiles["agree"]],
        tiles.loc[~tiles["agree"], "provision_id"].value_counts(sort=True),
    )
    finding = f"Two independent codings agree on {tiles['agree'].sum()} of {len(tiles)} cells"
    alt = (
        f"{finding}; they differ on {len(parted)}, most often on "
        + " and ".join(f"{names[p]} ({n})" for p, n in worst.head(2).items())
        + "."
    )
    alt += f" The status settled on is the first coder's in {(parted['settled'] == parted['first']).sum()}, the second's in "
    alt += f"{(parted['settled'] == parted['second']).sum()} of these; {(tiles['agree'] & (tiles['settled'] != tiles['first'])).sum()} were settled against both."
    subtitle = (
        "Split: codings differ, first | second; underlined: settled on; arrow: settled against both"
    )
    ids = coded.pivot(
        index=["regime_id", "provision_id"], columns="coder", values="source_id"
    ).add_prefix("source_id_")
    table = tiles.drop(columns=["x", "y"]).join(ids, on=["regime_id", "provision_id"])
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=table, register=register)


CHARTS = {
    "status_bands": status_bands,
    "comparison": comparison,
    "sensitivity": sensitivity,
    "codings": codings,
}


def _time_across(axes: Axes, bands: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Ticks, above and below, for the three stretches of time; one row each: the days and the inches between which it runs."""
    first, last = bands["start"].min(), bands["start"].max()
    ends = [(first, BREAK), (BREAK, last), (last, last + pd.Timedelta(days=365))]
    places = ON_PHONE if narrow() else STRETCHES
    stretches = pd.DataFrame(ends, columns=["opens", "closes"]).assign(
        x0=[x for x, _ in places], x1=[x for _, x in places]
    )
    steps = (20, 6) if narrow() else (10, 3)
    years = [
        range(first.year // 10 * 10 + 10, BREAK.year - 1, steps[0]),
        range(BREAK.year, last.year - 1, steps[1]),
    ]
    days = pd.DataFrame(
        {"start": pd.to_datetime([f"{year}-01-01" for some in years for year in some])}
    )
    ticks = _pieces(days.assign(end=days["start"] + pd.Timedelta(days=1)), stretches)
    axes.set(xlim=(0, places[2][1]), ylim=(rows - 0.2, -0.55), yticks=[])
    axes.set_xticks(
        [*ticks["left"], sum(places[2]) / 2],
        [*ticks["start"].dt.strftime("%Y"), f"since\n{last:%Y-%m-%d}"],
    )
    axes.tick_params(top=True, labeltop=True, length=0)
    axes.vlines(ticks["left"], 0, rows - 0.2, color=PALE, lw=0.7, zorder=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    return stretches


def _pieces(rows: pd.DataFrame, stretches: pd.DataFrame) -> pd.DataFrame:
    """Each interval cut at the ends of the stretches, with its `left` and `right` in inches; one without end lasts to the last."""
    cut = rows.merge(stretches.rename_axis("stretch").reset_index(), how="cross")
    start, end = (
        cut["start"].clip(lower=cut["opens"]),
        cut["end"].fillna(stretches["closes"].max()).clip(upper=cut["closes"]),
    )
    scale = (cut["x1"] - cut["x0"]) / (cut["closes"] - cut["opens"]).dt.days
    cut["left"], cut["right"] = (
        cut["x0"] + (day - cut["opens"]).dt.days * scale for day in (start, end)
    )
    return cut[start < end].reset_index(drop=True)


def _bands(axes: Axes, pieces: pd.DataFrame) -> None:
    """One rectangle per piece, as high as its status is open; outlined where it is not verified; dots where nothing speaks."""
    for piece in pieces.itertuples():
        colour, height, _ = STATUS[piece.coded]
        base, doubtful = piece.row + BAND / ROW, piece.confidence == "D"
        if height == 0:
            axes.plot(
                [piece.left, piece.right], [base, base], ":", color=colour, lw=1.3, gid=piece.coded
            )
            continue
        place = (piece.left, base), piece.right - piece.left, -height * BAND / ROW
        look = (
            {"facecolor": "white", "edgecolor": colour, "linestyle": (0, (2, 1))}
            if doubtful
            else {"facecolor": colour, "edgecolor": "white"}
        )
        axes.add_patch(
            Rectangle(*place, linewidth=1.4 if doubtful else 0.9, zorder=2, gid=piece.coded, **look)
        )


def _labels(axes: Axes, pieces: pd.DataFrame) -> None:
    """The status in words wherever a run of one status is long enough for it."""
    doubtful = (pieces["confidence"] == "D").rename("doubtful")
    same = ["provision_id", "stretch", "coded"]
    step = (
        pieces[same].ne(pieces[same].shift()).any(axis=1) | doubtful.ne(doubtful.shift())
    ).cumsum()
    for _, run in pieces.assign(doubtful=doubtful).groupby(step):
        status, hollow, left, right = (
            run["coded"].iloc[0],
            run["doubtful"].iloc[0],
            run["left"].min(),
            run["right"].max(),
        )
        text = f"{status}?" if hollow else status
        if right - left >= LETTER[narrow()] * len(text):
            filled = status == "allowed"
            colour = "white" if filled and not hollow else INK
            height = run["row"].iloc[0] + BAND / ROW * (
                0.5 if filled else 0.45 if status != "conditional" else 0.2
            )
            axes.text(
                (left + right) / 2,
                height,
                text,
                ha="center",
                va="center",
                fontsize=9,
                color=colour,
                zorder=4,
            )


def _finding(standing: pd.DataFrame, number: int) -> str:
    """How many provisions are open since the last change, and when the fewest were."""
    days = pd.Series(sorted(standing["start"].unique()))
    held = [
        standing[(standing["start"] <= day) & ~(standing["end"] <= day)]["status"] for day in days
    ]
    opened = pd.Series([status.isin(OPEN).sum() for status in held])
    unsettled, fewest = (held[-1] == UNSETTLED).sum(), opened.idxmin()
    until = days.shift(-1).where(opened.ne(opened.shift(-1))).loc[fewest:].min()
    finding = (
        f"Since {days.iloc[-1]:%B %Y}, {opened.iloc[-1]} of {number} kinds of transfer are open"
    )
    finding += f", {unsettled} not determinable" if unsettled else ""
    return (
        finding
        + f"; from {days[fewest]:%Y} to {until:%Y} {opened[fewest] or 'none'} {'were' if opened[fewest] > 1 else 'was'}"
    )


def _tag_order(column: pd.Series) -> pd.Series:
    return (
        column.map({change: place for place, change in enumerate(CHANGE)})
        if column.name == "change"
        else column
    )


def _scale_across(axes: Axes, track: pd.Index) -> None:
    """The statuses from the least to the most open as columns, named above, in syllables on a telephone."""
    words = [
        FOLDED.get(status, status) if narrow() else status.replace("not ", "not\n")
        for status in SCALE
    ]
    axes.set(xlim=(-0.55, len(SCALE) - 0.55), ylim=(len(track) - 0.4, -0.7), yticks=[])
    axes.set_xticks(range(len(SCALE)), words)
    axes.tick_params(bottom=False, labelbottom=False, labeltop=True)
    for place in track:
        axes.plot(
            range(len(SCALE)),
            [place] * len(SCALE),
            ".-",
            color=PALE,
            lw=0.8,
            markersize=7,
            zorder=0,
        )
    axes.spines[["left", "bottom"]].set_visible(False)


def _agreed(wide: pd.DataFrame, headlines: pd.DataFrame) -> tuple[str, str]:
    """Title and description of the three codings: what all of them say, and how far apart they are."""
    gap = wide.max(axis=1) - wide.min(axis=1)
    largest = (
        headlines[headlines["largest_step"]]
        .groupby("coding", sort=False)["on"]
        .agg(lambda days: " and ".join(days.dt.strftime("%Y-%m-%d")))
    )
    lowest = wide["settled"].idxmin()
    low, high = (
        "–".join(map(str, sorted({counts.min(), counts.max()})))
        for counts in (wide.loc[lowest], wide.iloc[-1])
    )
    finding = f"Under every coding, open kinds of transfer rise from {low} in {lowest[0]:%Y} to {high} in {wide.index[-1][0]:%Y}"
    finding += f"; they differ by at most {gap.max()} ({gap.idxmax()[0]:%Y})"
    alt = f"{finding}. They agree on {(gap == 0).sum()} of {len(gap)} days. The step that widened most provisions: "
    return finding, alt + "; ".join(
        f"{coding} coding {days}" for coding, days in largest.items()
    ) + "."


def _grid(axes: Axes, days: pd.Series, names: pd.Series) -> None:
    """The key of the letters, the years across, and the names beside the rows, or above them on a telephone."""
    letters = [f"{letter} {status}" for status, (_, _, letter) in STATUS.items()]
    halves = ["  ".join(letters[:2]), "  ".join(letters[2:])]
    axes.set(xlim=(0, len(days)), ylim=(len(names), -1.1))
    axes.set_xticks(
        np.arange(len(days)) + 0.5, [f"’{day:%y}" if narrow() else f"{day:%Y}" for day in days]
    )
    axes.set_yticks(np.arange(len(names)) + 0.5, names)
    axes.tick_params(length=0, labelleft=not narrow())
    axes.spines[:].set_visible(False)
    axes.text(
        0, -0.25, ("\n" if narrow() else "  ").join(halves), va="bottom", fontsize=9, color=INK
    )
    for row, name in enumerate(names if narrow() else []):
        axes.text(0.04, row + 0.35, name, va="bottom", fontsize=9, color=INK)


def _tile(axes: Axes, tiles: pd.DataFrame, coder: str, inset: float, width: float) -> None:
    """One coloured tile with its letter per cell; grey where the codings agree, underlined where it is the one settled on."""
    top, low = (0.4, 0.9) if narrow() else (0.06, 0.86)
    for tile in tiles.itertuples():
        status = getattr(tile, coder)
        colour, _, letter = STATUS[status]
        left, pale = tile.x + inset, tile.agree
        axes.add_patch(
            Rectangle(
                (left, tile.y + top),
                width,
                0.94 - top,
                facecolor=PALE if pale else colour,
                alpha=0.5 if pale else 1,
                lw=0,
                gid=status,
                in_layout=False,
            )
        )
        settled = "" if not pale or status == tile.settled else f"→{STATUS[tile.settled][2]}"
        look = {
            "color": INK if pale or status == "conditional" else "white",
            "fontweight": "normal" if pale else "bold",
        }
        axes.text(
            left + width / 2,
            tile.y + 0.47 + top / 2,
            letter + settled,
            ha="center",
            va="center",
            fontsize=9,
            in_layout=False,
            **look,
        )
        if not pale and status == tile.settled:
            axes.plot(
                [left + 0.06, left + width - 0.06], [tile.y + low] * 2, color=look["color"], lw=1.6
            )
