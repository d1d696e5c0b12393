"""The checks of the tables that answers rest on: each kind of fault is found and named."""

import pandas as pd
import pytest

from analysis import checks, rules
from analysis.rules import coverage, days_held


@pytest.fixture(scope="module")
def frames():
    """All raw tables, as the build reads them."""
    made, faults = checks.read_raw()
    assert not faults
    return made


def _found(frames: dict, table: str, change) -> list[str]:
    """The faults after one change of one table."""
    plain = {c: "object" for c in frames[table].select_dtypes(["category", "str", "Int64"])}
    changed = change(frames[table].astype(plain))
    return [str(fault) for fault in rules.answer_faults({**frames, table: changed})]


def _set(row: int, **cells):
    """A change of some cells of one row, counted as a spreadsheet does."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        """Return the table with other cells."""
        for column, value in cells.items():
            frame.loc[row, column] = value
        return frame

    return change


def _row(frame: pd.DataFrame, **cells) -> int:
    """The first row that holds these cells."""
    fits = pd.Series(True, frame.index)
    for column, value in cells.items():
        fits &= frame[column].astype("str") == str(value)
    return fits.idxmax()


def test_the_tables_that_stand_have_no_fault(frames):
    """None of the checks below finds anything in them."""
    assert rules.answer_faults(frames) == []


def test_each_row_of_the_decision_table_can_be_missed(frames):
    """A row that decides some question alone leaves it silent, or changes who decides."""
    decisions = frames["decisions"].astype("object")
    _, first = coverage.first_rows(decisions)
    assert first.notna().all()
    last = decisions.index[-1]
    found = _found(frames, "decisions", lambda frame: frame.drop(last))
    assert any("meet no row" in fault for fault in found)


def test_a_row_that_hides_behind_others_is_named(frames):
    """A general row moved to the top shadows what is below it."""
    row = frames["decisions"].index[-1]
    found = _found(frames, "decisions", _set(row, priority=1))
    assert any("decides no question" in fault for fault in found)


def test_a_cell_that_changes_no_answer_is_named(frames):
    """The bar on destinations stands above: below it nobody is barred."""
    row = _row(frames["decisions"], priority=240)
    found = _found(frames, "decisions", _set(row, barred="no"))
    assert any("changes no answer" in fault for fault in found)


def test_a_cell_that_only_strange_questions_meet_is_named(frames):
    """What the licensor passes on does not go to the licensor: to say so changes no answer."""
    row = _row(frames["decisions"], priority=50)
    found = _found(frames, "decisions", _set(row, licensor="no"))
    assert any("changes no answer" in fault for fault in found)


@pytest.mark.parametrize(("priority", "column"), [(145, "origin"), (270, "kind")])
def test_a_row_says_what_all_its_questions_share(frames, priority, column):
    """A kind or an origin that rows above leave alone is told, not left to be worked out."""
    row = _row(frames["decisions"], priority=priority)
    found = _found(frames, "decisions", _set(row, **{column: None}))
    assert any("all questions that the row decides" in fault for fault in found)


def test_a_row_without_a_kind_is_named(frames):
    """Nothing would decide."""
    row = _row(frames["decisions"], priority=240)
    found = _found(frames, "decisions", _set(row, provision_id=None))
    assert any("names no kind" in fault for fault in found)
    assert any("is reached by no row" in fault for fault in found)


def test_a_conditional_cell_needs_its_conditions(frames):
    """A status turned conditional has none; a condition of another cell has no place."""
    row = _row(frames["regimes"], provision_id="P01", rule_id="R032")
    found = _found(frames, "regimes", _set(row, status="conditional"))
    assert any("says on what" in fault for fault in found)
    row = _row(frames["regimes"], provision_id="P07", rule_id="R043")
    found = _found(frames, "regimes", _set(row, status="allowed"))
    assert any("is no conditional cell" in fault for fault in found)


def test_a_cell_misses_no_way_and_no_condition(frames):
    """Without its last way, without the last condition of a way, and with one way too many."""
    conditions = frames["conditions"].astype({"test": "object"})
    cell = conditions["kind_id"].eq("P04") & conditions["rule_id"].eq("R027")
    for gone in (cell & conditions["way"].eq(2), cell & conditions["position"].eq(3)):
        found = _found(frames, "conditions", lambda frame, gone=gone: frame[~gone])
        assert any("things each way" in fault and "regimes.csv" in fault for fault in found)
    row = _row(frames["regimes"], provision_id="P04", rule_id="R032")
    assert any("things each way" in f for f in _found(frames, "regimes", _set(row, asks="1;2;1")))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"test": "purpose"}, "go together"),
        ({"way": 3}, "counted from 1"),
        ({"values": "AUS"}, "must name nothing"),
        ({"programme": "GCAP"}, "goes with the test"),
        ({"test": "horoscope"}, "no answer knows"),
        ({"test": "programme"}, "must name the programme"),
    ],
)
def test_a_condition_must_fit_its_words_and_its_place(frames, cells, message):
    """A test that its text does not speak of, a hole in the counting, names without need."""
    row = _row(frames["conditions"], kind_id="P01", rule_id="R050", test="agreement")
    assert any(message in fault for fault in _found(frames, "conditions", _set(row, **cells)))


def test_an_exemption_names_its_recipient_and_its_thing(frames):
    """A standing rule that is marked as the exemption of one case is found."""
    row = _row(frames["regimes"], provision_id="P09", rule_id="R032")
    found = _found(frames, "regimes", _set(row, scope="one-off"))
    assert any("exempts a single case" in fault for fault in found)


def test_a_condition_names_the_states_that_it_lists(frames):
    """Australia in the text, New Zealand in the cell."""
    row = _row(frames["conditions"], kind_id="P11", rule_id="R025", test="named states")
    found = _found(frames, "conditions", _set(row, values="NZL"))
    assert any("is not what" in fault for fault in found)


@pytest.mark.parametrize(
    ("provision", "rule", "message"),
    [("P16", "R024", "exemption of a single case"), ("P17", "R004", "says the same")],
)
def test_a_status_of_a_kind_that_nobody_asks_for_is_held(frames, provision, rule, message):
    """An exemption is conditional; the same words of one rule give one status."""
    row = _row(frames["regimes"], provision_id=provision, rule_id=rule)
    found = _found(frames, "regimes", _set(row, status="allowed"))
    assert any(message in fault for fault in found)


@pytest.mark.parametrize(
    ("provision", "rule", "status", "message"),
    [
        ("P02", "R043", "prohibited", "taken from the codings of P02 for G2023"),
        ("P14", "R031", "not addressed", "taken from the codings of P14"),
        ("P08", "R031", "prohibited", "taken from the codings of P08"),
        ("P16", "R005", "not addressed", "words of `condition`"),
        ("P16", "R010", "allowed", "words of `condition`"),
        ("P17", "R005", "allowed", "words of `condition`"),
    ],
)
def test_a_status_is_the_one_that_was_coded_and_that_its_words_say(
    frames, provision, rule, status, message
):
    """The codings and the ruling on them speak for it, and so does the condition."""
    row = _row(frames["regimes"], provision_id=provision, rule_id=rule)
    found = _found(frames, "regimes", _set(row, status=status))
    assert any(f"row {row}, column status" in fault and message in fault for fault in found)


def test_a_ruling_for_the_other_coder_is_seen_in_the_status(frames):
    """What `taken` says must stand in the regimes."""
    rulings = frames["regime_disagreements"]
    row = _row(rulings, regime_id="G2023", taken="second")
    found = _found(frames, "regime_disagreements", _set(row, taken="first"))
    assert any("taken from the codings" in fault for fault in found)


def test_a_condition_names_no_state_that_it_does_not_list(frames):
    """Two states in the text, one in the cell."""
    row = _row(frames["conditions"], kind_id="G01", rule_id="R026", test="named states")
    found = _found(frames, "conditions", _set(row, values="AUS"))
    assert any("is not what" in fault for fault in found)


def test_conditions_of_one_text_ask_for_the_same(frames):
    """One state less than in the other rows that speak of the communist bloc."""
    row = _row(frames["conditions"], kind_id="P07", rule_id="R004", test="other states")
    values = frames["conditions"].loc[row, "values"].replace(";MNG", "")
    found = _found(frames, "conditions", _set(row, values=values))
    assert any("unlike other rows of its text" in fault for fault in found)


@pytest.mark.parametrize(
    ("fact", "cells", "message"),
    [
        ("embargo", {"fact": "armed conflict"}, "does not go with"),
        ("armed conflict", {"from": pd.Timestamp("1950-01-01")}, "the year that"),
        ("embargo", {"from": pd.Timestamp("2020-01-01")}, "numbered"),
        ("embargo", {"programme": "GCAP"}, "programme partner"),
        ("programme partner", {"programme": "Unheard of"}, "programme of no row"),
    ],
)
def test_a_fact_must_fit_its_judge_its_years_and_its_order(frames, fact, cells, message):
    """Who judged it, the years told in words, the numbers of resolutions, its programme."""
    row = _row(frames["destination_facts"], fact=fact)
    found = _found(frames, "destination_facts", _set(row, **cells))
    assert any(message in each for each in found)


@pytest.mark.parametrize(
    ("table", "where", "cells", "message"),
    [
        ("destination_facts", {"fact_id": "D170"}, {"from": "1977-07-14"}, "follows from no other"),
        ("destination_facts", {"fact_id": "D129"}, {"from": "2022-02-01"}, "follows from no other"),
        ("destination_facts", {"fact_id": "D065"}, {"to": "1992-12-30"}, "follows from no other"),
        ("destination_facts", {"fact_id": "D007"}, {"to": "1996-06-17"}, "follows from no other"),
        ("destination_facts", {"fact_id": "D002"}, {"to": "1977-11-02"}, "follows from no other"),
        ("destination_facts", {"fact_id": "D222"}, {"from": "2015-11-27"}, "follows from no other"),
        ("destination_facts", {"fact_id": "D030"}, {"iso3": "BDI"}, "is not named"),
        ("destination_facts", {"fact_id": "D213"}, {"iso3": "IRQ"}, "is not named"),
        ("destination_facts", {"fact_id": "D028"}, {"fact": "embargo"}, "do not go together"),
        ("destination_facts", {"fact_id": "D214"}, {"fact": "fighting"}, "do not go together"),
        ("agreements", {"iso3": "BGD"}, {"in_force_from": "2026-03-03"}, "on signature"),
        ("agreements", {"iso3": "MYS"}, {"signed": "2018-04-19"}, "on signature"),
    ],
)
def test_a_day_or_a_country_that_nothing_holds_is_named(frames, table, where, cells, message):
    """Without a printed form, a word beside it or a rule, a day and a country are only typed.

    Where a form is printed, the check of the citations holds the value to it.
    """
    changed = frames[table].astype(
        {name: "object" for name in ("fact", "iso3") if name in frames[table]}
    )
    row = _row(changed, **where)
    for column, value in cells.items():
        is_day = column not in ("iso3", "fact")
        changed.loc[row, column] = pd.Timestamp(value) if is_day else value
    cited = frames["citations"].copy()
    cited.loc[cited["row_id"].isin(where.values()), "printed"] = None  # as if nothing were printed
    every = list(days_held.faults({**frames, table: changed, "citations": cited}))
    assert any(message in str(fault) for fault in every)
    assert any(message in str(fault) and fault.row == row for fault in every)


def test_a_name_of_two_things_is_named(frames):
    """Nobody could tell which is meant."""
    row = _row(frames["items"], item_id="type-88")
    found = _found(frames, "items", _set(row, other_names="Patriot"))
    assert any("is a name of patriot already" in fault for fault in found)
    row = _row(frames["answer_words"], code="banned")
    found = _found(frames, "answer_words", _set(row, en="land mine;TC-90s;tc 90"))
    assert any("is a name of tc-90 already" in fault for fault in found)


def test_a_licence_has_its_licensor(frames):
    """Licensed by nobody is a mistake."""
    row = _row(frames["items"], item_id="patriot")
    found = _found(frames, "items", _set(row, licensors=None))
    assert any("goes with the origin" in fault for fault in found)


def test_a_day_of_the_conflicts_that_could_be_read_month_first_has_a_second_witness(frames):
    """A copy of the same data with the year first prints it, so that the order is not a guess."""
    cited = frames["citations"]
    cited = cited[cited["table"].astype("str") == "destination_facts"].dropna(subset=["printed"])
    form = r"(?P<column>from|to)=(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})"
    forms = cited["printed"].astype("str").str.extractall(form).reset_index(level=1, drop=True)
    forms = forms.join(cited["row_id"])
    forms = forms[forms["day"].astype("int") <= 12]
    others = cited.groupby("row_id")["printed"].agg(";".join)
    alone = [
        (row, column)
        for row, column, year, month, day in forms[
            ["row_id", "column", "year", "month", "day"]
        ].itertuples(index=False)
        if f"{column}={year}-{month:0>2}-{day:0>2}" not in others[row]
    ]
    assert len(forms) > 40 and alone == []


@pytest.mark.parametrize(
    ("fact_id", "first", "last"),
    [("D121", "2006-01-01", "2009-07-04"), ("D117", "1971-04-05", "1971-06-09")],
)
def test_the_wars_of_sri_lanka_begin_and_end_as_the_sources_say(frames, fact_id, first, last):
    """The end of 2009 as the data count it; the revolt of 1971 from its outbreak."""
    facts = frames["destination_facts"].set_index("fact_id")
    row = facts.loc[fact_id]
    assert [f"{row[column]:%Y-%m-%d}" for column in ("from", "to")] == [first, last]
