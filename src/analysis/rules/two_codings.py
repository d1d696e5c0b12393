"""The two independent codings of the regimes.

How far they agree, and what hangs on the cells where they differ.
"""

import pandas as pd

from .. import reliability, tables
from ..tables.credits import credited
from .regimes import OPEN, STATUSES, bands

SCALE = ["prohibited", "conditional", "allowed"]
RANK = {status: rank for rank, status in enumerate(SCALE)}
CODINGS = ["settled", "first", "second"]


@credited("The two codings of the rules", "regime_codings", "rule_changes", "regimes", "provisions")
def codings() -> pd.DataFrame:
    """Return both codings of each cell, and the status that was settled from them.

    Returns
    -------
    pandas.DataFrame
        One row per regime × provision coded: regime_id, on, provision_id, first, second, settled
        and agree (bool). `settled` is the status that the regimes table has on the regime's day
        (the later of the two coders'); it is missing for what the coders saw as a provision and
        the table holds elsewhere (P15, prior consent).

    Examples
    --------
    >>> cells = codings()
    >>> bool((cells["agree"] == (cells["first"] == cells["second"])).all())
    True
    """
    coded = tables.read("regime_codings")
    frame = coded.assign(status=coded["status"].astype("str")).pivot(
        index=["regime_id", "provision_id"], columns="coder", values="status"
    )
    frame.columns = frame.columns.astype("str")
    days = coded.groupby("regime_id")["in_force_from"].max()
    frame = frame.rename_axis(columns=None).reset_index()
    frame.insert(1, "on", frame["regime_id"].map(days))
    standing = bands().query("scope == 'standing'")[["provision_id", "start", "coded"]]
    standing = standing.rename(columns={"start": "on", "coded": "settled"})
    settled = pd.merge_asof(
        frame.sort_values("on"), standing.sort_values("on"), on="on", by="provision_id"
    )
    settled = settled.sort_values(["regime_id", "provision_id"], ignore_index=True)
    return settled.assign(agree=settled["first"] == settled["second"])


@credited(
    "How far the two codings of the rules agree",
    "regime_codings",
    "rule_changes",
    "regimes",
    "provisions",
)
def agreement(draws: int = 2000, seed: int = 0) -> pd.DataFrame:
    """Return how far the two codings agree.

    Parameters
    ----------
    draws : int
        How many samples of provisions the intervals are drawn from.
    seed : int
        Of the generator that draws them.

    Returns
    -------
    pandas.DataFrame
        One row per measure: measure, value, low, high (the 95 % interval), units, groups. The
        intervals resample provisions, whose cells in successive regimes hang together; see
        `reliability.agreement`.

    Examples
    --------
    >>> agreement(draws=10)["measure"].tolist()[:2]
    ['percent agreement', "Cohen's κ"]
    """
    cells = codings()
    pairs = cells[["first", "second"]]
    return reliability.agreement(pairs, STATUSES[:-1], SCALE, cells["provision_id"], draws, seed)


@credited(
    "What the rules allow by each coding", "regime_codings", "rule_changes", "regimes", "provisions"
)
def headlines() -> pd.DataFrame:
    """Return what each coding says of each regime in a few numbers.

    Returns
    -------
    pandas.DataFrame
        One row per coding (settled, first, second) × regime: coding, regime_id, on; how many
        provisions have each of the four statuses; open (allowed or conditional); widened and
        narrowed (provisions that moved up or down the scale prohibited < conditional < allowed
        since the regime before); and largest_step (bool: no regime widened more).

    Examples
    --------
    >>> lines = headlines()
    >>> bool((lines["open"] == lines["allowed"] + lines["conditional"]).all())
    True
    """
    cells = codings().dropna(subset="settled")
    return pd.concat([_headline(cells, coding) for coding in CODINGS], ignore_index=True)


@credited(
    "Where the two codings of the rules differ",
    "regime_codings",
    "rule_changes",
    "regimes",
    "provisions",
    "regime_disagreements",
)
def sensitivity() -> pd.DataFrame:
    """Return what would change if one coder were followed in one cell alone.

    Returns
    -------
    pandas.DataFrame
        One row per cell × coder whose status is not the settled one: regime_id, on,
        provision_id, coder, settled, other; taken and ruling (missing where the coders agreed
        and the ruling left both); open and open_if_other (open provisions in that regime);
        largest_step and largest_step_if_other (the regimes that widened most provisions, joined
        by `;`).

    Examples
    --------
    >>> cells = sensitivity()
    >>> int((cells["open"] - cells["open_if_other"]).abs().max())
    1
    """
    cells = codings().dropna(subset="settled").drop(columns="agree")
    frame = cells.melt(
        ["regime_id", "on", "provision_id", "settled"],
        ["first", "second"],
        var_name="coder",
        value_name="other",
    )
    frame = frame[frame["other"] != frame["settled"]]
    frame = frame.sort_values(["on", "provision_id", "coder"], ignore_index=True)
    rulings = tables.read("regime_disagreements")[["regime_id", "provision_id", "taken", "ruling"]]
    frame = frame.merge(rulings, on=["regime_id", "provision_id"], how="left")
    settled = cells.pivot(index="regime_id", columns="provision_id", values="settled")
    frame["open"] = frame["regime_id"].map(settled.isin(OPEN).sum(axis=1))
    opened = frame["other"].isin(OPEN).astype(int) - frame["settled"].isin(OPEN).astype(int)
    frame["open_if_other"] = frame["open"] + opened
    ranks = _ranks(settled)
    frame["largest_step"] = _largest_steps(ranks)
    frame["largest_step_if_other"] = [
        _largest_steps(_swapped(ranks, cell.regime_id, cell.provision_id, cell.other))
        for cell in frame.itertuples()
    ]
    return frame


def _headline(cells: pd.DataFrame, coding: str) -> pd.DataFrame:
    """Return the numbers of one coding, one row per regime."""
    matrix = cells.pivot(index="regime_id", columns="provision_id", values=coding)
    counts = pd.DataFrame({status: (matrix == status).sum(axis=1) for status in STATUSES[:-1]})
    moves = _ranks(matrix).diff()
    widened = (moves > 0).sum(axis=1)
    frame = counts.assign(
        open=matrix.isin(OPEN).sum(axis=1),
        widened=widened,
        narrowed=(moves < 0).sum(axis=1),
        largest_step=widened == widened.max(),
    )
    frame.insert(0, "on", cells.groupby("regime_id")["on"].first())
    return frame.reset_index().assign(coding=coding)[["coding", "regime_id", *frame.columns]]


def _ranks(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return the rank of each status on the scale; *not addressed* is off it, and missing."""
    return matrix.apply(lambda column: column.map(RANK))


def _swapped(ranks: pd.DataFrame, regime: str, provision: str, other: str) -> pd.DataFrame:
    """Return the ranks with another status in one cell."""
    swapped = ranks.copy()
    swapped.loc[regime, provision] = RANK.get(other)
    return swapped


def _largest_steps(ranks: pd.DataFrame) -> str:
    """Return the regimes that widened most provisions since the one before, joined by `;`."""
    widened = (ranks.diff() > 0).sum(axis=1)
    return ";".join(widened.index[widened == widened.max()])
