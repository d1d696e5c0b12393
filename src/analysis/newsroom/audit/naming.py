"""What sentences are about: the ideas and the states that they name, by the table `ideas`."""

import functools
import re
import unicodedata

import pandas as pd

from ... import tables

LETTER = "A-Za-zА-яЁёІЇЄҐіїєґ"
# What stands for an apostrophe where pages are written: послаблення, пом’якшення, помʼякшення
APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʹ′`´"), "'")
# Must, may and cannot help doing: a negation in form alone
NO_NEGATION = re.compile(
    "なければなら(?:ない|なかった|ず)|かもしれ(?:ない|ません)|ざるを得ない|に違いない"
)
# "due to rules" tells a cause, and nothing to come as "due to arrive" does
CAUSE = re.compile(
    r"\b[Dd]ue to (?=(?:the|an?|its|their|his|her|this|that|these|those|any|such)\b|[\"“(A-Z])"
)


def ideas(texts: pd.Series) -> pd.DataFrame:
    """Return whether each text (rows) names each idea of the table (columns; only those named)."""
    unique = texts.drop_duplicates()
    named = _named(tuple(unique)).set_axis(unique, axis=0)
    return named.reindex(texts).set_axis(texts.index, axis=0)


@tables.cached
def _named(texts: tuple[str, ...]) -> pd.DataFrame:
    """Return what `ideas` does, for texts that differ: several parts of an audit ask the same."""
    plain = [CAUSE.sub("because of", NO_NEGATION.sub("", _plain(text))) for text in texts]
    whole = "\n".join(plain).casefold()
    named = {}
    for idea, terms in _terms():
        searches = [compiled(_pattern(term)).search for stem, term in terms if stem in whole]
        if searches:
            named[idea] = [any(search(text) for search in searches) for text in plain]
    return pd.DataFrame(named, index=range(len(plain)), dtype="bool")


@tables.cached
def _terms() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each idea with its terms, each after its beginning in small letters."""
    ideas: dict[str, list[tuple[str, str]]] = {}
    table = tables.read("ideas")
    stems = _plain("\n".join(term.partition("*")[0] for term in table["term"])).casefold()
    rows = zip(table["idea"], stems.split("\n"), table["term"], strict=True)
    for idea, stem, term in rows:
        ideas.setdefault(idea, []).append((stem, term))
    return list(ideas.items())


@functools.cache
def compiled(pattern: str) -> re.Pattern:
    """Return a pattern of the tables ready for use; most are of words that no article has."""
    return re.compile(pattern)


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
    return unicodedata.normalize("NFKC", term).translate(APOSTROPHES)


@functools.cache
def _pattern(term: str) -> str:
    """Return a term as a pattern: whole words and numbers; a * stands for any letters.

    The letters stand outside of what is read in any case: they have both, and are ready sooner.
    """
    stem = _plain(term.rstrip("*"))
    inside = f"{LETTER}0-9"
    before = f"(?<![{inside}])" if re.match(f"[{inside}]", stem) else ""
    after = f"(?![{inside}])" if re.search(f"[{inside}]$", stem) else ""
    if term.endswith("*"):
        after = f"[{LETTER}]*"
    case = "?:" if stem == stem.upper() else "?i:"
    parts = [f"({case}{re.escape(part)})" for part in stem.split("*")]
    return before + f"[{LETTER}]*".join(parts) + after
