"""One fact told in two places is told alike: each rule is seen to name row and column."""

from collections.abc import Callable

import pandas as pd
import pytest

from analysis import checks, tables
from analysis.checks import cases, consistency, polls, stages

Frames = dict[str, pd.DataFrame]


def cell(table: str, key: str, row: str, column: str, value: object) -> Callable[[Frames], Frames]:
    """Return a change of one cell, the row named by the value of its key."""

    def change(frames: Frames) -> Frames:
        frame = frames[table].copy()
        at = frame.index[frame[key].astype("str") == row][0]
        if isinstance(value, str) and isinstance(frame[column].dtype, pd.CategoricalDtype):
            frame[column] = frame[column].astype("str")
        frame.loc[at, column] = value
        return frames | {table: frame}

    return change


def row(table: str, /, **values: object) -> Callable[[Frames], Frames]:
    """Return a change that adds one row, like the first but for some values."""

    def change(frames: Frames) -> Frames:
        frame = frames[table]
        new = frame.iloc[[0]].astype("object").assign(**values)
        new.index = [frame.index.max() + 1]
        dtypes = {name: dtype for name, dtype in frame.dtypes.items() if str(dtype) != "category"}
        joined = pd.concat([frame.astype("object"), new]).astype(dtypes)
        return frames | {table: joined}

    return change


def twin(frames: Frames) -> Frames:
    """Return the tables with the first conflict told again under another id."""
    topic = {"conflict_id": "X98", "topic": "The same once more"}
    frames = row("conflicts", **topic)(frames)
    values = frames["conflict_values"]
    first = frames["conflicts"]["conflict_id"].iloc[0]
    again = values[values["conflict_id"] == first].assign(conflict_id="X98")
    again.index = again.index + 10_000
    return frames | {"conflict_values": pd.concat([values, again])}


DAY = pd.Timestamp("2023-12-23")
BREAKS = {
    "a Council day that the events do not have": (
        cell("nsc_cases", "case_id", "NSC-2023-12-22", "decided", DAY),
        {("nsc_cases", "decided"), ("transfer_events", "date")},
    ),
    "an approval that is no case": (
        cell("transfer_events", "event_id", "V073", "date", DAY),
        {("nsc_cases", "decided"), ("transfer_events", "date")},
    ),
    "a case of another recipient": (
        cell("nsc_cases", "case_id", "NSC-2017-12-18", "recipient_iso3", "KOR"),
        {("nsc_cases", "decided"), ("transfer_events", "date")},
    ),
    "an outcome with another day than the events": (
        cell("nsc_cases", "case_id", "NSC-2013-12-23", "outcome", "They came back on 2014-01-17"),
        {("nsc_cases", "outcome")},
    ),
    "an agreement signed on another day than the rule": (
        cell("agreements", "iso3", "GBR", "signed", pd.Timestamp("2013-07-05")),
        # the day is part of the row's id, which other tables name
        {("agreements", "signed"), ("gap_cells", "row_id"), ("rechecks", "row_id")},
    ),
    "a rule adopted on another day than the agreement": (
        cell("rule_changes", "rule_id", "R046", "adopted", pd.Timestamp("2024-07-25")),
        {("agreements", "signed")},
    ),
    "a retelling by an idea that has no words": (
        cell("retellings", "retelling_id", "L001", "needs", "talks;no such idea"),
        {("retellings", "needs")},
    ),
    "a fiscal year of no event": (
        cell("transfers", "transfer_id", "T022", "fiscal_year", 2019),
        {("transfers", "fiscal_year")},
    ),
    "the fiscal year of the handover instead of the contract": (
        cell("transfers", "transfer_id", "T001", "fiscal_year", 2007),
        {("transfers", "fiscal_year")},
    ),
    "the fiscal year after the one of an approval": (
        cell("transfers", "transfer_id", "T007", "fiscal_year", 2016),
        {("transfers", "fiscal_year")},
    ),
    "a budget that names another state": (
        cell("programmes", "fiscal_year", "2024", "recipients", "PHL;IDN;MNG;KEN"),
        {("programmes", "recipients")},
    ),
    "a case whose sum no longer fits the budget": (
        cell("transfers", "transfer_id", "T041", "value", 9_000_000_000),
        {("programmes", "amount"), ("programmes", "note")},
    ),
    "a sum that is not what it adds up": (
        cell("programmes", "fiscal_year", "2023", "note", "They add up to 6+5.75+4+4 = 19.95億円."),
        {("programmes", "note")},
    ),
    "a sum that the cases do not hold": (
        cell("programmes", "fiscal_year", "2023", "note", "They add up to 6+5+4+4 = 19億円."),
        {("programmes", "note")},
    ),
    "a count of partners that the table does not give": (
        cell("conflicts", "conflict_id", "X31", "ruling", "17 states have signed."),
        {("conflicts", "ruling")},
    ),
    "one partner more than the notes count": (
        row("agreements", iso3="KEN", signed=pd.Timestamp("2026-05-01"), rule_id=None),
        {("conflicts", "ruling")},
    ),
    "a prime minister who comes a day late": (
        cell("cabinets", "cabinet_id", "kishida-2021", "from", pd.Timestamp("2021-10-05")),
        {("cabinets", "from")},
    ),
    "a prime minister who goes a year early": (
        cell("cabinets", "cabinet_id", "suga-2020", "to", pd.Timestamp("2020-10-04")),
        {("cabinets", "from")},
    ),
    "two prime ministers in office": (
        cell("cabinets", "cabinet_id", "ishiba-2024", "to", pd.NaT),
        {("cabinets", "from")},
    ),
    "a note that names a row that is gone": (
        cell("transfers", "transfer_id", "T001", "note", "See R099 and T001."),
        {("transfers", "note")},
    ),
    "a gap that another table closes": (
        cell("transfers", "transfer_id", "T022", "quantity", 10),
        {("transfers", "quantity")},
    ),
    "a day that a gap calls unknown": (
        cell("agreements", "iso3", "AUS", "in_force_from_precision", "day"),
        {("agreements", "in_force_from")},
    ),
    "a citation that finds what a gap misses": (
        row(
            "citations",
            table="agreements",
            row_id="PHL-2016-02-29",
            fields="in_force_from",
            read="whole",
            says="states",
        ),
        {("citations", "fields")},
    ),
    "a gap over a row that is not there": (
        cell("gap_cells", "gap_id", "N06", "row_id", "R999"),
        {("gap_cells", "row_id")},
    ),
    "a gap over a column that is not there": (
        cell("gap_cells", "gap_id", "N06", "column", "force"),
        {("gap_cells", "column")},
    ),
    "one conflict under two ids": (twin, {("conflicts", "conflict_id")}),
    "a topic that stands twice": (
        cell(
            "conflicts",
            "conflict_id",
            "X05",
            "topic",
            "Day of the contract for the Philippine radars",
        ),
        {("conflicts", "conflict_id")},
    ),
    "a side without a source": (
        cell("conflict_values", "conflict_id", "X02", "source_id", None),
        {("conflict_values", "source_id")},
    ),
    "a source that nothing names": (
        row("sources", source_id="no-row-names-it", note=None),
        {("sources", "source_id")},
    ),
    "a poll whose rows say different days": (
        cell("polls", "stance", "limited", "asked_to", pd.Timestamp("2024-03-11")),
        {("polls", "asked_to")},
    ),
    "a fiscal year that the words on a case do not name": (
        cell("transfers", "transfer_id", "T069", "fiscal_year", 2024),
        {("transfers", "fiscal_year")},
    ),
    "a poll of more than all": (
        cell("polls", "share", "57.8", "share", 67.8),
        {("polls", "share")},
    ),
    "a poll by telephone of a month": (
        cell("polls", "poll_id", "kyodo-2026-03-lethal", "asked_to", pd.Timestamp("2026-04-08")),
        {("polls", "asked_to")},
    ),
    "a poll of one point more than all": (
        cell("polls", "share", "63.1", "share", 64.1),
        {("polls", "share")},
    ),
    "a fiscal year of a later agreement": (
        cell("transfers", "transfer_id", "T010", "fiscal_year", 2017),
        {("transfers", "fiscal_year")},
    ),
    "a fiscal year of a contract without its day": (
        cell("transfers", "transfer_id", "T072", "fiscal_year", 2022),
        {("transfers", "fiscal_year")},
    ),
    "a fiscal year in which no source told of the case": (
        cell("transfers", "transfer_id", "T033", "fiscal_year", 2024),
        {("transfers", "fiscal_year")},
    ),
    "a statement that applies a month after it was made": (
        cell("rule_changes", "rule_id", "R005", "in_force_from", pd.Timestamp("1976-03-27")),
        {("rule_changes", "in_force_from")},
    ),
    "an exchange of notes in force on another day than the agreement": (
        cell("rule_changes", "rule_id", "R022", "in_force_from", pd.Timestamp("2006-07-23")),
        {("agreements", "in_force_from")},
    ),
    "a status that the type of the case denies": (
        cell("transfers", "transfer_id", "T060", "status", "considered"),
        {("transfers", "status")},
    ),
    "a case in development that develops nothing": (
        cell("transfers", "transfer_id", "T044", "status", "in development"),
        {("transfers", "status")},
    ),
    "a handover that no word tells": (
        cell("transfers", "transfer_id", "T072", "status", "part delivered"),
        {("transfers", "status")},
    ),
    "a whole of which the rest is to come": (
        cell("transfers", "transfer_id", "T015", "status", "delivered"),
        {("transfers", "status")},
    ),
    "a part of which nothing is to come": (
        cell("transfers", "transfer_id", "T014", "status", "part delivered"),
        {("transfers", "status")},
    ),
    "a stage other than the one noted": (
        cell("transfers", "transfer_id", "T011", "status", "part delivered"),
        {("transfers", "status")},
    ),
    "an agreement in force on another day than its note tells": (
        cell("supply_agreements", "supply_id", "S10", "in_force_from", pd.Timestamp("2025-09-06")),
        {("supply_agreements", "in_force_from")},
    ),
    "a bid that began after it was told of": (
        cell("bids", "bid_id", "new-zealand-p-1", "from", pd.Timestamp("2017-09-01")),
        {("bids", "from")},
    ),
    "a bid that ended when no source told of it": (
        cell("bids", "bid_id", "uk-p-1", "ended", pd.Timestamp("2016-11-01")),
        {("bids", "ended")},
    ),
    "an effect that its reason denies": (
        cell("rule_changes", "rule_id", "R048", "effect_coded", "tightens"),
        {("rule_changes", "effect_coded")},
    ),
    "an answer in the Diet that codifies": (
        cell("rule_changes", "rule_id", "R003", "effect_coded", "codifies"),
        {("rule_changes", "effect_coded")},
    ),
    "notes that loosen": (
        cell("rule_changes", "rule_id", "R022", "effect_coded", "loosens"),
        {("rule_changes", "effect_coded")},
    ),
    "a statement of another office": (
        cell("rule_changes", "rule_id", "R005", "instrument", "chief cabinet secretary statement"),
        {("rule_changes", "instrument")},
    ),
    "a Prime Minister's words in the form of an order": (
        cell("rule_changes", "rule_id", "R005", "instrument", "cabinet order"),
        {("rule_changes", "instrument")},
    ),
    "Japanese from a page noted as English": (
        cell("sources", "source_id", "jiji-19258", "language", "en"),
        {("citations", "printed")},
    ),
}


@pytest.fixture(scope="module")
def frames() -> Frames:
    """Return all tables as they are, numbered as a spreadsheet numbers their rows."""
    read = {name: tables.read(name) for name in tables.names()}
    for frame in read.values():
        frame.index = range(2, len(frame) + 2)
    return read


def found(frames: Frames) -> list[checks.Fault]:
    """Return what the rules on facts that are told twice find."""
    return [f for each in (consistency, cases, polls, stages) for f in each.faults(frames)]


def test_the_tables_contradict_themselves_nowhere(frames):
    """As they are."""
    assert found(frames) == []


@pytest.mark.parametrize(("change", "places"), BREAKS.values(), ids=list(BREAKS))
def test_a_contradiction_names_row_and_column(frames, change, places):
    """One cell is changed; the fault names a row that is there, the column, and what to do."""
    broken = change(frames)
    faults = found(broken)
    assert {(fault.table, fault.column) for fault in faults} == places
    for fault in faults:
        assert fault.row in broken[fault.table].index
        assert fault.column in broken[fault.table]
        assert ";" in fault.advice
        assert str(fault).startswith("data/raw/")


def test_the_build_asks_these_rules(frames):
    """What contradicts itself reaches no processed table."""
    broken = BREAKS["one conflict under two ids"][0](frames)
    assert set(found(broken)) <= set(checks.find(broken))


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("FY2019", {2019}),
        ("2020-03", {2019}),
        ("2020-04", {2020}),
        ("2020", {2019, 2020}),
    ],
)
def test_words_name_the_fiscal_years_in_which_their_time_lies(words, years):
    """January to March belong to the fiscal year before, a calendar year to two of them."""
    named = [cases._fiscal_years_of(each) for each in cases.NAMED_YEAR.finditer(words)]
    assert named == [years]


@pytest.mark.parametrize(
    ("mode", "length", "is_late"),
    [
        ("telephone", 14, False),
        ("telephone", 15, True),
        (None, 15, True),
        ("post", 84, False),
        ("online", 85, True),
    ],
)
def test_a_poll_takes_as_long_as_its_mode_lets_it(mode, length, is_late):
    """Two weeks, where none is noted too; by post or online twelve."""
    start = pd.Timestamp("2026-01-01")
    end = start + pd.Timedelta(days=length)
    poll = pd.DataFrame({"mode": [mode], "asked_from": [start], "asked_to": [end]})
    assert bool([*polls._days(poll.astype({"mode": "str"}))]) == is_late
