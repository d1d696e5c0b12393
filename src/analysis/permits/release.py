"""The text of a release on permits, or of a press report of it → its counts, or a refusal.

Every count of a category is held against the total, and a refusal says why.
"""

import re
from collections.abc import Iterable

import pandas as pd

from .. import japanese, periods, tables
from . import english, words
from .statements import TOLD, Statement, named_in_full, statements

_KEPT = re.compile(
    rf"""
      [0-9一二三四五六七八九十ア-ンA-Za-z]{{1,4}}      # (1), a list mark
    | 件                                          # (件), a unit
    | .* (?: [{words.DIGIT}][ ]?件 | 年度 ) .*      # (1,375件), (2024年度)
    """,
    re.DOTALL | re.VERBOSE,
)
_BRACKETS = str.maketrans("〔【[〕】]", "((()))")
_STRIPPED = "、。,.:;()「」・\n "
_INNER = re.compile(r"\(([^()]*)\)")
_TABLE = re.compile(r"単位.{0,3}件|件数[ \t|]*$", re.MULTILINE)


def read_release(text: str, published: object = None) -> pd.DataFrame:
    """Return the counts in the text of the ministry's annual release, or a report of it.

    Parameters
    ----------
    text : str
        The text of the release, in Japanese or English. Blanks and line ends do not matter, save
        within a count.
    published : date or str, optional
        The day of publication, as `periods.day` takes it. It places a bare 27年度 and 昨年度.

    Returns
    -------
    pandas.DataFrame
        One row for the total and one per category, as in the table `permits`: `fiscal_year`,
        `category`, `level` (0 total, 1 head, 2 sub-head) and `count`, in permits. A category
        without a printed count has no row.

    Raises
    ------
    ValueError
        For a text that is no release, a year that cannot be placed, counts of a part of a year or
        of several years alone, a count broken by blanks, two totals, a head that is not known, and
        parts that do not add up.

    Examples
    --------
    >>> read_release("令和5年度の防衛装備の海外移転の個別許可は1,196件です。")["count"].tolist()
    [1196]
    >>> english = "In FY2023, the Minister issued 1,196 individual permits for defense equipment."
    >>> read_release(english)["fiscal_year"].tolist()
    [2023]
    >>> read_release("2024年度上期の防衛装備の海外移転の個別許可は640件です。")
    Traceback (most recent call last):
        ...
    ValueError: the text prints no total of permits for one fiscal year
    """
    day = None if published is None else periods.day(published)
    if isinstance(text, str) and not english.JAPANESE.search(text):
        year, total, parts = english.counts(text)
        _check_over(year, day)
        _check(parts, total, [])
        return _frame(year, total, parts)
    flat_text = flat(text)
    if not re.search("装備|武器", flat_text) or not re.search("許可|海外移転|輸出", flat_text):
        raise ValueError("the text is no release on permits for defence equipment")
    counts = statements(flat_text)
    years = _Years(flat_text, day)
    year, total = _total(counts, years)
    parts = _parts(counts, years, year)
    _check(parts, total, [count for count in counts if not count.subject])
    return _frame(year, total, parts)


def flat(text: str) -> str:
    """Return a text normalised, without remarks in brackets that hold no count.

    Blanks stay between figures, line ends before list marks. Raises ValueError for what is no text.
    """
    if not isinstance(text, str):
        raise ValueError(f"a release is text, not {type(text).__name__}")
    if _TABLE.search(text):
        text = re.sub(r"(?<=\d)(?=[ \t\u3000|]*$)", "件", text, flags=re.MULTILINE)
    text = japanese.normalise(text).translate(_BRACKETS)
    text = re.sub(rf"\s*\n\s*(?={words.MARK})", "\0", text)
    text = re.sub(rf"(?<![{words.DIGIT}])\s+|\s+(?![{words.DIGIT}])", "", text).replace("\0", "\n")
    for _ in range(4):  # brackets within brackets
        text = _INNER.sub(_kept, text)
    return text


def _kept(bracket: re.Match) -> str:
    """Return a bracket that holds a count, a year, a list mark or a span; nothing for another."""
    if _KEPT.fullmatch(bracket[1]) or words.SPAN.search(bracket[1]):
        return bracket[0]
    return ""


# --- the fiscal year of a count


class _Years:
    """The fiscal years that a text names, and the day that places those not named in full."""

    def __init__(self, text: str, day: pd.Timestamp | None) -> None:
        """Note the years, in order, and those that own no other count and are not compared with."""
        self.day = day
        self.has_span = words.SPAN.search(text) is not None  # a half-year, or several years
        matches = list(re.finditer(words.YEAR, text))
        self.labels = [match[0] for match in matches]
        self.free = [match[0] for match in matches if not words.COMPARED.match(text, match.end())]
        if TOLD in text:  # last, for a text that names no other
            self.labels.append(TOLD)
            self.free.append(TOLD)

    def of(self, count: Statement) -> int:
        """Return the year of a count: of the label beside it, else the last, else the only one."""
        label = count.label or count.default
        if label:
            return self.placed(label)
        labels = [label for label in self.free if label != TOLD] or self.free
        years = {self.placed(label) for label in labels}
        if len(years) != 1:
            raise ValueError("the text names no fiscal year for its count, or two")
        return years.pop()

    def placed(self, label: str) -> int:
        """Return the year of a label.

        A bare 14年度 that the day of publication does not settle, or settles on a year to come, is
        the year that the text names in full elsewhere, else the only year of which there can be a
        count.
        """
        try:
            year = int(japanese.to_fiscal_year(label, published=self.day))
        except ValueError as error:
            refusal = error
        else:
            if named_in_full(label) or year <= self._current():
                return year
            refusal = ValueError(f"FY{year} had not begun on the day of publication")
        years = self._meant(label, [year for year in map(named_in_full, self.labels) if year])
        if not years and self.day is not None:
            first_year = tables.read("permit_reports")["fiscal_year"].min()
            years = self._meant(label, range(first_year, self._current() + 1))
        if len(years) != 1:
            raise refusal
        return years.pop()

    def is_of(self, count: Statement, year: int | None = None) -> bool:
        """Return whether a count is of a year, or of any that can be placed."""
        try:
            return self.of(count) == year or year is None
        except ValueError:
            return False

    def _current(self) -> int:
        """Return the fiscal year in which the day of publication lies."""
        return int(japanese.to_fiscal_year("今年度", published=self.day))

    def _meant(self, label: str, years: Iterable[int]) -> set[int]:
        """Return those of some years that a bare 27年度 means in a text of that year."""
        meant = set()
        for year in years:
            day = f"{year + 1}-03-31"
            reading = japanese.to_fiscal_year(label, published=day, errors="coerce")
            if not pd.isna(reading) and reading == year:
                meant.add(year)
        return meant


# --- the total and its parts


def _total(counts: list[Statement], years: _Years) -> tuple[int, int]:
    """Return the year and the printed total: of the latest year for which the text prints one."""
    totals = [count for count in counts if count.subject == "total"]
    totals = [count for count in totals if re.search("許可|移転|輸出", count.sentence)] or totals
    if not totals:
        suffix = " for one fiscal year" if years.has_span else ""
        raise ValueError(f"the text prints no total of permits{suffix}")
    full = [count for count in totals if named_in_full(count.label or count.default or "")]
    if full:  # beside these, a bare year that cannot be placed is another
        totals = [count for count in totals if count in full or years.is_of(count)]
    dated = [(years.of(count), count.label != TOLD, count.value) for count in totals]
    latest = max(year for year, _, _ in dated)
    # 昨年度 is said of the year before the one that is named in full.
    is_named = max(is_named for year, is_named, _ in dated if year == latest)
    values = sorted({count for year, named, count in dated if (year, named) == (latest, is_named)})
    if len(values) > 1:
        raise ValueError(
            f"the text prints two totals for FY{latest}: {values[0]:,} and {values[1]:,}"
        )
    _check_over(latest, years.day)
    return latest, values[0]


def _check_over(year: int, day: pd.Timestamp | None) -> None:
    """Raise ValueError for a fiscal year that was not over on a day."""
    if day is not None and day <= pd.Timestamp(year + 1, 3, 31):
        raise ValueError(f"FY{year} was not over on the day of publication")


def _parts(counts: list[Statement], years: _Years, year: int) -> dict[str, Statement]:
    """Return the count of each category in a year.

    Raises ValueError for two counts of one, and for a head that is not known.
    """
    parts: dict[str, Statement] = {}
    for count in counts:
        is_of_another = count.label and not years.is_of(count, year)
        if count.subject == "total" or is_of_another:
            continue
        if not count.subject:
            _refuse(count)
            continue
        first = parts.setdefault(count.subject, count)
        if first.value != count.value:
            raise ValueError(
                f"{count.subject!r} has two counts, {first.value:,} and {count.value:,}"
            )
    return parts


def _refuse(count: Statement) -> None:
    """Raise ValueError for a count that stands as a category's does, under a name not known.

    It does in a list, and beside official words.
    """
    name = count.lead.strip(_STRIPPED)
    if name and (count.is_listed or words.OFFICIAL.search(count.lead)):
        raise ValueError(f"no category is known by the name {name!r} ({count.value:,})")


def _check(parts: dict[str, Statement], total: int, rest: list[Statement]) -> None:
    """Raise ValueError unless the heads add up to the total and the sub-heads to their head.

    They may be fewer where they are said to be some of them.
    """
    for level, name in ((1, "heads"), (2, "sub-heads")):
        chosen = {part: count for part, count in parts.items() if words.LEVELS[part] == level}
        if not chosen:
            continue
        whole = words.SECURITY if level == 2 and words.SECURITY in parts else "total"
        limit = parts[whole].value if whole in parts else total
        added = sum(count.value for count in chosen.values())
        is_whole_missing = words.LEVELS[whole] < level - 1
        may_be_some = is_whole_missing or _are_some(chosen, level)
        if added > limit or (added < limit and not may_be_some):
            printed = ", ".join(f"{part} {count.value:,}" for part, count in chosen.items())
            raise ValueError(
                f"the {name} ({printed}) add up to {added:,}, "
                f"but {whole!r} is printed as {limit:,}{_not_understood(rest)}"
            )


def _are_some(chosen: dict[str, Statement], level: int) -> bool:
    """Return whether the parts of a level are said to be only some of them."""
    first = next(iter(chosen.values()))
    is_said = words.IN_PART.search(first.lead) or (len(chosen) == 1 and not first.is_listed)
    return bool(is_said) and not words.USUAL[level] <= set(chosen)


def _not_understood(rest: list[Statement]) -> str:
    """Return, for a message, the counts whose names are not known."""
    return "".join(
        f"; not understood: {count.lead.strip(_STRIPPED)!r} {count.value:,}" for count in rest
    )


def _frame(year: int, total: int, parts: dict[str, Statement]) -> pd.DataFrame:
    """Return the counts as rows of the table `permits`, typed and ordered by its schema."""
    counts = {"total": total} | {name: part.value for name, part in parts.items()}
    fields = {field["name"]: field for field in tables.fields("permits")}
    rows = [(year, category, words.LEVELS[category], count) for category, count in counts.items()]
    frame = pd.DataFrame(rows, columns=["fiscal_year", "category", "level", "count"])
    typed = frame.assign(**{name: tables.typed(frame[name], fields[name]) for name in frame})
    return typed.sort_values("category", ignore_index=True)
