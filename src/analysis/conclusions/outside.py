"""What left, how long after the rule, how large it is against others, and how stable it is."""

import pandas as pd

from .. import permits, rules, tables, transfers
from ..periods import DAYS_PER_YEAR, in_words
from .grounds import grades, many, missing, weakest

SUBJECT = "JPN"


def left() -> dict[str, object]:
    """Return how many cases were decided and delivered, and how long after the rule.

    >>> left()["title"]
    'What left, and how long after the rule'
    """
    cases = transfers.cases()
    changes = rules.timeline()
    counted = cases[cases["counted"]]
    delivered = counted[counted["delivered"].notna()]
    waits = transfers.waits(transfers.lags(changes), ["stage"]).set_index("stage")
    wait = waits.loc["decided"]
    years = {end: f"{wait[end] / DAYS_PER_YEAR:.1f}" for end in ("median", "low", "high")}
    latest = changes.iloc[-1]
    since = (counted["rule_id"] == latest["rule_id"]).sum()
    return {
        "title": "What left, and how long after the rule",
        "statement": (
            f"Of {len(cases)} cases found, {len(counted)} were decided or agreed by "
            f"{in_words(rules.known_until())} and {len(delivered)} have a dated delivery. "
            f"Where the day of the rule is known, the decision came {years['median']} years "
            f"after it in the middle case ({years['low']} to {years['high']}; "
            f"{many(wait['cases'], 'case')}). "
            f"{_without_wait(counted, changes)}"
            f"{since or 'None'} rests on the rule of {in_words(latest['date'])} "
            f"({latest['rule_id']})."
        ),
        "rests_on": list(counted["transfer_id"]),
        "confidence": f"{grades(counted)}; of the delivered, {grades(delivered)}",
        "weakest_link": weakest(counted, "transfer_id"),
        "would_change": missing("left"),
        "notebooks": "07-the-transfers",
    }


def _without_wait(counted: pd.DataFrame, changes: pd.DataFrame) -> str:
    """Return in a sentence why some cases have no wait; nothing where all have one."""
    days = changes.set_index("rule_id")["in_force_from"]
    unruled = counted["rule_id"].isna()
    undated = counted["rule_id"].map(days).isna() & ~unruled
    if not unruled.any() and not undated.any():
        return ""
    return (
        f"The other {unruled.sum() + undated.sum()} have no wait: for {unruled.sum()} the record "
        f"names no rule change, for {undated.sum()} one whose day in force was not found. "
    )


def size() -> dict[str, object]:
    """Return how large the deliveries are beside others, and how often the figures were rewritten.

    And what the licences say.

    >>> size()["rests_on"][0]
    'JPN'
    """
    series = transfers.series()
    rewritten = transfers.revisions(SUBJECT)
    years = series.loc[series["iso3"] == SUBJECT, "year"].nunique()
    vintages = series.loc[series["iso3"] == SUBJECT, "vintage_id"].nunique()
    end, volumes = _ten_years(series)
    peers = _named_peers(volumes)
    beside = " and ".join(f"{name} {volumes[code]:,.0f} million" for code, name in peers.items())
    licences = permits.reconcile().set_index("fiscal_year")["total"]
    counts = licences.dropna()
    spread = rewritten.fillna({"tiv_million": 0}).groupby("year")["tiv_million"].agg(["min", "max"])
    worst = (spread["max"] - spread["min"]).idxmax()
    least, most = spread.loc[worst]
    return {
        "title": "How large, and how stable the figures",
        "statement": (
            f"In the ten years to {end} Japan delivered {volumes[SUBJECT]:,.0f} million TIV of "
            f"major arms (a volume, not money), {beside}. "
            f"Licences went from {counts.iloc[0]:,} (FY{counts.index[0]}) "
            f"to {counts.iloc[-1]:,} (FY{counts.index[-1]}); "
            "they count leave to send, not what left."
        ),
        "rests_on": [SUBJECT, *peers.index],
        "confidence": (
            f"{vintages} vintages of Japan's series disagree on "
            f"{rewritten['year'].nunique()} of {years} years; "
            f"licences were found for {len(counts)} of {len(licences)} years"
        ),
        "weakest_link": f"{worst}: {least:,.0f} to {most:,.0f} million TIV, by vintage",
        "would_change": missing("size"),
        "notebooks": "08-japan-beside-others 06-the-permits",
    }


def _ten_years(series: pd.DataFrame) -> tuple[int, pd.Series]:
    """Return the last year that all countries have, and what each delivered in ten years to it.

    Of the newest vintage, in million TIV.
    """
    latest = series[series["latest"]]
    end = latest.groupby("iso3")["year"].max().min()
    decade = latest[latest["year"].between(end - 9, end)]
    return end, decade.groupby("iso3")["tiv_million"].sum()


def _named_peers(volumes: pd.Series) -> pd.Series:
    """Return the names of the comparators beside which the answer puts Japan, smallest first."""
    comparators = tables.read("comparators").set_index("iso3")
    named = comparators.loc[comparators["named_in_answer"] == "yes", "name"].drop(SUBJECT)
    return named[volumes[named.index].sort_values().index]
