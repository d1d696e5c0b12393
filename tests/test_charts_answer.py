"""The last figure, by what it draws: marks, spans and steps against the frame, never pixels."""

import contextlib

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import claims, conclusions, rules, sources, transfers
from analysis.charts import answer, figure
from analysis.charts.colours import EFFECTS, STAGES, VERDICTS


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return conclusions.events()


@pytest.fixture(scope="module", params=[False, True], ids=["page", "phone"])
def drawn(events, request):
    with figure.phone() if request.param else contextlib.nullcontext():
        return answer.answer(events, sources.register())


def places(drawn) -> pd.DataFrame:
    """Every mark that is drawn: where, in which colour, whether hollow."""
    rows = []
    for group in drawn.axes[0].collections:
        edge = [to_hex(colour) for colour in group.get_edgecolor()]
        for place, (x, y) in enumerate(group.get_offsets()):
            face = to_hex(group.get_facecolor()[place % len(group.get_facecolor())])
            rows.append((round(x, 6), y, face, edge[place % len(edge)]))
    return pd.DataFrame(rows, columns=["x", "y", "face", "edge"])


def across(days: pd.Series) -> list[float]:
    """Where days stand, worked out here.

    A stretch's share of the width times the part of it that is past.
    """
    bounds = [(1967, 0.0, 2014, 0.27), (2014, 0.27, 2023, 0.55), (2023, 0.55, 2027, 1.0)]
    years = [day.year + (day.day_of_year - 1) / 365.2425 for day in days]
    return [
        round(left + (year - start) / (end - start) * (right - left), 6)
        for year in years
        for start, left, end, right in bounds
        if start <= year < end
    ]


def test_every_text_is_legible(drawn, legible):
    """On a page and on a telephone, nothing overlaps, is cut off or smaller than 9 points."""
    legible(drawn)


@pytest.mark.parametrize("part, looks", [("rule", EFFECTS), ("transfer", STAGES)])
def test_each_rule_change_and_each_stage_has_its_mark(drawn, events, part, looks):
    """As many marks of a colour as rows, on their days; hollow exactly where the grade is D."""
    marks = places(drawn)
    for name, (_, colour) in looks.items():
        selection, shown = (
            events[(events["part"] == part) & (events["mark"] == name)],
            marks[marks["edge"] == to_hex(colour)],
        )
        assert sorted(shown["x"]) == pytest.approx(sorted(across(selection["date"])), abs=1e-5)
        assert (shown["face"] == "#ffffff").sum() == (selection["confidence"] == "D").sum()


def test_each_claim_has_a_span_to_its_day_and_its_id_in_words(drawn, events):
    """The marks of a verdict stand on the days of its claims.

    A line joins each to the article's day; every claim is named.
    """
    claim, words = (
        events[events["part"] == "claim"],
        " ".join(text.get_text() for text in drawn.axes[0].texts),
    )
    start, marks = across(events.loc[events["part"] == "article", "date"])[0], places(drawn)
    spans = {
        (to_hex(line.get_color()), round(max(line.get_xdata(), key=lambda x: abs(x - start)), 6))
        for line in drawn.axes[0].lines
    }
    for verdict, (colour, _) in VERDICTS.items():
        days = set(across(claim.loc[claim["mark"] == verdict, "date"]))
        assert days <= set(marks.loc[marks["face"] == to_hex(colour), "x"])
        assert {(to_hex(colour), day) for day in days} <= spans
    assert all(claim_id in words for claim_id in claim["id"])


def test_the_steps_are_as_high_as_kinds_are_open(drawn, events):
    """From each day on, the bars of both open statuses are what the rules answer for that day."""
    bars = [bar for bar in drawn.axes[0].patches if bar.get_height() < 0]
    unit = answer.HIGH / len(rules.in_force("2020-01-01"))
    for day in events.loc[events["part"] == "kinds", "date"].drop_duplicates():
        here = [
            bar
            for bar in bars
            if abs(bar.get_x() - across([day])[0]) < 1e-5 and not bar.get_hatch()
        ]
        assert sum(-bar.get_height() for bar in here) / unit == pytest.approx(
            rules.in_force(day)["status"].isin(["allowed", "conditional"]).sum()
        )


def test_lines_stand_where_a_claim_meets_a_rule_or_a_delivery(drawn, events):
    """The days that are shared, and the article's, and no other."""
    shared = set()
    for _, claim in events[events["part"] == "claim"].iterrows():
        for _, other in events[
            (events["part"] == "rule") | (events["mark"] == "delivered")
        ].iterrows():
            if claim["date"] == other["date"] and claim["precision"] == other["precision"]:
                shared.add(claim["date"])
    lines = {
        round(line.get_xdata()[0], 6) for line in drawn.axes[0].lines if line.get_ydata()[-1] == 999
    }
    assert (
        lines == set(across([*shared, *events.loc[events["part"] == "article", "date"]]))
        and len(shared) == 3
    )


def test_the_table_is_the_frame_drawn(drawn, events):
    pd.testing.assert_frame_equal(drawn.table, events)


def test_the_title_follows_the_verdicts(events):
    """A claim that no longer holds is one less in the title and in the description."""
    row = events.index[events["mark"] == "supported"][0]
    other = answer.answer(
        events.assign(mark=events["mark"].mask(events.index == row, "contradicted")),
        sources.register(),
    )
    holding = claims.verdicts()["now"].isin(["supported", "mostly supported"]).sum()
    assert (
        other.title.startswith(f"{holding - 1} of {len(claims.verdicts())} claims")
        and "2 contradicted" in other.alt
    )


def test_another_verdict_draws_another_mark(events):
    """The fingerprint, which nbval compares, moves with one verdict, one day or one grade."""
    register = sources.register()
    first = figure.fingerprint(answer.answer(events, register))
    row = events.index[events["part"] == "claim"][0]
    later = events.assign(date=events["date"].mask(events.index == row, pd.Timestamp("2025-01-01")))
    graded = events.assign(confidence=events["confidence"].mask(events["id"] == "R050", "D"))
    assert (
        len(
            {
                first,
                *(figure.fingerprint(answer.answer(frame, register)) for frame in (later, graded)),
            }
        )
        == 3
    )


def test_events_hold_every_dated_thing_once(events):
    """All rule changes since 1967, all claims, each dated stage of a counted case, all statuses."""
    counts = events["part"].value_counts()
    cases = transfers.cases().query("counted")
    assert counts["rule"] == (rules.timeline()["date"] >= "1967").sum() and counts["claim"] == len(
        claims.audited()
    )
    assert (
        counts["transfer"] == cases[list(transfers.STAGES)].notna().sum().sum()
        and counts["article"] == 1
    )
    kinds = events[events["part"] == "kinds"].groupby("date")["number"].sum()
    assert kinds.eq(len(rules.in_force("2020-01-01"))).all()
    bare = events[events[["source_id", "sources"]].isna().all(axis=1)]
    assert bare["confidence"].eq("D").all() and len(counts) == 5
