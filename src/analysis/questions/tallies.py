"""Counts that answers take: each is worked out from the tables whenever an answer is filled."""

from collections.abc import Callable

import pandas as pd

from . import formats

Frames = dict[str, pd.DataFrame]
GUIDELINES_OF_2014 = pd.Timestamp("2014-04-01")


def partner_states(frames: Frames, language: str) -> str:
    """Return the names of the states that have signed a transfer agreement, by first signature."""
    signed = frames["agreements"].sort_values("signed", kind="stable")["iso3"].drop_duplicates()
    names = [formats.country(iso3, language, frames["countries"]) for iso3 in signed]
    return formats.listed(names, language)


def supply_partners(frames: Frames, language: str) -> str:
    """Return the names of the states with an agreement on supplies and services."""
    names = [
        formats.country(iso3, language, frames["countries"])
        for iso3 in frames["supply_agreements"]["iso3"].drop_duplicates()
    ]
    return formats.listed(names, language)


def agreements_signed(frames: Frames, language: str) -> str:
    """Return how many states have signed one."""
    return _number(frames["agreements"]["iso3"].nunique(), language)


def latest_partner(frames: Frames, language: str) -> str:
    """Return the state that signed last."""
    latest = frames["agreements"].sort_values("signed", kind="stable").iloc[-1]
    return formats.country(latest["iso3"], language, frames["countries"])


def latest_signature(frames: Frames, language: str) -> str:
    """Return the day of the latest signature."""
    return formats.date(frames["agreements"]["signed"].max(), "day", language)


def rule_changes(frames: Frames, language: str) -> str:
    """Return how many rule changes the record has."""
    return _number(len(frames["rule_changes"]), language)


def revisions_since_2014(frames: Frames, language: str) -> str:
    """Return on how many days principles or guidelines were revised after April 2014."""
    return _number(len(_revision_days(frames)), language)


def revision_days(frames: Frames, language: str) -> str:
    """Return these days."""
    days = [formats.date(day, "day", language) for day in _revision_days(frames)]
    return formats.listed(days, language)


def latest_guidelines(frames: Frames, language: str) -> str:
    """Return the day on which the guidelines were changed last."""
    return formats.date(_revision_days(frames, "Guidelines")[-1], "day", language)


def finished_sales_before_2024(frames: Frames, language: str) -> str:
    """Return how many sales of finished equipment were decided before 2024.

    Gifts, loans and joint development are no sales.
    """
    cases = frames["transfers"]
    sold = cases["type"].str.startswith("finished equipment (commercial sale)")
    return _number(int((sold & (cases["decided"] < "2024-01-01")).sum()), language)


def sales_under_2026_rule(frames: Frames, language: str) -> str:
    """Return how many transfers were decided under the rule of April 2026."""
    cases = frames["transfers"]
    return _number(int(((cases["rule_id"] == "R050") & cases["decided"].notna()).sum()), language)


def talks_under_2026_rule(frames: Frames, language: str) -> str:
    """Return how many transfers are talked about under that rule and not decided."""
    cases = frames["transfers"]
    return _number(int(((cases["rule_id"] == "R050") & cases["decided"].isna()).sum()), language)


def assistance_recipients(frames: Frames, language: str) -> str:
    """Return how many states have a grant of Official Security Assistance that was agreed."""
    cases = frames["transfers"]
    agreed = (cases["rule_id"] == "R039") & cases["decided"].notna()
    return _number(cases.loc[agreed, "recipient_iso3"].nunique(), language)


def largest_assistance(frames: Frames, language: str) -> str:
    """Return the largest grant of that kind: to whom, how much, agreed when."""
    cases = frames["transfers"]
    cases = cases[(cases["rule_id"] == "R039") & cases["decided"].notna()]
    row = cases.loc[cases["value"].idxmax()]
    place = formats.country(row["recipient_iso3"], language, frames["countries"])
    amount = formats.money(int(row["value"]), row["currency"], language)
    day = formats.date(row["decided"], "day", language)
    if language == "ja":
        return f"{place}への{amount}({day})"
    return f"{amount} for {place}, agreed on {day}"


def council_cases(frames: Frames, language: str) -> str:
    """Return how many cases of the National Security Council the record has."""
    return _number(len(frames["nsc_cases"]), language)


def failed_bids(frames: Frames, language: str) -> str:
    """Return how many offers that came to nothing the record has."""
    return _number(len(frames["bids"]), language)


def least_for_lethal_arms(frames: Frames, language: str) -> str:
    """Return the lowest share for lethal arms exports in a poll of March 2026."""
    return formats.number(_for_lethal_arms(frames).min(), "per cent", language)


def most_for_lethal_arms(frames: Frames, language: str) -> str:
    """Return the highest share for lethal arms exports in a poll of March 2026."""
    return formats.number(_for_lethal_arms(frames).max(), "per cent", language)


def _for_lethal_arms(frames: Frames) -> pd.Series:
    polls = frames["polls"].astype({"stance": "str", "names_lethal": "str"})
    asked = polls["asked_from"].dt.strftime("%Y-%m") == "2026-03"
    lethal = (polls["names_lethal"] == "lethal arms") & (polls["stance"] == "for")
    return polls.loc[asked & lethal, "share"]


def _revision_days(
    frames: Frames, titled: str = "Guidelines|Three Principles"
) -> list[pd.Timestamp]:
    """Return the days on which the National Security Council changed principles or guidelines."""
    rules = frames["rule_changes"]
    rules = rules[rules["adopted"] > GUIDELINES_OF_2014]
    guidelines = rules["title_en"].str.contains(titled)
    council = rules["instrument"].astype("str").isin(["NSC decision", "cabinet decision"])
    return sorted(rules.loc[guidelines & council, "adopted"].unique())


def _number(value: int, language: str) -> str:
    return formats.number(value, "", language)


TALLIES: dict[str, Callable[[Frames, str], str]] = {
    "agreements signed": agreements_signed,
    "partner states": partner_states,
    "supply partners": supply_partners,
    "latest partner": latest_partner,
    "latest signature": latest_signature,
    "rule changes": rule_changes,
    "revisions since 2014": revisions_since_2014,
    "days of these revisions": revision_days,
    "latest of the guidelines": latest_guidelines,
    "finished sales before 2024": finished_sales_before_2024,
    "transfers under the rule of 2026": sales_under_2026_rule,
    "talks under the rule of 2026": talks_under_2026_rule,
    "states with assistance": assistance_recipients,
    "largest assistance": largest_assistance,
    "council cases": council_cases,
    "failed bids": failed_bids,
    "least for lethal arms in 2026": least_for_lethal_arms,
    "most for lethal arms in 2026": most_for_lethal_arms,
}
