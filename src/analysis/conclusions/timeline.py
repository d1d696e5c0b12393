"""Claims, rules and transfers → one frame of dated things, so that they can stand on one axis of time."""

import pandas as pd

from .. import claims, rules, tables, transfers

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
    "source_id_2",
]
FIRST = pd.Timestamp("1967-01-01")  # the year of the Three Principles on Arms Exports


def events() -> pd.DataFrame:
    """One row per dated thing from 1967 on, by `part`; `date` is known to its `precision`, `until` is where what began then ends.

    - *article*: the day of the article.
    - *rule*: a rule change; `mark` is its effect.
    - *kinds*: from a day on, `number` kinds of transfer have the status `mark`.
    - *claim*: the day from which a claim can be checked or, where it is misleading by timing, of which it is true; `mark` is the verdict now.
    - *transfer*: a dated stage (`mark`) of a counted case.
    """
    parts = [_article(), _rules(), _kinds(), _claims(), _transfers()]
    types = {
        "mark": "str",
        "precision": "str",
        "confidence": "str",
        "number": "Int64",
        "until": "datetime64[us]",
    }
    return pd.concat(
        [frame.reindex(columns=COLUMNS).astype(types) for frame in parts], ignore_index=True
    )


def _article() -> pd.DataFrame:
    works = tables.read("articles")
    one = works[works["article_id"] == claims.ARTICLE]
    return one.assign(
        part="article",
        id=one["article_id"],
        date=one["published"],
        precision=one["published_precision"],
        label=one["outlet"],
    )


def _rules() -> pd.DataFrame:
    changes = rules.timeline().query("date >= @first", local_dict={"first": FIRST})
    return changes.assign(
        part="rule",
        id=changes["rule_id"],
        precision="day",
        mark=changes["effect"],
        label=changes["short_name"],
    )


def _kinds() -> pd.DataFrame:
    """How many kinds of transfer have each status from each day on which any standing status or condition changed."""
    standing = rules.bands().query("scope == 'standing'")
    days = (
        standing.groupby("start")["source_id"]
        .agg(lambda ids: ";".join(ids.dropna().unique()))
        .rename("sources")
    )
    held = days.reset_index().rename(columns={"start": "date"}).merge(standing, how="cross")
    held = held[(held["start"] <= held["date"]) & ~(held["end"] <= held["date"])]
    counts = (
        pd.crosstab([held["date"], held["sources"]], held["status"])
        .reindex(columns=rules.STATUSES, fill_value=0)
        .reset_index()
    )
    counts["until"] = counts["date"].shift(-1).fillna(rules.known_until())
    frame = counts.melt(
        ["date", "sources", "until"], rules.STATUSES, var_name="mark", value_name="number"
    )
    return (
        frame.rename(columns={"sources": "source_id"})
        .assign(part="kinds", id=frame["mark"], precision="day")
        .sort_values(["date", "mark"])
    )


def _claims() -> pd.DataFrame:
    said = claims.verdicts("now").merge(
        claims.audited()[["claim_id", "paraphrase", "checkable_from"]], on="claim_id"
    )
    place = tables.read("evidence").set_index("evidence_id")["source_id"]
    sources = (
        said["evidence_ids"]
        .str.split(";")
        .explode()
        .map(place)
        .groupby(level=0)
        .agg(lambda ids: ";".join(ids.dropna().unique()))
    )
    told = {
        "date": said["true_of"].fillna(said["checkable_from"]),
        "precision": said["true_of_precision"].astype("str").fillna("day"),
    }
    return said.assign(
        part="claim",
        id=said["claim_id"],
        mark=said["verdict"],
        label=said["paraphrase"],
        source_id=sources,
        **told,
    )


def _transfers() -> pd.DataFrame:
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
