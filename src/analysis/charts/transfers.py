"""The chart of the transfers: every case as one mark, by recipient and by how far it came."""

import re

import pandas as pd

from .. import transfers
from .colours import BLUE, GREY, RED, SKY
from .figure import Chart, fold, inches, narrow
from .marks import Looks, bare, mark_rows, rows_high, say
from .scope import chart
from .words import counted, described, joined, phrase, tallied, word

CAME, TALKS = "delivered, at least in part", "talks or plans"
PROGRESS = {  # status of a case → how far it came, for a reader
    "delivered": CAME,
    "part delivered": CAME,
    "agreed": "agreed",
    "in development": "agreed",
    "decided": "approved only",
    "lapsed": "lapsed",
    "under negotiation": TALKS,
    "considered": TALKS,
    "planned": TALKS,
}
LOOKS: Looks = {
    CAME: ("o", BLUE),
    "agreed": ("s", SKY),
    "approved only": ("D", GREY),
    "lapsed": ("X", RED),
    TALKS: (".", GREY),
}


def inside() -> pd.DataFrame:
    """Return the cases that the rules on arms speak of."""
    rows = transfers.cases()
    return rows[rows["status"].astype("str").isin(PROGRESS)].reset_index(drop=True)


@chart(inside, "case", ["transfer_id", "recipient", "item", "status", "decided"])
def recipients(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw every case as one mark, by recipient and by how far it came.

    What lies outside the rules is not drawn. Its table has one row per case drawn.
    """
    rows = rows.assign(reached=rows["status"].astype("str").map(PROGRESS))
    rows = rows.dropna(subset="reached")
    if rows.empty:
        raise ValueError("all cases given lie outside the rules on arms: nothing to draw")
    rows["rank"] = rows["reached"].map([*LOOKS].index)
    rows = rows.sort_values(["rank", "decided", "transfer_id"], ignore_index=True)
    counts = rows["recipient"].value_counts()
    solid = rows.loc[rows["reached"] != TALKS, "recipient"].value_counts()
    order = sorted(counts.index, key=lambda name: (-solid.get(name, 0), -counts[name], name))
    rows["place"] = rows.groupby("recipient").cumcount()
    rows["row"] = rows["recipient"].map(order.index)
    title, alt = _words(rows, order, lead)
    high = rows_high(len(order), 0.24, 0.26) + (0.9 if narrow() else 0.4)
    subtitle = word(
        "One mark for each case by recipient; talks or plans are not among the approved"
    )
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    mark_rows(axes, rows, "place", "row", "reached", LOOKS, size=30 if narrow() else 60)
    right = max(rows["place"].max() + 1.0, 12.5)
    room = (inches() - 1.55) * (right - 0.9) / (right + 0.5)
    for row in rows[~rows["recipient"].duplicated(keep=False)].itertuples():
        item = word(row.item)
        item = (
            re.sub(r"( and | \(|, ).*", " …", re.sub("[（、].*", "…", item)) if narrow() else item
        )
        say(axes, 0.7, row.row, fold(item, room, 9, lines=1), color=GREY)
    bare(axes, ylim=(len(order) - 0.5, -0.6), xlim=(-0.5, right), xticks=[])
    axes.set_yticks(range(len(order)), [*map(word, order)])
    return figure


def _words(rows: pd.DataFrame, order: list[str], lead: str) -> tuple[str, str]:
    """Return the title and the description of the cases."""
    counts = rows["reached"].value_counts().reindex(list(LOOKS), fill_value=0)
    there = rows.loc[rows["reached"] == CAME, "recipient"].value_counts()
    title = "{lead}{count} have been delivered, at least in part"
    title = phrase(title, lead=lead, count=counts[CAME])
    if not lead and len(there):
        title = phrase(
            "Of {all} transfers that Japan approved, {count} have been delivered, at least in "
            "part; most ({most} each): {states}",
            all=len(rows) - counts[TALKS],
            count=counts[CAME],
            most=there.max(),
            states=joined(map(word, there.index[there == there.max()])),
        )
    told = phrase(
        "{cases} with {recipients}: {each}.",
        cases=counted(len(rows), "case"),
        recipients=counted(len(order), "recipient"),
        each=tallied(counts.set_axis([*map(word, counts.index)])),
    )
    return title, described(title, told)
