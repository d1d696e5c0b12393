"""The verdicts on the claims: three codings, what was settled, and how far the codings agree."""

from itertools import combinations

import pandas as pd

from .. import periods, reliability, tables
from ..tables.credits import credited
from .record import article_day, audited, is_word

VERDICTS = [
    "supported",
    "mostly supported",
    "misleading by timing",
    "unsupported",
    "contradicted",
    "not checkable",
]


@credited("The verdict on each claim, then and now", "verdicts")
def verdicts(known_by: object = None, coder: str = "settled") -> pd.DataFrame:
    """Return the verdict on each claim, then and now.

    Parameters
    ----------
    known_by : str, datetime.date or pandas.Timestamp, optional
        "then", "now" or a day that stands for one of them (see `state`): only the verdicts of
        that state of knowledge, as the table has them. Where none is given, both side by side.
    coder : {"settled", "first", "second", "third"}
        Whose coding.

    Returns
    -------
    pandas.DataFrame
        One row per claim: claim_id, then, now, moved (whether they differ), and reason and evidence
        of each. With `known_by`: the rows of the table `verdicts`.

    Raises
    ------
    ValueError
        `known_by` is no day, or a day for which no verdict is coded.

    Examples
    --------
    >>> verdicts().columns.tolist()[:4]
    ['claim_id', 'then', 'now', 'moved']
    >>> len(verdicts("2024-03-10")) == len(verdicts())
    True
    """
    coded = tables.read("verdicts")
    coded = coded[coded["coder"].astype("str") == coder]
    if known_by is not None:
        return coded[coded["known_by"].astype("str") == state(known_by)].reset_index(drop=True)
    then = coded[coded["known_by"] == "then"].set_index("claim_id")
    now = coded[coded["known_by"] == "now"].set_index("claim_id")
    both = pd.DataFrame({"then": then["verdict"], "now": now["verdict"]})
    both["moved"] = both["then"].astype("str") != both["now"].astype("str")
    for side, rows in {"then": then, "now": now}.items():
        both[f"reason_{side}"] = rows["reason"]
        both[f"evidence_{side}"] = rows["evidence_ids"]
    return both.reset_index()


def about(*claim_ids: str) -> pd.DataFrame:
    """Return what some claims say, and what is held of them.

    Parameters
    ----------
    claim_ids : str
        Ids of claims of the audited article.

    Returns
    -------
    pandas.DataFrame
        One row per claim, in the order asked: claim_id, paraphrase, then, now, and the reason of
        the verdict now.

    Raises
    ------
    ValueError
        For an unknown claim; those there are are listed.

    Examples
    --------
    >>> about("C18", "C20")["now"].tolist()
    ['supported', 'misleading by timing']
    """
    said = audited().set_index("claim_id")["paraphrase"]
    for claim_id in claim_ids:
        tables.one_of(claim_id, said.index, "claim")
    judged = verdicts().set_index("claim_id").join(said).loc[list(claim_ids)].reset_index()
    judged = judged.rename(columns={"reason_now": "reason"})
    return judged[["claim_id", "paraphrase", "then", "now", "reason"]]


@credited("How far the coders of the verdicts agree", "verdicts")
def agreement(draws: int = 2000, seed: int = 0) -> pd.DataFrame:
    """Return how far the codings of the verdicts agree, two coders at a time.

    Parameters
    ----------
    draws : int
        How many samples of claims the intervals are drawn from.
    seed : int
        Of the generator that draws them.

    Returns
    -------
    pandas.DataFrame
        One row per state of knowledge, pair of coders and measure: known_by, one, other, measure,
        value, low, high (the 95 % interval), units. A pair stands where both coded every claim.

    Examples
    --------
    >>> agreement(draws=10)[["known_by", "one", "other"]].drop_duplicates().values.tolist()[0]
    ['now', 'first', 'second']
    """
    coded = tables.read("verdicts").astype({"known_by": "str", "coder": "str", "verdict": "str"})
    coded = coded[coded["coder"] != "settled"]
    parts = []
    for known_by, rows in coded.groupby("known_by"):
        wide = rows.pivot(index="claim_id", columns="coder", values="verdict")
        for one, other in combinations(wide.columns, 2):
            pairs = wide[[one, other]].dropna()
            claims = pd.Series(pairs.index, pairs.index)
            measures = reliability.agreement(pairs, VERDICTS, [], claims, draws, seed)
            parts.append(measures.assign(known_by=known_by, one=one, other=other))
    columns = ["known_by", "one", "other", "measure", "value", "low", "high", "units"]
    return pd.concat(parts, ignore_index=True)[columns]


def state(known_by: object) -> str:
    """Return the state of knowledge that a day stands for.

    Parameters
    ----------
    known_by : str, datetime.date or pandas.Timestamp
        "then", "now" or a day.

    Returns
    -------
    str
        "then" for the article's day; "now" for the day of the latest evidence and all after it.

    Raises
    ------
    ValueError
        `known_by` is no day, or another one: verdicts are coded for these two only.

    Examples
    --------
    >>> state("2024-03-10"), state("2100-01-01")
    ('then', 'now')
    """
    if is_word(known_by, "then") or is_word(known_by, "now"):
        return str(known_by)
    day = periods.day(known_by)
    first = article_day()
    last = tables.read("evidence")["date"].max()
    if day != first and day < last:
        raise ValueError(
            f"no verdict is coded as known by {day:%Y-%m-%d}: verdicts are coded for two states of "
            f"knowledge only, {first:%Y-%m-%d} (then) and {last:%Y-%m-%d} or later (now)"
        )
    return "then" if day == first else "now"
