"""The charts of the permits, held against the frames that they draw."""

from contextlib import nullcontext

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import permits, sources, tables
from analysis.charts import permits as charts
from analysis.charts.figure import phone

REGISTER = pd.DataFrame({"publisher": ["An office"], "url": ["https://example.org"]}, index=["one"])
SMALL = (
    pd.DataFrame(
        [
            (2020, "total", 0, 100, "printed"),
            (2020, charts.SECURITY, 1, 90, "printed"),
            (2020, charts.FORCES, 2, 70, "printed"),
            (2020, "extremely small influence", 1, 10, "remainder"),
            (2021, "total", 0, pd.NA, "not found"),
            (2022, "total", 0, 50, "printed"),
        ],
        columns=["fiscal_year", "category", "level", "count", "basis"],
    )
    .assign(source_id="one", confidence="B")
    .astype({"count": "Int64"})
)


@pytest.fixture(scope="module", params=[nullcontext, phone])
def figures(request):
    """The charts of the true counts, on a page and on a telephone."""
    counts, register = permits.counts(), sources.register()
    with request.param():
        return {
            "by_year": charts.by_year(counts, register),
            "sdf_share": charts.sdf_share(permits.reconcile(), counts, register),
        }


def bars(figure):
    """What the bars show: row, start, length, colour of the edge, filled or not."""
    drawn = [bar for bar in figure.axes[0].patches if bar.get_width() > 0]
    rows = [
        (
            round(bar.get_y() + bar.get_height() / 2, 6),
            bar.get_x(),
            bar.get_width(),
            to_hex(bar.get_edgecolor()),
            to_hex(bar.get_facecolor()) != "#ffffff",
        )
        for bar in drawn
    ]
    return pd.DataFrame(rows, columns=["y", "left", "width", "colour", "filled"])


def texts(figure):
    return [text.get_text().strip().replace("\n", " ") for text in figure.axes[0].texts]


def test_the_heads_are_the_schema_s():
    """Every category of the table is drawn or named as a sub-head."""
    enum = next(f for f in tables.fields("permits") if f["name"] == "category")["constraints"][
        "enum"
    ]
    assert {*charts.HEADS, charts.FORCES} < set(enum)
    assert set(enum) - {*charts.HEADS, charts.FORCES} == {
        "total",
        "joint development and production",
        "security and defence cooperation",
    }
    assert set(charts.NAMES) == {*charts.HEADS, charts.FORCES}


def test_a_gap_is_a_gap_and_a_total_alone_is_empty():
    """2021 has no bar and says so; 2022 is an outline; the remainder of 2020 is not filled."""
    figure = charts.by_year(SMALL, REGISTER)
    drawn_marks = bars(figure)
    assert not (drawn_marks["y"] == 1).any() and "no figure found" in texts(figure)
    assert drawn_marks[drawn_marks["y"] == 2][["width", "filled"]].to_numpy().tolist() == [
        [50, False]
    ]
    assert "no breakdown read" in texts(figure)
    of_2020 = drawn_marks[drawn_marks["y"] == 0].set_index("width")
    assert of_2020.loc[90, "filled"] and of_2020.loc[70, "filled"] and not of_2020.loc[10, "filled"]
    assert of_2020.loc[10, "left"] == 90 and of_2020.loc[90, "left"] == of_2020.loc[70, "left"] == 0
    assert (
        figure.title
        == "Permits fell by 50 % from FY2020 (100) to FY2022 (50); 1 of 3 years not found"
    )


def test_a_year_that_the_table_lacks_is_drawn_as_missing():
    """Between two years of the table no year is skipped."""
    figure = charts.by_year(SMALL[SMALL["fiscal_year"] != 2021], REGISTER)
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == [
        "FY2020",
        "FY2021",
        "FY2022",
    ]
    assert "no figure found" in texts(figure)


def test_every_count_of_a_head_is_a_bar(figures):
    """Lengths are the counts, end to end; the total stands beside."""
    counts = permits.counts().astype({"category": "str"})
    drawn_marks, first = bars(figures["by_year"]), counts["fiscal_year"].min()
    for year, selection in counts.dropna(subset="count").groupby("fiscal_year"):
        here = drawn_marks[drawn_marks["y"] == year - first]
        parts = selection[selection["category"].isin(charts.HEADS)].set_index("category")["count"]
        expected = parts.tolist() or selection["count"].tolist()
        expected += selection.loc[selection["category"] == charts.FORCES, "count"].tolist()
        assert sorted(here["width"]) == sorted(expected)
        assert (here["left"] + here["width"]).max() == (
            parts.sum() if len(parts) else selection["count"].max()
        )
    totals = counts[counts["category"] == "total"]["count"].dropna()
    assert {f"{total:,}" for total in totals} <= set(texts(figures["by_year"]))
    assert (
        texts(figures["by_year"]).count("no figure found")
        == counts.loc[counts["category"] == "total", "count"].isna().sum()
    )


def test_the_subtitle_says_that_a_permit_is_not_a_shipment(figures):
    """Ruling 5 of the codebook."""
    assert "a permit is not a shipment" in figures["by_year"].axes[0].get_title("left").replace(
        "\n", " "
    )


def test_the_shares_are_those_of_the_table_and_the_release(figures):
    """Bars from the table, ticks from the printed words, and whether they fit."""
    checks = (
        permits.reconcile()
        .dropna(subset=["share_of_table", "share_percent"], how="all")
        .reset_index(drop=True)
    )
    drawn_marks = bars(figures["sdf_share"])
    drawn = drawn_marks[drawn_marks["width"] < 100].set_index("y")["width"]
    assert drawn.to_dict() == pytest.approx(checks["share_of_table"].dropna().to_dict())
    ticks = figures["sdf_share"].axes[0].collections[0].get_offsets()
    assert [x for x, _ in ticks] == checks["share_percent"].dropna().tolist()
    for text, fits in zip(texts(figures["sdf_share"]), checks["share_agrees"], strict=True):
        assert text.endswith("which does not fit") == (pd.notna(fits) and not fits)


def test_a_share_that_fits_is_not_called_wrong():
    """The same numbers with other words."""
    checks = permits.reconcile().assign(
        share_bound="at most",
        share_percent=95.0,
        share_agrees=pd.array([True] * len(permits.reconcile()), "boolean"),
    )
    figure = charts.sdf_share(checks, permits.counts(), sources.register())
    assert (
        all(text.endswith("which fits") for text in texts(figure))
        and "do not fit" not in figure.alt
    )
