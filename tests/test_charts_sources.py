"""The charts of the evidence, by what they draw: discs and bars against the frames."""

from collections import Counter

import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from analysis import claims, sources, tables
from analysis.charts import sources as charts

DAY = pd.Timestamp("2024-03-10")
CITED = pd.DataFrame(
    [
        ("a", "wire", "ja", "2024-03-10", "day", "whole item"),
        ("b", "wire", "en", "2024-03-11", "day", "opening"),
        (
            "c",
            "wire",
            None,
            "2024-03-01",
            "month",
            "headline only",
        ),  # known to the month: after the 10th
        ("d", "law text", "ja", "2024-01-01", "year", None),  # known to the year: after the 10th
        ("e", "law text", "fr", None, None, "address and title only"),
        ("f", None, "en", "2019-05-05", "day", "whole item"),
        ("g", "wire", "en", "2023-12-31", "day", "opening"),
        ("h", "wire", "ja", "2026-01-01", "day", "opening"),
    ],
    columns=["source_id", "kind", "language", "published", "published_precision", "extent_read"],
).assign(published=lambda t: pd.to_datetime(t["published"]))
REGISTER = pd.DataFrame(
    {"publisher": "An office", "url": "https://example.org"}, index=list("abcdefghxyz")
)
EVIDENCE = pd.DataFrame(
    {"source_id": ["a", "b", "b", "c", "d", "d"], "origin_id": ["Y", "Y", "O", "D", "D", "Y"]}
)
COPIES = pd.DataFrame({"source_id": ["a", "x", "y"], "parent_as_noted": ["root", "one", "two"]})
ORIGINS = pd.DataFrame(
    {
        "origin_id": ["D", "O", "Y"],
        "name": ["Statement, 10 April", "An office", "Newsroom, its report"],
        "kind": pd.Categorical(["document", "office", "newsroom"]),
    }
)


@pytest.fixture(scope="module")
def real():
    """The true frames."""
    evidence, register = tables.read("evidence"), sources.register()
    return evidence, register[register.index.isin(evidence["source_id"])].reset_index(), register


def discs(figure) -> pd.DataFrame:
    """Each disc: its kind, its period, its size, whether it is hollow, and the number on it."""
    axes = figure.axes[0]
    kinds, periods = (
        [tick.get_text() for tick in ticks]
        for ticks in (axes.get_yticklabels(), axes.get_xticklabels())
    )
    words = {text.get_position(): int(text.get_text()) for text in axes.texts}
    rows = [
        (
            kinds[int(y)].rsplit(" (", 1)[0],
            " ".join(periods[int(x)].split()),
            size,
            to_hex(group.get_facecolor()[0]) == "#ffffff",
            words[x, y],
        )
        for group in axes.collections
        if isinstance(group, PathCollection) and len(group.get_offsets())
        for (x, y), size in zip(group.get_offsets().tolist(), group.get_sizes(), strict=True)
    ]
    assert len(rows) == len(words)
    return pd.DataFrame(rows, columns=["kind", "period", "size", "hollow", "count"])


def bars(figure) -> dict[str, list[tuple[str, float]]]:
    """The pieces of each bar from left to right, by the name of its line: colour and length.

    They touch one another.
    """
    axes = figure.axes[0]
    names = dict(
        zip(axes.get_yticks(), [tick.get_text() for tick in axes.get_yticklabels()], strict=True)
    )
    drawn_marks, ends = {}, {}
    for patch in axes.patches:
        line = names[round(patch.get_y() + patch.get_height() / 2, 6)].replace("\n", " ")
        assert patch.get_x() == ends.get(line, 0)
        ends[line] = patch.get_x() + patch.get_width()
        drawn_marks.setdefault(line, []).append((to_hex(patch.get_facecolor()), patch.get_width()))
    return drawn_marks


def groups(pieces, styles) -> dict[str, float]:
    """The length of each piece by the group that its colour stands for."""
    names = {to_hex(colour): group for group, (colour, _) in styles.items()}
    return {names[colour]: length for colour, length in pieces}


def test_each_source_is_counted_on_one_disc():
    """By kind and period.

    The article's day is not yet later, a month and a year count when they are over.
    """
    drawn_marks = discs(charts.kinds_and_dates(CITED, DAY, REGISTER))
    assert Counter(drawn_marks.set_index(["kind", "period"])["count"].to_dict()) == {
        ("wire", "2023"): 1,
        ("wire", "2024, to 10 Mar"): 1,
        ("wire", "2024, later"): 2,
        ("wire", "2026"): 1,
        ("law text", "2024, later"): 1,
        ("law text", "no date"): 1,
        ("not classified", "to 2021"): 1,
    }


def test_undated_sources_are_shown_as_undated(real):
    """Hollow, in the last column, as many as carry no date.

    All others are filled, and nothing is lost.
    """
    _, cited, register = real
    drawn_marks = discs(charts.kinds_and_dates(cited, DAY, register))
    assert drawn_marks["count"].sum() == len(cited)
    assert (drawn_marks["hollow"] == (drawn_marks["period"] == "no date")).all()
    assert (
        drawn_marks.loc[drawn_marks["hollow"], "count"].sum() == cited["published"].isna().sum() > 0
    )


def test_the_discs_agree_with_another_count(real):
    """By kind; by year, counted from the table; and the larger the count the larger the disc."""
    _, cited, register = real
    drawn_marks = discs(charts.kinds_and_dates(cited, DAY, register))
    assert drawn_marks.groupby("kind")["count"].sum().to_dict() == Counter(
        cited["kind"].astype("str").fillna("not classified")
    )
    shown = drawn_marks[~drawn_marks["hollow"]]
    early, years = (
        shown["period"].str.startswith("to "),
        shown["period"].str.extract(r"(\d{4})", expand=False).astype("int"),
    )
    dated = cited["published"].dropna().dt.year
    assert shown[~early].groupby(years)["count"].sum().to_dict() == Counter(
        dated[dated >= DAY.year - 2]
    )
    assert shown.loc[early, "count"].sum() == (dated < DAY.year - 2).sum() > 0
    assert drawn_marks.sort_values("count")["size"].is_monotonic_increasing


def test_the_finding_counts_what_was_known_later(real):
    """The title's numbers are those of evidence public by the article's day (`claims.known`)."""
    evidence, cited, register = real
    then, undated = claims.known(DAY)["source_id"].nunique(), cited["published"].isna().sum()
    title = charts.kinds_and_dates(cited, DAY, register).title
    later = f"{len(cited) - then - undated} of {len(cited)} sources are later than the article"
    assert title == f"{later}; {undated} have no date"


def test_languages_are_counted_by_kind():
    """Japanese, English, another, not noted, in this order."""
    figure = charts.languages_by_kind(CITED, REGISTER)
    drawn_marks = {kind: groups(pieces, charts.LANGUAGES) for kind, pieces in bars(figure).items()}
    assert drawn_marks == {
        "wire": {"Japanese": 2, "English": 2, "not noted": 1},
        "law text": {"Japanese": 1, "another": 1},
        "not classified": {"English": 1},
    }
    assert [text.get_text() for text in figure.axes[0].texts] == ["2 + 2 + 1", "1 + 1", "1"]
    assert "3 languages in all" in figure.alt


@pytest.mark.parametrize(("name", "column"), [("languages_by_kind", "language")])
def test_the_bars_of_the_evidence_hold_every_source(real, name, column):
    """Each kind is as long as its number of sources; what is not noted is blank in the table."""
    _, cited, register = real
    figure = getattr(charts, name)(cited, register)
    lengths = {kind: sum(length for _, length in pieces) for kind, pieces in bars(figure).items()}
    assert lengths == Counter(cited["kind"].astype("str").fillna("not classified"))
    blank = sum(
        length
        for pieces in bars(figure).values()
        for colour, length in pieces
        if colour == "#ffffff"
    )
    assert blank == cited[column].isna().sum()


def test_pages_come_down_to_origins_and_documents():
    """A copy that is evidence too is one page; the copies repeat the origin of their root.

    Each origin counts its pages once.
    """
    figure = charts.origins_behind(EVIDENCE, COPIES, ORIGINS, REGISTER)
    drawn_marks = bars(figure)
    assert groups(drawn_marks["6 pages"], charts.PAGES) == {
        "copies of the story": 3,
        "other pages": 3,
    }
    assert groups(drawn_marks["3 origins"], charts.ORIGINS) == {
        "newsroom": 1,
        "office": 1,
        "document": 1,
    }
    assert groups(drawn_marks["1 documents"], charts.ORIGINS) == {"document": 1}
    assert [
        drawn_marks[name] for name in ("Newsroom, its report", "Statement, 10 April", "An office")
    ] == [
        [(to_hex(charts.ORIGINS[kind][0]), pages)]
        for kind, pages in [("newsroom", 5), ("document", 2), ("office", 1)]
    ]
    assert (
        "One origin, Newsroom, stands behind 5 pages; 1 of 3 origins are heard on one page alone"
        in figure.alt
    )


def test_the_true_pages_origins_and_documents(real):
    """Counted another way from the tables.

    The story's origin comes first, with every copy among its pages.
    """
    evidence, _, register = real
    copies, origins = tables.read("copies"), tables.read("origins")
    figure = charts.origins_behind(evidence, copies, origins, register)
    drawn_marks, heard = bars(figure), set(evidence["origin_id"])
    kinds = Counter(origins.loc[origins["origin_id"].isin(heard), "kind"].astype("str"))
    pages = set(evidence["source_id"]) | set(copies["source_id"])
    assert groups(drawn_marks[f"{len(pages)} pages"], charts.PAGES) == {
        "copies of the story": len(copies),
        "other pages": len(pages) - len(copies),
    }
    assert groups(drawn_marks[f"{len(heard)} origins"], charts.ORIGINS) == kinds
    relayed = set(evidence.loc[evidence["origin_id"] == "YOMIURI", "source_id"]) | set(
        copies["source_id"]
    )
    first = next(pieces for name, pieces in drawn_marks.items() if "Yomiuri" in name)
    assert sum(length for _, length in first) == len(relayed)
    assert set(figure.table["source_id"]) == pages and set(figure.table["origin_id"]) == heard


@pytest.mark.parametrize("styles", [charts.LANGUAGES, charts.EXTENTS, charts.PAGES, charts.ORIGINS])
def test_no_piece_is_told_by_colour_alone(styles):
    """Colour and hatch differ from piece to piece, and white is for what is not noted."""
    assert (
        len(set(styles.values())) == len({colour for colour, _ in styles.values()}) == len(styles)
    )
    coloured = [hatch for colour, hatch in styles.values() if colour != "white"]
    assert len(set(coloured)) == len(coloured)


def test_every_chart_says_where_it_comes_from(real):
    """Source line, description and table."""
    evidence, cited, register = real
    for figure in (
        charts.kinds_and_dates(cited, DAY, register),
        charts.languages_by_kind(cited, register),
    ):
        assert f"{len(cited)} documents" in figure.get_supxlabel().replace("\n", " ") and set(
            figure.table["source_id"]
        ) == set(cited["source_id"])
        assert figure.alt.startswith(figure.title) and figure.alt.endswith(".")
