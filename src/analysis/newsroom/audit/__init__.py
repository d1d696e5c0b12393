"""Any article held against the tables: its sourcing, its near-copies, the rules and transfers it mentions, and what to ask of it."""

import pandas as pd

from ... import articles, rules, tables, transfers
from ...periods import day as to_day
from .. import attribution, near_copies
from . import subjects
from .asking import printed, questions, rule_rows

CLOSE = 0.8  # containment from which a known article lends its day of publication

__all__ = ["audit"]


def audit(
    html_or_text: str | bytes, url: str | None = None, published: object = None
) -> dict[str, pd.DataFrame]:
    """What the tables say of an article, as frames: `article`, `paragraphs`, `attributions`, `chain`, `copies`, `rules`, `provisions`, `transfers`, `questions`.

    `published` (YYYY-MM-DD) counts before what the page states; where neither is given, a near-copy's day is taken and `article` says so. Nothing is
    fetched or judged. A page without an article, a text that is too long, and what is no day raise ValueError.
    """
    paragraphs = articles.read(html_or_text, url)
    copies = _copies(paragraphs)
    about = _about(paragraphs.attrs, copies, published)
    day = None if pd.isna(about.at[0, "published"]) else about.at[0, "published"]
    said = subjects.sentences(paragraphs)
    credits = attribution.attributions(paragraphs)
    changes, moved = rule_rows(subjects.rules(said, day)), _transfers(subjects.transfers(said))
    frames = {
        "article": about,
        "paragraphs": paragraphs,
        "attributions": credits,
        "chain": attribution.chain(credits),
        "copies": copies,
    }
    frames |= {"rules": changes, "provisions": _provisions(changes), "transfers": moved}
    return frames | {"questions": questions(frames, said, day)}


def _about(stated: dict, copies: pd.DataFrame, published: object) -> pd.DataFrame:
    """One row: title, outlet, language, address, `published` and on what that rests."""
    near = copies[(copies["containment"] >= CLOSE) & copies["published"].notna()]
    if published is not None:
        day, basis = to_day(published), "as given"
    elif stated.get("published"):
        day, basis = pd.Timestamp(stated["published"]), "as the page states"
    elif len(near):
        day, basis = near["published"].iat[0], f"that of the near-copy {near['article_id'].iat[0]}"
    else:
        day, basis = pd.NaT, "not known"
    row = {name: stated.get(name) for name in ("title", "outlet", "language", "url")}
    frame = pd.DataFrame([row], dtype="str").assign(
        published=pd.Series([day], dtype="datetime64[us]"), published_basis=basis
    )
    return frame


def _copies(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """One row per known article of which this is a near-copy, the closest first: how close, and how many paragraphs are the same, missing, extra."""
    own = articles.fingerprint(paragraphs).assign(article_id="")
    pairs = near_copies.similar(pd.concat([tables.read("fingerprints"), own], ignore_index=True))
    pairs = pairs[(pairs["one"] == "") | (pairs["other"] == "")]
    near = pairs.assign(article_id=(pairs["one"] + pairs["other"]).astype("str"))[
        ["article_id", "containment", "similarity"]
    ]
    near = near.merge(
        tables.read("articles")[["article_id", "outlet", "title", "published", "source_id"]],
        on="article_id",
        how="left",
    )
    known = tables.read("paragraphs").query("role in ['title', 'body']")
    here = paragraphs.loc[paragraphs["role"].isin(["title", "body"]), "sha256"]
    theirs = [known.loc[known["article_id"] == article, "sha256"] for article in near["article_id"]]
    return near.assign(
        same=pd.Series([int(held.isin(here).sum()) for held in theirs], dtype="Int64"),
        missing=pd.Series([int((~held.isin(here)).sum()) for held in theirs], dtype="Int64"),
        extra=pd.Series([int((~here.isin(held)).sum()) for held in theirs], dtype="Int64"),
    )


def _transfers(mentioned: pd.DataFrame) -> pd.DataFrame:
    """The transfers mentioned with what the table says of them; `first_delivery` is no more precise than it is known."""
    columns = [
        "transfer_id",
        "item",
        "recipient",
        "status",
        "decided",
        "contracted",
        "delivered",
        "rule_id",
        "confidence",
        "source_id",
    ]
    cases = transfers.cases()
    cases = cases[columns].assign(
        first_delivery=printed(cases["delivered"], cases["delivered_precision"])
    )
    return mentioned.merge(cases, on="transfer_id", how="left").astype({"status": "str"})


def _provisions(changes: pd.DataFrame) -> pd.DataFrame:
    """One row per rule change mentioned × provision that it set anew: `status_before` and `status_after` its day, and the conditions."""
    days = changes[["rule_id", "in_force_from"]].dropna().drop_duplicates()
    made = [
        rules.compare(day - pd.Timedelta(days=1), day).assign(on=day)
        for day in days["in_force_from"].unique()
    ]
    columns = [
        "rule_id",
        "on",
        "provision_id",
        "provision",
        "change",
        "status_before",
        "status_after",
        "condition_before",
        "condition_after",
    ]
    frame = pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=columns)
    return frame[frame["rule_id"].isin(days["rule_id"])][columns].reset_index(drop=True)
