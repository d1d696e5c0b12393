"""The charts of Japan beside others, held against the frames that they draw."""

from collections import Counter

import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from analysis import sources, transfers
from analysis.charts import world as charts

YEARS = range(2014, 2026)


@pytest.fixture(scope="module")
def frames():
    return {
        "vintages": transfers.revisions("JPN"),
        "comparators": transfers.series(),
        "bridge": pd.concat([transfers.bridge(year) for year in YEARS], ignore_index=True),
    }


@pytest.fixture(scope="module")
def figures(frames):
    return {name: chart(frames[name], sources.register()) for name, chart in charts.CHARTS.items()}


def same(found, expected):
    assert Counter(round(float(x), 6) for x in found) == Counter(round(float(x), 6) for x in expected)


def test_every_value_of_a_revised_year_is_one_mark(frames, figures):
    """Values at their place, absences hollow left of zero; each vintage has its own marker and name."""
    rows, axes = frames["vintages"], figures["vintages"].axes[0]
    groups = [group for group in axes.collections if isinstance(group, PathCollection)]
    hollow = [x for group in groups if len(face := group.get_facecolor()) and to_hex(face[0]) == "#ffffff" for x, _ in group.get_offsets()]
    filled = [x for group in groups if len(face := group.get_facecolor()) and to_hex(face[0]) != "#ffffff" for x, _ in group.get_offsets().data if pd.notna(x)]
    same(filled, rows["tiv_million"].dropna())
    assert len(hollow) == rows["tiv_million"].isna().sum() and all(x < 0 for x in hollow)
    assert [int(label.get_text()) for label in axes.get_yticklabels()] == sorted(rows["year"].unique())
    named = [text.get_text() for text in axes.get_legend().get_texts()]
    assert named == sorted(rows["vintage"].dt.strftime("%Y-%m-%d").unique()) and len(named) <= len(charts.VINTAGES)


def test_the_bars_run_from_the_lowest_to_the_highest_vintage(frames, figures):
    """As long as the disagreement."""
    ends = frames["vintages"].groupby("year")["tiv_million"].agg(["min", "max"])
    bars = figures["vintages"].axes[0].collections[-1].get_segments()
    assert [(bar[0][0], bar[1][0]) for bar in bars] == [tuple(row) for row in ends.to_numpy()]


def test_a_year_without_delivery_is_a_gap(frames, figures):
    """Each line holds the newest vintage of its country, nothing between, nothing of an older one."""
    latest = frames["comparators"].query("latest and tiv_million > 0 and year >= 1960")
    lines = [line for line in figures["comparators"].axes[0].lines if len(line.get_xdata()) > 2]
    for (iso3, (_, colour, _)), line in zip(charts.COUNTRIES.items(), lines, strict=True):
        own = latest[latest["iso3"] == iso3].set_index("year")["tiv_million"]
        drawn = pd.Series(line.get_ydata(), line.get_xdata())
        assert drawn.dropna().to_dict() == own.to_dict() and line.get_color() == colour
        assert list(drawn.index) == list(range(own.index.min(), own.index.max() + 1))
    assert figures["comparators"].axes[0].get_yscale() == "log"


def test_sums_end_with_the_last_common_year(frames, figures):
    """A country is not compared over years that another one lacks."""
    latest = frames["comparators"].query("latest")
    end = latest.groupby("iso3")["year"].max().min()
    japan = latest.query("iso3 == 'JPN'").set_index("year")["tiv_million"].loc[end - 9 : end].sum()
    assert figures["comparators"].get_suptitle().startswith(f"Japan {japan:,.0f} million TIV in {end - 9}–{end}")


def test_each_panel_has_its_measure(frames, figures):
    """Bars are the numbers, a dash stands for what is missing, and no bar for it."""
    numbers = frames["bridge"]
    for axes, measure in zip(figures["bridge"].axes, charts.MEASURES, strict=True):
        own = numbers[numbers["measure"] == measure].set_index("year")["number"].astype("float64").reindex(YEARS)
        own = own / 1e9 if measure == "OSA grants" else own
        heights = [bar.get_height() for bar in axes.patches]
        assert [None if pd.isna(h) else round(h, 6) for h in heights] == [None if pd.isna(v) else round(v, 6) for v in own]
        assert [text.get_text() for text in axes.texts].count("–") == own.isna().sum()
        assert charts.MEASURES[measure] in [text.get_text() for text in axes.texts]


def test_the_findings_are_computed(frames, figures):
    """The peaks in the title are those of the frame."""
    permits = frames["bridge"].query("measure == 'permits'").astype({"number": "float64"}).set_index("year")["number"]
    assert f"permits {permits.idxmax()}" in figures["bridge"].get_suptitle()
    without = frames["bridge"][frames["bridge"]["year"] != permits.idxmax()]
    assert f"permits {permits.idxmax()}" not in charts.bridge(without, sources.register()).get_suptitle()


@pytest.mark.parametrize("name", list(charts.CHARTS))
def test_no_text_is_small_clipped_or_overlapping(legible, figures, name):
    """At the drawn size every text has at least 9 points, lies inside the figure and touches no other text."""
    legible(figures[name])
