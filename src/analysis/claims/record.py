"""Claims and evidence → chains, origins, matrix, verdicts, as known by any date.

Wherever a function takes `known_by`, it is a day in any form that `periods.day` takes, "then" (the
article's day), "now" (all the evidence), or None, which is the same as "now".
"""

import pandas as pd

from .. import periods, tables
from ..tables.credits import credited

ARTICLE = "ukrinform-3837875"
RELATIONS = ["contradicts", "nuance", "partly supports", "supports"]
COUNTED = {  # relation → the column in which `origins` counts it
    "supports": "support",
    "partly supports": "support in part",
    "nuance": "qualify",
    "contradicts": "contradict",
}


def dated(evidence: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the evidence table with the date of each row's source."""
    sources = frames["sources"].drop_duplicates("source_id").set_index("source_id")
    ids = evidence["source_id"]
    return evidence.assign(
        date=ids.map(sources["published"]), date_precision=ids.map(sources["published_precision"])
    )


@credited("The claims of the audited article", "claims")
def audited(article: str = ARTICLE) -> pd.DataFrame:
    """Return the claims of an article.

    Parameters
    ----------
    article : str
        Its `article_id`; the audited article where none is given.

    Returns
    -------
    pandas.DataFrame
        One row per claim: claim_id, paragraph, paraphrase, claim_type, checkable, drift …; none
        for an article without claims.

    Examples
    --------
    >>> audited()["claim_id"].head(2).tolist()
    ['C01', 'C02']
    """
    claims = tables.read("claims")
    return claims[claims["article_id"] == article].reset_index(drop=True)


@credited("The evidence known by a day", "evidence")
def known(known_by: object = None) -> pd.DataFrame:
    """Return the evidence that was public by a date.

    Parameters
    ----------
    known_by : str, datetime.date or pandas.Timestamp, optional
        A day, "then" or "now"; all evidence where none is given.

    Returns
    -------
    pandas.DataFrame
        One row per piece of evidence. Undated evidence never counts as earlier; a source known
        only to its month or year counts once that period is over.

    Raises
    ------
    ValueError
        `known_by` is no day.

    Examples
    --------
    >>> len(known("2024-03-10")) == len(known("then")) < len(known())
    True
    """
    evidence = tables.read("evidence")
    if known_by is None or is_word(known_by, "now"):
        return evidence
    day = article_day() if is_word(known_by, "then") else periods.day(known_by)
    last = periods.last_day(evidence["date"], evidence["date_precision"])
    return evidence[last <= day].reset_index(drop=True)


@credited("What each origin says of each claim", "evidence")
def matrix(known_by: object = None) -> pd.DataFrame:
    """Return what each origin says of each claim that it speaks to.

    Several sources of one origin are one voice. Where they differ, the relation furthest from
    support is shown and `mixed` is true.

    Parameters
    ----------
    known_by : str, datetime.date or pandas.Timestamp, optional
        A day, "then" or "now"; all evidence where none is given.

    Returns
    -------
    pandas.DataFrame
        One row per claim × origin: relation, mixed, independent, first (the earliest date, missing
        where none is known), sources (how many) and evidence_ids, joined by `;`.

    Raises
    ------
    ValueError
        `known_by` is no day.

    Examples
    --------
    >>> voices = matrix().set_index(["claim_id", "origin_id"])
    >>> voices.loc[("C01", "YOMIURI"), "independent"]
    'no'
    """
    evidence = known(known_by).sort_values(["claim_id", "origin_id", "evidence_id"])
    strengths = {relation: strength for strength, relation in enumerate(RELATIONS)}
    evidence = evidence.assign(strength=evidence["relation"].map(strengths).astype("int"))
    groups = evidence.groupby(["claim_id", "origin_id"], sort=True, observed=True)
    voices = groups.agg(
        strength=("strength", "min"),
        most=("strength", "max"),
        independent=("independent", "first"),
        first=("date", "min"),
        sources=("source_id", "nunique"),
        evidence_ids=("evidence_id", ";".join),
    ).reset_index()
    relation = pd.Categorical.from_codes(voices["strength"], RELATIONS, ordered=True)
    voices.insert(2, "relation", relation)
    voices.insert(3, "mixed", voices["strength"] != voices["most"])
    return voices.drop(columns=["strength", "most"])


@credited("Independent origins for and against each claim", "evidence", "claims")
def origins(known_by: object = None) -> pd.DataFrame:
    """Return how many independent origins support, qualify and contradict each claim.

    Independent means another newsroom or an official on record; it cannot rule out that both were
    briefed by the same people.

    Parameters
    ----------
    known_by : str, datetime.date or pandas.Timestamp, optional
        A day, "then" or "now"; all evidence where none is given.

    Returns
    -------
    pandas.DataFrame
        One row per claim of the audited article: claim_id, and the counts support, support in part,
        qualify, contradict; 0 where no independent origin says so.

    Raises
    ------
    ValueError
        `known_by` is no day.

    Examples
    --------
    >>> origins().columns.tolist()
    ['claim_id', 'support', 'support in part', 'qualify', 'contradict']
    >>> len(origins("then")) == len(audited())
    True
    """
    voices = matrix(known_by)
    voices = voices[voices["independent"] == "yes"]
    counts = pd.crosstab(voices["claim_id"], voices["relation"].astype("str").map(COUNTED))
    counts = counts.reindex(
        index=audited()["claim_id"], columns=list(COUNTED.values()), fill_value=0
    )
    return counts.rename_axis(columns=None).reset_index()


def heard(claim_id: str, known_by: object = None) -> pd.DataFrame:
    """Return the evidence on one claim that was public by a date.

    Parameters
    ----------
    claim_id : str
        A claim of the audited article.
    known_by : str, datetime.date or pandas.Timestamp, optional
        A day, "then" or "now"; all evidence where none is given.

    Returns
    -------
    pandas.DataFrame
        One row per piece of evidence, by date; undated evidence stands last.

    Raises
    ------
    ValueError
        The claim is none of the article's, or `known_by` is no day.

    Examples
    --------
    >>> heard("C01").loc[0, ["evidence_id", "relation"]].tolist()
    ['E168', 'partly supports']
    """
    tables.one_of(claim_id, audited()["claim_id"], "claim")
    evidence = known(known_by)
    return evidence[evidence["claim_id"] == claim_id].sort_values(
        ["date", "evidence_id"], ignore_index=True
    )


def voice(origin_id: str) -> pd.DataFrame:
    """Return the evidence that goes back to one origin.

    Parameters
    ----------
    origin_id : str
        An origin of the table `origins`.

    Returns
    -------
    pandas.DataFrame
        One row per piece of evidence, by claim and date.

    Raises
    ------
    ValueError
        There is no such origin.

    Examples
    --------
    >>> voice("YOMIURI")["claim_id"].iloc[0]
    'C01'
    """
    tables.one_of(origin_id, tables.read("origins")["origin_id"], "origin")
    evidence = tables.read("evidence")
    return evidence[evidence["origin_id"] == origin_id].sort_values(
        ["claim_id", "date", "evidence_id"], ignore_index=True
    )


def chain(claim_id: str) -> pd.DataFrame:
    """Return the sourcing chain of a claim, from its origin to the audited outlet.

    Parameters
    ----------
    claim_id : str
        A claim that has a chain.

    Returns
    -------
    pandas.DataFrame
        One row per step: credited, by (who credits it, missing at the outlet itself), kind, note.

    Raises
    ------
    ValueError
        The claim has no chain.

    Examples
    --------
    >>> chain("C01")["credited"].tolist()[1:]
    ['Yomiuri', 'Bloomberg', 'Ukrinform']
    """
    links = tables.read("attributions")
    tables.one_of(claim_id, links["claim_id"], "claim with a sourcing chain")
    links = links[links["claim_id"] == claim_id].sort_values("position", ascending=False)
    links = links.assign(by=links["credited"].shift(-1))
    return links[["credited", "by", "kind", "note"]].reset_index(drop=True)


def sources_behind(evidence_ids: pd.Series) -> pd.Series:
    """Return the sources behind each cell of evidence ids, separated by `;` as these are.

    An unknown id raises KeyError.
    """
    evidence = tables.read("evidence").set_index("evidence_id")["source_id"]
    each = evidence_ids.dropna().str.split(";").explode()
    sources = pd.Series(evidence.loc[each].array, each.index)
    joined = sources.groupby(level=0).agg(lambda ids: ";".join(pd.unique(ids)))
    return joined.reindex(evidence_ids.index)


@credited("What changed on a claim's way to the article", "claims")
def drift() -> pd.DataFrame:
    """Return the claims of the audited article whose wording moved from their parent's.

    Returns
    -------
    pandas.DataFrame
        One row per such claim: claim_id, paragraph, drift_kind, drift (in words), paraphrase.

    Examples
    --------
    >>> "C25" in set(drift()["claim_id"])
    True
    """
    columns = ["claim_id", "paragraph", "drift_kind", "drift", "paraphrase"]
    return audited().dropna(subset=["drift_kind"])[columns].reset_index(drop=True)


def is_word(known_by: object, word: str) -> bool:
    """Return whether a state of knowledge is given by a word, not by a day."""
    return isinstance(known_by, str) and known_by == word


def article_day() -> pd.Timestamp:
    """Return the day on which the audited article was published."""
    return tables.read("articles").set_index("article_id").loc[ARTICLE, "published"]
