"""What left, how long after the rule, how large it is against others, and how stable the figures are."""

from .. import permits, rules, transfers
from ..periods import DAYS_PER_YEAR, in_words
from .grounds import grades, many, missing, weakest

BESIDE = {"KOR": "South Korea", "USA": "the United States"}


def left() -> dict:
    """How many cases were decided and delivered, and how long after the rule that let them."""
    cases, changes, until = transfers.cases(), rules.timeline(), rules.known_until()
    counted, latest = cases[cases["counted"]], changes.iloc[-1]
    wait = transfers.waits(transfers.lags(changes), ["stage"]).set_index("stage").loc["decided"]
    middle, low, high = (f"{wait[end] / DAYS_PER_YEAR:.1f}" for end in ("median", "low", "high"))
    since, dated = (counted["rule_id"] == latest["rule_id"]).sum(), counted["delivered"].notna()
    return {
        "title": "What left, and how long after the rule",
        "statement": f"Of {len(cases)} cases found, {len(counted)} were decided or agreed by {in_words(until)} and {dated.sum()} have a dated delivery. Where the rule is known, "
        f"the decision came {middle} years after it in the middle case ({low} to {high}; {many(wait['cases'], 'case')}). {since or 'None'} rests on the rule of {in_words(latest['date'])} ({latest['rule_id']}).",
        "rests_on": list(counted["transfer_id"]),
        "confidence": f"{grades(counted)}; of the delivered, {grades(counted[dated])}",
        "weakest_link": weakest(counted, "transfer_id"),
        "would_change": missing("N17", "N18", "N55"),
        "notebooks": "07-the-transfers",
    }


def size() -> dict:
    """How large the deliveries are beside others, how often the figures were rewritten, and what the licences say."""
    series, rewritten, counts = (
        transfers.series(),
        transfers.revisions("JPN"),
        permits.reconcile().set_index("fiscal_year")["total"],
    )
    latest, own = series[series["latest"]], series[series["iso3"] == "JPN"]
    end, known = latest.groupby("iso3")["year"].max().min(), counts.dropna()
    sums = latest[latest["year"].between(end - 9, end)].groupby("iso3")["tiv_million"].sum()
    spread = rewritten.fillna({"tiv_million": 0}).groupby("year")["tiv_million"].agg(["min", "max"])
    worst = (spread["max"] - spread["min"]).idxmax()
    return {
        "title": "How large, and how stable the figures",
        "statement": f"In the ten years to {end} Japan delivered {sums['JPN']:,.0f} million TIV of major arms (a volume, not money), "
        + " and ".join(f"{name} {sums[code]:,.0f}" for code, name in BESIDE.items())
        + f". Licences went from {known.iloc[0]:,} (FY{known.index[0]}) to {known.iloc[-1]:,} (FY{known.index[-1]}); they count leave to send, not what left.",
        "rests_on": ["JPN", *BESIDE],
        "confidence": f"{own['vintage_id'].nunique()} vintages of Japan's series disagree on {rewritten['year'].nunique()} of {own['year'].nunique()} years; licences were found for {len(known)} of {len(counts)} years",
        "weakest_link": f"{worst}: {spread.loc[worst, 'min']:,.0f} to {spread.loc[worst, 'max']:,.0f} million TIV, by vintage",
        "would_change": missing("N17", "N49", "N15"),
        "notebooks": "08-japan-beside-others 06-the-permits",
    }
