"""The source of a citation can be the one that was read; a status goes with what happened."""

import pandas as pd
import pytest

from analysis import checks, citations, tables
from analysis.checks import stages
from analysis.citations import about, suited

# A citation, another source for it, and the column that gives the wrong source away.
SWAPS = {
    "an English sum on a Japanese page": ("Q0842", "gifu-np-645996", "printed"),
    "a Japanese day on an English page": ("Q0751", "arabnews-article-137756", "printed"),
    "a year of Heisei in a newspaper": ("Q0009", "sankei-20220419", "printed"),
    "a row of a data set on a page of news": ("Q4589", "cgtn-20230320-iraq-war", "locator"),
    "a paragraph of a data set": ("Q0571", "github-jenssah86-ucdp-prio-acd-251", "locator"),
    "a resolution's number in a wire's report": ("Q9000", "jiji-19258", "locator"),
    "a handover told before it came": ("Q0731", "mofa-pageit-000001-00098", "printed"),
    "a day without its year, years later": ("Q0646", "kantei-060613danwa", "source_id"),
    "a day without its year, on an undated page": ("Q0743", "kotobank-taieki", "printed"),
    "a sum told a year before the deal": (
        "Q0685",
        "nippon-japan-lifts-ban-on-exports-of",
        "source_id",
    ),
    "a budget told years before it": ("Q0850", "sankei-20220324", "source_id"),
    "a report on another state": (
        "Q0780",
        "worldhistoryproject-1982-lebanon",
        "source_id",
    ),
}


@pytest.fixture(scope="module")
def frames():
    """Return all tables as they are, numbered as a spreadsheet numbers their rows."""
    read = {name: tables.read(name) for name in tables.names()}
    for frame in read.values():
        frame.index = range(2, len(frame) + 2)
    return read


def changed(frames, name, key, cells):
    """Return the tables with cells of one of them changed: by the value of a key, a column."""
    frame = frames[name].copy()
    for row, column, value in cells:
        if isinstance(frame[column].dtype, pd.CategoricalDtype):
            frame[column] = frame[column].astype("str")
        frame.loc[frame[key].astype("str") == row, column] = value
    return frames | {name: frame}


def test_every_source_suits_what_is_cited_from_it(frames):
    """As the tables are."""
    assert suited.faults(frames) == []
    assert stages.faults(frames) == []


def test_a_wrong_source_gives_itself_away(frames):
    """By language, era, locator, day or subject; the citation's row and the column are named."""
    cells = [(citation, "source_id", source) for citation, source, _ in SWAPS.values()]
    broken = changed(frames, "citations", "citation_id", cells)
    places = {}
    for fault in suited.faults(broken):
        assert fault.table != "citations" or fault.row in broken["citations"].index
        assert ";" in fault.advice
        places.setdefault(fault.row, set()).add(fault.column)
    rows = dict(zip(frames["citations"]["citation_id"], frames["citations"].index, strict=True))
    missed = {
        case: places.get(rows[citation])
        for case, (citation, _, column) in SWAPS.items()
        if column not in places.get(rows[citation], set())
    }
    assert missed == {}


def test_the_build_asks_whether_a_source_suits(frames):
    """What no source can have printed reaches no processed table."""
    cells = [("Q0842", "source_id", "gifu-np-645996")]
    broken = changed(frames, "citations", "citation_id", cells)
    assert set(suited.faults(broken)) <= set(citations.faults(broken))


def test_evidence_is_cited_from_the_source_that_it_names(frames):
    """The two places that name it are held to be one."""
    broken = changed(frames, "evidence", "evidence_id", [("E069", "source_id", "jiji-19258")])
    places = {(fault.table, fault.column) for fault in suited.faults(broken)}
    assert places == {("evidence", "source_id")}


def test_a_passage_in_english_is_said_to_be_so(frames):
    """A treaty printed in two languages is cited by its locator from the English."""
    broken = changed(frames, "citations", "citation_id", [("Q0032", "locator", "heading")])
    (fault,) = suited.faults(broken)
    assert "say in the locator that the passage is in English" in fault.advice


STATUSES = [  # a case, a status that it has not reached or has passed
    ("T001", "agreed"),  # handed over
    ("T040", "delivered"),  # contracted
    ("T041", "decided"),  # contracted
    ("T010", "part delivered"),  # the last was handed over
    ("T005", "agreed"),  # approved alone
    ("T008", "decided"),  # lapsed
    ("T022", "lapsed"),
    ("T033", "under negotiation"),  # no talks
    ("T031", "planned"),  # talks
    ("T049", "agreed"),
    ("T009", "outside the rules"),  # of a kind that the rules know
]


def test_a_status_goes_with_the_events_of_its_case(frames):
    """Each row is named whose status its events do not lead to, and no other."""
    cells = [(case, "status", status) for case, status in STATUSES]
    broken = changed(frames, "transfers", "transfer_id", cells)
    ids = broken["transfers"]["transfer_id"]
    found = {(ids[fault.row], fault.value) for fault in stages.faults(broken)}
    assert found == set(STATUSES)
    assert set(stages.faults(broken)) <= set(checks.find(broken))


def test_the_form_of_a_rule_is_the_one_that_its_words_name(frames):
    """A Cabinet Order is no cabinet decision; words that name no form say nothing."""
    cells = [("R002", "instrument", "cabinet decision"), ("R010", "instrument", "diet answer")]
    broken = changed(frames, "rule_changes", "rule_id", cells)
    ids = broken["rule_changes"]["rule_id"]
    assert {ids[fault.row] for fault in stages.faults(broken)} == {"R002", "R010"}
    vague = changed(frames, "rule_changes", "rule_id", [("R005", "instrument", "diet answer")])
    assert stages.faults(vague) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("日豪防衛装備移転協定", {"AUS"}),
        ("Australian frigates", {"AUS"}),
        ("US forces in focus", {"USA"}),
        ("tell us more", set()),
        ("Resolution 873 (1993)", {"resolution 873"}),
        ("wikipedia unsc 841", {"resolution 841"}),
        ("claim C11, rule R043", {"C11", "R043"}),
    ],
)
def test_a_text_names_states_resolutions_and_rows(frames, text, named):
    """In any spelling of the tables; `us` is no state, `US` is."""
    found = about.Names(frames).named(text)
    assert {name for name in found if not name.startswith(("term", "T0", "R03", "R05"))} == named
