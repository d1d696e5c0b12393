"""The charts of the transfers, held against the frames that they draw."""

import re
from collections import Counter
from contextlib import nullcontext

import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.markers import MarkerStyle

from analysis import rules, sources, transfers
from analysis.charts import transfers as charts
from analysis.charts.figure import fingerprint, phone


@pytest.fixture(scope="module")
def frames():
    changes = rules.timeline()
    lags = transfers.lags(changes)
    until = rules.known_until()
    return {
        "stages": (transfers.cases(), changes),
        "lags": (lags, transfers.waits(lags, ["stage"])),
        "agreements": (rules.partners(until), until),
        "osa": (transfers.osa(), transfers.programmes()),
    }


@pytest.fixture(scope="module", params=[nullcontext, phone])
def figures(frames, request):
    """Every chart of the true frames, on a page and on a telephone."""
    with request.param():
        return {
            name: chart(*frames[name], sources.register()) for name, chart in charts.CHARTS.items()
        }


def marks(figure):
    """Every marker drawn: shape, edge colour, hollow, place."""
    rows = []
    for group in figure.axes[0].collections:
        if isinstance(group, PathCollection) and len(group.get_offsets()):
            face = group.get_facecolor()
            hollow = len(face) > 0 and to_hex(face[0]) == "#ffffff"
            rows += [
                (_shape(group), to_hex(group.get_edgecolor()[0]), hollow, x, y)
                for x, y in group.get_offsets()
            ]
    return pd.DataFrame(rows, columns=["shape", "colour", "hollow", "x", "y"])


def _shape(group):
    for marker in "os^>x|":
        style = MarkerStyle(marker)
        path = style.get_path().transformed(style.get_transform())
        if path.vertices.tolist() == group.get_paths()[0].vertices.tolist():
            return marker
    raise AssertionError("a marker that the module does not name")


def years(days):
    return days.dropna().map(lambda day: day.year + (day.day_of_year - 1) / 365.2425)


def same(drawn_marks, expected):
    assert Counter(round(x, 6) for x in drawn_marks) == Counter(round(x, 6) for x in expected)


def texts(figure):
    """The texts in the axes, unfolded."""
    return [text.get_text().replace("\n", " ") for text in figure.axes[0].texts]


def test_the_stages_are_those_of_the_tables():
    """Each stage has its own shape and colour."""
    assert tuple(charts.STAGES) == transfers.STAGES
    shapes, colours = zip(*charts.STAGES.values(), charts.OPEN, charts.LAPSED, strict=True)
    assert len(set(shapes)) == len(set(colours)) == 5


def test_each_stage_of_each_counted_case_is_one_mark(frames, figures):
    """Dates drawn are those of the table; what is not counted is not drawn."""
    cases = frames["stages"][0].query("counted")
    drawn_marks = marks(figures["stages"])
    for stage, (marker, colour) in charts.STAGES.items():
        selection = drawn_marks[drawn_marks["shape"] == marker]
        same(selection["x"], years(cases[stage]))
        assert set(selection["colour"]) == {to_hex(colour)}
    assert (drawn_marks["shape"] == "x").sum() == (cases["status"] == "lapsed").sum()
    waiting = cases["delivered"].isna() & ~cases["status"].isin(
        ["lapsed", "delivered", "part delivered"]
    )
    dated = cases[list(charts.STAGES)].notna().any(axis=1)
    assert (drawn_marks["shape"] == ">").sum() == (waiting & dated).sum()


def test_each_case_and_each_landmark_has_its_row(frames, figures):
    """Cases by name, rule changes with their day, the earliest first.

    A line runs from first to last date.
    """
    cases, changes = frames["stages"]
    counted = cases[cases["counted"]]
    written = texts(figures["stages"])
    recent = changes["landmark"] & (changes["date"] >= "2011")
    most, _ = Counter(counted["rule_id"].dropna()).most_common(1)[0]
    chosen = changes[recent | (changes["rule_id"] == most)]
    assert len(chosen) == recent.sum() + 1
    names = {f"{row.date:%Y-%m-%d} {row.short_name}" for row in chosen.itertuples()}
    assert names <= set(written)
    assert len(written) == len(counted) + len(chosen)
    assert Counter(text.split(":")[0] for text in written if ":" in text) == Counter(
        counted["recipient"]
    )
    first = (
        figures["stages"].table[["decided", "contracted", "delivered", "date"]].min(axis=1).dropna()
    )
    assert first.is_monotonic_increasing


def test_the_waits_are_drawn_by_state(frames, figures):
    """Dated to the last possible day, open and lapsed to the latest dated item.

    Undated not at all.
    """
    lags, waits = frames["lags"]
    drawn_marks = marks(figures["lags"])
    for stage, (marker, _) in charts.STAGES.items():
        dated = lags[(lags["stage"] == stage) & (lags["state"] == "dated")]
        same(
            drawn_marks.loc[drawn_marks["shape"] == marker, "x"],
            dated["days_to"].astype("float64") / 365.2425,
        )
    for state, marker in {"open": ">", "lapsed": "x"}.items():
        same(
            drawn_marks.loc[drawn_marks["shape"] == marker, "x"],
            lags.loc[lags["state"] == state, "days_from"].astype("float64") / 365.2425,
        )
    assert not drawn_marks[["x", "y"]].round(2).duplicated().any()
    for wait, text in zip(waits.itertuples(), texts(figures["lags"]), strict=True):
        counts = f"{wait.dated} dated, {wait.open} open, {wait.lapsed} lapsed"
        assert text.startswith(f"{wait.stage}: {counts}, {wait.undated} without date")


def test_the_median_and_its_interval_are_those_of_the_frame(frames, figures):
    """A diamond where half have come, a band from the lower to the upper end, or to the edge."""
    waits, axes = frames["lags"][1], figures["lags"].axes[0]
    same(
        [line.get_xdata()[0] for line in axes.lines],
        waits["median"].dropna().astype("float64") / 365.2425,
    )
    known_days = waits.dropna(subset="low")
    bands = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    ends = [axes.get_xlim()[1] if pd.isna(high) else high / 365.2425 for high in known_days["high"]]
    assert bands == [
        pytest.approx((low / 365.2425, end))
        for low, end in zip(known_days["low"], ends, strict=True)
    ]


def test_agreements_of_unknown_force_are_hatched(frames, figures):
    """One bar per partner.

    Solid from the day in force, hatched from signature where that day is not known.
    """
    partners, until = frames["agreements"]
    axes = figures["agreements"].axes[0]
    bars = pd.DataFrame(
        [(bar.get_y() + 0.25, bar.get_x(), bool(bar.get_hatch())) for bar in axes.patches],
        columns=["y", "x", "hatched"],
    )
    names = [label.get_text() for label in axes.get_yticklabels()]
    bars["country"] = [names[round(y)] for y in bars["y"]]
    assert sorted(bars["country"]) == sorted(partners["country"])
    assert sorted(bars.loc[bars["hatched"], "country"]) == sorted(
        partners.loc[partners["in_force"] == "unknown", "country"]
    )
    start = (
        partners["latest"]
        .where(partners["in_force"] == "yes", partners["signed"])
        .clip(lower=pd.Timestamp("2013-01-01"))
    )
    same(bars["x"], years(start))
    low, high = rules.partner_count(until)
    assert (
        f"{low} to {high} are in force" in figures["agreements"].title
        and f"{low}–{high}" in texts(figures["agreements"])[:-1]
    )


def test_counts_beside_the_agreements_are_those_of_the_day(frames, figures):
    """At least and at most, as the rules module counts them on each day of signature."""
    partners = frames["agreements"][0].sort_values(["signed", "iso3"])
    wording = [text for text in texts(figures["agreements"]) if re.fullmatch(r"\d+(–\d+)?", text)]
    for row, text in list(zip(partners.itertuples(), wording, strict=True))[1:]:
        low, high = rules.partner_count(row.signed)
        assert text == (f"{low}–{high}" if low < high else f"{low}"), row.country


def test_the_grants_are_as_long_as_their_values(frames, figures):
    """One bar per grant in billion yen; the head of each year has its sum and its budget."""
    grants, programmes = frames["osa"]
    axes = figures["osa"].axes[0]
    same(
        [bar.get_width() for bar in axes.patches], grants["value"].astype("float64").fillna(0) / 1e9
    )
    heads = [text for text in texts(figures["osa"]) if text.startswith("FY")]
    budgets = programmes[programmes["programme"].str.startswith("OSA")].set_index("fiscal_year")[
        "amount"
    ]
    for head in heads:
        year = int(head[2:6])
        agreed = grants.loc[grants["fiscal_year"] == year, "value"].sum() / 1e9
        assert f"{agreed:,.4g} agreed" in head or agreed == 0
        assert (
            f" of {budgets[year] / 1e9:,.4g}" in head
            if year in budgets.index
            else "budget not found" in head
        )


def test_a_grant_is_dark_once_something_of_it_arrived(frames, figures):
    """The colour of a bar is that of the stage that its grant has reached."""
    rows = figures["osa"].table.dropna(subset="transfer_id").set_index("transfer_id")
    arrived = frames["osa"][0].set_index("transfer_id")["delivered"].notna().loc[rows.index]
    expected = [charts.STAGES["delivered" if came else "contracted"][1].lower() for came in arrived]
    assert [to_hex(bar.get_facecolor()) for bar in figures["osa"].axes[0].patches] == expected


def test_a_grant_without_value_says_so(frames):
    """It has no bar, and its text tells why."""
    grants, programmes = frames["osa"]
    grants = grants.assign(value=grants["value"].where(grants.index > 0))
    figure = charts.osa(grants, programmes, sources.register())
    assert any("no value found" in text for text in texts(figure))


def test_grade_d_is_hollow(frames):
    """A doubtful case is drawn in outline."""
    cases, changes = frames["stages"]
    doubtful = charts.stages(cases.assign(confidence="D"), changes, sources.register())
    drawn_marks = marks(doubtful)
    assert drawn_marks.loc[drawn_marks["shape"].isin(["o", "s", "^"]), "hollow"].all()


def test_findings_are_computed(frames, figures):
    """Another frame gives another title, description and fingerprint."""
    cases, changes = frames["stages"]
    fewer = charts.stages(cases.head(20), changes, sources.register())
    assert fewer.title != figures["stages"].title and fingerprint(fewer) != fingerprint(
        figures["stages"]
    )
    came = cases.query("counted")["delivered"].notna().sum()
    assert figures["stages"].title.startswith(f"{came} of {cases['counted'].sum()} counted cases")


def test_lines_are_only_where_dates_are(figures):
    """No line without ends."""
    for group in figures["stages"].axes[0].collections:
        if isinstance(group, LineCollection):
            assert all(pd.notna(segment).all() for segment in group.get_segments() if len(segment))
