"""Charts of any rows that a reader gives: they draw, or say why not, and their titles are true."""

import inspect
import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import charts, claims, permits, rules, tables, transfers
from analysis.charts import answers as answer_charts
from analysis.charts import files, partners, polls, scope, world
from analysis.charts import method as method_charts
from analysis.charts import rules as rule_charts
from analysis.charts import transfers as transfer_charts

WHOLE = {  # chart → its rows
    "landmarks": rule_charts.with_dates,
    "changes": rules.timeline,
    "deciders": rules.timeline,
    "gaps_between": rules.timeline,
    "who_may_get_what": rules.bands,
    "status_bands": rules.bands,
    "comparison": lambda: rules.compare("2023-12-21", "2023-12-22"),
    "sourcing": claims.audited,
    "verdicts_then_now": claims.verdicts,
    "origins_per_claim": claims.origins,
    "by_destination": answer_charts.today,
    "opinion": polls.answered,
    "by_year": permits.counts,
    "recipients": transfer_charts.inside,
    "agreements": partners.signed,
    "osa": transfers.osa,
    "tiles": transfers.cases,
    "beside_others": world.newest,
    "bridge": world.since_2014,
    "codings": rules.codings,
    "lags": method_charts.waited,
}
each = pytest.mark.parametrize("name", list(WHOLE))


def drawn(name: str, rows: pd.DataFrame, **words: str):
    """The chart of some rows; nothing where it is refused, in words that say what to do."""
    try:
        return charts.CHARTS[name](frame=rows, **words)
    except ValueError as refused:
        assert str(refused).endswith((": nothing to draw", "whose column source_id is filled"))
        return None


def test_every_chart_of_a_frame_is_tried():
    """All but the story, which is of one claim and one case."""
    asking = {
        name
        for name, chart in charts.CHARTS.items()
        if "frame" in inspect.signature(chart).parameters
    }
    assert set(WHOLE) == asking == set(charts.CHARTS) - {"story"}


@each
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_rows_draw_or_are_refused(name, data):
    """In any order; the title counts the rows given, and no title speaks of the whole."""
    whole = WHOLE[name]()
    size = data.draw(st.integers(1, len(whole) - 1))
    seed = data.draw(st.integers(0, 10**6))
    figure = drawn(name, whole.sample(size, random_state=seed))
    if figure is not None:
        assert re.match(rf"Of the {size} [a-z]+ drawn, ", figure.title), figure.title
        assert figure.alt.startswith(figure.title)


@each
def test_one_row_draws_or_is_refused(name):
    """A few rows, each by itself."""
    whole = WHOLE[name]()
    for place in range(0, len(whole), max(1, len(whole) // 3)):
        figure = drawn(name, whole.iloc[[place]])
        assert figure is None or figure.title.startswith("Of the 1 ")


@each
def test_no_row_is_refused(name):
    """There is nothing to draw, and the message says so."""
    with pytest.raises(ValueError, match="the frame has no row"):
        charts.CHARTS[name](frame=WHOLE[name]().head(0))


@each
def test_what_is_no_table_of_the_chart_is_refused(name):
    """A frame without the columns, a list, words for rows that are not given."""
    with pytest.raises(ValueError, match="the frame lacks the column"):
        charts.CHARTS[name](frame=pd.DataFrame({"a": [1]}))
    with pytest.raises(TypeError, match="a chart draws a frame, not a list"):
        charts.CHARTS[name](frame=[1, 2])
    with pytest.raises(ValueError, match="rows that were not given"):
        charts.CHARTS[name](of="for the Philippines")


@each
def test_the_whole_given_is_the_whole_asked_for(name):
    """Title, description and picture are the same, whoever passes the rows."""
    asked, given_ = charts.CHARTS[name](), charts.CHARTS[name](frame=WHOLE[name]())
    assert (asked.title, asked.alt) == (given_.title, given_.alt)
    assert files.fingerprint(asked) == files.fingerprint(given_)
    shuffled = charts.CHARTS[name](frame=WHOLE[name]().sample(frac=1, random_state=3))
    assert shuffled.title == asked.title


def test_the_words_of_a_reader_stand_in_the_title():
    """With the number of rows."""
    cases = transfers.cases()
    some = cases[cases["recipient"] == "Philippines"]
    figure = charts.transfers.recipients(some, of="for the Philippines")
    assert figure.title.startswith(f"Of the {len(some)} cases for the Philippines, ")
    came = some["status"].astype("str").isin(["delivered", "part delivered"]).sum()
    assert f", {came} have been delivered" in figure.title


def test_rows_of_a_reader_s_own_are_those_in_this_table():
    """A value that was changed, a row that was added, a row given twice."""
    changes = rules.timeline()
    own = changes.assign(effect="loosens")
    assert charts.rules.changes(own).title.startswith(f"Of the {len(own)} changes in this table, ")
    more = pd.concat([changes, changes.head(1).assign(rule_id="R999")])
    twice = pd.concat([changes.iloc[1:], changes.iloc[1:2]])
    for rows in (more, twice):
        assert "changes in this table, " in charts.rules.deciders(rows).title


@pytest.mark.parametrize("effect", ["loosens", "tightens"])
def test_a_title_counts_what_is_drawn(effect):
    """Of the loosenings alone none tightens, whatever the whole says."""
    changes = rules.timeline()
    some = changes[changes["effect"] == effect]
    eased, closed = (int((some["effect"] == one).sum()) for one in ("loosens", "tightens"))
    title = charts.rules.changes(some).title
    assert title.endswith(f"drawn, {eased} loosen the rules and {closed} tighten them")


def test_a_chart_is_described_as_it_is_called():
    """The docstring has what all charts share, and what is its own."""
    text = inspect.getdoc(charts.rules.landmarks)
    for words in ("frame : pandas.DataFrame, optional", "of : str", "language : str", "Returns"):
        assert text.count(words) == 1
    assert list(inspect.signature(charts.rules.landmarks).parameters) == [
        "frame",
        "of",
        "language",
        "shape",
    ]
    assert "the landmarks with the date" in text and scope.SHARED.count("{") == 3


def test_a_slide_has_its_shape_and_its_language():
    """16 to 9 or square, in English or Japanese; another is refused."""
    for language, word in (("en", "Sources: "), ("ja", "出典：")):
        figure = charts.rules.landmarks(language=language, shape="slide")
        assert figure.get_size_inches().tolist() == [12.8, 7.2]
        assert figure.headings[2].get_text().startswith(word)
        assert len(figure.table) == len(tables.read("landmarks")) == 8
        square = charts.rules.landmarks(language=language, shape="square")
        assert square.get_size_inches().tolist() == [10.8, 10.8]
    with pytest.raises(ValueError, match="give en or ja"):
        charts.rules.landmarks(language="fr")
    with pytest.raises(ValueError, match="slide, square"):
        charts.rules.landmarks(shape="round")
