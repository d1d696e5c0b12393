"""What sentences are about: the ideas and the states that they name, by the table `ideas`."""

import re
import unicodedata

import pandas as pd

from ... import tables

LETTER = "A-Za-zА-яЁёІЇЄҐіїєґ"
# Must, may and cannot help doing: a negation in form alone
NO_NEGATION = re.compile(
    "なければなら(?:ない|なかった|ず)|かもしれ(?:ない|ません)|ざるを得ない|に違いない"
)


def ideas(texts: pd.Series) -> pd.DataFrame:
    """Return whether each text (rows) names each idea of the table (columns; only those named)."""
    texts = texts.map(lambda text: unicodedata.normalize("NFKC", text).replace("’", "'"))
    texts = texts.str.replace(NO_NEGATION, "", regex=True)
    whole = "\n".join(texts).casefold()
    terms = tables.read("ideas")
    stems = terms["term"].str.partition("*")[0].map(_plain).str.casefold()
    present = terms[[stem in whole for stem in stems]]
    named = {
        idea: texts.str.contains("|".join(map(_pattern, rows)), regex=True)
        for idea, rows in present.groupby("idea", sort=False)["term"]
    }
    return pd.DataFrame(named, index=texts.index, dtype="bool")


@tables.cached
def other_states() -> str:
    """Return the pattern of the names of all states but Japan."""
    states = tables.read("countries").query("iso3 != 'JPN'")
    names = pd.concat([states["name_en"], states["name_ja"]]).dropna()
    return "|".join(map(re.escape, names))


@tables.cached
def states() -> list[str]:
    """Return the ideas that are states but Japan, or stand for other ones."""
    names = set(tables.read("countries").query("iso3 != 'JPN'")["name_en"])
    known = tables.read("ideas")["idea"].unique()
    return [*(idea for idea in known if idea.removeprefix("the ") in names), "another state"]


def recipient(iso3: pd.Series) -> pd.Series:
    """Return the idea under which the words for each state stand."""
    known = set(tables.read("ideas")["idea"])
    names = tables.read("countries").set_index("iso3")["name_en"]
    states = iso3.map(names)
    articled = "the " + states
    return articled.where(articled.isin(known), states)


def _plain(term: str) -> str:
    return unicodedata.normalize("NFKC", term)


def _pattern(term: str) -> str:
    """Return a term as a pattern: whole words and numbers; a * stands for any letters."""
    stem = _plain(term.rstrip("*"))
    inside = f"{LETTER}0-9"
    before = f"(?<![{inside}])" if re.match(f"[{inside}]", stem) else ""
    after = f"(?![{inside}])" if re.search(f"[{inside}]$", stem) else ""
    if term.endswith("*"):
        after = f"[{LETTER}]*"
    case = "" if stem == stem.upper() else "?i:"
    letters = re.escape(stem).replace(r"\*", f"[{LETTER}]*")
    return f"({case or '?:'}{before}{letters}{after})"
