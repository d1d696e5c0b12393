"""Is the article right?

What holds then and now, what rests on unnamed officials alone, what is misleading by timing.
"""

import pandas as pd

from .. import claims, tables, transfers
from ..periods import in_words
from .grounds import article_day, grades, listed, many, missing

HOLDS = ["supported", "mostly supported"]


def holds() -> dict[str, object]:
    """Return how many claims hold, with what was known on the article's day and with all evidence.

    >>> holds()["title"]
    'What holds, then and now'
    """
    verdicts = claims.verdicts()
    then = verdicts["then"].value_counts()
    now = verdicts["now"].value_counts()
    support = _support()
    codings = tables.read("verdicts")["coder"].nunique() - 1  # the settled one is no coding
    alphas = claims.agreement()
    alphas = alphas.loc[alphas["measure"] == "Krippendorff's α, nominal", "value"]
    types = claims.audited().set_index("claim_id")["claim_type"]
    holding = verdicts.loc[verdicts["now"].isin(HOLDS), "claim_id"]
    bare = [claim for claim in holding if support[claim] == 0]
    last_day = in_words(tables.read("evidence")["date"].max())
    weakest = "none holds without an independent origin"
    if bare:
        types_of_bare = listed(types[bare])
        weakest = f"{listed(bare)} (of type {types_of_bare}) hold without an independent origin"
    pending = "another ruling where the codings differ"
    return {
        "title": "What holds, then and now",
        "statement": (
            f"Of {len(verdicts)} claims, {now[HOLDS].sum()} hold or mostly hold with the evidence "
            f"up to {last_day} ({now['supported']} as worded); "
            f"{now['misleading by timing']} are misleading by timing, "
            f"{now['unsupported']} unsupported and {now['contradicted']} contradicted. "
            f"On {in_words(article_day())}, {then['supported']} held as worded, "
            f"{then['mostly supported']} mostly, and {then['unsupported']} were unsupported."
        ),
        "rests_on": list(verdicts["claim_id"]),
        "confidence": (
            f"{many(codings, 'coding')} of the verdicts, two at a time with Krippendorff's α "
            f"{alphas.min():.2f} to {alphas.max():.2f}, differences ruled one by one; "
            f"{(support > 0).sum()} of {len(support)} claims have independent support, "
            f"the median is {many(int(support.median()), 'origin')}"
        ),
        "weakest_link": weakest,
        "would_change": f"{pending}; {missing('holds')}",
        "notebooks": "03-the-claims",
    }


def officials() -> dict[str, object]:
    """Return how many claims go back to unnamed officials, and how many rest on them alone.

    >>> officials()["title"]
    'What rests on unnamed officials alone'
    """
    ends = _ends_with_officials()
    verdicts = claims.verdicts().set_index("claim_id")["now"][ends.index]
    then = _support(article_day())[ends.index]
    now = _support()[ends.index]
    alone = (now == 0).sum()
    fewest = now.index[now == now.min()]
    return {
        "title": "What rests on unnamed officials alone",
        "statement": (
            f"{len(ends)} claims go back to officials whom no report names, "
            f"through {listed(ends['teller'])}. "
            f"On {in_words(article_day())}, {(then == 0).sum()} of them had no independent "
            f"support; now {alone or 'none'} {'is' if alone < 2 else 'are'} without one, "
            f"and {verdicts.isin(HOLDS).sum()} hold or mostly hold."
        ),
        "rests_on": list(ends.index),
        "confidence": (
            "half of them have the support, wholly or in part, of "
            f"{many(int(now.median()), 'independent origin')} or more"
        ),
        "weakest_link": (
            f"{listed(fewest)}: {many(now.min(), 'independent origin')}; "
            f"now {listed(verdicts[fewest])}"
        ),
        "would_change": (
            "a sign that officials on record and those unnamed are the same people; "
            f"{missing('officials')}"
        ),
        "notebooks": "01-the-article 02-the-sources",
    }


def timing() -> dict[str, object]:
    """Return which claims are misleading by timing: true of another time than they are put in.

    And what happened at that time.

    >>> timing()["title"]
    'What is misleading by timing'
    """
    late = claims.verdicts("now").query("verdict == 'misleading by timing'")
    cases = transfers.cases()
    delivered = cases[cases["counted"] & cases["delivered"].isin(late["true_of"].dropna())]
    origins = claims.origins().set_index("claim_id")
    against = origins[["qualify", "contradict"]].sum(axis=1)[late["claim_id"]]
    fewest = against.index[against == against.min()]
    months = late["true_of"].dt.to_period("M").astype("int64").max()
    months_after = months - article_day().to_period("M").ordinal
    deliveries = "".join(
        f", when {case.item} were delivered to the {case.recipient} ({case.transfer_id})"
        for case in delivered.itertuples()
    )
    return {
        "title": "What is misleading by timing",
        "statement": (
            f"{len(late)} claims are misleading by timing: what they say holds, but of another "
            f"time than the one they are put in: {_by_time(late)}. "
            f"The latest is {months_after} months after the article{deliveries}."
        ),
        "rests_on": [*late["claim_id"], *delivered["transfer_id"]],
        "confidence": (
            f"{against.min()} to {against.max()} independent origins qualify or contradict each; "
            f"the delivery: {grades(delivered)}"
        ),
        "weakest_link": f"{listed(fewest)}: {many(against.min(), 'independent origin')}",
        "would_change": missing("timing"),
        "notebooks": "03-the-claims 07-the-transfers",
    }


def _ends_with_officials() -> pd.DataFrame:
    """Return the claims whose chain ends with unnamed officials, with the `teller` before them."""
    links = tables.read("attributions").sort_values(["claim_id", "position"])
    links["teller"] = links.groupby("claim_id")["credited"].shift()
    links = links[links["claim_id"].isin(claims.audited()["claim_id"])]
    ends = links.groupby("claim_id").tail(1).set_index("claim_id")
    return ends[ends["kind"] == "unnamed officials"]


def _by_time(late: pd.DataFrame) -> str:
    """Return the claims of each time of which some are true, by name, in words."""
    dates = zip(late["true_of"], late["true_of_precision"], strict=True)
    times = pd.Series([in_words(*date) for date in dates], late.index)
    names = late["claim_id"].map(claims.audited().set_index("claim_id")["short_name"])
    called = "“" + names + "” (" + late["claim_id"] + ")"
    groups = called.groupby(times, sort=False)
    return "; ".join(f"{listed(ids)} of {time}" for time, ids in groups)


def _support(known_by: object = None) -> pd.Series:
    """Return how many independent origins support each claim, wholly or in part."""
    origins = claims.origins(known_by).set_index("claim_id")
    return origins[["support", "support in part"]].sum(axis=1)
