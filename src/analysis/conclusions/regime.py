"""What has changed in the rules? How many kinds of transfer are open, what cannot be said, the largest steps, who decides."""

import pandas as pd

from .. import rules, sources, tables
from ..periods import in_words
from ..rules.regimes import OPEN, UNSETTLED
from .grounds import article_day, grades, listed, missing, weakest


def opened() -> dict:
    """How many kinds of transfer were open at the start, at the least, on the article's day, and are now."""
    until, start = rules.known_until(), rules.bands()["start"]
    days = [start.min(), *start[start > start.min()].sort_values().unique()]
    counts = pd.Series({day: rules.in_force(day)["status"].isin(OPEN).sum() for day in days})
    now, codings = (
        rules.in_force(until),
        rules.headlines().pivot(index="on", columns="coding", values="open"),
    )
    apart, known = (codings["first"] - codings["second"]).abs(), now[now["status"].isin(OPEN)]
    most = codings.loc[apart.idxmax(), ["first", "second"]]
    return {
        "title": "How many kinds of transfer are open",
        "statement": f"Of {len(now)} kinds of transfer {counts.iloc[0]} were open on {in_words(counts.index[0])}, {counts.min() or 'none'} on {in_words(counts.idxmin())}, "
        f"{counts[counts.index <= article_day()].iloc[-1]} on the article's day and at least {counts.iloc[-1]} on {in_words(until)}; of the others {(now['status'] == UNSETTLED).sum()} are not determinable and {(now['status'] == 'prohibited').sum()} prohibited.",
        "rests_on": list(now["provision_id"]),
        "confidence": f"of the kinds open now, {grades(known)}; two codings, which differ by {apart.min()} to {apart.max()} kinds",
        "weakest_link": f"{weakest(known, 'provision_id')}; of the codings, {in_words(apart.idxmax())}: {most.min()} or {most.max()} open",
        "would_change": f"if what is not verified is as the table has it, {now['coded'].isin(OPEN).sum()} kinds are open; {missing('N01')}",
        "notebooks": "05-what-was-allowed-when",
    }


def unsettled() -> dict:
    """Which kinds of transfer cannot be determined since the latest change, and why."""
    now, register = rules.in_force(rules.known_until()), sources.register()
    lost = now[now["status"] == UNSETTLED]
    latest = now[now["rule_id"].isin(lost["rule_id"])]
    kinds = register.loc[latest["source_id"].dropna().unique(), "kind"].astype("str")
    primary = kinds.isin(["primary government", "law text"]).sum()
    return {
        "title": "What is not determinable",
        "statement": f"Since {in_words(lost['since'].max())} ({listed(lost['rule_id'])}) what was read does not settle {len(lost)} kinds of transfer: "
        + "; ".join(
            lost["provision"]
            + " ("
            + lost["provision_id"]
            + ", in the table "
            + lost["coded"]
            + ")"
        )
        + ".",
        "rests_on": list(lost["provision_id"]),
        "confidence": grades(lost),
        "weakest_link": f"{listed(lost['rule_id'])}: of the {len(kinds)} sources behind its {len(latest)} kinds {primary or 'none'} is a government page or a law text",
        "would_change": missing("N01", "N08"),
        "notebooks": "05-what-was-allowed-when 04-the-rule-changes",
    }


def steps() -> dict:
    """On which days most kinds of transfer were widened, and whether that hangs on the coding."""
    lines, swaps, alpha = (
        rules.headlines(),
        rules.sensitivity(),
        rules.agreement().set_index("measure").iloc[-1],
    )
    own = lines[lines["coding"] == "settled"].sort_values(["widened", "on"], ascending=False)
    own, led = (
        own[own["widened"] >= own["widened"].iloc[2]],
        (swaps["largest_step"] != swaps["largest_step_if_other"]).sum(),
    )
    others = lines[
        lines["largest_step"] & (lines["coding"] != "settled") & (lines["on"] != own["on"].iloc[0])
    ]
    at = (
        rules.timeline()
        .query("date in @own.on", local_dict={"own": own})
        .groupby("date")["rule_id"]
        .agg(" ".join)
    )
    return {
        "title": "The largest steps",
        "statement": f"The step that widened most kinds of transfer is of {in_words(own['on'].iloc[0])} ({own['widened'].iloc[0]} kinds); next are "
        + " and ".join(f"{in_words(row.on)} ({row.widened})" for row in own.iloc[1:].itertuples())
        + ".",
        "rests_on": at[own["on"]].str.split().explode().tolist(),
        "confidence": f"two codings, Krippendorff's α {alpha['value']:.2f} ({alpha['low']:.2f} to {alpha['high']:.2f}); {len(swaps) - led} of {len(swaps)} changes of a single cell leave the largest step where it is",
        "weakest_link": "; ".join(
            f"the {row.coding} coding has {in_words(row.on)} as large"
            for row in others.itertuples()
        )
        or "no coding has another step as large",
        "would_change": f"the other coding as a whole; {missing('N01')}",
        "notebooks": "05-what-was-allowed-when",
    }


def deciders() -> dict:
    """Who made the changes that loosen, early and late, and who approves a transfer now."""
    eased = rules.timeline().query("effect == 'loosens'")
    half = (len(eased) + 1) // 2
    early, late = (part["decider"].value_counts() for part in (eased.head(half), eased.tail(half)))
    now = (
        tables.read("procedures")
        .query("step == 'approver'")
        .sort_values("in_force_from")
        .dropna(subset="in_force_from")
        .iloc[-1]
    )
    arrangement = now["arrangement"][0].lower() + now["arrangement"][1:]
    return {
        "title": "Who decides",
        "statement": f"Of {len(eased)} changes that loosen, {early.iloc[0]} of the first {half} came from the {early.index[0]}; the last {half} came from: "
        + ", ".join(f"{who} {n}" for who, n in late[late > 0].items())
        + f". Transfers are approved, since {in_words(now['in_force_from'])}, thus: {arrangement}.",
        "rests_on": list(dict.fromkeys([*eased["rule_id"], now["rule_id"]])),
        "confidence": grades(eased),
        "weakest_link": weakest(eased, "rule_id"),
        "would_change": missing("N04", "N05", "N10"),
        "notebooks": "04-the-rule-changes",
    }
