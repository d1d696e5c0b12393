"""Codes that follow from what stands beside them: the status of a case, the form of a rule."""

import re
from collections.abc import Iterator

import pandas as pd

from .faults import Fault

Frames = dict[str, pd.DataFrame]
OUTSIDE = "outside the rules"
HANDED = {"handed over first", "handed over part", "handed over last"}
SETTLED = {"agreed", "contracted"}
APPROVED = {"approved by the NSC"}
TALKED = {"talks", "memorandum"}
# What must have happened in a case of a status (one of them), and what cannot have.
STATUSES: dict[str, tuple[set[str], set[str]]] = {
    "considered": (set(), HANDED | SETTLED | APPROVED | {"memorandum", "lapsed"}),
    "planned": (set(), HANDED | SETTLED | APPROVED | TALKED | {"lapsed"}),
    "under negotiation": (TALKED, HANDED | SETTLED | APPROVED | {"lapsed"}),
    "decided": (APPROVED, HANDED | SETTLED | {"lapsed"}),
    "agreed": (SETTLED, HANDED | {"lapsed"}),
    "in development": (SETTLED, HANDED | {"lapsed"}),
    "part delivered": (HANDED, {"handed over last", "lapsed"}),
    "delivered": (HANDED, {"lapsed"}),
    "lapsed": ({"lapsed"}, HANDED),
}


def faults(frames: Frames) -> list[Fault]:
    """Return the faults of the rules below, given all tables."""
    return [*_statuses(frames), *_outside(frames), *_instruments(frames)]


def _statuses(frames: Frames) -> Iterator[Fault]:
    """The status of a case is the one to which its events lead.

    A handover that no event dates has a citation that speaks of the status itself.
    """
    events = frames["transfer_events"].astype({"event": "str"})
    happened = events.groupby("transfer_id")["event"].agg(set)
    cited = frames["citations"].astype({"table": "str"})
    of_status = cited["fields"].str.split(";").map(_names_status, na_action="ignore")
    known = set(cited.loc[(cited["table"] == "transfers") & of_status.eq(True), "row_id"])
    cases = frames["transfers"].astype({"status": "str"})
    for row, case, status in cases[["transfer_id", "status"]].itertuples():
        needed, barred = STATUSES.get(status, (set(), set()))
        case_events = happened.get(case, set())
        is_cited = needed == HANDED and case in known
        if needed and not needed & case_events and not is_cited:
            advice = (
                f"has no event in transfer_events that says so ({' or '.join(sorted(needed))}); "
                "add it, or mend the status"
            )
            yield Fault("transfers", row, "status", status, advice)
        for event in sorted(barred & case_events):
            advice = f"does not go with the event {event!r} of {case} in transfer_events; mend one"
            yield Fault("transfers", row, "status", status, advice)


def _names_status(fields: list[str]) -> bool:
    """Return whether a citation speaks of the status."""
    return "status" in fields


def _outside(frames: Frames) -> Iterator[Fault]:
    """A case outside the rules is of no kind that the rules know."""
    cases = frames["transfers"].astype({"status": "str"})
    is_outside = cases["status"] == OUTSIDE
    for row in cases.index[is_outside & cases["provision_id"].notna()]:
        advice = "has a kind of transfer (provision_id), and is none of them; mend one"
        yield Fault("transfers", row, "status", OUTSIDE, advice)


def _instruments(frames: Frames) -> Iterator[Fault]:
    """The form of a rule is one of those that its own words name, where they name any."""
    instruments = frames["instruments"].dropna(subset=["instrument", "label"])
    names = {
        str(code): re.compile(rf"\b(?:{re.escape(str(code))}|{re.escape(label)})", re.IGNORECASE)
        for code, label in zip(instruments["instrument"], instruments["label"], strict=True)
    }
    rules = frames["rule_changes"].dropna(subset=["instrument", "instrument_as_noted"])
    for row, code, noted in rules[["instrument", "instrument_as_noted"]].itertuples():
        named = [other for other, name in names.items() if name.search(noted)]
        if named and code not in named:
            advice = f"is not what the words beside it say ({noted}); mend one"
            yield Fault("rule_changes", row, "instrument", code, advice)
