"""Codes that follow from what stands beside them: status of a case, form and effect of a rule."""

import re
from collections.abc import Iterator

import pandas as pd

from .faults import Fault

Frames = dict[str, pd.DataFrame]
OUTSIDE = "outside the rules"
HANDED = {"handed over first", "handed over part", "handed over last"}
SETTLED = {"agreed", "contracted"}
APPROVED = {"approved by the NSC"}
GONE = re.compile(r"\b(?:delivered|handed over|in service|went back)\b")  # a handover in words
PARTLY = re.compile(r"\b(?:part|rest|all but|other|first)\b", re.IGNORECASE)
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

OFFICES = ["Chief Cabinet Secretary", "Prime Minister"]  # whose statements are a form of their own
AGREEMENTS = {"exchange of notes", "international agreement"}
BINDING = {"act", "cabinet order", "treaty", "ministerial policy"}
# The words of which a reason for an effect has one; a reason for another effect has none of them.
EFFECTS = {
    "loosens": ["lets", "let", "widens", "opens", "drops", "behind", "out of", "may be permitted"],
    "tightens": ["adds"],
}
WORDS_OF_EFFECTS = {
    effect: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    for effect, words in EFFECTS.items()
}


def faults(frames: Frames) -> list[Fault]:
    """Return the faults of the rules below, given all tables."""
    rules = (_statuses, _types, _noted, _outside, _instruments, _bodies, _effects)
    return [fault for rule in rules for fault in rule(frames)]


def _statuses(frames: Frames) -> Iterator[Fault]:
    """The status of a case is the one to which its events lead.

    A handover that no event dates is told in `status_as_noted`, and has a citation that speaks of
    the status itself.
    """
    events = frames["transfer_events"].astype({"event": "str"})
    happened = events.groupby("transfer_id")["event"].agg(set)
    cited = frames["citations"].astype({"table": "str"})
    of_status = cited["fields"].str.split(";").map(_names_status, na_action="ignore")
    known = set(cited.loc[(cited["table"] == "transfers") & of_status.eq(True), "row_id"])
    cases = frames["transfers"].astype({"status": "str"})
    for row, case, status, noted in cases[
        ["transfer_id", "status", "status_as_noted"]
    ].itertuples():
        needed, barred = STATUSES.get(status, (set(), set()))
        case_events = happened.get(case, set())
        is_told = needed == HANDED and case in known and GONE.search(str(noted)) is not None
        if needed and not needed & case_events and not is_told:
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


def _types(frames: Frames) -> Iterator[Fault]:
    """The type of a case has a word of its status, and none that another status has alone."""
    cases = frames["transfers"].dropna(subset=["type", "status"]).astype({"status": "str"})
    known = frames["case_statuses"].dropna(subset=["status", "type_says"])
    known = known.astype({"status": "str", "says_alone": "str"})
    for status, says, alone in known[["status", "type_says", "says_alone"]].itertuples(index=False):
        words = "|".join(map(re.escape, says.split(";")))
        is_said, is_status = cases["type"].str.contains(words), cases["status"] == status
        for row in cases.index[is_status & ~is_said]:
            advice = f"does not go with the type beside it, which has none of: {says}; mend one"
            yield Fault("transfers", row, "status", status, advice)
        for row in cases.index[is_said & ~is_status & (alone == "yes")]:
            advice = (
                f"does not go with the type beside it, which says that it is {status}; mend one"
            )
            yield Fault("transfers", row, "status", cases.at[row, "status"], advice)


def _noted(frames: Frames) -> Iterator[Fault]:
    """A stage noted in the words of a status is that status, but for what is outside the rules.

    Of a part that was delivered the note says so, or what is to come; of the whole it does not.
    """
    cases = frames["transfers"].dropna(subset=["status_as_noted", "status"])
    cases = cases.astype({"status": "str"})
    is_code = cases["status_as_noted"].isin(list(STATUSES)) & (cases["status"] != OUTSIDE)
    odd = cases[is_code & (cases["status"] != cases["status_as_noted"])]
    for row, status, noted in odd[["status", "status_as_noted"]].itertuples():
        advice = f"is not what `status_as_noted` says ({noted}); mend one"
        yield Fault("transfers", row, "status", status, advice)
    gone = cases[cases["status"].isin(["delivered", "part delivered"])]
    is_part = gone["status"] == "part delivered"
    for row in gone.index[is_part != gone["status_as_noted"].str.contains(PARTLY)]:
        noted = gone.at[row, "status_as_noted"]
        advice = f"does not go with `status_as_noted` ({noted}): whole, or part; mend one"
        yield Fault("transfers", row, "status", gone.at[row, "status"], advice)


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


def _bodies(frames: Frames) -> Iterator[Fault]:
    """A statement of an office is made by that office, and what one office made is its statement.

    What several made, parted by a semicolon, may have the form of any of them; an answer in the
    Diet is anybody's.
    """
    labels = frames["instruments"].astype({"instrument": "str"}).drop_duplicates("instrument")
    labels = labels.set_index("instrument")["label"]
    rules = frames["rule_changes"].dropna(subset=["instrument", "body"])
    rules = rules.astype({"instrument": "str"})
    label = rules["instrument"].map(labels).fillna("")
    for office in OFFICES:
        by_office, of_office = rules["body"].str.contains(office), label.str.contains(office)
        is_free = rules["body"].str.contains(";") | (rules["instrument"] == "diet answer")
        for row in rules.index[(of_office & ~by_office) | (by_office & ~of_office & ~is_free)]:
            advice = f"does not go with {rules.at[row, 'body']!r}, who made it; mend one"
            yield Fault("rule_changes", row, "instrument", rules.at[row, "instrument"], advice)


def _effects(frames: Frames) -> Iterator[Fault]:
    """A coded effect is what its reason calls it, and one that the form of the rule can have.

    Only law, agreements and a ministry's basic policy codify; what is said or resolved in the Diet
    clarifies; an agreement neither loosens nor tightens, for it follows a decision.
    """
    rules = frames["rule_changes"].dropna(subset=["effect_coded", "effect_reason", "instrument"])
    rules = rules.astype({"effect_coded": "str", "instrument": "str"})
    told = rules[["effect_coded", "effect_reason", "instrument"]]
    for row, effect, reason, form in told.itertuples():
        said = [each for each, words in WORDS_OF_EFFECTS.items() if words.search(reason)]
        fits = effect in said if said else effect not in EFFECTS
        if form.startswith("diet"):
            fits &= effect == "clarifies"
        elif form in AGREEMENTS:
            fits &= effect not in EFFECTS
        elif form in BINDING:
            fits &= effect != "clarifies"
        else:
            fits &= effect != "codifies"
        if not fits:
            known = "; ".join(f"{each}: {', '.join(words)}" for each, words in EFFECTS.items())
            advice = (
                f"does not go with the form ({form}), or with the words of its reason "
                f"({known}); mend one"
            )
            yield Fault("rule_changes", row, "effect_coded", effect, advice)
