"""The sentences of an article that repeat a known claim or a misreading.

A sentence is known by what it is about: the ideas that it names, by the tables `ideas` and
`retellings`, and not by its wording.
"""

import pandas as pd

from ... import claims, tables
from ...citations import grading
from . import times
from .naming import ideas

COLUMNS = ["paragraph", "sentence", "statement_id", "statement", "then", "now", "true_of", "reason"]
COLUMNS += ["grade", "source_id", "page"]
ASIDE = "questions.html"  # page of the misreadings


def repeats(
    spoken: pd.DataFrame,
    dates: pd.DataFrame | None = None,
    published: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return one row per sentence that repeats a known statement, each statement once.

    Parameters
    ----------
    spoken : pandas.DataFrame
        What `subjects.sentences` gives.
    dates : pandas.DataFrame, optional
        What `days.periods` gives for them: "last December" names a time as its date does.
    published : pandas.Timestamp, optional
        The day of the article: a ban that was lifted, on no day that is named, is the last.

    Returns
    -------
    pandas.DataFrame
        `paragraph`, `sentence`, `statement_id` (of a claim or a misreading), `statement` (in our
        words), `then` and `now` (verdicts; of a misreading `now` is "misreading"), `true_of` (the
        day from which a claim of another time holds), `reason` (what the record says), `grade`,
        `source_id` and `page` (where the site tells more).
    """
    texts = spoken["text"]
    dated = None if dates is None else times.named(texts, dates, published)
    found = retold(texts, dated).drop_duplicates("statement_id")
    if found.empty:
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    found = found.join(spoken.rename(columns={"text": "sentence"}), on="place")
    return found.merge(_known(), on="statement_id", how="left")[COLUMNS]


def retold(texts: pd.Series, dated: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return `place` and `statement_id`: for each text the statements that fit it, closest first.

    `dated` are ideas that the texts name by a date, as `times.named` gives them.

    The closest is the one that needs most ideas. A statement is left out where another that fits
    needs all its ideas and more.
    """
    named = ideas(texts)
    if dated is not None:
        columns = named.columns.union(dated.columns, sort=False)
        both = [frame.reindex(columns=columns, fill_value=False) for frame in (named, dated)]
        named = both[0] | both[1]
    rows = []
    for way in tables.read("retellings").to_dict("records"):
        needs, lacks = _listed(way["needs"]), _listed(way["lacks"])
        if not set(needs) <= set(named):
            continue
        fits = named[needs].all(axis=1) & ~named.reindex(columns=lacks, fill_value=False).any(
            axis=1
        )
        statement = way["question_id"] if pd.isna(way["claim_id"]) else way["claim_id"]
        rows += [(place, statement, frozenset(needs)) for place in texts.index[fits]]
    frame = pd.DataFrame(rows, columns=["place", "statement_id", "needs"])
    others = frame.groupby("place")["needs"].agg(list).to_dict()
    is_part = [
        any(needs < other for other in others[place])
        for place, needs in zip(frame["place"], frame["needs"], strict=True)
    ]
    frame = frame.assign(count=frame["needs"].map(len))[~pd.Series(is_part, dtype="bool")]
    frame = frame.sort_values(["place", "count"], ascending=[True, False], kind="stable")
    return frame.drop_duplicates(["place", "statement_id"])[["place", "statement_id"]].reset_index(
        drop=True
    )


def _listed(cell: object) -> list[str]:
    return [] if pd.isna(cell) else str(cell).split(";")


@tables.cached
def _known() -> pd.DataFrame:
    """Return what the record says of each claim and misreading, with grade and source."""
    of_claims = _claims()
    asked = tables.read("questions").query("kind == 'misreading'").set_index("question_id")
    claim = asked["grounds"].str.extract(r"claims:([A-Z]\d\d)")[0]
    by_claim = of_claims.set_index("statement_id")
    of_misreadings = pd.DataFrame(
        {
            "statement": asked["question_en"],
            "then": "",
            "now": "misreading",
            "reason": asked["said_en"],
            "grade": asked["grade"].astype("str").where(asked["grade"].notna()),
            "source_id": asked["sources"].str.split(";").str[0],
            "page": f"{ASIDE}#" + asked.index.astype("str"),
        }
    ).rename_axis("statement_id")
    for column in ("grade", "source_id"):
        lent = claim.map(by_claim[column])
        of_misreadings[column] = of_misreadings[column].fillna(lent)
    return pd.concat([of_claims, of_misreadings.reset_index()], ignore_index=True)


def _claims() -> pd.DataFrame:
    """Return verdicts, reason, and the best graded of the evidence that decides each claim now."""
    coded = tables.read("claims")[["claim_id", "paraphrase"]].merge(
        claims.verdicts(), on="claim_id"
    )
    timed = tables.read("verdicts").query("coder == 'settled' and true_of.notna()")
    true_of = timed.set_index("claim_id")["true_of"]
    cited = tables.read("citations").query("table == 'evidence'")
    deciding = coded[["claim_id", "evidence_now"]].dropna()
    deciding = deciding.assign(row_id=deciding["evidence_now"].str.split(";")).explode("row_id")
    cited = cited[cited["row_id"].isin(deciding["row_id"])]
    graded = grading.grades(cited, tables.read("sources"), grading.facts())
    best = deciding.merge(graded, on="row_id").sort_values("grade", kind="stable")
    best = best.drop_duplicates("claim_id").set_index("claim_id")
    return pd.DataFrame(
        {
            "statement_id": coded["claim_id"],
            "statement": coded["paraphrase"],
            "then": coded["then"].astype("str"),
            "now": coded["now"].astype("str"),
            "true_of": coded["claim_id"].map(true_of),
            "reason": coded["reason_now"],
            "grade": coded["claim_id"].map(best["grade"]),
            "source_id": coded["claim_id"].map(best["source_id"]),
            "page": "claims/" + coded["claim_id"].astype("str") + ".html",
        }
    )
