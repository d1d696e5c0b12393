"""The dated events of a transfer, and the days that follow from them."""

import pandas as pd

# Stage → the events that date it: the first group that has a dated event decides.
FIRST_OF = {
    "decided": [["approved by the NSC"], ["agreed", "contracted"]],
    "contracted": [["contracted"]],
    "delivered": [["handed over first", "handed over part"], ["handed over last"]],
}


def dated(frame: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the transfers with the days of their stages, as the events give them.

    *decided* is the day of the National Security Council's approval, or else of the earliest
    agreement or contract; *contracted* that of the earliest contract or exchange of notes;
    *delivered* that of the earliest handover. A dispatch, a ceremony, talks and a memorandum date
    no stage.

    Parameters
    ----------
    frame : DataFrame
        One row per transfer.
    frames : dict of str to DataFrame
        All tables; `transfer_events` is used.

    Returns
    -------
    DataFrame
        The same rows with `decided`, `contracted`, `delivered`, each missing where no event dates
        it, and beside each its precision.
    """
    events = frames["transfer_events"].dropna(subset=["date"])
    events = events.astype({"event": "str"}).sort_values("date", kind="stable")
    for stage, groups in FIRST_OF.items():
        first = pd.DataFrame(columns=["date", "date_precision"])
        for group in groups:
            later = events[events["event"].isin(group)].drop_duplicates("transfer_id")
            later = later.set_index("transfer_id")[["date", "date_precision"]]
            first = first.combine_first(later) if len(first) else later
        found = frame[["transfer_id"]].join(first, on="transfer_id")
        frame = frame.assign(
            **{stage: found["date"], f"{stage}_precision": found["date_precision"]}
        )
    return frame
