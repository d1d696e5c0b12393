"""The sentences of an article that repeat a known claim or a misreading.

A sentence is known by what it is about: the ideas that it names, by the tables `ideas` and
`retellings`, and not by its wording.
"""

import re
import unicodedata

import pandas as pd

from ... import claims, tables
from .subjects import LETTER

COLUMNS = ["paragraph", "sentence", "statement_id", "statement", "then", "now", "reason"]
COLUMNS += ["source_id", "page"]
ASIDE = "questions.html"  # page of the misreadings


def repeats(spoken: pd.DataFrame) -> pd.DataFrame:
    """Return one row per sentence that repeats a known statement, each statement once.

    Parameters
    ----------
    spoken : pandas.DataFrame
        What `subjects.sentences` gives.

    Returns
    -------
    pandas.DataFrame
        `paragraph`, `sentence`, `statement_id` (of a claim or a misreading), `statement` (in our
        words), `then` and `now` (verdicts; of a misreading `now` is "misreading"), `reason` (what
        the record says), `source_id` and `page` (where the site tells more).
    """
    found = retold(spoken["text"]).drop_duplicates("statement_id")
    found = found.join(spoken.rename(columns={"text": "sentence"}), on="place")
    return found.merge(_known(), on="statement_id", how="left")[COLUMNS]


def retold(texts: pd.Series) -> pd.DataFrame:
    """Return `place` and `statement_id`: for each text the statement that fits it most closely.

    The closest is the one that needs most ideas; of several the first in the table counts.
    """
    named = ideas(texts)
    ways = tables.read("retellings")
    rows = []
    for way in ways.to_dict("records"):
        needs, lacks = _listed(way["needs"]), _listed(way["lacks"])
        if not set(needs) <= set(named):
            continue
        fits = named[needs].all(axis=1) & ~named.reindex(columns=lacks, fill_value=False).any(
            axis=1
        )
        statement = way["question_id"] if pd.isna(way["claim_id"]) else way["claim_id"]
        rows += [(place, statement, len(needs)) for place in texts.index[fits]]
    frame = pd.DataFrame(rows, columns=["place", "statement_id", "needs"])
    frame = frame.sort_values(["place", "needs"], ascending=[True, False], kind="stable")
    return frame.drop_duplicates("place")[["place", "statement_id"]].reset_index(drop=True)


def ideas(texts: pd.Series) -> pd.DataFrame:
    """Return whether each text (rows) names each idea of the table (columns; only those named)."""
    texts = texts.map(lambda text: unicodedata.normalize("NFKC", text).replace("’", "'"))
    whole = "\n".join(texts).casefold()
    terms = tables.read("ideas")
    stems = terms["term"].str.rstrip("*").map(_plain).str.casefold()
    present = terms[[stem in whole for stem in stems]]
    named = {
        idea: texts.str.contains("|".join(map(_pattern, rows)), regex=True)
        for idea, rows in present.groupby("idea", sort=False)["term"]
    }
    return pd.DataFrame(named, index=texts.index, dtype="bool")


def _plain(term: str) -> str:
    return unicodedata.normalize("NFKC", term)


def _pattern(term: str) -> str:
    """Return a term as a pattern: whole words and numbers, a final * any ending."""
    stem = _plain(term.rstrip("*"))
    inside = f"{LETTER}0-9"
    before = f"(?<![{inside}])" if re.match(f"[{inside}]", stem) else ""
    after = f"(?![{inside}])" if re.search(f"[{inside}]$", stem) else ""
    if term.endswith("*"):
        after = f"[{LETTER}]*"
    case = "" if stem == stem.upper() else "?i:"
    return f"({case or '?:'}{before}{re.escape(stem)}{after})"


def _listed(cell: object) -> list[str]:
    return [] if pd.isna(cell) else str(cell).split(";")


def _known() -> pd.DataFrame:
    """Return what the record says of each claim and misreading."""
    coded = tables.read("claims")[["claim_id", "paraphrase"]].merge(
        claims.verdicts(), on="claim_id"
    )
    evidence = tables.read("evidence").set_index("evidence_id")["source_id"]
    first = coded["evidence_now"].astype("str").str.split(";").str[0]
    of_claims = pd.DataFrame(
        {
            "statement_id": coded["claim_id"],
            "statement": coded["paraphrase"],
            "then": coded["then"].astype("str"),
            "now": coded["now"].astype("str"),
            "reason": coded["reason_now"],
            "source_id": first.map(evidence),
            "page": "claims/" + coded["claim_id"].astype("str") + ".html",
        }
    )
    asked = tables.read("questions").query("kind == 'misreading'")
    of_misreadings = pd.DataFrame(
        {
            "statement_id": asked["question_id"],
            "statement": asked["question_en"],
            "then": "",
            "now": "misreading",
            "reason": asked["said_en"],
            "source_id": asked["sources"].str.split(";").str[0],
            "page": f"{ASIDE}#" + asked["question_id"].astype("str"),
        }
    )
    return pd.concat([of_claims, of_misreadings], ignore_index=True)
