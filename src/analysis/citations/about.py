"""What facts and sources are about: states, things, rules, people and days that they name.

The names are those of the tables: countries and their aliases, the words for states among the
ideas, the things that have a case, the terms of the glossary, the names of rules and cases. A name
that very many sources bear tells nothing, and is passed over.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from .. import periods
from ..checks.relations import row_ids

Frames = dict[str, pd.DataFrame]
Row = tuple[str, str]  # table and id
COMMON = 45  # more sources than this name it: weapons, transfers, Japan
NEAR = pd.Timedelta(days=40)  # a report speaks of what was or is soon to be
LINKS = {"claim_id": "claims", "rule_id": "rule_changes"}
PASSED_OVER = ("source_id", "sources", "type", "provision_reason", "rule_basis")
# Who is told by a column of its own alone: the Cabinet Office does more than ask, Abe than rule.
OWN = {"pollster": "polls", "prime_minister": "cabinets"}
TERM = 5  # signs of a term of the glossary that is about one thing
NOTHING: frozenset[str] = frozenset()
LONGEST = 6  # words of a name in Latin or Cyrillic letters
STATE = re.compile("[A-Z]{3}")
DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b|\b(\d{1,2} [A-Z][a-z]{2,8} \d{4})\b")
ID = re.compile(r"\b(?:[CR]\d{2,3}|T\d{3}|FY\d{4})\b")
RESOLUTION = re.compile(r"(?:resolution|res|unscr?|s-res)[\W_]*(\d{3,4})(?!\d)", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+(?:-\d+[^\W_]*)?|\d+")
_CODES = "USA GBR AUS IND ITA FRA DEU PHL VNM KOR CAN RUS".split()
# Headlines write states with one sign: 日豪, 対米, 比海軍.
SHORT = dict(zip("米英豪印伊仏独比越韓加露", _CODES, strict=True))
_STATES = f"[{''.join(SHORT)}]"
HEADLINE = re.compile(
    rf"(?<=[日対駐])({_STATES}+)|({_STATES}{{1,3}})(?=軍|国|向け|に|へ|と|、|政府|海軍|空軍|首)"
)


def names(frames: Frames) -> "Names":
    """Return the names of the tables."""
    return Names(frames)


class Names:
    """The names of the tables, and the subjects that each stands for."""

    def __init__(self, frames: Frames) -> None:
        self._words: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._signs: dict[str, set[str]] = defaultdict(set)
        self._found: dict[str, set[str]] = {}
        self._states(frames)
        for item in frames["items"].dropna(subset=["cases"]).itertuples():
            for name in (item.name_en, item.name_ja, *str(item.other_names).split(";")):
                for case in item.cases.split(";"):
                    self._add(name, case)
        for mention in frames["mentions"].itertuples():
            for subject in (mention.rule_id, mention.transfer_id):
                self._add(mention.term, subject)
        for programme in frames["programmes"]["programme"].dropna().unique():
            name = re.split(r",| \(", programme)[0]
            self._add(name, f"programme {name}")
        for column, table in OWN.items():
            for person in frames[table][column].dropna().unique():
                name = re.split(r":| \(", person)[0]
                self._add(name, f"{column} {name}")
        for entry in frames["glossary"].dropna(subset=["term"]).itertuples():
            if len(entry.term) >= TERM:  # 部品 and 完成品 are said of anything
                self._add(entry.term, f"term {entry.term}")
        self._openings = {words[0] for words in self._words}

    def _states(self, frames: Frames) -> None:
        """Add the names of states in all their spellings."""
        codes = {}
        for country in frames["countries"].itertuples():
            codes[country.name_en] = country.iso3
            self._add(country.name_en, country.iso3)
            self._add(country.name_ja, country.iso3)
        aliases = frames["aliases"]
        for alias in aliases[aliases["kind"] == "country"].itertuples():
            codes.setdefault(alias.alias, alias.iso3)
            self._add(alias.alias, alias.iso3)
        for idea in frames["ideas"].itertuples():
            self._add(idea.term, codes.get(str(idea.idea).removeprefix("the ")))

    def _add(self, name: object, subject: object) -> None:
        """Add one name of a subject; a blank, a single letter and Japan are no names."""
        if pd.isna(name) or pd.isna(subject) or subject in (None, "JPN"):
            return
        name = str(name).strip()
        if re.search("[ぁ-んァ-ヶ一-龥]", name):
            if len(name) > 1:
                self._signs[name].add(str(subject))
            return
        words = WORDS.findall(name if name.isupper() else name.lower())
        if name.endswith("*") and len(words) == 1:
            self._stems[words[0]].add(str(subject))
        elif words and len("".join(words)) > 1:
            self._words[tuple(words)].add(str(subject))

    def named(self, text: str) -> set[str]:
        """Return the subjects that a text names."""
        if text not in self._found:
            self._found[text] = self._sought(text)
        return self._found[text]

    def _sought(self, text: str) -> set[str]:
        """Return the subjects that a text names, looked for."""
        subjects = set(ID.findall(text))
        as_printed, small = WORDS.findall(text), WORDS.findall(text.lower())
        for words in (as_printed, small):
            for first, word in enumerate(words):
                if word in self._openings:
                    for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
                        subjects |= self._words.get(tuple(words[first:last]), NOTHING)
        for word in set(small):
            for end in range(3, len(word) + 1):
                subjects |= self._stems.get(word[:end], NOTHING)
        if not text.isascii():
            found = (held for name, held in self._signs.items() if name in text)
            subjects |= NOTHING.union(*found)
            subjects |= {SHORT[sign] for found in HEADLINE.findall(text) for sign in "".join(found)}
        return subjects | {f"resolution {number}" for number in RESOLUTION.findall(text)}


class Subjects:
    """What each source and each cited row is about."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._names = names(frames)
        self._at: dict[str, dict[str, int]] = {}
        self._tables: dict[str, dict[int, dict]] = {}
        self._rows: dict[Row, tuple[set[str], set[pd.Timestamp]]] = {}
        sources = frames["sources"].dropna(subset=["source_id"]).drop_duplicates("source_id")
        sources = sources.set_index("source_id")
        texts = sources[["title", "note", "publisher"]].fillna("").agg(" ".join, axis=1)
        slugs = sources.index.to_series() + " " + sources["url"].fillna("")
        slugs = slugs.str.lower().str.replace(r"https?://[^/]*", " ", regex=True)
        self._sources = {
            source: self._names.named(text) | self._names.named(slugs[source])
            for source, text in texts.items()
        }
        counts = Counter(name for named in self._sources.values() for name in named)
        self._common = {
            name for name, count in counts.items() if count > COMMON and not STATE.fullmatch(name)
        }
        self._told = {source: _days(text) for source, text in texts.items()}
        last = periods.last_day(sources["published"], sources["published_precision"])
        periods_told = zip(sources["published"], last, strict=True)
        self._published = dict(zip(sources.index, periods_told, strict=True))

    def of_row(self, row: Row) -> tuple[set[str], set[pd.Timestamp]]:
        """Return what a row and the claim or rule that it belongs to are about, and their days."""
        if row not in self._rows:
            table, key = row
            subjects, days = self._own(table, key)
            for column, target in LINKS.items():
                linked = str(self._cell(table, key, column))
                if linked in self._rows_by_id(target) and table != "transfers":
                    more, days_linked = self._own(target, linked)
                    subjects |= more | {linked}
                    days |= days_linked
            self._rows[row] = subjects | {key}, days
        return self._rows[row]

    def share(self, row: Row, source: str, others: Iterable[Row]) -> bool:
        """Return whether a row has something in common with its source.

        That is a subject that the source names, or a day near its publication, or a subject or a
        day of another row that the source is cited for.
        """
        subjects, days = self.of_row(row)
        if subjects & self._sources[source] - self._common:
            return True
        if days & self._told[source]:
            return True
        first, last = self._published[source]
        if pd.notna(first) and any(first - NEAR <= day <= last + NEAR for day in days):
            return True
        for other in others:
            more, days_told = self.of_row(other)
            if subjects & more - self._common or days & days_told:
                return True
        return False

    def _own(self, table: str, key: str) -> tuple[set[str], set[pd.Timestamp]]:
        """Return the subjects and the days in the cells of one row."""
        subjects: set[str] = set()
        days: set[pd.Timestamp] = set()
        for column, cell in self._cells(table)[self._rows_by_id(table)[key]].items():
            if pd.isna(cell):
                continue
            if isinstance(cell, pd.Timestamp):
                days.add(cell)
            elif column.endswith("iso3") or column == "recipients":
                subjects |= set(cell.split(";"))
            elif isinstance(cell, str) and column not in PASSED_OVER:
                named = self._names.named(cell)
                subjects |= {name for name in named if _owner(name) in ("", column)}
                days |= _days(cell)
            elif column == "fiscal_year":
                subjects.add(f"FY{cell}")
        return subjects - {"JPN"}, days

    def _rows_by_id(self, table: str) -> dict[str, int]:
        """Return the row of each id of a table."""
        if table not in self._at:
            ids = row_ids(table, self._frames[table])
            self._at[table] = dict(zip(ids, ids.index, strict=True))
        return self._at[table]

    def _cells(self, table: str) -> dict[int, dict]:
        """Return the cells of a table by row and column."""
        if table not in self._tables:
            self._tables[table] = self._frames[table].to_dict("index")
        return self._tables[table]

    def _cell(self, table: str, key: str, column: str) -> object:
        """Return one cell, or None where the table has no such column."""
        return self._cells(table)[self._rows_by_id(table)[key]].get(column)


def _owner(name: str) -> str:
    """Return the column that alone tells of a subject; blank where any does."""
    column = name.partition(" ")[0]
    return column if column in OWN else ""


def _days(text: str) -> set[pd.Timestamp]:
    """Return the days that a text names in full."""
    found = (_day(iso or written) for iso, written in DAY.findall(text))
    return {day for day in found if day is not None}


@lru_cache(maxsize=4096)
def _day(text: str) -> pd.Timestamp | None:
    """Return the day that a date in digits, or in English, names; None where it is none."""
    try:
        return pd.Timestamp(text)
    except ValueError:
        return None
