"""Whether the source of a citation can be the one that was read: its tongue, kind, day and subject.

A wrong `source_id` is a source all the same. What gives it away is that it cannot print the form
that was read, does not consist of what the locator counts, was published before the day that it
tells, or has nothing in common with the fact.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from .. import periods
from ..checks import Fault
from ..checks.relations import printed_parts, row_ids
from .about import NEAR, Subjects

Frames = dict[str, pd.DataFrame]
TOLD = ("states", "dates only")
SET_BEFORE = ("in_force_from", "from", "to")
LEAD = pd.Timedelta(days=366)
HALF = pd.Timedelta(days=183)
SCRIPTS = {  # signs and words, and the languages of the pages that print them
    "ja": re.compile("[ぁ-んァ-ヶ一-龥]"),
    "en, tl": re.compile(
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November"
        r"|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|million|billion|trillion|about)\b"
    ),
    "ru, uk": re.compile("[а-яіїєґ]", re.IGNORECASE),
}
# The state counts years by the era; newsrooms and scholars print the Gregorian year.
ERA = re.compile(r"\A約?(?:昭和|平成|令和)(?:\d|[元一二三四五六七八九十])")
OFFICIAL = {"primary government", "law text", "official mirror", "reprint"}
NEWS = {"newspaper", "wire", "syndicated copy"}
ROWS = re.compile(r"\A(?:rows?|trade_register\.csv)\b")  # a data set is counted in rows
PARAGRAPHS = re.compile(r"\Aparas?\b")
SECTIONS = re.compile(  # official papers are counted so, reports are not
    r"\A(?:Q\d|(?:answer|article|heading|point|preamble|promulgation|resolution|section|slide)s?\b)"
)
# Printed without a year, a day is read by the day of publication: 27日, 12月22日, Friday, Dec. 21
YEARLESS = re.compile(
    r"\[?(?:\d{1,2}月)?\d{1,2}日|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
)


class Form(NamedTuple):
    """One form that a source prints, with what is known of the source."""

    row: int  # of the citation
    fact: tuple[str, str]  # table and id
    column: str
    text: str
    says: str
    locator: object
    source: str
    kind: str
    language: object
    first: pd.Timestamp  # of the period in which it was published
    last: pd.Timestamp


def faults(frames: Frames) -> list[Fault]:
    """Return a fault for each citation whose source cannot be the one that was read."""
    cited = _with_sources(frames)
    forms = list(_forms(cited))
    subjects = Subjects(frames)
    return [
        *_scripts(forms),
        *_eras(forms),
        *_parts(cited),
        *_early(forms, frames),
        *_long_before(forms, frames),
        *_own_sources(frames),
        *_undated(forms, subjects),
        *_strangers(forms, cited, subjects),
    ]


def _with_sources(frames: Frames) -> pd.DataFrame:
    """Return the citations of rows that are there, each with the record of its source."""
    columns = ["language", "kind", "published", "published_precision"]
    sources = frames["sources"].dropna(subset=["source_id"]).drop_duplicates("source_id")
    sources = sources.set_index("source_id")[columns]
    cited = frames["citations"].astype({"table": "str", "says": "str"})
    cited = cited[cited["source_id"].isin(sources.index)].join(sources, on="source_id")
    ids = {
        name: set(row_ids(name, frames[name])) for name in cited["table"].unique() if name in frames
    }
    facts = list(zip(cited["table"], cited["row_id"], strict=True))
    is_there = [row_id in ids.get(table, ()) for table, row_id in facts]
    last = periods.last_day(cited["published"], cited["published_precision"])
    return cited.assign(kind=cited["kind"].astype("str"), last=last, fact=facts)[is_there]


def _forms(cited: pd.DataFrame) -> Iterator[Form]:
    """Give each printed form."""
    for citation in cited.dropna(subset=["printed"]).itertuples():
        for column, _, text in printed_parts(citation.printed):
            yield Form(
                citation.Index,
                citation.fact,
                column,
                text,
                citation.says,
                citation.locator,
                citation.source_id,
                citation.kind,
                citation.language,
                citation.published,
                citation.last,
            )


def _scripts(forms: list[Form]) -> Iterator[Fault]:
    """What is printed is in the language of its source, or the locator names the other one."""
    for form in forms:
        scripts = [languages for languages, script in SCRIPTS.items() if script.search(form.text)]
        if not scripts or pd.isna(form.language) or "in English" in str(form.locator):
            continue
        if not any(str(form.language) in languages for languages in scripts):
            advice = (
                f"is not in the language of {form.source} ({form.language}); mend the source, or "
                "say in the locator that the passage is in English"
            )
            yield Fault("citations", form.row, "printed", form.text, advice)


def _eras(forms: list[Form]) -> Iterator[Fault]:
    """A year of an era is printed by an office, or on a copy of its text."""
    for form in forms:
        if ERA.match(form.text) and form.kind not in OFFICIAL:
            advice = f"counts years as offices do, but {form.source} is of the kind {form.kind}"
            yield Fault("citations", form.row, "printed", form.text, f"{advice}; mend the source")


def _parts(cited: pd.DataFrame) -> Iterator[Fault]:
    """A locator counts what a source of its kind consists of."""
    located = cited.dropna(subset=["locator"])
    locators, kinds = located["locator"], located["kind"]
    is_data = kinds == "data set"
    bad = locators.str.contains(ROWS) & ~is_data
    bad |= locators.str.contains(PARAGRAPHS) & is_data
    bad |= locators.str.contains(SECTIONS) & kinds.isin(NEWS | {"data set"})
    for row, locator in locators[bad].items():
        advice = f"is no part of a source of the kind {kinds[row]}; mend the source or the locator"
        yield Fault("citations", row, "locator", locator, advice)


def _early(forms: list[Form], frames: Frames) -> Iterator[Fault]:
    """A source that states an event's day was published on that day or later.

    The first and last day of what is in force are set beforehand, a year at most.
    """
    days = {name: _days(name, frames) for name in {form.fact[0] for form in forms}}
    for form in forms:
        table, row_id = form.fact
        day = days[table].get(form.column, {}).get(row_id)
        lead = LEAD if form.column in SET_BEFORE else pd.Timedelta(0)
        if form.says in TOLD and day is not None and day > form.last + lead:
            advice = (
                f"is stated by {form.source} of {form.last:%Y-%m-%d}, before that day; mend the "
                "source, or say that it `implies` what was still to come"
            )
            yield Fault("citations", form.row, "printed", form.text, advice)


def _long_before(forms: list[Form], frames: Frames) -> Iterator[Fault]:
    """What a source states of a fact, be it a sum or a state, is no more than half a year ahead.

    Of a fact known by its fiscal year it is at most a year ahead: budgets are drafted before.
    """
    starts = {name: _starts(name, frames) for name in {form.fact[0] for form in forms}}
    for row, form in {form.row: form for form in forms}.items():
        table, row_id = form.fact
        start = starts[table].get(row_id)
        if form.says in TOLD and start is not None and form.last < start:
            advice = (
                f"of {form.last:%Y-%m-%d} is long before {row_id} of {table}; mend the source, or "
                "say that it `implies` what was still to come"
            )
            yield Fault("citations", row, "source_id", form.source, advice)


def _starts(name: str, frames: Frames) -> dict[str, pd.Timestamp]:
    """Return for each row the first day on which a source may have told of it, by the row's id."""
    frame = frames[name]
    first = pd.to_datetime(frame.select_dtypes("datetime").min(axis=1)) - HALF
    if "fiscal_year" in frame:
        years = frame["fiscal_year"].astype("float")
        april = years.where(years.between(1900, 2100)).map("{:.0f}-04-01".format)
        begins = pd.to_datetime(april, format="%Y-%m-%d", errors="coerce")
        first = first.fillna(begins - LEAD)
    known = first.notna()
    return dict(zip(row_ids(name, frame)[known], first[known], strict=True))


def _days(name: str, frames: Frames) -> dict[str, dict[str, pd.Timestamp]]:
    """Return for each column of days of a table the day of each row, by the row's id."""
    frame = frames[name]
    ids = row_ids(name, frame)
    return {
        column: dict(zip(ids[frame[column].notna()], frame[column].dropna(), strict=True))
        for column in frame.select_dtypes("datetime")
    }


def _own_sources(frames: Frames) -> Iterator[Fault]:
    """A piece of evidence is cited from the source that it names as its own."""
    cited = frames["citations"].astype({"table": "str"})
    cited = cited[cited["table"] == "evidence"]
    pairs = set(zip(cited["row_id"], cited["source_id"], strict=True))
    evidence = frames["evidence"].dropna(subset=["evidence_id", "source_id"])
    for row, evidence_id, source in evidence[["evidence_id", "source_id"]].itertuples():
        if (evidence_id, source) not in pairs:
            advice = f"is not what citations name for {evidence_id}; mend one of the two"
            yield Fault("evidence", row, "source_id", source, advice)


def _undated(forms: list[Form], subjects: Subjects) -> Iterator[Fault]:
    """A day printed without its year stands in a source published near a day of the fact."""
    for form in forms:
        if not YEARLESS.fullmatch(form.text):
            continue
        _, days = subjects.of_row(form.fact)
        if pd.isna(form.first):
            advice = f"has no year, and {form.source} no day of publication; note it"
        elif days and not any(form.first - NEAR <= day <= form.last + NEAR for day in days):
            advice = (
                f"has no year, and no day of the fact is near {form.first:%Y-%m-%d}, when "
                f"{form.source} was published; mend the source"
            )
        else:
            continue
        yield Fault("citations", form.row, "printed", form.text, advice)


def _strangers(forms: list[Form], cited: pd.DataFrame, subjects: Subjects) -> Iterator[Fault]:
    """A source from which a form was read has something in common with the fact."""
    facts = cited.groupby("source_id")["fact"].agg(set)
    for row, form in {form.row: form for form in forms}.items():
        others = facts[form.source] - {form.fact}
        if form.kind == "data set" and any(table == form.fact[0] for table, _ in others):
            continue
        if not subjects.share(form.fact, form.source, others):
            advice = (
                f"has nothing in common with {form.fact[1]} of {form.fact[0]}: no state, thing, "
                "rule or day; mend the source, or say in its note what of the fact it is about"
            )
            yield Fault("citations", row, "source_id", form.source, advice)
