"""What the charts draw, held against the frames that they draw, on a page and on a telephone."""

from collections import Counter
from contextlib import nullcontext

import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.markers import MarkerStyle

from analysis import charts, claims, countries, periods, permits, rules, tables, transfers
from analysis.charts import answers as answer_charts
from analysis.charts import claims as claim_charts
from analysis.charts import colours, partners, phone, polls, world
from analysis.charts import regimes as regime_charts
from analysis.charts import rules as rule_charts
from analysis.charts import transfers as transfer_charts

WHITE = "#ffffff"


@pytest.fixture(scope="module", params=[nullcontext, phone], ids=["page", "phone"])
def drawn(request):
    """A chart by its name, drawn once in one layout."""
    figures = {}

    def figure(name):
        if name not in figures:
            with request.param():
                figures[name] = charts.CHARTS[name]()
        return figures[name]

    return figure


def shape(marker):
    style = MarkerStyle(marker)
    return str(style.get_path().transformed(style.get_transform()).vertices.round(6).tolist())


def points(axes, looks):
    """The marks of some looks: kind (by shape, which must agree with colour), hollow, place."""
    kinds = {(shape(marker), to_hex(colour)): kind for kind, (marker, colour) in looks.items()}
    rows = []
    for group in axes.collections:
        if not isinstance(group, PathCollection):
            continue
        paths, faces, edges = group.get_paths(), group.get_facecolor(), group.get_edgecolor()
        for place, (x, y) in enumerate(group.get_offsets()):
            edge = to_hex(edges[place % len(edges)])
            face = to_hex(faces[place % len(faces)])
            look = (str(paths[place % len(paths)].vertices.round(6).tolist()), edge)
            assert face in (edge, WHITE)
            rows.append((kinds[look], face == WHITE, round(float(x), 4), round(float(y), 4)))
    return pd.DataFrame(rows, columns=["kind", "hollow", "x", "y"])


def bars(axes):
    """The bars: row or place, start, length, colour, hatched."""
    return pd.DataFrame(
        [
            (
                round(bar.get_y() + bar.get_height() / 2, 3),
                round(bar.get_x(), 4),
                round(bar.get_width(), 4),
                to_hex(bar.get_facecolor()),
                bool(bar.get_hatch()),
            )
            for bar in axes.patches
        ],
        columns=["y", "left", "width", "colour", "hatched"],
    )


def texts(axes):
    return [" ".join(text.get_text().split()) for text in axes.texts if text.get_text()]


def names(axes):
    """The names of the rows, beside them or above them, unfolded."""
    labels = [label.get_text() for label in axes.get_yticklabels()]
    return [" ".join(name.split()) for name in labels] or texts(axes)


def days(values):
    return [round(float(day), 4) for day in periods_to_numbers(values)]


def periods_to_numbers(values):
    return (pd.to_datetime(values) - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)


def test_every_change_that_loosens_or_tightens_is_a_step(drawn):
    """In its shape and colour, on its day, one above or below the step before; hollow if D."""
    rows = rules.timeline().sort_values(["date", "rule_id"])
    rows = rows[rows["effect"].isin(["loosens", "tightens"])]
    marks = points(drawn("changes").axes[0], colours.EFFECTS)
    assert marks["kind"].tolist() == rows["effect"].tolist()
    assert marks["x"].tolist() == days(rows["date"])
    assert marks["hollow"].tolist() == (rows["confidence"] == "D").tolist()
    steps = marks["y"].diff().fillna(marks["y"])
    assert (
        steps.tolist() == rows["effect"].astype("str").map({"loosens": 1, "tightens": -1}).tolist()
    )
    said = " | ".join(texts(drawn("changes").axes[0]))
    late = rows[(rows["effect"] == "tightens") | rows["landmark"]]
    assert all(name in said for name in late["short_name"])


def test_the_title_of_the_changes_counts_texts(drawn):
    """Those since the first exception; the description tells how many days they share."""
    rows = rules.timeline()
    since = rows[rows["date"] >= "1983"]
    eased, closed = ((since["effect"] == effect).sum() for effect in ("loosens", "tightens"))
    figure = drawn("changes")
    assert f"Since 1983, {eased} texts have loosened" in figure.title
    assert f"and {closed} have tightened" in figure.title
    moved = rows[rows["effect"].isin(["loosens", "tightens"])]
    assert f"{len(moved)} texts on {moved['date'].nunique()} days" in figure.alt


def test_every_change_stands_with_its_decider(drawn):
    """On its day, in the row of its decider; two marks never on one another."""
    rows = rules.timeline()
    axes = drawn("deciders").axes[0]
    looks = {"loosens": colours.EFFECTS["loosens"], "tightens": colours.EFFECTS["tightens"]}
    marks = points(axes, looks | {"neither": colours.EFFECTS["clarifies"]})
    order = rows.assign(day=periods_to_numbers(rows["date"])).groupby("decider", observed=True)
    order = order["day"].mean().sort_values().index.tolist()
    called = [rule_charts.CALLED.get(name, name) for name in order]
    assert [name for name in names(axes) if name in called] == called
    want = Counter(
        (order.index(decider), effect if effect in looks else "neither", day, doubt)
        for decider, effect, day, doubt in zip(
            rows["decider"],
            rows["effect"],
            days(rows["date"]),
            rows["confidence"] == "D",
            strict=True,
        )
    )
    lines = marks["y"].floordiv(1).astype(int)
    assert Counter(zip(lines, marks["kind"], marks["x"], marks["hollow"], strict=True)) == want
    assert not marks.duplicated(["x", "y"]).any()


def test_who_decided_is_told_by_the_counts(drawn):
    """Until 2013 and since, most by those whom the title names."""
    eased = rules.timeline().query("effect == 'loosens'").astype({"decider": "str"})
    before = eased[eased["date"] < "2014"]["decider"].value_counts()
    since = eased[eased["date"] >= "2014"]["decider"].value_counts()
    assert before.iloc[0] * 2 > before.sum()
    assert since[rule_charts.TOGETHER].sum() * 2 > since.sum()
    assert drawn("deciders").title.startswith(f"Until 2013 the {before.index[0]} opened the rules")


def test_a_text_stands_until_the_next(drawn):
    """Each bar reaches from one general text to the next; its years are told."""
    rows = rules.timeline().query("general_text").sort_values("date")
    axes = drawn("gaps_between").axes[0]
    lengths = bars(axes)["width"].iloc[:-1].tolist()
    stood = rows["date"].diff().dt.days.dropna()
    assert lengths == stood.tolist()
    said = " ".join(names(axes))
    assert all(f"{years:.1f} years" in said for years in stood / periods.DAYS_PER_YEAR)
    longest = stood.max() / periods.DAYS_PER_YEAR
    assert f"stood {longest:.0f} years" in drawn("gaps_between").title


def test_each_landmark_has_its_month_its_words_and_its_sign(drawn):
    """By date, in the shape of its effect."""
    rows = tables.read("landmarks").merge(rules.timeline(), on="rule_id").sort_values("date")
    axes = drawn("landmarks").axes[0]
    said = " ".join(texts(axes))
    for row in rows.itertuples():
        assert row.in_words in said and f"{row.date:%b %Y}" in said
    signs = [line.get_marker() for line in axes.lines[1:]]
    assert signs == [colours.EFFECTS[effect][0] for effect in rows["effect"]]
    assert [line.get_ydata()[0] for line in axes.lines[1:]] == list(range(len(rows)))


def test_every_cell_answers_for_its_kind_and_day(drawn):
    """The sign and the colour of the status on that day; white where it is not verified."""
    figure = drawn("who_may_get_what")
    axes, table = figure.axes[0], figure.table
    on = sorted(table["day"].unique())
    kinds = tables.read("provisions").set_index("provision_id")["short_name"]
    assert [name for name in names(axes) if name in set(kinds)] == kinds.tolist()
    cells = [text for text in axes.texts if text.get_text().rstrip("?") in "●◐✕–"]
    found = {
        (round(text.xy[1]), int(text.xy[0])): (text.get_text(), to_hex(bar.get_facecolor()))
        for text, bar in zip(cells, axes.patches, strict=True)
    }
    for column, day in enumerate(on):
        for row, cell in rules.in_force(day).iterrows():
            sign = regime_charts.ANSWERS[cell["coded"]][0]
            doubt = cell["confidence"] == "D"
            colour = WHITE if doubt else colours.CELLS[cell["coded"]]
            assert found[row, column] == (sign + "?" * doubt, colour), (day, cell["provision_id"])
    assert len(found) == len(table) == len(on) * len(kinds)


def test_the_days_are_those_of_the_landmarks():
    """And the title counts what is barred on them."""
    changes = rules.timeline()
    marks = set(changes.loc[changes["landmark"], "date"]) & set(rules.bands()["start"])
    figure = charts.regimes.who_may_get_what()
    assert set(figure.table["day"]) == marks
    days = [pd.Timestamp("1976-02-27"), max(marks)]
    barred = [(rules.in_force(day)["coded"] == "prohibited").sum() for day in days]
    kinds = len(tables.read("provisions"))
    assert f"In 1976 Japan barred {barred[0]} of {kinds} kinds" in figure.title
    assert f"since {days[1]:%B %Y} it bars {barred[1]}" in figure.title


def test_a_band_is_as_high_as_its_status_is_open(drawn):
    """From its first day to its last, outlined where it is not verified."""
    figure = drawn("status_bands")
    rows = figure.table[figure.table["scope"] == "standing"]
    want = Counter()
    for row in rows.itertuples():
        if regime_charts.HEIGHTS[row.coded]:
            colour = colours.STATUSES[row.coded].lower()
            want[
                round(row.left, 4), round(row.right - row.left, 4), colour, row.confidence == "D"
            ] += 1
    got, heights = Counter(), {}
    for bar in figure.axes[0].patches:
        hollow = bar.get_facecolor()[3] == 0
        colour = to_hex(bar.get_edgecolor() if hollow else bar.get_facecolor())
        got[round(bar.get_x(), 4), round(bar.get_width(), 4), colour, hollow] += 1
        heights.setdefault(colour, set()).add(round(abs(bar.get_height()), 3))
    assert got == want
    tall = [
        heights[colours.STATUSES[name].lower()] for name in ("prohibited", "conditional", "allowed")
    ]
    assert all(len(each) == 1 for each in tall) and max(tall[0]) < max(tall[1]) < max(tall[2])
    silent = (rows["coded"] == "not addressed").sum()
    dots = [group for group in figure.axes[0].collections if isinstance(group, LineCollection)]
    assert sum(len(group.get_segments()) for group in dots) == silent


@pytest.mark.parametrize("name", ["comparison", "verdicts_then_now"])
def test_a_move_goes_from_what_was_to_what_is(drawn, name):
    """A ring at the one, an arrow's head or a dot at the other, in the row of its name."""
    figure = drawn(name)
    rows, axes = figure.table, figure.axes[0]
    scale = regime_charts.SCALE if name == "comparison" else claim_charts.SCALE
    sides = ("status_before", "status_after") if name == "comparison" else ("then", "now")
    old, new = (rows[side].astype("str").map(scale).tolist() for side in sides)
    _, _, ring, *heads = axes.collections
    assert ring.get_offsets().tolist() == [[x, y] for y, x in enumerate(old)]
    ended = sorted((y, x) for head in heads for x, y in head.get_offsets().tolist())
    assert ended == list(enumerate(new))
    said = rows["provision" if name == "comparison" else "paraphrase"]
    shown = " ".join(names(axes))
    assert sum(text.split()[0] in shown for text in said) == len(said)


def test_the_verdicts_that_moved_are_all_drawn(drawn):
    """Up or down as the title counts them."""
    rows = claims.verdicts().astype({"then": "str", "now": "str"})
    moved = rows[rows["then"] != rows["now"]]
    figure = drawn("verdicts_then_now")
    assert set(figure.table["claim_id"]) == set(moved["claim_id"])
    up = sum(
        claim_charts.SCALE[a] < claim_charts.SCALE[b]
        for a, b in zip(moved["then"], moved["now"], strict=True)
    )
    title = f"{up} of the article’s {len(rows)} claims look stronger and {len(moved) - up} weaker; "
    assert title + f"{len(rows) - len(moved)} did not move" in figure.title


def test_each_claim_is_one_mark_by_its_way(drawn):
    """As many marks as claims; who stands at the end is told by shape and colour."""
    figure = drawn("sourcing")
    marks = points(figure.axes[0], claim_charts.WHO)
    said = claims.audited()
    last = tables.read("attributions").sort_values("position").groupby("claim_id").tail(1)
    ends = last.set_index("claim_id").loc[said["claim_id"], "kind"].astype("str")
    ends = ends.map(claim_charts.ENDS).fillna("a newsroom’s own words")
    assert Counter(marks["kind"]) == Counter(ends)
    assert not marks.duplicated(["x", "y"]).any() and len(marks) == len(said)
    unnamed = (ends == "unnamed officials").sum()
    assert figure.title.startswith(f"{unnamed} of the {len(said)} claims")


def test_the_bars_of_a_claim_are_its_origins(drawn):
    """Support to the right, what tells against it to the left, each number written."""
    figure = drawn("origins_per_claim")
    rows = claims.origins().set_index("claim_id").loc[figure.table["claim_id"]]
    bar = bars(figure.axes[0])
    for column, (colour, _) in claim_charts.SIDES.items():
        side = -1 if column in ("qualify", "contradict") else 1
        wide = bar[bar["colour"] == colour.lower()].sort_values("y")["width"]
        assert (wide * side).abs().tolist() == rows[column].tolist()
    backed = rows["support"] + rows["support in part"]
    assert backed.is_monotonic_decreasing
    assert f"{(backed > 0).sum()} of {len(rows)} claims have support" in figure.title
    called = tables.read("claims").set_index("claim_id").loc[figure.table["claim_id"], "short_name"]
    assert [text for text in names(figure.axes[0]) if not text.isdigit()] == called.tolist()


def test_a_year_without_permits_is_a_gap_that_says_so(drawn):
    """Every total and every share is written; the rest has a question mark and a hatch."""
    figure = drawn("by_year")
    rows = permits.counts().astype({"category": "str", "count": "float64"})
    wide = rows.pivot(index="fiscal_year", columns="category", values="count")
    total, said = wide["total"].dropna(), texts(figure.axes[0])
    assert [f"{count:,.0f}" for count in total] == [
        text for text in said if text[0].isdigit() and "%" not in text
    ]
    share = (wide["SDF activities and safety of nationals"] / wide["total"]).dropna()
    assert [text for text in said if "%" in text] == [f"{part:.0%}" for part in share]
    missing = wide.index.max() - wide.index.min() + 1 - len(total)
    assert said.count("?") == missing == bars(figure.axes[0])["hatched"].sum()
    assert all(f"{part:.0%} in fiscal {year}" in figure.title for year, part in share.items())


def test_each_case_is_a_mark_in_the_row_of_its_recipient(drawn):
    """By how far it came."""
    figure = drawn("recipients")
    marks = points(figure.axes[0], transfer_charts.LOOKS)
    cases = transfers.cases().astype({"status": "str"})
    cases = cases[cases["status"] != "outside the rules"]
    rows = names(figure.axes[0])
    want = Counter(
        zip(cases["recipient"], cases["status"].map(transfer_charts.PROGRESS), strict=True)
    )
    assert (
        Counter((rows[int(y)], kind) for y, kind in zip(marks["y"], marks["kind"], strict=True))
        == want
    )
    assert not marks.duplicated(["x", "y"]).any()
    approved = cases[cases["counted"]]
    came = approved["status"].str.contains("delivered").sum()
    assert f"Of {len(approved)} transfers that Japan approved, {came} have been" in figure.title


def test_an_agreement_is_a_bar_from_the_day_it_is_in_force(drawn):
    """One whose day was not found has no bar; the signature is a tick."""
    figure = drawn("agreements")
    rows = partners.signed()
    rows = rows.set_index(rows["iso3"].map(countries.name))
    axes = figure.axes[0]
    known = rows[rows["in_force"] == "yes"]
    shown = [name.replace("UAE", "United Arab Emirates") for name in names(axes)]
    begin = known.loc[shown[: len(known)], "latest"].clip(lower=partners.START)
    assert bars(axes)["left"].tolist() == days(begin)
    ticks = rows.loc[shown, "signed"].clip(lower=partners.START)
    assert [round(float(day), 4) for day in axes.lines[0].get_xdata(orig=False)] == days(ticks)
    dotted = [group for group in axes.collections if isinstance(group, LineCollection)]
    assert sum(len(group.get_segments()) for group in dotted) == len(rows)
    assert texts(axes).count("?") == len(rows) - len(known)
    assert figure.title == (
        f"{len(rows)} states have signed an agreement on arms transfers with Japan; {len(known)} "
        "are known to be in force"
    )


def test_a_grant_is_a_bar_of_its_year(drawn):
    """In billion yen, in the row of its recipient, a panel for each fiscal year."""
    figure = drawn("osa")
    rows = transfers.osa()
    order = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    sums = rows.groupby(["fiscal_year", "recipient"])["value"].sum() / 1e9
    for axes, year in zip(figure.axes, sorted(rows["fiscal_year"].unique()), strict=True):
        got = {
            order[round(y)]: width
            for y, width in bars(axes)[["y", "width"]].to_numpy()
            if width > 0
        }
        assert got == {
            name: pytest.approx(float(value), abs=1e-4)
            for name, value in sums[year].items()
            if value
        }


def test_a_tile_shows_the_agreement_and_the_number_of_cases(drawn):
    """One for each state; Japan has none of both."""
    figure = drawn("tiles")
    force = partners.signed().astype({"in_force": "str"}).set_index("iso3")["in_force"]
    cases = transfers.cases()
    cases = cases[cases["counted"] & (cases["status"] != "lapsed")]["recipient_iso3"].value_counts()
    said = texts(figure.axes[0])
    for state in figure.table.itertuples():
        if state.iso3 != "JPN":
            assert state.agreement == force.get(state.iso3, "no")
            assert state.cases == cases.get(state.iso3, 0)
            name = partners.SHORT.get(state.name, state.name)
            words = f" {state.cases or '–'}"
            assert any(
                text.endswith(words) and text.split()[0] in (state.iso3, name.split()[0])
                for text in said
            )
    assert set(cases.index) | set(force.index) <= set(figure.table["iso3"])
    without = set(cases.index) - set(force.index)
    assert figure.title.startswith(f"{len(without)} states get equipment from Japan without")


def test_ten_years_are_summed_for_each_country(drawn):
    """The last ten that every country has, the largest first, Japan in its colour."""
    figure = drawn("beside_others")
    rows = world.newest()
    end = rows.groupby("iso3")["year"].max().min()
    rows = rows[rows["year"].between(end - 9, end)]
    sums = rows.groupby("iso3")["tiv_million"].sum().sort_values(ascending=False)
    wide = sorted((bar.get_width() for bar in figure.axes[0].patches), reverse=True)
    assert wide == pytest.approx(sums.tolist())
    (japan,) = [
        bar for bar in figure.axes[0].patches if to_hex(bar.get_facecolor()) == colours.RED.lower()
    ]
    assert japan.get_width() == sums["JPN"] == sums.min()


def test_each_measure_of_the_bridge_has_its_panel(drawn):
    """Every number as a bar, a dash where there is none."""
    figure = drawn("bridge")
    rows = world.since_2014().astype({"number": "float64"})
    wide = rows.pivot(index="year", columns="measure", values="number")
    for axes, (measure, (_, unit)) in zip(figure.axes, world.MEASURES.items(), strict=True):
        heights = [bar.get_height() for bar in axes.patches]
        assert heights == pytest.approx((wide[measure].fillna(0) / unit).tolist())
        assert texts(axes).count("–") == wide[measure].isna().sum()


def test_a_cell_shows_both_codings_where_they_differ(drawn):
    """And its colour which of them was kept."""
    figure = drawn("codings")
    letters = {"allowed": "A", "conditional": "C", "prohibited": "P", "not addressed": "–"}
    rows = figure.table
    cells = [text.get_text() for text in figure.axes[0].texts if len(text.get_text()) in (1, 3)]
    want = [
        letters[row.first]
        if row.first == row.second
        else f"{letters[row.first]}|{letters[row.second]}"
        for row in rows.itertuples()
    ]
    assert cells == want
    differ = rows["first"] != rows["second"]
    grey = [to_hex(bar.get_facecolor()) == "#ececec" for bar in figure.axes[0].patches]
    assert grey == (~differ).tolist()
    assert f"agree on {(~differ).sum()} of {len(rows)} cells" in figure.title


def test_a_wait_is_a_mark_at_its_years(drawn):
    """Hollow where the stage had not come when last seen, a cross where the case lapsed."""
    figure = drawn("lags")
    looks = {
        "dated": ("o", colours.BLUE),
        "open": (">", colours.GREY),
        "lapsed": ("X", colours.RED),
    }
    marks = points(figure.axes[0], looks)
    rows = transfers.lags(rules.timeline()).astype({"state": "str"})
    rows = rows[rows["state"] != "undated"]
    years = (
        rows["days_to"].fillna(rows["days_from"]).astype("float64") / periods.DAYS_PER_YEAR
    ).round(4)
    want = Counter(zip(rows["state"], years, strict=True))
    assert Counter(zip(marks["kind"], marks["x"], strict=True)) == want
    assert (marks["hollow"] == (marks["kind"] == "open")).all()


def test_the_answers_are_those_of_the_rules(drawn):
    """Each cell has the sign of `rules.ask`, and its colour."""
    figure = drawn("by_destination")
    for row in figure.table.sample(8, random_state=2).itertuples():
        assert rules.ask(row.item_id, row.iso3, row.on)["may"] == row.may
    signs = [text.get_text() for text in figure.axes[0].texts if text.get_text() in "●◐✕?"]
    assert signs == [answer_charts.MAY[may][0] for may in figure.table["may"]]
    fills = [to_hex(bar.get_facecolor()) for bar in figure.axes[0].patches]
    assert fills == [answer_charts.MAY[may][2] for may in figure.table["may"]]


def test_a_poll_is_a_bar_of_its_shares(drawn):
    """For, within limits, against; the numbers are written, the rest is left blank."""
    figure = drawn("opinion")
    rows = polls.answered().astype({"stance": "str"})
    wide = rows.pivot(index="poll_id", columns="stance", values="share").dropna(
        subset=["for", "against"]
    )
    bar = bars(figure.axes[0])
    for stance, (colour, _) in polls.SIDES.items():
        got = sorted(bar.loc[bar["colour"] == colour.lower(), "width"])
        assert got == pytest.approx(sorted(wide[stance].fillna(0)))
    about = rows.drop_duplicates("poll_id").set_index("poll_id").loc[wide.index, "names_lethal"]
    lethal = wide[about == "lethal arms"].fillna(0)
    rejected = lethal["against"] > lethal["for"] + lethal["limited"]
    assert (rejected == (lethal["limited"] == 0)).all()
    assert figure.title.startswith(
        "Asked yes or no about lethal arms, more Japanese oppose exports"
    )


def test_the_story_has_its_days(drawn):
    """Of the case and the article, and the months between; what the claim says is what it is."""
    figure = drawn("story")
    case = transfers.cases().set_index("transfer_id").loc["T022"]
    article = tables.read("articles").set_index("article_id").loc[claims.ARTICLE]
    months = (case["delivered"].to_period("M") - article["published"].to_period("M")).n
    said = " ".join(texts(figure.axes[0]))
    for words in (
        f"{periods.in_words(case['decided'])}: sale allowed",
        f"{periods.in_words(case['contracted'])}: order announced",
        f"{periods.in_words(article['published'])}: “increased”, writes {article['outlet']}",
        f"{months} months",
    ):
        assert words in said
    assert figure.title.endswith(f"handed its missiles over {months} months later")
    chain = tables.read("attributions").sort_values("position").groupby("claim_id")["credited"]
    assert f"{article['outlet']}, citing {chain.last()['C20']}, wrote" in figure.title
    edges = bars(figure.axes[0])["left"].tolist()
    assert edges[1:] == days(pd.Series([case["decided"], case["delivered"]]))
    text = tables.read("claims").set_index("claim_id").loc["C20", "paraphrase"]
    assert "raised the number of interceptors" in text
    with pytest.raises(ValueError, match="C01 is not misleading by timing"):
        charts.claims.story(claim_id="C01")
