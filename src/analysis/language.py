"""The language of the page or chart that is being made, and what a text is in that language.

English is what tables, templates and code hold. `said` looks a text's Japanese up: among the words
of the pages, the columns of tables that stand in both languages, and the translations of cells. A
text is known by what it says, so one that was reworded has no Japanese any more. Nothing falls
back to English: what is missing is kept, and `settle` stops the build with all of it.
"""

import functools
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from . import tables

ENGLISH, JAPANESE = "en", "ja"
FOLDER = "ja"  # of the Japanese pages, beside the English ones
LETTERS = re.compile(r"[A-Za-z]{2}")  # what has no two Latin letters together is no English
# Tables with a column in English and its Japanese
PAIRS = [
    ("page_words", "english", "japanese"),
    ("countries", "name_en", "name_ja"),
    ("instruments", "instrument", "instrument_ja"),
    ("instruments", "label", "instrument_ja"),
    ("rule_changes", "short_name", "short_name_ja"),
    ("claims", "short_name", "short_name_ja"),
    ("items", "name_en", "name_ja"),
    ("questions", "question_en", "question_ja"),
    ("questions", "said_en", "said_ja"),
    ("conditions", "text", "text_ja"),
    ("answer_words", "en", "ja"),
    ("landmarks", "in_words", "in_words_ja"),
    ("polls", "pollster", "pollster_ja"),
]
_current: ContextVar[str] = ContextVar("language", default=ENGLISH)
_missing: dict[str, None] = {}


def current() -> str:
    """Return the language of the page or chart that is being made: "en" or "ja"."""
    return _current.get()


def is_japanese() -> bool:
    """Return whether the page or chart that is being made is a Japanese one."""
    return current() == JAPANESE


@contextmanager
def of(language: str) -> Iterator[None]:
    """Within it, pages and charts are made in a language; another than the two is refused."""
    if language not in (ENGLISH, JAPANESE):
        raise ValueError(f"language {language!r}: give {ENGLISH} or {JAPANESE}")
    before = _current.set(language)
    try:
        yield
    finally:
        _current.reset(before)


def hash_of(text: str) -> str:
    """Return the hash by which the table `translations` knows an English text."""
    return hashlib.sha256(text.strip().encode("utf-8")).hexdigest()[:12]


@tables.cached
def in_both() -> dict[str, str]:
    """Return the Japanese of each text that a table holds in both languages."""
    words: dict[str, str] = {}
    for table, english, japanese in reversed(PAIRS):
        frame = tables.read(table)[[english, japanese]].dropna().astype("str")
        words |= dict(zip(frame[english], frame[japanese], strict=True))
    return words


@tables.cached
def translations() -> dict[str, str]:
    """Return the Japanese of the cells that were translated, by the hash of their English."""
    frame = tables.read("translations")
    return dict(zip(frame["english_hash"], frame["japanese"], strict=True))


def japanese(text: str) -> str | None:
    """Return the Japanese of an English text, or None where there is none."""
    return in_both().get(text) or translations().get(hash_of(text))


def said(text: str | None) -> str | None:
    """Return a text of the tables or of the pages in the language of the page.

    Figures, ids and texts without a word stay as they are, and HTML, which is made already.
    """
    if text is None or not is_japanese() or not is_english(text):
        return text
    found = japanese(text)
    if found is None:
        _missing[text] = None
        return text
    return found


def is_english(text: object) -> bool:
    """Return whether a text is one to translate: not HTML, and with a word in Latin letters."""
    return isinstance(text, str) and not hasattr(text, "__html__") and bool(LETTERS.search(text))


def named(name: str | None) -> str | None:
    """Return a name in the language of the page; one without a Japanese form keeps its own."""
    if not is_japanese() or name is None:
        return name
    return japanese(name) or name


def phrase(text: str, **holes: object) -> str:
    """Return a sentence in the language of the page, its holes filled: "{count} cases"."""
    return str(said(text)).format(**holes)


def settle(where: str = "Japanese pages") -> None:
    """Stop the build where a text has no Japanese; all are named, and `where` they stand."""
    missing = list(_missing)
    _missing.clear()
    if missing:
        lines = "\n".join(f"- {place(text)}: {text!r}" for text in missing)
        raise LookupError(f"no Japanese for {len(missing)} texts of {where}:\n{lines}")


def place(text: str) -> str:
    """Return where a text without Japanese is to be translated: the table, row and column."""
    where = cells().get(text)
    if where is None:
        return "add a row to data/raw/words/page_words.csv"
    return f"add a row {';'.join((*where, hash_of(text)))} to data/raw/words/translations.csv"


@functools.cache
def cells() -> dict[str, tuple[str, str, str]]:
    """Return the first place of each text that a table holds: its table, row and column."""
    places: dict[str, tuple[str, str, str]] = {}
    for table in tables.names():
        if tables.resource(table)["raw"].startswith("raw/words/") and table != "glossary":
            continue
        frame = tables.read(table)
        key = tables.resource(table)["schema"]["primaryKey"]
        keys = frame[[key] if isinstance(key, str) else key].astype("str")
        rows = [";".join(values) for values in keys.to_numpy()]
        named = [f["name"] for f in tables.fields(table) if "enum" not in f.get("constraints", {})]
        for column in frame[named].select_dtypes("str"):
            for row, text in zip(rows, frame[column], strict=True):
                places.setdefault(str(text), (table, row, column))
    return places
