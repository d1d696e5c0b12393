"""The two independent codings of the regimes: how far they agree, and what hangs on the cells where they differ."""

import pandas as pd

from .. import reliability, tables
from .regimes import OPEN, STATUSES, bands

SCALE = ["prohibited", "conditional", "allowed"]
RANK = {status: place for place, status in enumerate(SCALE)}
CODINGS = ["settled", "first", "second"]


def codings() -> pd.DataFrame:
    """One row per regime × provision coded: regime_id, on, provision_id, first, second, settled, agree.

    `settled` is the status that the regimes table has on the regime's day (the later of the two coders'); it is missing for
    what the coders saw as a provision and the table holds elsewhere (P15, prior consent).
    """
    coded = tables.read("regime_codings")
    frame = coded.assign(status=coded["status"].astype("str")).pivot(
        index=["regime_id", "provision_id"], columns="coder", values="status"
    )
    frame.columns = frame.columns.astype("str")
    days = coded.groupby("regime_id")["in_force_from"].max()
    frame = frame.rename_axis(columns=None).reset_index()
    frame.insert(1, "on", frame["regime_id"].map(days))
    held = (
        bands()
        .query("scope == 'standing'")[["provision_id", "start", "coded"]]
        .rename(columns={"start": "on", "coded": "settled"})
    )
    settled = pd.merge_asof(
        frame.sort_values("on"), held.sort_values("on"), on="on", by="provision_id"
    )
    return settled.sort_values(["regime_id", "provision_id"], ignore_index=True).assign(
        agree=lambda f: f["first"] == f["second"]
    )


def agreement(draws: int = 2000, seed: int = 0) -> pd.DataFrame:
    """One row per measure of agreement between the two codings: measure, value, low, high, units, groups.

    Intervals resample provisions, whose cells in successive regimes hang together. See `reliability.agreement`.
    """
    cells = codings()
    return reliability.agreement(
        cells[["first", "second"]], STATUSES[:-1], SCALE, cells["provision_id"], draws, seed
    )


def headlines() -> pd.DataFrame:
    """One row per coding (settled, first, second) × regime: how many provisions have each status, and what the regime changed.

    Columns: coding, regime_id, on, the four statuses, open (allowed or conditional), widened and narrowed (provisions that moved
    up or down the scale prohibited < conditional < allowed since the regime before), largest_step (no regime widened more).
    """
    cells = codings().dropna(subset="settled")
    return pd.concat([_headline(cells, coding) for coding in CODINGS], ignore_index=True)


def sensitivity() -> pd.DataFrame:
    """One row per cell × coder whose status is not the settled one: what changes if that coder is followed in this cell alone.

    Columns: regime_id, on, provision_id, coder, settled, other, taken and ruling (missing where the coders agreed and the ruling
    left both), open and open_if_other (open provisions in that regime), largest_step and largest_step_if_other (the regimes
    that widened most provisions, joined by `;`).
    """
    cells = codings().dropna(subset="settled").drop(columns="agree")
    frame = cells.melt(
        ["regime_id", "on", "provision_id", "settled"],
        ["first", "second"],
        var_name="coder",
        value_name="other",
    )
    frame = frame[frame["other"] != frame["settled"]].sort_values(
        ["on", "provision_id", "coder"], ignore_index=True
    )
    rulings = tables.read("regime_disagreements")[["regime_id", "provision_id", "taken", "ruling"]]
    frame = frame.merge(rulings, on=["regime_id", "provision_id"], how="left")
    settled = cells.pivot(index="regime_id", columns="provision_id", values="settled")
    frame["open"] = frame["regime_id"].map(settled.isin(OPEN).sum(axis=1))
    frame["open_if_other"] = (
        frame["open"]
        + frame["other"].isin(OPEN).astype(int)
        - frame["settled"].isin(OPEN).astype(int)
    )
    swapped = pd.concat(
        dict.fromkeys(range(len(frame) + 1), _ranks(settled)), axis=1
    )  # a matrix per row with its one cell swapped; the last as settled
    ranks, places = (
        swapped.to_numpy(copy=True),
        frame.index * settled.shape[1] + settled.columns.get_indexer(frame["provision_id"]),
    )
    ranks[settled.index.get_indexer(frame["regime_id"]), places] = frame["other"].map(RANK)
    widened = (
        (pd.DataFrame(ranks, settled.index, swapped.columns).diff() > 0).T.groupby(level=0).sum()
    )
    largest = (
        widened.eq(widened.max(axis=1), axis=0)
        .dot(widened.columns + ";")
        .str.removesuffix(";")
        .tolist()
    )
    return frame.assign(largest_step=largest[-1], largest_step_if_other=largest[:-1])


def _headline(cells: pd.DataFrame, coding: str) -> pd.DataFrame:
    matrix = cells.pivot(index="regime_id", columns="provision_id", values=coding)
    counts = pd.DataFrame({status: (matrix == status).sum(axis=1) for status in STATUSES[:-1]})
    moved = _ranks(matrix).diff()
    widened, narrowed = (moved > 0).sum(axis=1), (moved < 0).sum(axis=1)
    frame = counts.assign(
        open=matrix.isin(OPEN).sum(axis=1),
        widened=widened,
        narrowed=narrowed,
        largest_step=widened == widened.max(),
    )
    frame.insert(0, "on", cells.groupby("regime_id")["on"].first())
    return frame.reset_index().assign(coding=coding)[["coding", "regime_id", *frame.columns]]


def _ranks(matrix: pd.DataFrame) -> pd.DataFrame:
    """The place of each status on the scale; *not addressed* is off it, and missing."""
    return matrix.apply(lambda column: column.map(RANK))
