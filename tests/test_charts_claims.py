"""The charts of claims and copies, by what they draw: artists against the frame, never pixels."""

import functools
import itertools

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import claims, sources, tables
from analysis.charts import claims as evidence_charts
from analysis.charts import colours
from analysis.charts import copies as copies_charts
from analysis.charts import figure as base

REGISTER = pd.DataFrame(
    {"publisher": ["P", None], "url": ["https://p.example/1", "https://q.example/2"]},
    index=["s1", "s2"],
)
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b"],
        "outlet": ["Last", "Middle"],
        "source_id": ["s1", "s2"],
        "published": pd.to_datetime(["2024-03-10", "2024-03-09"]),
    }
)
CLAIMS = pd.DataFrame(
    {
        "claim_id": ["C01", "C02", "C03"],
        "article_id": "a",
        "paraphrase": [
            "One thing happened.",
            "Another did not.",
            "A third one is " + "very " * 30 + "long.",
        ],
    }
)
CHAINS = pd.DataFrame(
    {
        "credited": ["Middle", "Middle", "officials"],
        "by": ["Last", "Last", "Middle"],
        "kind": ["agency", "self", "unnamed officials"],
        "claims": [1, 1, 1],
        "claim_ids": ["C01", "C02", "C01"],
    }
)
COPIES = pd.DataFrame(
    {
        "copy_id": ["K01", "K02", "K03", "K04"],
        "site": ["Root", "Child", "Grandchild", "Stray"],
        "language": "en",
        "published": pd.to_datetime(["2024-03-10", "2024-03-01", None, "2024-03-12"]),
        "published_precision": ["day", "month", None, "day"],
        "parent_id": [None, "K01", "K02", None],
        "parent_as_noted": ["root", "Root", "Child", "unknown"],
        "drift": ["none", "tense", "false fact", "false fact"],
        "source_id": ["s1", "s2", "s2", "s2"],
    }
)
MATRIX = pd.DataFrame(
    {
        "claim_id": ["C01", "C01", "C02", "C03"],
        "origin_id": ["A", "B", "B", "D"],
        "relation": ["supports", "contradicts", "nuance", "supports"],
        "independent": ["no", "yes", "yes", "partly"],
        "first": pd.to_datetime(["2024-03-01", "2024-04-01", "2024-05-01", None]),
        "evidence_ids": ["E1", "E2", "E2;E3", "E1"],
    }
)
ORIGINS = pd.DataFrame(
    {"origin_id": ["A", "B", "D"], "name": ["Alpha, May", "Beta", "Delta"], "name_ja": None}
)
EVIDENCE = pd.DataFrame(
    {
        "evidence_id": ["E1", "E2", "E3"],
        "source_id": ["s1", "s2", "s1"],
        "date": pd.to_datetime(["2024-03-01", "2024-05-02", None]),
    }
)
COUNTS = pd.DataFrame(
    {
        "claim_id": ["C01", "C02", "C03"],
        "support": [0, 3, 1],
        "support in part": [0, 1, 0],
        "qualify": [0, 1, 0],
        "contradict": [2, 0, 0],
    }
)
VERDICTS = pd.DataFrame(
    {
        "claim_id": ["C01", "C02", "C03"],
        "then": ["unsupported", "supported", "not checkable"],
        "now": ["contradicted", "supported", "not checkable"],
        "moved": [True, False, False],
        "evidence_then": ["E1", "E1", None],
        "evidence_now": ["E1;E2", "E1", None],
    }
)

SMALL = {
    "sourcing_chain": (copies_charts.sourcing_chain, [CHAINS, CLAIMS, ARTICLES]),
    "copies_tree": (copies_charts.copies_tree, [COPIES, ARTICLES]),
    "claim_matrix": (evidence_charts.claim_matrix, [MATRIX, MATRIX[:1], CLAIMS, ORIGINS, EVIDENCE]),
    "verdicts_then_now": (
        evidence_charts.verdicts_then_now,
        [VERDICTS, CLAIMS, EVIDENCE, ARTICLES],
    ),
    "origins_per_claim": (evidence_charts.origins_per_claim, [COUNTS, MATRIX, CLAIMS, EVIDENCE]),
}


def small(name: str, **changes):
    """The chart of the hand-made frames, the first of them with some columns changed."""
    draw, (frame, *others) = SMALL[name]
    return draw(frame.assign(**changes), *others, REGISTER)


@functools.cache
def plain(name: str):
    """The chart of the hand-made frames as they are, drawn once."""
    return small(name)


def words(figure) -> list[str]:
    axes = figure.axes[0]
    return [text.get_text() for text in (*axes.texts, *axes.get_yticklabels())]


def markers(figure) -> pd.Series:
    """The number of points drawn by colour of the edge and whether they are filled."""
    drawn_marks = {}
    for group in figure.axes[0].collections:
        if hasattr(group, "get_sizes") and len(group.get_offsets()):
            key = (
                to_hex(group.get_edgecolor()[0]).upper(),
                to_hex(group.get_facecolor()[0]) != "#ffffff",
            )
            drawn_marks[key] = drawn_marks.get(key, 0) + len(group.get_offsets())
    return pd.Series(drawn_marks)


@pytest.fixture(scope="module")
def real():
    """The five charts of the project's own tables, and those tables."""
    register, audited = sources.register(), claims.audited()
    article, evidence = tables.read("articles"), tables.read("evidence")
    day = article.set_index("article_id").loc[claims.ARTICLE, "published"]
    frames = {
        "chains": claims.chains(),
        "copies": tables.read("copies"),
        "matrix": claims.matrix(),
        "verdicts": claims.verdicts(),
        "origins": claims.origins(),
        "claims": audited,
        "then": claims.matrix(day),
    }
    drawn = [
        copies_charts.sourcing_chain(frames["chains"], audited, article, register),
        copies_charts.copies_tree(frames["copies"], article, register),
        evidence_charts.claim_matrix(
            frames["matrix"], frames["then"], audited, tables.read("origins"), evidence, register
        ),
        evidence_charts.verdicts_then_now(frames["verdicts"], audited, evidence, article, register),
        evidence_charts.origins_per_claim(
            frames["origins"], frames["matrix"], audited, evidence, register
        ),
    ]
    return dict(zip(SMALL, drawn, strict=True)), frames


def test_every_chart_is_offered():
    """Each chart function is named in its module's table, and the table names nothing else."""
    offered = copies_charts.CHARTS | evidence_charts.CHARTS
    assert offered == {name: draw for name, (draw, _) in SMALL.items()}


def test_colours_and_marks_tell_every_code_apart():
    """Every code of the data package has a look of its own, by shape as well as colour."""
    enums = {
        ("evidence", "relation"): colours.RELATIONS,
        ("verdicts", "verdict"): colours.VERDICTS,
        ("copies", "drift"): copies_charts.DRIFT,
    }
    for (table, column), looks in enums.items():
        field = next(field for field in tables.fields(table) if field["name"] == column)
        assert set(field["constraints"]["enum"]) == set(looks)
        assert len({marker for _, marker in looks.values()}) == len(looks)
    kinds = next(field for field in tables.fields("attributions") if field["name"] == "kind")
    assert set(kinds["constraints"]["enum"]) == set(copies_charts.LINKS)


def test_a_link_is_as_wide_as_its_claims(real):
    """One line per link, as wide as it has claims, its label the same number in words."""
    figures, frames = real
    lines, chains = figures["sourcing_chain"].axes[0].lines, frames["chains"]
    widths = [line.get_linewidth() for line in lines]
    assert widths == pytest.approx([0.9 * n for n in chains["claims"]])
    written_texts = words(figures["sourcing_chain"])
    for row in chains.itertuples():
        assert (
            f"{row.claims} claim{'s' * (row.claims > 1)}\n{copies_charts.LINKS[row.kind][1]}"
            in written_texts
        )


def test_the_chain_says_what_nobody_else_is_credited_with():
    """A claim that no link carries is the last outlet's own."""
    assert "Last: 3 claims, 1 of its own" in words(plain("sourcing_chain"))
    assert "Last: 3 claims, 0 of its own" in words(
        small("sourcing_chain", claim_ids=["C01", "C02", "C03"])
    )


def test_links_between_the_same_two_lie_apart():
    """What an outlet passes on and what it says itself are two lines, not one over the other."""
    lines = [tuple(line.get_xdata()) for line in plain("sourcing_chain").axes[0].lines]
    assert len(set(lines)) == 3


def test_each_copy_stands_under_its_parent(real):
    """One marker per copy, by kind of change; a branch to each from its parent.

    Strays apart under their heading.
    """
    figures, frames = real
    for figure, copies in (
        (figures["copies_tree"], frames["copies"]),
        (plain("copies_tree"), COPIES),
    ):
        axes, tree = figure.axes[0], figure.table.set_index("copy_id")
        drawn = {group.get_label(): len(group.get_offsets()) for group in axes.collections}
        assert drawn == copies["drift"].astype("str").value_counts().to_dict()
        assert len(axes.lines) == copies["parent_id"].notna().sum()
        points = {tuple(point) for group in axes.collections for point in group.get_offsets()}
        assert all(
            {tuple(line.get_xydata()[0]), tuple(line.get_xydata()[-1])} <= points
            for line in axes.lines
        )
        child = tree[tree["parent_id"].notna()]
        assert (child["depth"].array == tree.loc[child["parent_id"], "depth"].array + 1).all()
        strays = copies["parent_id"].isna().sum() - 1
        assert words(figure).count("Parent not found") == strays
        written_texts = [text.split(" · ")[0].split(", for ")[0] for text in words(figure)]
        assert set(copies["site"]) <= set(written_texts)


def test_copies_say_how_well_they_are_dated():
    """A day, a month, or in words that there is no date; the years stand in the subtitle."""
    written_texts = words(plain("copies_tree"))
    assert {"10 Mar", "Mar", "no date", "12 Mar"} <= set(written_texts)
    assert "(2024)" in plain("copies_tree").axes[0].get_title(loc="left")
    later = pd.to_datetime(["2024-03-10", "2024-03-01", None, "2025-01-02"])
    assert "(2024–2025)" in small("copies_tree", published=later).axes[0].get_title(loc="left")


def test_the_matrix_draws_each_statement_once(real):
    """As many markers of each relation, filled and hollow, as the frame has rows."""
    figures, frames = real
    for figure, frame in (
        (figures["claim_matrix"], frames["matrix"]),
        (plain("claim_matrix"), MATRIX),
    ):
        shades = (
            frame["relation"]
            .astype("str")
            .map({name: look[0] for name, look in colours.RELATIONS.items()})
        )
        expected = frame.groupby([shades, frame["independent"] == "yes"]).size()
        expected.index = expected.index.rename([None, None])
        assert markers(figure).sort_index().to_dict() == expected.sort_index().to_dict()
        assert len(figure.table) == len(frame)


def test_a_statement_stands_in_its_claim_and_origin():
    """The place of every marker, read back from the axes, is a row of the frame.

    By origin, or below with those of one claim.
    """
    figure = plain("claim_matrix")
    axes = figure.axes[0]
    lines = {
        y: label.get_text().split("  ")[0]
        for y, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)
    }
    points = [
        tuple(p) for g in axes.collections if hasattr(g, "get_sizes") for p in g.get_offsets()
    ]
    alone = {"A": "1 others, on one claim each", "B": "Beta", "D": "1 others, on one claim each"}
    read = sorted((CLAIMS["claim_id"].iat[round(x)], lines[y]) for x, y in points)
    assert read == sorted(zip(MATRIX["claim_id"], MATRIX["origin_id"].map(alone), strict=True))
    assert {text.get_text() for text in axes.texts if text.get_rotation() == 90} == set(
        CLAIMS["claim_id"]
    )


def test_the_statements_of_one_claim_are_stacked_and_none_is_lost(real):
    """No two markers lie on one another.

    On a phone two halves of the claims hold as many as one matrix on a page.
    """
    figures, frames = real
    evidence, register = tables.read("evidence"), sources.register()
    with base.phone():
        narrow = evidence_charts.claim_matrix(
            frames["matrix"],
            frames["then"],
            frames["claims"],
            tables.read("origins"),
            evidence,
            register,
        )
    for figure in (figures["claim_matrix"], narrow):
        points = [
            [tuple(p) for g in axes.collections if hasattr(g, "get_sizes") for p in g.get_offsets()]
            for axes in figure.axes
        ]
        assert all(len(set(selection)) == len(selection) for selection in points)
        assert sum(map(len, points)) == len(frames["matrix"])
    assert len(narrow.axes) == 2


def test_the_matrix_parts_what_the_article_could_know():
    """Origins heard by the article's day stand above the others, each part in order of time.

    An undated one is last and says so.
    """
    again = pd.concat([MATRIX, MATRIX.assign(claim_id="C02")], ignore_index=True)
    draw, (_, *others) = SMALL["claim_matrix"]
    axes = draw(again, *others, REGISTER).axes[0]
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == ["Alpha  2024", "Beta  2024", "Delta  no date"]
    gaps = [after - before for before, after in itertools.pairwise(axes.get_yticks())]
    assert gaps[0] > gaps[1] == 1


def test_verdicts_are_drawn_then_and_now(real):
    """What moved has both verdicts, as mark and word.

    What did not has one mark, below the name of its verdict.
    """
    figures, frames = real
    for figure, frame in (
        (figures["verdicts_then_now"], frames["verdicts"]),
        (plain("verdicts_then_now"), VERDICTS),
    ):
        axes, written_texts, moved = figure.axes[0], words(figure), frame["moved"].astype("bool")
        for verdict, (colour, _) in colours.VERDICTS.items():
            both = sum((frame.loc[moved, side] == verdict).sum() for side in ("then", "now"))
            still = (frame.loc[~moved, "now"] == verdict).sum()
            marks = [
                g
                for g in axes.collections
                if len(g.get_offsets())
                and to_hex(g.get_facecolor()[0]).upper() == to_hex(colour).upper()
            ]
            assert sum(len(group.get_offsets()) for group in marks) == both + still
            assert written_texts.count(verdict) == both
            assert (f"{still} {verdict} then and now" in written_texts) == (still > 0)
        assert (
            f"{moved.sum()} moved, then → now" in written_texts
            and written_texts.count("→") == moved.sum()
        )


def test_verdicts_stand_in_the_order_of_today():
    """Sorted by the verdict now, from supported to not checkable, then by claim."""
    assert list(plain("verdicts_then_now").table["claim_id"]) == ["C02", "C01", "C03"]


def test_bars_are_as_long_as_the_counts(real):
    """The width of every bar is the frame's count, support to the right, the rest to the left."""
    figures, frames = real
    for figure, frame in (
        (figures["origins_per_claim"], frames["origins"]),
        (plain("origins_per_claim"), COUNTS),
    ):
        axes, table = figure.axes[0], figure.table
        assert sorted(table["claim_id"]) == sorted(frame["claim_id"])
        wide = [bar.get_width() for bars in axes.containers for bar in bars]
        unit = sum(map(abs, wide)) / table[list(evidence_charts.SIDES)].to_numpy().sum()
        for bars, (column, (_, side)) in zip(
            axes.containers, evidence_charts.SIDES.items(), strict=True
        ):
            assert [bar.get_width() / unit for bar in bars] == pytest.approx(
                list(side * table[column])
            )
        written_texts = words(figure)
        assert sorted(text for text in written_texts if text.isdigit()) == sorted(
            str(n) for n in table[list(evidence_charts.SIDES)].to_numpy().ravel() if n
        )
        bare = (frame["support"] + frame["support in part"] == 0).sum()
        assert written_texts.count("no independent support") == bare and str(bare) in figure.alt


def test_the_claim_with_the_most_support_comes_first():
    """And of those with as much the one with the least against it."""
    assert list(plain("origins_per_claim").table["claim_id"]) == ["C02", "C03", "C01"]
    even = small("origins_per_claim", support=[1, 1, 1], **{"support in part": 0})
    assert list(even.table["claim_id"]) == ["C03", "C02", "C01"]


def test_bars_of_one_claim_do_not_cover_each_other():
    """All begin at the zero line of their claim, or where the inner one ends."""
    partly, full, qualify, against = plain("origins_per_claim").axes[0].containers
    for inner, outer in ((partly, full), (qualify, against)):
        assert [bar.get_x() for bar in outer] == pytest.approx(
            [bar.get_x() + bar.get_width() for bar in inner]
        )
    assert [bar.get_x() for bar in qualify] == [bar.get_x() for bar in partly]


def test_a_phone_lists_each_link_with_its_claims(real):
    """One bar per link, as long as its number of claims, which stands beside it."""
    frames = real[1]
    with base.phone():
        figure = copies_charts.sourcing_chain(
            frames["chains"], frames["claims"], tables.read("articles"), sources.register()
        )
    lengths = sorted(bar.get_width() / copies_charts.LENGTH for bar in figure.axes[0].patches)
    assert lengths == pytest.approx(sorted(frames["chains"]["claims"]))
    written_texts = words(figure)
    for row in frames["chains"].itertuples():
        assert (
            f"{row.claims} claim{'s' * (row.claims > 1)}, {copies_charts.LINKS[row.kind][1]}"
            in written_texts
        )


@pytest.mark.parametrize(
    ("name", "change", "wording"),
    [
        (
            "sourcing_chain",
            {"claim_ids": ["C01", "C02", "C01;C03"], "claims": [1, 1, 2]},
            "2 of the 3 claims rest on unnamed officials",
        ),
        (
            "copies_tree",
            {"drift": ["none", "none", "false fact", "none"]},
            "1 of 3 retellings carry a change",
        ),
        (
            "claim_matrix",
            {"relation": ["supports", "supports", "nuance", "supports"]},
            "3 support a claim",
        ),
        (
            "verdicts_then_now",
            {"then": ["contradicted", "supported", "not checkable"], "moved": False},
            "0 of 3 moved",
        ),
        (
            "origins_per_claim",
            {"support": [1, 3, 0], "contradict": 0},
            "1 of 3 claims have no independent support: C03",
        ),
    ],
)
def test_another_frame_is_another_chart(name, change, wording):
    """Title, description and what is drawn come from the frame.

    The same frame gives the same chart.
    """
    before, after = plain(name), small(name, **change)
    assert wording in after.alt and wording not in before.alt
    assert before.title != after.title
    assert base.fingerprint(before) == base.fingerprint(small(name)) != base.fingerprint(after)


def test_another_column_is_another_chart():
    """The first verdict in place of today's, or parts in place of the whole, shows."""
    verdicts, counts = plain("verdicts_then_now"), plain("origins_per_claim")
    assert base.fingerprint(verdicts) != base.fingerprint(
        small("verdicts_then_now", now=VERDICTS["then"])
    )
    assert base.fingerprint(counts) != base.fingerprint(
        small("origins_per_claim", support=COUNTS["qualify"])
    )


@pytest.mark.parametrize("name", SMALL)
def test_a_chart_carries_its_numbers_and_sources(name, real):
    """The title's first number stands in the description; the line below counts the sources."""
    figure = real[0][name]
    table = figure.table
    ids = (
        pd.concat([table[column] for column in table if column.startswith("source_id")])
        .dropna()
        .str.split(";")
        .explode()
    )
    assert f"{ids.nunique()} documents" in figure.get_supxlabel().replace("\n", " ")
    assert figure.title.split()[0] in figure.alt.replace(",", " ").split()


def test_unknown_codes_and_ids_are_refused():
    """A kind of change, a verdict or an evidence id that nobody declared stops the chart."""
    with pytest.raises(KeyError, match="rumour"):
        small("copies_tree", drift=["none", "rumour", "tense", "tense"])
    with pytest.raises(KeyError, match="E9"):
        small("claim_matrix", evidence_ids=["E9", "E2", "E3", "E1"])
