"""Claims, rules and transfers → one frame of dated things, which stand on one axis of time."""

import pandas as pd

from .. import claims, rules, tables, transfers
from ..tables.credits import credited

COLUMNS = [
    "part",
    "id",
    "date",
    "precision",
    "until",
    "mark",
    "number",
    "label",
    "landmark",
    "confidence",
    "source_id",
    "sources",
]
TYPES = {
    "mark": "str",
    "landmark": "boolean",
    "precision": "str",
    "confidence": "str",
    "number": "Int64",
    "until": "datetime64[us]",
}


@credited(
    "Claims, rules and transfers in time",
    "articles",
    "claims",
    "verdicts",
    "evidence",
    "rule_changes",
    "regimes",
    "transfers",
)
def events() -> pd.DataFrame:
    """Return all dated things, from the first rule that says what may go to whom on.

    Returns
    -------
    pandas.DataFrame
        One row per thing, by `part`; `date` is known to its `precision`, `until` is where what
        began then ends. What does not apply is missing.

        - *article*: the day of the article.
        - *rule*: a rule change; `mark` is its effect, `label` its short name, and `landmark` says
          whether it is one.
        - *kinds*: from a day on, `number` kinds of transfer have the status `mark`.
        - *claim*: the day from which a claim can be checked or, where it is misleading by
          timing, of which it is true; `mark` is the verdict now.
        - *transfer*: a dated stage (`mark`) of a counted case.

    Examples
    --------
    >>> things = events()
    >>> things["part"].unique().tolist()
    ['article', 'rule', 'kinds', 'claim', 'transfer']
    >>> things.loc[things["part"] == "rule", "date"].min()
    Timestamp('1967-04-21 00:00:00')
    """
    parts = [_article(), _rules(), _kinds(), _claims(), _transfers()]
    parts = [part.reindex(columns=COLUMNS).astype(TYPES) for part in parts]
    return pd.concat(parts, ignore_index=True)


def _article() -> pd.DataFrame:
    """Return the day of the audited article."""
    works = tables.read("articles")
    article = works[works["article_id"] == claims.ARTICLE]
    return article.assign(
        part="article",
        id=article["article_id"],
        date=article["published"],
        precision=article["published_precision"],
        label=article["outlet"],
    )


def _rules() -> pd.DataFrame:
    """Return the rule changes from the first that says what may go to whom on."""
    changes = rules.timeline()
    changes = changes[changes["date"] >= rules.bands()["start"].min()]
    return changes.assign(
        part="rule",
        id=changes["rule_id"],
        precision="day",
        mark=changes["effect"],
        label=changes["short_name"],
    )


def _kinds() -> pd.DataFrame:
    """Return how many kinds of transfer have each status, from each day of change on.

    A day of change is one on which any standing status or condition changed.
    """
    standing = rules.bands().query("scope == 'standing'")
    sources = standing.groupby("start")["source_id"].agg(_joined)
    days = sources.rename_axis("date").rename("sources").reset_index()
    cells = days.merge(standing, how="cross")
    cells = cells[(cells["start"] <= cells["date"]) & ~(cells["end"] <= cells["date"])]
    counts = pd.crosstab([cells["date"], cells["sources"]], cells["status"])
    counts = counts.reindex(columns=rules.STATUSES, fill_value=0).reset_index()
    counts["until"] = counts["date"].shift(-1).fillna(rules.known_until())
    frame = counts.rename(columns={"sources": "source_id"}).melt(
        ["date", "source_id", "until"], rules.STATUSES, var_name="mark", value_name="number"
    )
    frame = frame.assign(part="kinds", id=frame["mark"], precision="day")
    return frame.sort_values(["date", "mark"])


def _claims() -> pd.DataFrame:
    """Return the claims on the days of which they speak."""
    texts = claims.audited()[["claim_id", "paraphrase", "checkable_from"]]
    verdicts = claims.verdicts("now").merge(texts, on="claim_id")
    source = tables.read("evidence").set_index("evidence_id")["source_id"]
    evidence_ids = verdicts["evidence_ids"].str.split(";").explode()
    return verdicts.assign(
        part="claim",
        id=verdicts["claim_id"],
        date=verdicts["true_of"].fillna(verdicts["checkable_from"]),
        precision=verdicts["true_of_precision"].astype("str").fillna("day"),
        mark=verdicts["verdict"],
        label=verdicts["paraphrase"],
        source_id=evidence_ids.map(source).groupby(level=0).agg(_joined),
    )


def _transfers() -> pd.DataFrame:
    """Return the dated stages of the counted cases, by date."""
    counted = transfers.cases().query("counted")
    counted = counted.assign(
        part="transfer",
        id=counted["transfer_id"],
        label=counted["recipient"] + ": " + counted["item"],
    )
    stages = [
        counted.assign(mark=stage, date=counted[stage], precision=counted[f"{stage}_precision"])
        for stage in transfers.STAGES
    ]
    return pd.concat(stages).dropna(subset="date").sort_values(["date", "id"])


def _joined(ids: pd.Series) -> str:
    """Return ids joined by `;`, each once, what is missing left out."""
    return ";".join(ids.dropna().unique())
