"""Claims and evidence → chains, origins, matrix, verdicts, as known by any date."""

import pandas as pd

from . import periods, tables

ARTICLE = "ukrinform-3837875"
RELATIONS = ["contradicts", "nuance", "partly supports", "supports"]
VERDICTS = [
    "supported",
    "mostly supported",
    "misleading by timing",
    "unsupported",
    "contradicted",
    "not checkable",
]


def dated(evidence: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The evidence table with the date of each row's source."""
    source = frames["sources"].drop_duplicates("source_id").set_index("source_id")
    ids = evidence["source_id"]
    return evidence.assign(
        date=ids.map(source["published"]), date_precision=ids.map(source["published_precision"])
    )


def audited(article: str = ARTICLE) -> pd.DataFrame:
    """One row per claim of an article: claim_id, paragraph, paraphrase, claim_type, checkable, drift …"""
    claims = tables.read("claims")
    return claims[claims["article_id"] == article].reset_index(drop=True)


def known(known_by=None) -> pd.DataFrame:
    """One row per piece of evidence that was public by a date (any form pandas reads; None: all evidence).

    Undated evidence never counts as earlier; a source known only to its month or year counts once that period is over.
    """
    evidence = tables.read("evidence")
    if known_by is None:
        return evidence
    last = periods.last_day(evidence["date"], evidence["date_precision"])
    return evidence[last <= pd.Timestamp(known_by)].reset_index(drop=True)


def matrix(known_by=None) -> pd.DataFrame:
    """One row per claim × origin that speaks to it: the relation, whether it is independent, and the evidence ids behind it.

    Several sources of one origin are one voice. Where they differ, the relation furthest from support is shown and `mixed` is true.
    """
    evidence = known(known_by).sort_values(["claim_id", "origin_id", "evidence_id"])
    evidence = evidence.assign(
        strength=evidence["relation"]
        .map({name: i for i, name in enumerate(RELATIONS)})
        .astype("int")
    )
    groups = evidence.groupby(["claim_id", "origin_id"], sort=True, observed=True)
    result = groups.agg(
        strength=("strength", "min"),
        most=("strength", "max"),
        independent=("independent", "first"),
        first=("date", "min"),
        sources=("source_id", "nunique"),
        evidence_ids=("evidence_id", ";".join),
    )
    result["relation"] = pd.Categorical.from_codes(result["strength"], RELATIONS, ordered=True)
    result["mixed"] = result["strength"] != result["most"]
    return result.reset_index()[
        [
            "claim_id",
            "origin_id",
            "relation",
            "mixed",
            "independent",
            "first",
            "sources",
            "evidence_ids",
        ]
    ]


def origins(known_by=None) -> pd.DataFrame:
    """One row per claim of the audited article: how many independent origins support, qualify and contradict it.

    Independent means another newsroom or an official on record; it cannot rule out that both were briefed by the same people.
    """
    voices = matrix(known_by)
    voices = voices[voices["independent"] == "yes"]
    kinds = (
        voices["relation"]
        .astype("str")
        .map(
            {
                "supports": "support",
                "partly supports": "support in part",
                "nuance": "qualify",
                "contradicts": "contradict",
            }
        )
    )
    counts = pd.crosstab(voices["claim_id"], kinds)
    columns = ["support", "support in part", "qualify", "contradict"]
    return (
        counts.reindex(index=audited()["claim_id"], columns=columns, fill_value=0)
        .rename_axis(columns=None)
        .reset_index()
    )


def heard(claim_id: str, known_by=None) -> pd.DataFrame:
    """One row per piece of evidence on a claim, by date, that was public by a date (None: all); an unknown claim raises ValueError."""
    tables.one_of(claim_id, audited()["claim_id"], "claim")
    evidence = known(known_by)
    return evidence[evidence["claim_id"] == claim_id].sort_values(
        ["date", "evidence_id"], ignore_index=True
    )


def voice(origin_id: str) -> pd.DataFrame:
    """One row per piece of evidence that goes back to an origin, by claim and date; an unknown origin raises ValueError."""
    evidence = tables.read("evidence")
    tables.one_of(origin_id, tables.read("origins")["origin_id"], "origin")
    return evidence[evidence["origin_id"] == origin_id].sort_values(
        ["claim_id", "date", "evidence_id"], ignore_index=True
    )


def chain(claim_id: str) -> pd.DataFrame:
    """One row per step of a claim's sourcing chain, from its origin to the audited outlet: credited, by, kind, note.

    An unknown claim raises ValueError.
    """
    links = tables.read("attributions")
    tables.one_of(claim_id, links["claim_id"], "claim with a sourcing chain")
    links = links[links["claim_id"] == claim_id].sort_values("position", ascending=False)
    return links.assign(by=links["credited"].shift(-1))[
        ["credited", "by", "kind", "note"]
    ].reset_index(drop=True)


def chains() -> pd.DataFrame:
    """One row per distinct link credited → by in the audited article's chains, with its kind and the number of claims it carries."""
    links = tables.read("attributions").sort_values(["claim_id", "position"])
    links = links[links["claim_id"].isin(audited()["claim_id"])]
    links["by"] = links.groupby("claim_id")["credited"].shift(1)
    links = links.dropna(subset=["by"])
    return (
        links.groupby(["credited", "by", "kind"], observed=True, sort=True)
        .agg(claims=("claim_id", "nunique"), claim_ids=("claim_id", ";".join))
        .reset_index()
    )


def drift() -> pd.DataFrame:
    """One row per claim of the audited article whose wording moved from its parent's: claim_id, drift_kind, drift, paraphrase."""
    claims = audited()
    return claims.loc[
        claims["drift_kind"].notna(), ["claim_id", "paragraph", "drift_kind", "drift", "paraphrase"]
    ].reset_index(drop=True)


def verdicts(known_by=None, coder: str = "first") -> pd.DataFrame:
    """One row per claim: the verdict `then`, the verdict `now`, whether it moved, and the reason for each.

    `known_by` keeps the rows of one of the two: "then", "now", or a date that is one of them, see `state`.
    """
    coded = tables.read("verdicts")
    coded = coded[coded["coder"].astype("str") == coder]
    if known_by is not None:
        return coded[coded["known_by"].astype("str") == state(known_by)].reset_index(drop=True)
    sides = {
        side: coded[coded["known_by"] == side].set_index("claim_id") for side in ("then", "now")
    }
    frame = pd.DataFrame({side: rows["verdict"] for side, rows in sides.items()})
    frame["moved"] = frame["then"].astype("str") != frame["now"].astype("str")
    for side, rows in sides.items():
        frame[f"reason_{side}"], frame[f"evidence_{side}"] = rows["reason"], rows["evidence_ids"]
    return frame.reset_index()


def state(known_by) -> str:
    """The state of knowledge that a date stands for: `then` is the article's day, `now` the day of the latest evidence or after.

    Verdicts are coded for these two only; any other date raises ValueError.
    """
    if known_by in ("then", "now"):
        return known_by
    day, last = pd.Timestamp(known_by).normalize(), tables.read("evidence")["date"].max()
    article = tables.read("articles").set_index("article_id").loc[ARTICLE, "published"]
    if day != article and day < last:
        raise ValueError(
            f"no verdict is coded as known by {day:%Y-%m-%d}: verdicts are coded for two states of knowledge only, "
            f"{article:%Y-%m-%d} (then) and {last:%Y-%m-%d} or later (now)"
        )
    return "then" if day == article else "now"
