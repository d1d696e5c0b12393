"""The text of a release on permits, or of a press report of it → its counts, or a refusal that says why.

The text is read once, left to right: names, years and cues set what the next count belongs to; every count of a category is
then held against the total.
"""

import functools
import re
from typing import NamedTuple

import pandas as pd

from .. import japanese, tables
from . import words

_KEPT = re.compile(
    rf"[0-9一二三四五六七八九十ア-ンA-Za-z]{{1,4}}|件|.*(?:[{words.DIGIT}] ?件|年度).*", re.DOTALL
)
_BRACKETS = str.maketrans("〔【[〕】]", "((()))")
_STRIPPED = "、。,.:;()「」・\n "
TOLD = "昨年度"
_INNER = re.compile(r"\(([^()]*)\)")
_TABLE = re.compile(r"単位.{0,3}件|件数[ \t|]*$", re.MULTILINE)


class Statement(NamedTuple):
    """One count and what the text says it counts."""

    subject: str | None  # a category, or None where the text names none that is known
    label: str | None  # the fiscal year as printed in its sentence
    default: str | None  # the fiscal year last named before
    value: int
    lead: str  # the words since the count before
    said: str  # the sentence up to here
    listed: bool  # whether it stands in a list


def read_release(text: str, published=None) -> pd.DataFrame:
    """The counts in a Japanese text of the ministry's annual release, or of a report of it: one row for the total, one per category.

    Columns as in the table `permits`: `fiscal_year`, `category`, `level` (0 total, 1 head, 2 sub-head), `count` (permits), in the table's
    order; a category without a printed count has no row. `published`, a date, places a bare 27年度 and 昨年度. Raises ValueError for a
    text that is no release, a year that cannot be placed, two totals, a head that is not known, and parts that do not add up.
    """
    flat = _flat(text)
    if not re.search("装備|武器", flat) or not re.search("許可|海外移転|輸出", flat):
        raise ValueError("the text is no release on permits for defence equipment")
    said = _statements(flat)
    labels = _labels(flat)
    year, total = _total(said, labels, published)
    parts = _parts(said, labels, published, year)
    _check(parts, total, [s for s in said if not s.subject])
    return _frame(year, {"total": total} | {category: s.value for category, s in parts.items()})


def _flat(text: str) -> str:
    """The text normalised, without blanks, line ends but before list marks, and remarks in brackets that hold no count."""
    if not isinstance(text, str):
        raise ValueError(f"a release is text, not {type(text).__name__}")
    if _TABLE.search(text):
        text = re.sub(r"(?<=\d)(?=[ \t\u3000|]*$)", "件", text, flags=re.MULTILINE)
    text = japanese.normalise(text).translate(_BRACKETS)
    text = re.sub(rf"\s*\n\s*(?={words.MARK})", "\0", text)
    text = re.sub(rf"(?<![{words.DIGIT}])\s+|\s+(?![{words.DIGIT}])", "", text).replace("\0", "\n")
    for _ in range(4):  # brackets within brackets
        text = _INNER.sub(lambda found: found[0] if _KEPT.fullmatch(found[1]) else "", text)
    return text


def _statements(text: str) -> list[Statement]:
    """Every exact count of the year at hand, with what the words before it (or, where they name nothing, after it) say of it."""
    state, found, sentence, skip = _fresh(0) | {"default": None, "older": None}, [], 0, 0
    for token in words.tokens().finditer(text):
        if token.start() < skip:
            continue
        if token.lastgroup != "count":
            _hear(token, state)
            sentence = token.end() if token.lastgroup == "end" else sentence
            continue
        if _is_level(token, state):
            subject, skip = _subject(token, state)
            if not subject and text.endswith("件", 0, token.start()):
                raise ValueError(f"two counts stand side by side, the second is {token[0]!r}")
            if dated := words.DATED.match(text, token.end()):
                state["label"] = state["label"] or dated[1]
            value = int(japanese.to_number(token[0]))
            spans = (
                text[state["lead"] : token.start()],
                text[max(sentence, token.start() - 300) : token.end() + 12],
            )
            found.append(
                Statement(subject, state["label"], state["default"], value, *spans, state["listed"])
            )
            state |= {"subject": None, "names": []}
        elif words.OVERTAKEN.match(text, token.end()) and not state["before"]:
            state |= {"label": None, "default": state["older"]}
        state |= {"aside": False, "before": False, "listed": False, "lead": token.end()}
    return found


def _fresh(lead: int, listed: bool = False) -> dict:
    """What has been heard when a sentence, or an item of a list, begins at a place."""
    heard = {"subject": None, "names": [], "each": [], "named": 0, "joined": False}
    return heard | {"label": None, "before": False, "aside": False, "lead": lead, "listed": listed}


def _hear(token: re.Match, state: dict) -> None:
    """Note what a name, a year or a cue says of the counts to come."""
    kind, subject = token.lastgroup, state["subject"]
    at_once = words.AT_ONCE.match(token.string, token.end())
    if kind in words.CATEGORIES:
        _name(token, words.CATEGORIES[kind], state)
    elif kind in ("mark", "end"):
        state |= _fresh(token.end(), kind == "mark")
    elif kind == "before" or (kind == "told" and state["label"]):
        topic = re.match("は|には|では", token.string[token.end() : token.end() + 2])
        state |= {"label": words.PREVIOUS} if topic else {"before": True}
    elif (
        kind in ("year", "told")
        and subject
        and state["label"]
        and _is_beside(token, state["label"])
    ):
        state["before"] = bool(at_once)
    elif kind in ("year", "told"):
        state |= {
            "label": token[0],
            "before": False,
            "subject": subject or ("total" if at_once else None),
        }
        state |= {"default": token[0], "older": state["default"]}
    elif kind == "now":
        state |= {"label": None, "before": False}
    elif kind == "each":
        state |= {"each": state["names"], "joined": False}
    elif kind == "aside":
        state["aside"] = True
    elif kind == "permit" and not subject:
        state |= {
            "subject": None if "資する" in token.string[state["lead"] : token.start()] else "total",
            "aside": False,
        }
    elif kind == "all" and (subject in (None, "total") or _is_apart(token, state["named"])):
        state |= {"subject": "total", "aside": False}


def _is_apart(token: re.Match, named: int) -> bool:
    """Whether 合計 and its like, said after a category, speak of all permits, not of the category."""
    return token[0].startswith("防衛装備") or bool(
        re.search("[、,:;)]", token.string[named : token.start()])
    )


def _name(token: re.Match, category: str, state: dict) -> None:
    """Note a category; two of one level in one breath (AやB) own the next count together, so that it is of neither."""
    last = state["names"][-1] if state["names"] else None
    same = last and last != category and words.LEVELS[last] == words.LEVELS[category]
    joined = bool(same and words.JOINED.fullmatch(token.string, state["named"], token.start())) or (
        state["joined"] and last == category
    )
    names = state["names"] + [category] * (last != category)
    state |= {
        "subject": category,
        "names": names,
        "named": token.end(),
        "joined": joined,
        "aside": False,
    }


def _is_beside(token: re.Match, label: str) -> bool:
    """Whether a year, named while a count of another is awaited, is only compared with it: not its other spelling, and not later."""
    if token.string.endswith(f"{label}(", 0, token.start()):
        return False
    this, awaited = _named(token[0]), _named(label)
    return not this or not awaited or this < awaited


@functools.cache
def _named(label: str) -> int | None:
    """The fiscal year that a label names in full, whenever it was printed."""
    year = japanese.to_fiscal_year(label, errors="coerce")
    return None if pd.isna(year) else int(year)


def _is_level(token: re.Match, state: dict) -> bool:
    """Whether a count is the level of something this year: not a change, not a country's share, not the year before, not rounded."""
    before, after = (
        token.string[max(0, token.start() - 4) : token.start()],
        token.string[token.end() : token.end() + 6],
    )
    past = state["before"] or state["label"] == words.PREVIOUS
    moved = words.NO_LEVEL.match(after) or words.OVERTAKEN.match(after)
    return not (past or state["aside"] or moved or words.NOT_EXACT.search(before))


def _subject(token: re.Match, state: dict) -> tuple[str | None, int]:
    """What a count belongs to, and the place up to which the words after it are used up by that."""
    if state["each"]:
        return state["each"].pop(0), 0
    if state["joined"]:
        return None, 0
    if state["subject"]:
        return state["subject"], 0
    if after := words.named_next(token.string, token.end()):
        return after
    permitted = state["label"] and words.PERMITTED.match(token.string, token.end())
    return ("total" if permitted else None), 0


def _labels(text: str) -> list[str]:
    """The fiscal years that a text prints, in order; 昨年度 stands last, for a text that names no other."""
    return re.findall(f"{words.YEAR}", text) + [TOLD] * (TOLD in text)


def _year(statement: Statement, labels: list[str], published) -> int:
    """Return the fiscal year of a count: of the label beside it, else the last, else the first.

    A bare 14年度 that the day of publication does not settle, or settles on a year to come, is the
    year that the text names in full elsewhere, else the only year of which there can be a count.
    """
    label = statement.label or statement.default or (labels or [None])[0]
    if not label:
        raise ValueError("the text names no fiscal year")
    try:
        year = int(japanese.to_fiscal_year(label, published=published))
    except ValueError as error:
        refusal = error
    else:
        if _named(label) or year <= _fiscal_year_of(published):
            return year
        refusal = ValueError(f"FY{year} had not begun on the day of publication")
    named_in_full = [year for year in map(_named, labels) if year]
    years = {year for year in named_in_full if _may_be(label, year)}
    if not years and not pd.isna(published):
        first_year = tables.read("permit_reports")["fiscal_year"].min()
        countable = range(first_year, _fiscal_year_of(published) + 1)
        years = {year for year in countable if _may_be(label, year)}
    if len(years) != 1:
        raise refusal
    return years.pop()


def _fiscal_year_of(published) -> int:
    """Return the fiscal year in which the day of publication lies."""
    return int(japanese.to_fiscal_year("今年度", published=published))


def _may_be(label: str, year: int) -> bool:
    """Return whether a bare 27年度 may stand for a fiscal year: it does in a text of that year."""
    meant = japanese.to_fiscal_year(label, published=f"{year + 1}-03-31", errors="coerce")
    return not pd.isna(meant) and meant == year


def _total(said: list[Statement], labels: list[str], published) -> tuple[int, int]:
    """The year and the printed total: of the latest year for which the text prints one."""
    totals = [s for s in said if s.subject == "total"]
    totals = [s for s in totals if re.search("許可|移転|輸出", s.said)] or totals
    if not totals:
        raise ValueError("the text prints no total of permits")
    full = [
        s for s in totals if _named(s.label or s.default or "")
    ]  # beside these, a bare year that cannot be placed is another
    totals = [s for s in totals if s in full or not full or _is(s, labels, published)]
    dated = [(_year(s, labels, published), s.label != TOLD, s.value) for s in totals]
    year = max(year for year, _, _ in dated)
    sure = max(
        named for at, named, _ in dated if at == year
    )  # 昨年度 said of the year before the one named in full
    values = sorted({value for at, named, value in dated if at == year and named == sure})
    if len(values) > 1:
        raise ValueError(
            f"the text prints two totals for FY{year}: {values[0]:,} and {values[1]:,}"
        )
    if published is not None and japanese.to_date(published) <= pd.Timestamp(year + 1, 3, 31):
        raise ValueError(f"FY{year} was not over on the day of publication")
    return year, values[0]


def _parts(said: list[Statement], labels: list[str], published, year: int) -> dict[str, Statement]:
    """The count of each category in that year. Raises ValueError for two counts of one, and for a head that is not known."""
    parts: dict[str, Statement] = {}
    for statement in said:
        if statement.subject == "total" or (
            statement.label and not _is(statement, labels, published, year)
        ):
            continue
        if not statement.subject:
            _refuse(statement)
            continue
        known = parts.setdefault(statement.subject, statement)
        if known.value != statement.value:
            raise ValueError(
                f"{statement.subject!r} has two counts, {known.value:,} and {statement.value:,}"
            )
    return parts


def _refuse(statement: Statement) -> None:
    """Raise ValueError for a count that stands as a category's does, in a list or in official words, under a name not known."""
    name = statement.lead.strip(_STRIPPED)
    if name and (statement.listed or words.OFFICIAL.search(statement.lead)):
        raise ValueError(f"no category is known by the name {name!r} ({statement.value:,})")


def _is(statement: Statement, labels: list[str], published, year: int | None = None) -> bool:
    """Whether a count is of that year, or of any that can be placed."""
    try:
        return _year(statement, labels, published) == (year or _year(statement, labels, published))
    except ValueError:
        return False


def _check(parts: dict[str, Statement], total: int, rest: list[Statement]) -> None:
    """Raise ValueError unless the heads add up to the total and the sub-heads to their head, or are said to be some of them."""
    for level, name in ((1, "heads"), (2, "sub-heads")):
        chosen = {category: s for category, s in parts.items() if words.LEVELS[category] == level}
        if not chosen:
            continue
        whole = words.SECURITY if level == 2 and words.SECURITY in parts else "total"
        limit = parts[whole].value if whole in parts else total
        first, added = next(iter(chosen.values())), sum(s.value for s in chosen.values())
        told = words.IN_PART.search(first.lead) or (len(chosen) == 1 and not first.listed)
        some = words.LEVELS[whole] < level - 1 or (told and not words.USUAL[level] <= set(chosen))
        if added > limit or (added < limit and not some):
            printed = ", ".join(f"{category} {s.value:,}" for category, s in chosen.items())
            odd = "".join(
                f"; not understood: {s.lead.strip(_STRIPPED)!r} {s.value:,}" for s in rest
            )
            raise ValueError(
                f"the {name} ({printed}) add up to {added:,}, but {whole!r} is printed as {limit:,}{odd}"
            )


def _frame(year: int, counts: dict[str, int]) -> pd.DataFrame:
    """The counts as rows of the table `permits`, typed by its schema, in the order of its categories."""
    fields = {field["name"]: field for field in tables.fields("permits")}
    rows = [(year, category, words.LEVELS[category], count) for category, count in counts.items()]
    frame = pd.DataFrame(rows, columns=["fiscal_year", "category", "level", "count"])
    typed = frame.assign(**{name: tables.typed(frame[name], fields[name]) for name in frame})
    return typed.sort_values("category", ignore_index=True)
