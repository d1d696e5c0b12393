"""Charts of what hangs on the coding of the regimes: where two codings differ, and how far."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .colours import PLAIN, STATUSES
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new
from .marks import key, points, say

LETTERS = {"allowed": "A", "conditional": "C", "prohibited": "P", "not addressed": "–"}
CODINGS = {  # coding → marker, colour, offset in its row
    "settled": ("s", INK, 0.0),
    "first": ("<", PLAIN, -0.22),
    "second": (">", GREY, 0.22),
}


@chart
def sensitivity(headlines: pd.DataFrame, coded: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw how many kinds of transfer are open in each regime, by coding.

    Parameters
    ----------
    headlines : pandas.DataFrame
        `rules.headlines()`: one row per coding and regime.
    coded : pandas.DataFrame
        The table `regime_codings`, for the sources.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        What is not verified counts as coded. Its table has one row per coding and regime.

    Examples
    --------
    >>> coded = tables.read("regime_codings")
    >>> figure = charts.regimes.sensitivity(rules.headlines(), coded, sources.register())
    >>> figure.title[:62]
    'Under every coding, open kinds of transfer rise from 0 in 1976'
    """
    wide = headlines.pivot(index=["on", "regime_id"], columns="coding", values="open")
    wide = wide[list(CODINGS)]
    figure, axes = new(2.1 + 0.46 * len(wide), phone=3.0 + 0.46 * len(wide))
    rows = np.arange(len(wide))
    solid = pd.Series(False, wide.index)
    most = wide.to_numpy().max()
    for coding, (marker, colour, offset) in CODINGS.items():
        axes.plot(wide[coding], rows + offset, color=colour, lw=1, alpha=0.45, zorder=1)
        points(axes, wide[coding], rows + offset, (marker, colour), solid, 50)
    axes.set(ylim=(len(wide) - 0.5, -1.2), xlim=(-0.6, most + 0.6), xlabel="kinds of transfer open")
    axes.set_xticks(range(0, most + 1, 2))
    axes.set_yticks(rows, [f"{day:%Y-%m-%d}" for day in wide.index.get_level_values("on")])
    axes.hlines(rows, 0, most, color=PALE, lw=0.8, zorder=0)
    axes.spines["left"].set_visible(False)
    looks = {coding: look[:2] for coding, look in CODINGS.items()}
    key(axes, looks, handlelength=1.2, columnspacing=1, fontsize=9.5)
    title, alt = _agreed(wide, headlines)
    subtitle = (
        "Kinds of transfer allowed or conditional from the day of each regime, by coding, "
        f"{wide.index[0][0]:%Y}–{wide.index[-1][0]:%Y}; what is not verified counts as coded"
    )
    ids = coded.groupby("regime_id")["source_id"].agg(lambda each: ";".join(each.dropna().unique()))
    table = headlines.join(ids.rename("source_id"), on="regime_id")
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


@chart
def codings(
    cells: pd.DataFrame, coded: pd.DataFrame, provisions: pd.DataFrame, register: pd.DataFrame
) -> Chart:
    """Draw where two codings differ: a tile per provision and regime, split where they do.

    Parameters
    ----------
    cells : pandas.DataFrame
        `rules.codings()`: one row per regime and provision, with both codings and the settled one.
    coded : pandas.DataFrame
        The table `regime_codings`, for the sources.
    provisions : pandas.DataFrame
        The table of that name; a cell of another provision is not drawn.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per tile.

    Examples
    --------
    >>> coded, kinds = tables.read("regime_codings"), tables.read("provisions")
    >>> figure = charts.regimes.codings(rules.codings(), coded, kinds, sources.register())
    >>> figure.title[:32]
    'Two independent codings agree on'
    """
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
    title, alt = _tiles_words(tiles, names)
    subtitle = (
        "Split: codings differ, first | second; underlined: settled on; arrow: settled against both"
    )
    wide = coded.pivot(index=["regime_id", "provision_id"], columns="coder", values="source_id")
    ids = wide.add_prefix("source_id_")
    table = tiles.drop(columns=["x", "y"]).join(ids, on=["regime_id", "provision_id"])
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


def _tiles_words(tiles: pd.DataFrame, names: pd.Series) -> tuple[str, str]:
    """Return the title and the description of the tiles."""
    alike, parted = tiles[tiles["agree"]], tiles[~tiles["agree"]]
    title = f"Two independent codings agree on {len(alike)} of {len(tiles)} cells"
    worst = parted["provision_id"].value_counts(sort=True).head(2)
    most = " and ".join(f"{names[provision]} ({n})" for provision, n in worst.items())
    first, second = ((parted["settled"] == parted[coder]).sum() for coder in ("first", "second"))
    against = (alike["settled"] != alike["first"]).sum()
    alt = f"{title}; they differ on {len(parted)}, most often on {most}. The status settled on is "
    alt += f"the first coder's in {first}, the second's in {second} of these; {against} were "
    return title, f"{alt}settled against both."


def _agreed(wide: pd.DataFrame, headlines: pd.DataFrame) -> tuple[str, str]:
    """Return the title and the description: what all codings say, and how far apart they are."""
    gap = wide.max(axis=1) - wide.min(axis=1)
    lowest, last = wide["settled"].idxmin(), wide.index[-1]
    low, high = (_span(wide.loc[regime]) for regime in (lowest, last))
    title = f"Under every coding, open kinds of transfer rise from {low} in {lowest[0]:%Y} to "
    title += f"{high} in {last[0]:%Y}; they differ by at most {gap.max()} ({gap.idxmax()[0]:%Y})"
    largest = headlines[headlines["largest_step"]].groupby("coding", sort=False)["on"]
    steps = largest.agg(lambda days: " and ".join(days.dt.strftime("%Y-%m-%d")))
    days = "; ".join(f"{coding} coding {days}" for coding, days in steps.items())
    alt = f"{title}. They agree on {(gap == 0).sum()} of {len(gap)} days. The step that widened "
    return title, f"{alt}most provisions: {days}."


def _span(counts: pd.Series) -> str:
    """Return the lowest and the highest count, as `2–3`, or one number where they are the same."""
    return "–".join(map(str, sorted({counts.min(), counts.max()})))


def _grid(axes: Axes, days: pd.Series, names: pd.Series) -> None:
    """Write the key of the letters, the years across, and the names beside or above the rows."""
    letters = [f"{letter} {status}" for status, letter in LETTERS.items()]
    halves = ["  ".join(letters[:2]), "  ".join(letters[2:])]
    axes.set(xlim=(0, len(days)), ylim=(len(names), -1.1))
    years = [f"’{day:%y}" if narrow() else f"{day:%Y}" for day in days]
    axes.set_xticks(np.arange(len(days)) + 0.5, years)
    axes.set_yticks(np.arange(len(names)) + 0.5, names)
    axes.tick_params(length=0, labelleft=not narrow())
    axes.spines[:].set_visible(False)
    say(axes, 0, -0.25, ("\n" if narrow() else "  ").join(halves), va="bottom")
    for row, name in enumerate(names if narrow() else []):
        say(axes, 0.04, row + 0.35, name, va="bottom")


def _tile(axes: Axes, tiles: pd.DataFrame, coder: str, inset: float, width: float) -> None:
    """Draw a tile with its letter per cell, grey where the codings agree.

    Where they differ, the coding that was settled on is underlined; where both were overruled, an
    arrow leads to the status settled on.
    """
    top, low = (0.4, 0.9) if narrow() else (0.06, 0.86)
    for tile in tiles.itertuples():
        status = getattr(tile, coder)
        left, letter = tile.x + inset, LETTERS[status]
        fill: Style = {"facecolor": STATUSES[status], "alpha": 1}
        ink: Style = {"color": "white", "fontweight": "bold"}
        if status == "conditional":
            ink["color"] = INK
        if tile.agree:
            fill = {"facecolor": PALE, "alpha": 0.5}
            ink = {"color": INK, "fontweight": "normal"}
            letter += "" if status == tile.settled else f"→{LETTERS[tile.settled]}"
        about: Style = {"gid": status, "in_layout": False}
        axes.add_patch(Rectangle((left, tile.y + top), width, 0.94 - top, lw=0, **about, **fill))
        middle: Style = {"ha": "center", "va": "center", "in_layout": False}
        say(axes, left + width / 2, tile.y + 0.47 + top / 2, letter, **middle, **ink)
        if not tile.agree and status == tile.settled:
            ends = [left + 0.06, left + width - 0.06]
            axes.plot(ends, [tile.y + low] * 2, color=ink["color"], lw=1.6)
