"""What has changed in the rules?

How many kinds of transfer are open, what cannot be said, the largest steps, who decides.
"""

import pandas as pd

from .. import rules, sources, tables
from ..periods import in_words
from ..rules.regimes import OPEN, UNSETTLED
from .grounds import article_day, grades, listed, missing, weakest

PRIMARY = ["primary government", "law text"]  # kinds of sources


def opened() -> dict[str, object]:
    """Return how many kinds of transfer were open at the start, at the least, and are now.

    And on the article's day.

    >>> opened()["title"]
    'How many kinds of transfer are open'
    """
    until = rules.known_until()
    now = rules.in_force(until)
    open_now = now[now["status"].isin(OPEN)]
    counts = _open_by_day()
    on_article_day = counts[counts.index <= article_day()].iloc[-1]
    codings = rules.headlines().pivot(index="on", columns="coding", values="open")
    apart = (codings["first"] - codings["second"]).abs()
    farthest = codings.loc[apart.idxmax()].to_dict()
    coded = rules.codings().dropna(subset=["settled"])["on"].eq(apart.idxmax()).sum()
    return {
        "title": "How many kinds of transfer are open",
        "statement": (
            f"Of {len(now)} kinds of transfer "
            f"{counts.iloc[0]} were open on {in_words(counts.index[0])}, "
            f"{counts.min() or 'none'} on {in_words(counts.idxmin())}, "
            f"{on_article_day} on the article's day and "
            f"at least {counts.iloc[-1]} on {in_words(until)}; "
            f"of the others {(now['status'] == UNSETTLED).sum()} are not determinable and "
            f"{(now['status'] == 'prohibited').sum()} prohibited."
        ),
        "rests_on": list(now["provision_id"]),
        "confidence": (
            f"of the kinds open now, {grades(open_now)}; "
            f"two codings, which differ by {apart.min()} to {apart.max()} kinds"
        ),
        "weakest_link": (
            f"{weakest(open_now, 'provision_id')}; of the {coded} kinds coded twice, "
            f"{farthest['first']} or {farthest['second']} open on {in_words(apart.idxmax())}, "
            f"{farthest['settled']} as settled since"
        ),
        "would_change": (
            "if what is not verified is as the table has it, "
            f"{now['coded'].isin(OPEN).sum()} kinds are open; {missing('opened')}"
        ),
        "notebooks": "05-what-was-allowed-when",
    }


def unsettled() -> dict[str, object]:
    """Return which kinds of transfer cannot be determined since the latest change, and why.

    >>> unsettled()["title"]
    'What is not determinable'
    """
    now = rules.in_force(rules.known_until())
    lost = now[now["status"] == UNSETTLED]
    same_rule = now[now["rule_id"].isin(lost["rule_id"])]
    source_ids = same_rule["source_id"].dropna().unique()
    source_kinds = sources.register().loc[source_ids, "kind"].astype("str")
    primary = source_kinds.isin(PRIMARY).sum()
    kinds = "; ".join(
        f"{row.provision} ({row.provision_id}, in the table {row.coded})"
        for row in lost.itertuples()
    )
    return {
        "title": "What is not determinable",
        "statement": (
            f"Since {in_words(lost['since'].max())} ({listed(lost['rule_id'])}) "
            f"what was read does not settle {len(lost)} kinds of transfer: {kinds}."
        ),
        "rests_on": list(lost["provision_id"]),
        "confidence": grades(lost),
        "weakest_link": (
            f"{listed(lost['rule_id'])}: of the {len(source_kinds)} sources behind its "
            f"{len(same_rule)} kinds {primary or 'none'} is a government page or a law text"
        ),
        "would_change": missing("unsettled"),
        "notebooks": "05-what-was-allowed-when 04-the-rule-changes",
    }


def steps() -> dict[str, object]:
    """Return on which days most kinds were widened, and whether that hangs on the coding.

    >>> steps()["title"]
    'The largest steps'
    """
    lines = rules.headlines()
    settled = lines[lines["coding"] == "settled"]
    largest = settled.sort_values(["widened", "on"], ascending=False)
    largest = largest[largest["widened"] >= largest["widened"].iloc[2]]
    first = largest.iloc[0]
    nexts = " and ".join(
        f"{in_words(row.on)} ({row.widened})" for row in largest.iloc[1:].itertuples()
    )
    swaps = rules.sensitivity()
    unmoved = (swaps["largest_step"] == swaps["largest_step_if_other"]).sum()
    alpha = rules.agreement().set_index("measure").iloc[-1]
    return {
        "title": "The largest steps",
        "statement": (
            f"The step that widened most kinds of transfer is of {in_words(first['on'])} "
            f"({first['widened']} kinds); next are {nexts}."
        ),
        "rests_on": _rules_of_days(largest["on"]),
        "confidence": (
            f"two codings, Krippendorff's α {alpha['value']:.2f} "
            f"({alpha['low']:.2f} to {alpha['high']:.2f}); {unmoved} of {len(swaps)} changes of a "
            "single cell leave the largest step where it is"
        ),
        "weakest_link": _other_steps(lines, first["on"]),
        "would_change": f"the other coding as a whole; {missing('steps')}",
        "notebooks": "05-what-was-allowed-when",
    }


def deciders() -> dict[str, object]:
    """Return who made the changes that loosen, early and late, and who approves a transfer now.

    >>> deciders()["title"]
    'Who decides'
    """
    eased = rules.timeline().query("effect == 'loosens'")
    half = (len(eased) + 1) // 2
    early = eased.head(half)["decider"].value_counts()
    late = eased.tail(half)["decider"].value_counts()
    late_deciders = ", ".join(f"{who} {number}" for who, number in late[late > 0].items())
    procedures = tables.read("procedures").query("step == 'approver'")
    now = procedures.sort_values("in_force_from").dropna(subset="in_force_from").iloc[-1]
    arrangement = now["arrangement"][0].lower() + now["arrangement"][1:]
    return {
        "title": "Who decides",
        "statement": (
            f"Of {len(eased)} changes that loosen, {early.iloc[0]} of the first {half} came from "
            f"the {early.index[0]}; the last {half} came from: {late_deciders}. "
            f"Transfers are approved, since {in_words(now['in_force_from'])}, thus: {arrangement}."
        ),
        "rests_on": list(dict.fromkeys([*eased["rule_id"], now["rule_id"]])),
        "confidence": grades(eased),
        "weakest_link": weakest(eased, "rule_id"),
        "would_change": missing("deciders"),
        "notebooks": "04-the-rule-changes",
    }


def _open_by_day() -> pd.Series:
    """Return how many kinds of transfer are open from each day of change on, by day."""
    days = rules.bands()["start"].drop_duplicates().sort_values()
    provisions = tables.read("provisions")[["provision_id"]]
    every = provisions.merge(days.to_frame("day"), how="cross")
    every["status"] = rules.status(every["provision_id"], every["day"])
    return every["status"].isin(OPEN).groupby(every["day"]).sum()


def _rules_of_days(days: pd.Series) -> list[str]:
    """Return the rule changes of some days, in the order of the days."""
    changes = rules.timeline()
    return [rule for day in days for rule in changes.loc[changes["date"] == day, "rule_id"]]


def _other_steps(lines: pd.DataFrame, day: pd.Timestamp) -> str:
    """Return which coding has another step as large as that of a day, in words."""
    others = lines[lines["largest_step"] & (lines["coding"] != "settled") & (lines["on"] != day)]
    if others.empty:
        return "no coding has another step as large"
    return "; ".join(
        f"the {row.coding} coding has {in_words(row.on)} as large" for row in others.itertuples()
    )
