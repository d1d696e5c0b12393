"""The chart of the transfers: every case as one mark, by recipient and by how far it came."""

import pandas as pd

from .. import transfers
from .colours import BLUE, GREY, RED, SKY
from .figure import Chart, fold, inches, narrow
from .marks import Looks, counted, mark_rows, rows_high, say
from .scope import chart

PROGRESS = {  # status of a case → how far it came, for a reader
    "delivered": "delivered, at least in part",
    "part delivered": "delivered, at least in part",
    "agreed": "agreed",
    "in development": "agreed",
    "decided": "approved only",
    "lapsed": "lapsed",
    "under negotiation": "talks or plans",
    "considered": "talks or plans",
    "planned": "talks or plans",
}
LOOKS: Looks = {
    "delivered, at least in part": ("o", BLUE),
    "agreed": ("s", SKY),
    "approved only": ("D", GREY),
    "lapsed": ("X", RED),
    "talks or plans": ("$?$", GREY),
}
CAME = "delivered, at least in part"


def inside() -> pd.DataFrame:
    """Return the cases that the rules on arms speak of."""
    rows = transfers.cases()
    return rows[rows["status"].astype("str").isin(PROGRESS)].reset_index(drop=True)


@chart(inside, "case", ["transfer_id", "recipient", "item", "status", "decided"])
def recipients(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw every case as one mark, by recipient and by how far it came.

    Its table has one row per case drawn.

    Raises
    ------
    ValueError
        If all cases given lie outside the rules.

    Examples
    --------
    >>> charts.transfers.recipients().title.split(", ")[1]
    'at least in part'
    """
    rows = rows.astype({"status": "str"})
    rows["reached"] = rows["status"].map(PROGRESS)
    rows = rows.dropna(subset="reached")
    if rows.empty:
        raise ValueError("all cases given lie outside the rules on arms: nothing to draw")
    rows["rank"] = rows["reached"].map(list(LOOKS).index)
    rows = rows.sort_values(["rank", "decided", "transfer_id"], ignore_index=True)
    counts = rows["recipient"].value_counts()
    solid = rows[rows["rank"] < len(LOOKS) - 1]["recipient"].value_counts()
    order = sorted(counts.index, key=lambda name: (-solid.get(name, 0), -counts[name], name))
    rows["place"] = rows.groupby("recipient").cumcount()
    rows["row"] = rows["recipient"].map(order.index)
    title, alt = _words(rows, order, lead)
    subtitle = "One mark for each case, by recipient and by how far it came"
    high = rows_high(len(order), 0.25, 0.26) + (0.7 if narrow() else 0.4)
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=rows)
    axes = figure.picture()
    size = 36 if narrow() else 60
    mark_rows(
        axes,
        rows,
        "place",
        "row",
        "reached",
        LOOKS,
        size=size,
    )
    right = max(rows["place"].max() + 1.0, 12.5)
    unit = (inches() - (1.45 if narrow() else 1.5)) / (right + 0.5)
    for name in order:
        goods = rows[rows["recipient"] == name]
        if len(goods) == 1:
            room = unit * (right - 0.7) - 0.1
            text = fold(goods["item"].iloc[0], room, 9, lines=1)
            say(axes, 0.7, order.index(name), text, va="center", color=GREY)
    axes.set(ylim=(len(order) - 0.5, -0.6), xlim=(-0.5, right), xticks=[])
    axes.set_yticks(range(len(order)), order)
    axes.spines["bottom"].set_visible(False)
    return figure


CHARTS = {"recipients": recipients}


def _words(rows: pd.DataFrame, order: list[str], lead: str) -> tuple[str, str]:
    """Return the title and the description of the cases."""
    counts = rows["reached"].value_counts().reindex(list(LOOKS), fill_value=0)
    talks = counts["talks or plans"]
    there = rows.loc[rows["reached"] == CAME, "recipient"].value_counts()
    title = f"{lead}{counts[CAME]} have been delivered, at least in part"
    if not lead:
        title = f"Of {len(rows) - talks} transfers approved, {counts[CAME]} have been delivered, "
        title += f"at least in part, most to the {there.index[0]}" if len(there) else "none"
    each = ", ".join(f"{number} {words}" for words, number in counts.items() if number)
    alt = f"{title}. {counted(len(rows), 'case')} with {counted(len(order), 'recipient')}: {each}."
    return title, f"{alt} Most cases: {order[0]}, {(rows['recipient'] == order[0]).sum()}."
