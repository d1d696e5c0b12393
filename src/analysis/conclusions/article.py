"""Is the article right? What holds then and now, what rests on unnamed officials alone, what is misleading by timing."""

import pandas as pd

from .. import claims, tables, transfers
from ..periods import in_words
from .grounds import article_day, grades, listed, many, missing

HOLDS = ["supported", "mostly supported"]


def holds() -> dict:
    """How many claims hold, with what was known on the article's day and with all evidence."""
    verdicts, support, codings = (
        claims.verdicts(),
        _support(),
        tables.read("verdicts")["coder"].nunique(),
    )
    then, now = (verdicts[side].value_counts() for side in ("then", "now"))
    last, kinds = (
        tables.read("evidence")["date"].max(),
        claims.audited().set_index("claim_id")["claim_type"],
    )
    bare = [
        claim
        for claim in verdicts.loc[verdicts["now"].isin(HOLDS), "claim_id"]
        if support[claim] == 0
    ]
    return {
        "title": "What holds, then and now",
        "statement": f"Of {len(verdicts)} claims, {now[HOLDS].sum()} hold or mostly hold with the evidence up to {in_words(last)} ({now['supported']} as worded); {now['misleading by timing']} are misleading by timing, {now['unsupported']} unsupported and {now['contradicted']} contradicted. "
        f"On {in_words(article_day())}, {then['supported']} held as worded, {then['mostly supported']} mostly, and {then['unsupported']} were unsupported.",
        "rests_on": list(verdicts["claim_id"]),
        "confidence": f"{many(codings, 'coding')} of the verdicts; {(support > 0).sum()} of {len(support)} claims have independent support, the median is {many(int(support.median()), 'origin')}",
        "weakest_link": f"{listed(bare)} (of type {listed(kinds[bare])}) hold without an independent origin"
        if bare
        else "none holds without an independent origin",
        "would_change": f"{'a second coding of the verdicts' if codings == 1 else 'a ruling between the codings'}; {missing('N20', 'N39', 'N41')}",
        "notebooks": "03-the-claims",
    }


def officials() -> dict:
    """How many claims go back to unnamed officials, and how many of these rest on them alone."""
    links = tables.read("attributions").sort_values(["claim_id", "position"])
    links = links[links["claim_id"].isin(claims.audited()["claim_id"])].assign(
        teller=links.groupby("claim_id")["credited"].shift()
    )
    ends = (
        links.groupby("claim_id").tail(1).query("kind == 'unnamed officials'").set_index("claim_id")
    )
    then, now, verdicts = (
        _support(article_day())[ends.index],
        _support()[ends.index],
        claims.verdicts().set_index("claim_id")["now"],
    )
    alone, few = (now == 0).sum(), now.index[now == now.min()]
    return {
        "title": "What rests on unnamed officials alone",
        "statement": f"{len(ends)} claims go back to officials whom no report names, through {listed(ends['teller'])}. On {in_words(article_day())}, {(then == 0).sum()} of them had no independent support; "
        f"now {alone or 'none'} {'is' if alone < 2 else 'are'} without one, and {verdicts[ends.index].isin(HOLDS).sum()} hold or mostly hold.",
        "rests_on": list(ends.index),
        "confidence": f"each has the support, at least in part, of {many(now.min(), 'independent origin')} or more; the median is {now.median():.0f}",
        "weakest_link": f"{listed(few)}: {many(now.min(), 'independent origin')}; now {listed(verdicts[few])}",
        "would_change": f"a sign that officials on record and those unnamed are the same people; {missing('N30', 'N31', 'N40')}",
        "notebooks": "01-the-article 02-the-sources",
    }


def timing() -> dict:
    """Which claims are true of another time than the one they are put in, and what happened at that time."""
    late = claims.verdicts("now").query("verdict == 'misleading by timing'")
    delivered = transfers.cases().query(
        "counted and delivered in @late.true_of", local_dict={"late": late}
    )
    against = (
        claims.origins()
        .set_index("claim_id")[["qualify", "contradict"]]
        .sum(axis=1)[late["claim_id"]]
    )
    dates = zip(late["true_of"], late["true_of_precision"], strict=True)
    when = pd.Series([in_words(*date) for date in dates], late.index)
    after = (
        late["true_of"].dt.to_period("M").astype("int64") - article_day().to_period("M").ordinal
    ).max()
    return {
        "title": "What is misleading by timing",
        "statement": f"{len(late)} claims are true of another time than the one they are put in: "
        + "; ".join(
            f"{listed(ids)} of {time}" for time, ids in late.groupby(when, sort=False)["claim_id"]
        )
        + f". The latest is {after} months after the article"
        + "".join(
            f", when {case.item} were delivered to the {case.recipient} ({case.transfer_id})"
            for case in delivered.itertuples()
        )
        + ".",
        "rests_on": [*late["claim_id"], *delivered["transfer_id"]],
        "confidence": f"{against.min()} to {against.max()} independent origins qualify or contradict each; the delivery: {grades(delivered)}",
        "weakest_link": f"{listed(against.index[against == against.min()])}: {many(against.min(), 'independent origin')}",
        "would_change": missing("N32", "N34", "N35"),
        "notebooks": "03-the-claims 07-the-transfers",
    }


def _support(known_by=None) -> pd.Series:
    """How many independent origins support each claim, wholly or in part."""
    return (
        claims.origins(known_by).set_index("claim_id")[["support", "support in part"]].sum(axis=1)
    )
