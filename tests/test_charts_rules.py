"""The charts of the rule changes, held against the frames that they draw."""

from collections import Counter
from contextlib import nullcontext

import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.markers import MarkerStyle
from matplotlib.transforms import Bbox

from analysis import rules, sources
from analysis.charts import rules as charts
from analysis.charts.figure import fingerprint, phone

SMALL = pd.DataFrame(
    [
        ("R001", "1958-06-30", "codifies", "act", "Diet", "B"),
        (
            "R004",
            "1967-04-21",
            "clarifies",
            "prime minister's statement",
            "Statement in the Diet",
            "A",
        ),
        (
            "R005",
            "1976-02-27",
            "tightens",
            "prime minister's statement",
            "Statement in the Diet",
            "A",
        ),
        (
            "R008",
            "1983-01-14",
            "loosens",
            "chief cabinet secretary statement",
            "Chief Cabinet Secretary",
            "A",
        ),
        (
            "R013",
            "1983-01-14",
            "loosens",
            "chief cabinet secretary statement",
            "Chief Cabinet Secretary",
            "D",
        ),
        ("R031", "2006-02-27", "loosens", "cabinet decision", "Cabinet", "A"),
        ("R032", "2006-02-27", "codifies", "NSC decision", "National Security Council", "D"),
        ("R035", "2007-03-22", "loosens", "NSC decision", "National Security Council", "B"),
    ],
    columns=["rule_id", "date", "effect", "instrument", "decider", "confidence"],
).assign(
    date=lambda t: pd.to_datetime(t["date"]),
    title_en="A change",
    short_name=lambda t: "text " + t["rule_id"],
    short_name_ja="文書",
    landmark=lambda t: t["rule_id"].isin(["R001", "R008"]),
    general_text=lambda t: t["rule_id"].isin(["R004", "R005", "R031"]),
    label=lambda t: t["instrument"],
    instrument_ja="決定",
    source_id="one",
    sources="one",
)
REGISTER = pd.DataFrame({"publisher": ["An office"], "url": ["https://example.org"]}, index=["one"])


def counted(changes):
    """Changes per decade, counted another way than the package does."""
    tally = Counter(
        zip(changes["date"].dt.year // 10 * 10, changes["effect"].astype("str"), strict=True)
    )
    decades = sorted({decade for decade, _ in tally})
    table = pd.DataFrame(
        [[tally[d, e] for e in charts.EFFECTS] for d in decades], columns=list(charts.EFFECTS)
    )
    days = [len({day for day in changes["date"] if day.year // 10 * 10 == d}) for d in decades]
    return table.assign(decade=decades, changes=table.sum(axis=1), days_of_change=days)


def drawn(name, changes, register):
    """One chart of the changes."""
    before = [counted(changes)] if name == "tempo" else []
    return charts.CHARTS[name](*before, changes, register)


@pytest.fixture(scope="module", params=[nullcontext, phone])
def real(request):
    """The true changes, and every chart of them, on a page and on a telephone."""
    changes, register = rules.timeline(), sources.register()
    with request.param():
        return changes, {name: drawn(name, changes, register) for name in charts.CHARTS}


@pytest.fixture(scope="module")
def small():
    """Every chart of eight made changes."""
    return {name: drawn(name, SMALL, REGISTER) for name in charts.CHARTS}


def points(figure):
    """What the markers of a figure show.

    Place, effect (by shape, which must agree with colour), hollow or not.
    """
    shapes = {str(_shape(marker)): effect for effect, (marker, _) in charts.EFFECTS.items()}
    colours = {to_hex(colour): effect for effect, (_, colour) in charts.EFFECTS.items()}
    rows = []
    for group in figure.axes[0].collections:
        if isinstance(group, PathCollection):
            effect = shapes[str(group.get_paths()[0].vertices)]
            assert colours[to_hex(group.get_edgecolor()[0])] == effect
            hollow = to_hex(group.get_facecolor()[0]) == "#ffffff"
            rows += [(x, y, effect, hollow) for x, y in group.get_offsets()]
    return pd.DataFrame(rows, columns=["x", "y", "effect", "hollow"])


def _shape(marker):
    style = MarkerStyle(marker)
    return style.get_path().transformed(style.get_transform()).vertices


def years(dates):
    return dates.map(lambda day: day.year + (day.day_of_year - 1) / 365.2425)


def same(drawn_marks, expected):
    """Both hold the same rows, whatever the order; numbers to a millionth."""
    drawn_marks, expected = (
        Counter((round(y, 6), *rest) for y, *rest in zip(*columns, strict=True))
        for columns in (drawn_marks, expected)
    )
    assert drawn_marks == expected


def texts(figure):
    """The texts in the axes, unfolded."""
    return [text.get_text().replace("\n", " ") for text in figure.axes[0].texts]


def test_every_effect_has_its_own_shape_and_colour():
    """Colour alone never tells two effects apart."""
    shapes, colours = zip(*charts.EFFECTS.values(), strict=True)
    assert len(set(shapes)) == len(set(colours)) == 4


def test_every_effect_has_its_lane(real):
    """And no lane is without one."""
    changes, _ = real
    assert set(charts.EFFECTS) == set(charts.LANES) == set(changes["effect"].cat.categories)


def terms(changes):
    """The instrument of each change in both languages, as the frame has it."""
    pairs = zip(changes["label"], changes["instrument_ja"], strict=True)
    return [" ".join(pair) for pair in pairs]


@pytest.mark.parametrize(("name", "axis"), [("timeline", "y"), ("deciders", "x")])
def test_each_change_is_one_mark_at_its_date(real, small, name, axis):
    """Date, effect and grade of every mark are those of a row, and no row is lost."""
    changes, figures = real
    for rows, figure in ((changes, figures[name]), (SMALL, small[name])):
        drawn_marks = points(figure)
        doubtful = rows["confidence"].astype("str") == "D"
        same(
            (drawn_marks[axis], drawn_marks["effect"], drawn_marks["hollow"]),
            (years(rows["date"]), rows["effect"].astype("str"), doubtful),
        )


@pytest.mark.parametrize("name", ["timeline", "deciders", "tempo", "gaps_between"])
def test_no_two_marks_share_a_place(real, name):
    """Changes of one day, or of a crowded year, stand side by side."""
    drawn_marks = points(real[1][name])
    assert not drawn_marks[["x", "y"]].round(2).duplicated().any()


def test_the_timeline_names_its_landmarks_and_counts_its_lanes(real):
    """Every landmark carries its date and its name, and on a page its instrument.

    Its line starts at its point; each lane has its number.
    """
    changes, figures = real
    written, wide = texts(figures["timeline"]), figures["timeline"].get_figwidth() > 5
    chosen = changes[changes["landmark"]]
    for name, day, term in zip(chosen["short_name"], chosen["date"], terms(chosen), strict=True):
        place = written.index(f"{day:%Y-%m-%d}")
        wording = [name, term]
        assert written[place + 1 : place + 2 + wide] == wording[: 1 + wide]
    signs = {effect: charts.SIGNS[marker] for effect, (marker, _) in charts.EFFECTS.items()}
    assert {
        f"{sign} {effect} {(changes['effect'] == effect).sum()}" for effect, sign in signs.items()
    } <= set(written)
    starts = [line.get_xydata()[0] for line in figures["timeline"].axes[0].lines]
    same(([y for _, y in starts],), (years(chosen["date"]),))
    assert {tuple(start) for start in starts} <= set(
        zip(*points(figures["timeline"])[["x", "y"]].to_numpy().T, strict=True)
    )


def lines(text):
    """A box for each line of a text; one in Japanese counts as wider than it is."""
    box, folded = text.get_window_extent(), text.get_text().split("\n")
    high, wide = box.height / len(folded), [len(line.encode()) for line in folded]
    return [
        Bbox.from_bounds(box.x0, box.y1 - high * (i + 1), box.width * part / max(wide), high)
        for i, part in enumerate(wide)
    ]


@pytest.mark.parametrize("name", list(charts.CHARTS))
def test_no_mark_stands_on_a_text(real, name):
    """The middle of every mark lies outside all texts."""
    axes = real[1][name].axes[0]
    boxes = [box for text in axes.texts for box in lines(text)]
    for x, y in axes.transData.transform(points(real[1][name])[["x", "y"]].to_numpy()):
        assert not any(box.contains(x, y) for box in boxes)


def test_the_lanes_of_the_timeline_keep_apart(real):
    """However many marks stand side by side, each effect stays in its lane, clear of the names."""
    figure = real[1]["timeline"]
    spans = points(figure).groupby("effect")["x"].agg(["min", "max"]).loc[list(charts.LANES)]
    limits = [*spans["min"].iloc[1:], charts.NAMES[int(figure.get_figwidth() < 5)]]
    assert ((limits - spans["max"]) > 0.09).all()


def test_each_decade_has_as_many_marks_as_changes(real, small):
    """One mark per change, from the left, those of one effect together, hollow if not verified."""
    for changes, figure in ((real[0], real[1]["tempo"]), (SMALL, small["tempo"])):
        counts = counted(changes).set_index("decade")
        drawn_marks = points(figure).sort_values("x")
        drawn_marks["decade"] = drawn_marks["y"] * 10 + counts.index[0]
        for decade, selection in drawn_marks.groupby("decade"):
            assert selection["x"].tolist() == [
                place + 0.5 for place in range(counts.loc[decade, "changes"])
            ]
            assert selection["effect"].tolist() == [
                effect for effect in charts.EFFECTS for _ in range(counts.loc[decade, effect])
            ]
        assert len(drawn_marks) == len(changes)
        assert drawn_marks["hollow"].sum() == (changes["confidence"].astype("str") == "D").sum()


def test_the_decades_say_what_is_missing_and_what_is_not_over(real, small):
    """A decade without a change says so; the last one tells how far it goes, unless it is over.

    Days are told where fewer.
    """
    assert texts(small["tempo"]) == [
        "1",
        "1",
        "1",
        "2 on one day",
        "none recorded",
        "3 on 2 days, to 2007-03-22",
    ]
    assert texts(real[1]["tempo"])[-1].endswith(f", to {real[0]['date'].max():%Y-%m-%d}")
    closed = SMALL.assign(
        date=SMALL["date"].replace(pd.Timestamp("2007-03-22"), pd.Timestamp("2009-12-31"))
    )
    assert texts(drawn("tempo", closed, REGISTER))[-1] == "3 on 2 days"


def test_each_decider_has_its_marks_its_terms_and_its_span(real):
    """The row of a decider holds its changes, and the bar runs from the first to the last."""
    changes, figures = real
    axes, drawn_marks = figures["deciders"].axes[0], points(figures["deciders"])
    written = texts(figures["deciders"])
    for place, (name, instruments, measure) in enumerate(
        zip(written[::3], written[1::3], written[2::3], strict=True)
    ):
        selection = changes[changes["decider"] == name]
        inside = drawn_marks[drawn_marks["y"].between(place - 0.5, place)]
        same(
            (inside["x"], inside["effect"]),
            (years(selection["date"]), selection["effect"].astype("str")),
        )
        bar = axes.patches[place]
        same(
            ([bar.get_x()], [round(bar.get_width(), 6)]),
            ([inside["x"].min()], [round(inside["x"].max() - inside["x"].min(), 6)]),
        )
        assert set(instruments.split(", ")) == set(terms(selection))
        assert measure.startswith(f"{len(selection)}, {selection['date'].dt.year.min()}")
    assert set(written[::3]) == set(changes["decider"].astype("str"))


def test_the_texts_stood_as_long_as_their_bars(real, small):
    """A bar runs from one general text to the next.

    A change of the same day as a text is not counted as one meanwhile.
    """
    assert texts(small["gaps_between"])[2::3] == [
        "1967-04-21: 8.9 years, 0 other changes",
        "1976-02-27: 30.0 years, 2 other changes",
        "2006-02-27: in force",
    ]
    changes, figures = real
    starts = years(changes.loc[changes["general_text"], "date"]).tolist()
    bars = [(bar.get_x(), bar.get_width()) for bar in figures["gaps_between"].axes[0].patches]
    ends = [*starts[1:], years(changes["date"]).max()]
    assert bars == [
        pytest.approx((start, end - start)) for start, end in zip(starts, ends, strict=True)
    ]
    days = changes.loc[changes["general_text"], "date"]
    between = changes[(changes["date"] > days.min()) & ~changes["date"].isin(days)]
    drawn_marks = points(figures["gaps_between"])
    same(
        (drawn_marks["x"], drawn_marks["effect"]),
        (years(between["date"]), between["effect"].astype("str")),
    )


def test_the_titles_and_descriptions_are_computed(small):
    """Eight made changes give their own findings."""
    titles = {name: figure.title for name, figure in small.items()}
    assert titles["timeline"] == (
        "Since 1983, 4 of 5 recorded changes loosened Japan's arms-export rules, 0 tightened them"
    )
    assert (
        titles["tempo"] == "3 rule changes in the 2000s so far; the most before was 2, in the 1980s"
    )
    assert titles["deciders"].startswith(
        "Who loosened the rules: first the Chief Cabinet Secretary (2 of 2), lately the "
    )
    assert (
        titles["gaps_between"]
        == "The text R005 of 1976 stood 30.0 years; next come the text R004 of 1967, with 8.9"
    )
    assert all(figure.alt.startswith(titles[name]) for name, figure in small.items())


@pytest.mark.parametrize("name", ["timeline", "deciders", "tempo"])
def test_the_table_is_what_is_drawn(real, name):
    """Every change is in the table, with its sources as the frame has them."""
    changes, figures = real
    table = figures[name].table
    columns = ["rule_id", "date", "title_en", "source_id", "sources"]
    pd.testing.assert_frame_equal(table[columns], changes[columns])


def test_another_column_gives_another_fingerprint(small):
    """Effects or dates or grades exchanged are seen, though nothing else differs."""
    others = {"loosens": "tightens", "tightens": "loosens"}
    marks = {fingerprint(small["deciders"])}
    for changed in (
        SMALL.assign(effect=SMALL["effect"].replace(others)),
        SMALL.assign(date=SMALL["date"] + pd.Timedelta(days=1)),
        SMALL.assign(confidence="A"),
    ):
        marks.add(fingerprint(drawn("deciders", changed, REGISTER)))
    assert len(marks) == 4
