"""Cells of the tables of rules held against the words beside them, and against their order.

What a row says in a code it says in words too; where the two differ, one is wrong.
"""

import re
from collections.abc import Iterator

import pandas as pd

from ..checks import Fault
from .recorded import UNITED_NATIONS

Frames = dict[str, pd.DataFrame]
# What the text of a condition must say for its test; no other test has these words, but for those
# that are marked so.
WORDS = {
    "agreement": "transfer agreement",
    "no fighting": "fighting",
    "National Security Council": "National Security Council",
    "security co-operation": "security co-operation",
    "no embargo": "embargo",
    "special circumstances": "special circumstances",
    "Cabinet": "Cabinet",
    "consent": "prior consent",
    "cross-servicing agreement": "agreement with Japan in force",
    "no conflict": "conflict",
    "not named party": "party to a conflict",
    "unarmed": "no arms fitted",
    "pool": "that the users share",
}
SHARED = ["no conflict", "special circumstances"]  # whose words stand in other texts too
YEARS = r"fighting (?:in|from) (?P<first>\d{4})(?: to (?P<last>\d{4}))?"
RESOLUTION = r"^Security Council resolution (?P<number>\d+)"
SLACK = pd.Timedelta(days=45)  # a resolution may take effect later than it was adopted


def faults(frames: Frames) -> Iterator[Fault]:
    """Yield the cells that the words beside them contradict."""
    yield from _texts(frames["conditions"])
    yield from _names(frames["conditions"], frames["countries"])
    yield from _alike(frames["conditions"])
    yield from _statuses(frames["regimes"])
    yield from _judges(frames["destination_facts"])
    yield from _years(frames["destination_facts"])
    yield from _order(frames["destination_facts"])


def _texts(conditions: pd.DataFrame) -> Iterator[Fault]:
    """The text of a condition speaks of what its test asks for, and of no other test's."""
    tests = conditions["test"].astype("object")
    for test, words in WORDS.items():
        speaks = conditions["text"].str.contains(words, regex=False).fillna(False).astype("bool")
        wrong = (tests == test) != speaks
        if test in SHARED:
            wrong &= tests == test
        for row in wrong.index[wrong & tests.notna()]:
            advice = f"and {words!r} in the text go together; mend test or text"
            yield Fault("conditions", row, "test", tests[row], advice)


def _names(conditions: pd.DataFrame, countries: pd.DataFrame) -> Iterator[Fault]:
    """The text of a condition names the states that it lists, and no other."""
    names = countries.dropna(subset=["iso3", "name_en"]).set_index("iso3")["name_en"].to_dict()
    names[UNITED_NATIONS] = "United Nations"
    listed = conditions[conditions["test"].isin(["named states", "licensor"])]
    for row, values, text in listed[["values", "text"]].dropna().itertuples():
        named = {code for code, name in names.items() if re.search(rf"\b{re.escape(name)}\b", text)}
        if named != set(values.split(";")):
            yield Fault("conditions", row, "values", values, f"is not what {text!r} names")


def _alike(conditions: pd.DataFrame) -> Iterator[Fault]:
    """Conditions of one text ask for the same: one test, the same states, the same programme."""
    rows = conditions.dropna(subset=["text"]).astype("object")
    asked = rows[["test", "values", "programme"]].fillna("").agg("|".join, axis=1)
    for text, group in asked.groupby(rows["text"]):
        usual = group.mode().iloc[0]
        for row in group.index[group != usual]:
            advice = (
                f"has test, values or programme unlike other rows of its text ({usual}); mend it"
            )
            yield Fault("conditions", row, "text", text, advice)


def _statuses(regimes: pd.DataFrame) -> Iterator[Fault]:
    """What a rule says in the same words of two kinds gives both the same status."""
    rows = regimes.dropna(subset=["rule_id", "condition", "status"]).astype("object")
    for _, group in rows.groupby(["rule_id", "condition"]):
        usual = group["status"].mode().iloc[0]
        for row in group.index[group["status"] != usual]:
            advice = f"is {usual} for other kinds of which the rule says the same; mend one"
            yield Fault("regimes", row, "status", rows.at[row, "status"], advice)


def _judges(facts: pd.DataFrame) -> Iterator[Fault]:
    """The United Nations set embargoes and no other fact; a conflict of record is our reading."""
    fact, judge = facts["fact"].astype("object"), facts["judged_by"].astype("object")
    by_nations = fact.str.startswith("embargo").fillna(False) != (judge == "UN")
    for row in facts.index[by_nations | ((fact == "armed conflict") != (judge == "our reading"))]:
        advice = f"does not go with {fact[row]!r}; mend one"
        yield Fault("destination_facts", row, "judged_by", judge[row], advice)


def _years(facts: pd.DataFrame) -> Iterator[Fault]:
    """The years that a row tells in words are those of its days."""
    told = facts["what"].str.extract(YEARS).astype("float")
    first = told["first"].notna() & (told["first"] != facts["from"].dt.year)
    for row in facts.index[first]:
        advice = "is not in the year that `what` tells; mend one"
        yield Fault("destination_facts", row, "from", facts.at[row, "from"], advice)
    last = told["last"].fillna(told["first"])
    ended = last.notna() & facts["to"].notna() & (last != facts["to"].dt.year)
    for row in facts.index[ended]:
        advice = "is not in the year that `what` tells; mend one"
        yield Fault("destination_facts", row, "to", facts.at[row, "to"], advice)


def _order(facts: pd.DataFrame) -> Iterator[Fault]:
    """Resolutions are numbered in the order of their days."""
    number = facts["note"].str.extract(RESOLUTION)["number"].astype("float")
    rows = pd.DataFrame({"number": number, "day": facts["from"]}).dropna()
    rows = rows.sort_values(["number", "day"]).drop_duplicates("number")
    latest_before = rows["day"].cummax().shift()
    first_after = rows["day"][::-1].cummin()[::-1].shift(-1)
    wrong = (rows["day"] < latest_before - SLACK) | (rows["day"] > first_after + SLACK)
    for row in rows.index[wrong]:
        advice = "is out of the order in which Security Council resolutions are numbered"
        yield Fault("destination_facts", row, "from", facts.at[row, "from"], advice)
