"""The charts of the regimes, held against the frames that they draw."""

from collections import Counter
from contextlib import nullcontext

import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle

from analysis import rules, sources, tables
from analysis.charts import colours, two_codings
from analysis.charts import regimes as charts
from analysis.charts.figure import PALE, fingerprint, phone

REGISTER = pd.DataFrame({"publisher": ["An office"], "url": ["https://example.org"]}, index=["one"])
PROVISIONS = pd.DataFrame(
    {"provision_id": ["P01", "P02", "P03"], "short_name": ["Ships", "Shells", "Radars"]}
)
BANDS = pd.DataFrame(
    [
        ("P01", "1970-01-01", "2000-01-01", "prohibited", "R1", "A", "standing"),
        ("P01", "1999-06-01", "2000-01-01", "conditional", "R9", "A", "one-off"),
        ("P01", "2000-01-01", None, "allowed", "R2", "A", "standing"),
        ("P02", "1970-01-01", "2015-01-01", "not addressed", None, None, "standing"),
        ("P02", "2015-01-01", "2020-01-01", "prohibited", "R3", "D", "standing"),
        ("P02", "2020-01-01", None, "conditional", "R4", "D", "standing"),
        ("P03", "1970-01-01", "1980-01-01", "prohibited", "R1", "B", "standing"),
        ("P03", "1980-01-01", "2020-01-01", "prohibited", "R5", "B", "standing"),
        ("P03", "2020-01-01", None, "prohibited", "R4", "B", "standing"),
    ],
    columns=["provision_id", "start", "end", "coded", "rule_id", "confidence", "scope"],
).assign(
    start=lambda t: pd.to_datetime(t["start"]),
    end=lambda t: pd.to_datetime(t["end"]),
    condition="if need be",
    source_id="one",
    status=lambda t: t["coded"].mask(t["confidence"] == "D", "not determinable"),
)
DIFFERS = pd.DataFrame(
    [
        ("P02", "Shells", "condition only", "prohibited", "prohibited", "B"),
        ("P01", "Ships", "widens", "prohibited", "allowed", "A"),
        ("P03", "Radars", "not determinable", "conditional", "not determinable", "D"),
        ("P04", "Mines", "narrows", "allowed", "conditional", "B"),
        ("P05", "Boots", "first addressed", "not addressed", "conditional", "C"),
        ("P06", "Belts", "no longer addressed", "allowed", "not addressed", "C"),
    ],
    columns=["provision_id", "provision", "change", "status_before", "status_after", "confidence"],
).assign(source_id="one")
DAYS = pd.to_datetime(["1970-01-01", "2000-01-01"])
CELLS = pd.DataFrame(
    [
        ("G1", DAYS[0], "P01", "prohibited", "prohibited", "prohibited"),
        ("G1", DAYS[0], "P02", "not addressed", "prohibited", "prohibited"),
        ("G1", DAYS[0], "P03", "prohibited", "prohibited", "conditional"),
        ("G2", DAYS[1], "P01", "allowed", "conditional", "allowed"),
        ("G2", DAYS[1], "P02", "prohibited", "conditional", "conditional"),
        ("G2", DAYS[1], "P03", "conditional", "conditional", "conditional"),
        ("G2", DAYS[1], "P99", "conditional", "allowed", None),
    ],
    columns=["regime_id", "on", "provision_id", "first", "second", "settled"],
).assign(agree=lambda t: t["first"] == t["second"])
CODED = pd.DataFrame(
    [
        (g, p, coder, "one")
        for g in ("G1", "G2")
        for p in ("P01", "P02", "P03")
        for coder in ("first", "second")
    ],
    columns=["regime_id", "provision_id", "coder", "source_id"],
)
HEADLINES = pd.DataFrame(
    [
        (coding, f"G{i + 1}", DAYS[i], n, big)
        for coding, counts in {"settled": (1, 3), "first": (0, 2), "second": (0, 3)}.items()
        for i, (n, big) in enumerate(zip(counts, (False, True), strict=True))
    ],
    columns=["coding", "regime_id", "on", "open", "largest_step"],
)


def true():
    """The true frames, and every chart of them."""
    register, provisions, coded = (
        sources.register(),
        tables.read("provisions"),
        tables.read("regime_codings"),
    )
    frames = {
        "status_bands": rules.bands(),
        "comparison": rules.compare("2023-12-21", "2023-12-22"),
        "sensitivity": rules.headlines(),
        "codings": rules.codings(),
    }
    drawn = {
        "status_bands": charts.status_bands(frames["status_bands"], provisions, register),
        "comparison": charts.comparison(frames["comparison"], "2023-12-21", "2023-12-22", register),
        "sensitivity": charts.sensitivity(frames["sensitivity"], coded, register),
        "codings": charts.codings(frames["codings"], coded, provisions, register),
    }
    return frames, drawn, provisions["provision_id"].tolist()


@pytest.fixture(scope="module")
def real():
    return true()


@pytest.fixture(scope="module")
def narrow():
    """The same in the layout of a telephone."""
    with phone():
        return true()


@pytest.fixture(scope="module")
def small():
    """Every chart of a few made rows."""
    frames = {
        "status_bands": BANDS,
        "comparison": DIFFERS,
        "sensitivity": HEADLINES,
        "codings": CELLS,
    }
    drawn = {
        "status_bands": charts.status_bands(BANDS, PROVISIONS, REGISTER),
        "comparison": charts.comparison(DIFFERS, "1999-01-01", "2001-01-01", REGISTER),
        "sensitivity": charts.sensitivity(HEADLINES, CODED, REGISTER),
        "codings": charts.codings(CELLS, CODED, PROVISIONS, REGISTER),
    }
    return frames, drawn, ["P01", "P02", "P03"]


@pytest.fixture(scope="module", params=["real", "narrow", "small"])
def both(request):
    return request.getfixturevalue(request.param)


def stretches(bands):
    first, last = bands["start"].min(), bands["start"].max()
    return [(first, charts.BREAK), (charts.BREAK, last), (last, last + pd.Timedelta(days=365))]


def across(figure):
    return charts.STRETCHES if figure.get_figwidth() > 5 else charts.ON_PHONE


def day_at(x, bands, places):
    """The day that stands at a place across, and the number of its stretch."""
    for number, ((x0, x1), (opens, closes)) in enumerate(
        zip(places, stretches(bands), strict=True)
    ):
        if x0 - 1e-9 <= x <= x1 + 1e-9:
            return number, opens + pd.Timedelta(
                days=round((x - x0) / (x1 - x0) * (closes - opens).days)
            )
    raise AssertionError(f"nothing stands at {x}")


def pieces(bands):
    """What should be drawn.

    Provision, stretch, first day, end, status and doubt of each standing band, worked out one by
    one.
    """
    drawn_marks = []
    for row in bands[bands["scope"] == "standing"].itertuples():
        for number, (opens, closes) in enumerate(stretches(bands)):
            start, end = max(row.start, opens), min(closes if pd.isna(row.end) else row.end, closes)
            if start < end:
                drawn_marks.append(
                    (row.provision_id, number, start, end, row.coded, row.confidence == "D")
                )
    return Counter(drawn_marks)


def test_status_and_tags_are_never_told_by_colour_alone():
    """Each status has its own height, colour and letter.

    Each coding its own marker, colour and place; each tag its own marker and words.
    """
    markers, _, words = zip(*charts.CHANGE.values(), strict=True)
    by_status = (colours.STATUSES, charts.HEIGHTS, two_codings.LETTERS)
    for column in (
        markers,
        words,
        *(looks.values() for looks in by_status),
        *zip(*two_codings.CODINGS.values(), strict=True),
    ):
        assert len(set(column)) == len(column)
    assert all(list(looks) == rules.STATUSES[:-1] for looks in by_status)
    assert list(charts.CHANGE) == rules.CHANGES
    assert set(charts.SCALE) == set(rules.STATUSES)
    heights = list(charts.HEIGHTS.values())
    assert heights == sorted(heights, reverse=True)


def test_each_band_runs_over_its_days_as_high_as_its_status(both):
    """Each interval is drawn once, with its status' height and colour, outlined if not verified."""
    frames, drawn, order = both
    bands, axes, drawn_marks, places = (
        frames["status_bands"],
        drawn["status_bands"].axes[0],
        [],
        across(drawn["status_bands"]),
    )
    highest = charts.BAND / charts.ROW
    for patch in axes.patches:
        status, base = patch.get_gid(), patch.get_y()
        colour, height = colours.STATUSES[status], charts.HEIGHTS[status]
        (number, start), (_, end) = (
            day_at(patch.get_x(), bands, places),
            day_at(patch.get_x() + patch.get_width(), bands, places),
        )
        assert -patch.get_height() == pytest.approx(height * highest)
        hollow = to_hex(patch.get_facecolor()) == "#ffffff"
        assert to_hex(patch.get_edgecolor() if hollow else patch.get_facecolor()) == colour.lower()
        drawn_marks.append((order[int(base)], number, start, end, patch.get_gid(), hollow))
    for line in axes.lines:
        assert line.get_gid() == "not addressed" and line.get_linestyle() == ":"
        (left, y), (right, _) = line.get_xydata()
        (number, start), (_, end) = day_at(left, bands, places), day_at(right, bands, places)
        drawn_marks.append((order[int(y)], number, start, end, "not addressed", False))
    assert Counter(drawn_marks) == pieces(bands)


def test_the_words_on_the_bands_are_those_of_the_day_under_them(both):
    """A word stands over days that all have its status.

    The state since the last change is in words for every provision.
    """
    frames, drawn, order = both
    bands, axes, places = (
        frames["status_bands"],
        drawn["status_bands"].axes[0],
        across(drawn["status_bands"]),
    )
    intervals = list(pieces(bands))
    words = [t for t in axes.texts if t.get_ha() == "center"]
    assert [t.get_text() for t in axes.texts if t.get_ha() == "left"] == [
        f"{code} {name}" for code, name in names(order).items()
    ]
    for text in words:
        x, y = text.get_position()
        number, day = day_at(x, bands, places)
        under = [
            p for p in intervals if p[0] == order[int(y)] and p[1] == number and p[2] <= day < p[3]
        ]
        assert [f"{status}?" if doubt else status for *_, status, doubt in under] == [
            text.get_text()
        ]
    ended = [order[int(t.get_position()[1])] for t in words if t.get_position()[0] > places[2][0]]
    assert ended == order


def names(order):
    table = PROVISIONS if len(order) == 3 else tables.read("provisions")
    return table.set_index("provision_id")["short_name"]


def marks(axes):
    """Place, shape, colour and hollowness of every marker."""
    rows = []
    for group in axes.collections:
        if isinstance(group, PathCollection):
            shape = str(group.get_paths()[0].vertices)
            faces = group.get_facecolor()
            for i, (x, y) in enumerate(group.get_offsets()):
                rows.append(
                    (
                        x,
                        y,
                        shape,
                        to_hex(group.get_edgecolor()[0]),
                        to_hex(faces[i % len(faces)]) == "#ffffff",
                    )
                )
    return rows


def shape(marker):
    style = MarkerStyle(marker)
    return str(style.get_path().transformed(style.get_transform()).vertices)


def test_an_exemption_for_one_case_is_a_mark_of_its_own(both):
    """On its provision, at its day, and nothing else is marked."""
    frames, drawn, order = both
    bands, places = frames["status_bands"], across(drawn["status_bands"])
    drawn_marks = [
        (order[int(y)], day_at(x, bands, places)[1])
        for x, y, kind, _, _ in marks(drawn["status_bands"].axes[0])
        if kind == shape("d")
    ]
    single = bands[bands["scope"] == "one-off"]
    assert Counter(drawn_marks) == Counter(
        zip(single["provision_id"], single["start"], strict=True)
    ) and len(drawn_marks) == len(single)


def test_a_comparison_leads_from_the_first_status_to_the_second(both):
    """A ring at the status before, a mark of the tag at the status after, a line between."""
    frames, drawn, _ = both
    axes, rows = (
        drawn["comparison"].axes[0],
        frames["comparison"].astype({"change": "str", "confidence": "str"}),
    )
    rows = rows.set_index("provision_id").loc[[t.get_text()[:3] for t in axes.texts[::2]]]
    assert sorted(rows.index) == sorted(frames["comparison"]["provision_id"])
    assert [t.get_text() for t in axes.texts[1::2]] == rows["change"].tolist()
    rings = {round(y): (x, hollow) for x, y, kind, colour, hollow in marks(axes)[: len(rows)]}
    ends = {
        round(y): rest
        for y, *rest in (
            (y, x, kind, colour, hollow) for x, y, kind, colour, hollow in marks(axes)[len(rows) :]
        )
    }
    for place, row in enumerate(rows.itertuples()):
        marker, colour, _ = charts.CHANGE[row.change]
        old, new = charts.SCALE.index(row.status_before), charts.SCALE.index(row.status_after)
        assert rings[place] == (old, True)
        assert ends[place] == [new, shape(marker), colour.lower(), row.confidence == "D"]
        assert (
            axes.lines[place].get_xdata().tolist() == [old, new]
            and round(axes.lines[place].get_ydata()[0]) == place
        )
    assert [
        label.get_text().replace("-\n", "").replace("\n", " ") for label in axes.get_xticklabels()
    ] == charts.SCALE


def test_days_between_which_nothing_differs_have_no_chart():
    """One clear sentence."""
    with pytest.raises(ValueError, match="nothing differs between 2023-12-20 and 2023-12-21"):
        charts.comparison(
            rules.compare("2023-12-20", "2023-12-21"),
            "2023-12-20",
            "2023-12-21",
            sources.register(),
        )


def test_each_coding_stands_at_its_number_of_open_provisions(both):
    """Every coding and regime is one mark, on the row of its day; the coding's line joins them."""
    frames, drawn, _ = both
    axes, rows = drawn["sensitivity"].axes[0], frames["sensitivity"]
    order = sorted(rows["on"].unique())
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        f"{day:%Y-%m-%d}" for day in order
    ]
    kinds = {shape(marker): coding for coding, (marker, _, _) in two_codings.CODINGS.items()}
    drawn_marks = Counter((kinds[kind], order[round(y)], x) for x, y, kind, _, _ in marks(axes))
    assert drawn_marks == Counter(zip(rows["coding"], rows["on"], rows["open"], strict=True))
    for line, coding in zip(axes.lines, two_codings.CODINGS, strict=True):
        assert (
            line.get_xdata().tolist()
            == rows[rows["coding"] == coding].sort_values("on")["open"].tolist()
        )


def test_each_tile_tells_both_codings_and_the_one_settled_on(both):
    """One grey tile where they agree, two in the colours of the status where they do not.

    The settled one is underlined.
    """
    frames, drawn, order = both
    cells, axes = frames["codings"], drawn["codings"].axes[0]
    regimes = cells.groupby("regime_id")["on"].first().sort_values().index
    letters = {letter: status for status, letter in two_codings.LETTERS.items()}
    tiles = [p for p in axes.patches if isinstance(p, Rectangle)]
    lines = [line.get_xydata()[0] for line in axes.lines]
    drawn_marks = Counter()
    for patch, text in zip(tiles, axes.texts[: len(tiles)], strict=True):
        x, y = text.get_position()
        letter, *other = text.get_text().split("→")
        assert (
            patch.get_x() < x < patch.get_x() + patch.get_width()
            and patch.get_gid() == letters[letter]
        )
        assert to_hex(patch.get_facecolor()) == (
            PALE if patch.get_width() > 0.6 else colours.STATUSES[letters[letter]].lower()
        )
        under = any(
            patch.get_x() < left < patch.get_x() + patch.get_width() and int(low) == int(y)
            for left, low in lines
        )
        part = "both" if patch.get_width() > 0.6 else "first" if x % 1 < 0.5 else "second"
        drawn_marks[
            regimes[int(x)],
            order[int(y)],
            part,
            letters[letter],
            under,
            letters[other[0]] if other else None,
        ] += 1
    wanted = Counter()
    for cell in cells[cells["provision_id"].isin(order)].itertuples():
        if cell.first == cell.second:
            wanted[
                cell.regime_id,
                cell.provision_id,
                "both",
                cell.first,
                False,
                None if cell.first == cell.settled else cell.settled,
            ] += 1
            continue
        for part, status in (("first", cell.first), ("second", cell.second)):
            wanted[
                cell.regime_id, cell.provision_id, part, status, status == cell.settled, None
            ] += 1
    assert drawn_marks == wanted


def test_the_titles_and_descriptions_are_computed(small):
    """A few made rows give their own findings."""
    _, drawn, _ = small
    titles = {name: figure.title for name, figure in drawn.items()}
    assert titles == {
        "status_bands": "Since January 2020, 1 of 3 kinds of transfer are open, "
        "1 not determinable; from 1970 to 2000 none was",
        "comparison": "1999-01-01 to 2001-01-01: 1 kind of transfer widened, 1 narrowed, "
        "1 changed in condition only, "
        "1 first addressed, 1 no longer addressed, 1 not determinable",
        "sensitivity": "Under every coding, open kinds of transfer rise from 0–1 in 1970 "
        "to 2–3 in 2000; they differ by at most 1 (1970)",
        "codings": "Two independent codings agree on 3 of 6 cells",
    }
    assert all(figure.alt.startswith(titles[name]) for name, figure in drawn.items())
    assert drawn["status_bands"].alt.endswith(
        "Never open: Radars. Changed on 2020-01-01: P02, P03."
    )
    assert "P01 prohibited → allowed (widens)" in drawn["comparison"].alt
    assert drawn["sensitivity"].alt.endswith(
        "settled coding 2000-01-01; first coding 2000-01-01; second coding 2000-01-01."
    )
    assert (
        "the first coder's in 1, the second's in 2 of these; 1 were settled against both"
        in drawn["codings"].alt
    )
    one = charts.comparison(DIFFERS.iloc[:1], "1999-01-01", "2001-01-01", REGISTER)
    assert one.title == "1999-01-01 to 2001-01-01: 1 kind of transfer changed in condition only"


def test_the_numbers_of_the_bands_are_those_of_the_days(real):
    """The title's counts are what the time machine says of the last day of change."""
    frames, drawn, order = real
    last = frames["status_bands"]["start"].max()
    statuses = Counter(rules.in_force(last)["status"])
    title = drawn["status_bands"].title
    assert (
        f"{statuses['allowed'] + statuses['conditional']} of {len(order)} kinds" in title
        and f"open, {statuses['not determinable']} not determinable" in title
    )


def test_the_table_is_what_is_drawn(both):
    """Every row of the frame is in the table, with sources."""
    frames, drawn, order = both
    for name, keys in {
        "status_bands": ["provision_id", "start", "coded", "source_id"],
        "comparison": ["provision_id", "status_before", "status_after"],
        "sensitivity": ["coding", "regime_id", "open"],
        "codings": ["regime_id", "provision_id", "first", "second", "settled"],
    }.items():
        frame = (
            frames[name][frames[name]["provision_id"].isin(order)]
            if name == "codings"
            else frames[name]
        )
        drawn_rows, given = (
            Counter(table[keys].astype("str").itertuples(index=False, name=None))
            for table in (drawn[name].table, frame)
        )
        assert drawn_rows == given
        assert any(column.startswith("source_id") for column in drawn[name].table)


def test_another_column_gives_another_fingerprint(small):
    """A status, a day, a grade or a tag exchanged is seen, though nothing else differs."""
    _, drawn, _ = small
    swapped = BANDS.assign(
        coded=BANDS["coded"].replace({"allowed": "conditional", "conditional": "allowed"})
    )
    for changed in (
        swapped,
        BANDS.assign(confidence="A"),
        BANDS.assign(end=BANDS["end"] + pd.Timedelta(days=40)),
    ):
        assert fingerprint(charts.status_bands(changed, PROVISIONS, REGISTER)) != fingerprint(
            drawn["status_bands"]
        )
    back = DIFFERS.rename(
        columns={"status_before": "status_after", "status_after": "status_before"}
    )
    assert fingerprint(
        charts.comparison(back, "1999-01-01", "2001-01-01", REGISTER)
    ) != fingerprint(drawn["comparison"])
    other = CELLS.rename(columns={"first": "second", "second": "first"})
    assert fingerprint(charts.codings(other, CODED, PROVISIONS, REGISTER)) != fingerprint(
        drawn["codings"]
    )
    other = HEADLINES.assign(
        coding=HEADLINES["coding"].replace({"first": "second", "second": "first"})
    )
    assert fingerprint(charts.sensitivity(other, CODED, REGISTER)) != fingerprint(
        drawn["sensitivity"]
    )


PAIRS = [
    ("2014-03-31", "2014-04-01"),
    ("1967-04-21", "1976-02-27"),
    ("2026-04-21", "2011-12-27"),
    ("2024-03-10", "2026-06-01"),
]


@pytest.mark.parametrize("layout", [nullcontext, phone])
@pytest.mark.parametrize("pair", PAIRS)
def test_no_text_is_small_clipped_or_overlapping(legible, pair, layout):
    """Whatever two days are compared, on a page and on a telephone."""
    with layout():
        legible(charts.comparison(rules.compare(*pair), *pair, sources.register()))
