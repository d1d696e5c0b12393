"""The charts of Japan beside others, held against the frames that they draw."""

from collections import Counter

import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex

from analysis import sources, tables, transfers
from analysis.charts import world as charts
from analysis.charts.colours import JAPAN, PLAIN
from analysis.charts.figure import INK

YEARS = range(2014, 2026)


@pytest.fixture(scope="module")
def frames():
    return {
        "vintages": transfers.revisions("JPN"),
        "comparators": transfers.series(),
        "bridge": transfers.bridge().query("year in @YEARS"),
    }


@pytest.fixture(scope="module")
def figures(frames):
    return {name: chart(frames[name], sources.register()) for name, chart in charts.CHARTS.items()}


def same(drawn_marks, expected):
    assert Counter(round(float(x), 6) for x in drawn_marks) == Counter(
        round(float(x), 6) for x in expected
    )


def test_every_value_of_a_revised_year_is_one_mark(frames, figures):
    """Each distinct value is marked once, the newest dark, and says which vintage had it first."""
    rows, axes = frames["vintages"], figures["vintages"].axes[0]
    rows = rows.sort_values(["year", "vintage"]).assign(value=rows["tiv_million"].round())
    distinct, newest = (
        rows.drop_duplicates(["year", "value"]),
        rows.drop_duplicates("year", keep="last"),
    )
    groups = [group for group in axes.collections if isinstance(group, PathCollection)]
    same([x for group in groups for x, _ in group.get_offsets()], distinct["value"].dropna())
    dark = [
        x
        for group in groups
        for (x, _), face in zip(group.get_offsets(), group.get_facecolor(), strict=True)
        if to_hex(face) == INK
    ]
    same(dark, newest["value"].dropna())
    wording = ["none" if pd.isna(value) else f"{value:,.0f}" for value in distinct["value"]]
    words = [
        f"{value} ({vintage:%Y})"
        for value, vintage in zip(wording, distinct["vintage"], strict=True)
    ]
    assert Counter(text.get_text() for text in axes.texts) == Counter(words)
    assert [int(label.get_text()) for label in axes.get_yticklabels()] == sorted(
        rows["year"].unique()
    )


def test_the_bars_run_from_the_lowest_to_the_highest_value(frames, figures):
    """As long as the disagreement, from nothing where a vintage has no delivery."""
    rows = frames["vintages"]
    ends = (
        rows.assign(value=rows["tiv_million"].fillna(0).round())
        .groupby("year")["value"]
        .agg(["min", "max"])
    )
    bars = next(
        group
        for group in figures["vintages"].axes[0].collections
        if isinstance(group, LineCollection)
    ).get_segments()
    assert [(bar[0][0], bar[1][0]) for bar in bars] == [tuple(row) for row in ends.to_numpy()]


def test_a_year_without_delivery_is_a_gap(frames, figures):
    """Each panel holds the newest vintage of its country and of Japan, and nothing between."""
    latest = frames["comparators"].query("latest and tiv_million > 0 and year >= 1960")
    countries = tables.read("comparators").set_index("iso3")["name"].drop("JPN")
    names = countries.str.removeprefix("the ")
    for axes, (iso3, name) in zip(figures["comparators"].axes, names.items(), strict=True):
        for line, code, colour in zip(axes.lines, (iso3, "JPN"), (PLAIN, JAPAN), strict=True):
            selection = latest[latest["iso3"] == code].set_index("year")["tiv_million"]
            drawn = pd.Series(line.get_ydata(), line.get_xdata())
            assert drawn.dropna().to_dict() == selection.to_dict() and line.get_color() == colour
            assert list(drawn.index) == list(
                range(selection.index.min(), selection.index.max() + 1)
            )
        head = latest[latest["iso3"] == iso3].set_index("year")["tiv_million"]
        assert (
            axes.texts[0].get_text()
            == f"{name}\n{head.loc[head.index.max()]:,.0f} in {head.index.max()}"
        )
        assert axes.get_yscale() == "log"


def test_sums_end_with_the_last_common_year(frames, figures):
    """A country is not compared over years that another one lacks."""
    latest = frames["comparators"].query("latest")
    end = latest.groupby("iso3")["year"].max().min()
    japan = latest.query("iso3 == 'JPN'").set_index("year")["tiv_million"].loc[end - 9 : end].sum()
    assert figures["comparators"].title.startswith(
        f"Japan exported {japan:,.0f} million TIV of arms in {end - 9}–{end}"
    )


def test_each_panel_has_its_measure(frames, figures):
    """Bars are the numbers, a dash stands for what is missing, and no bar for it."""
    numbers = frames["bridge"]
    for axes, measure in zip(figures["bridge"].axes, charts.MEASURES, strict=True):
        selection = (
            numbers[numbers["measure"] == measure]
            .set_index("year")["number"]
            .astype("float64")
            .reindex(YEARS)
        )
        selection = selection / 1e9 if measure == "OSA grants" else selection
        heights = [bar.get_height() for bar in axes.patches]
        assert [None if pd.isna(h) else round(h, 6) for h in heights] == [
            None if pd.isna(v) else round(v, 6) for v in selection
        ]
        assert [text.get_text() for text in axes.texts].count("–") == selection.isna().sum()
        assert charts.MEASURES[measure] in [text.get_text() for text in axes.texts]


def test_the_findings_are_computed(frames, figures):
    """The peaks in the title are those of the frame."""
    permits = (
        frames["bridge"]
        .query("measure == 'permits'")
        .astype({"number": "float64"})
        .set_index("year")["number"]
    )
    assert f"permits in {permits.idxmax()}" in figures["bridge"].title
    without = frames["bridge"][frames["bridge"]["year"] != permits.idxmax()]
    assert f"permits in {permits.idxmax()}" not in charts.bridge(without, sources.register()).title
