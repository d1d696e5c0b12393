"""What the evidence says of each claim: who speaks to it, what holds, and what moved."""

import textwrap

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.figure import GREY, INK, PALE, finish, house, new

RELATIONS = {  # relation → colour, marker
    "supports": ("#0072B2", "o"),
    "partly supports": ("#56B4E9", "s"),
    "nuance": ("#E69F00", "^"),
    "contradicts": ("#D55E00", "X"),
}
VERDICTS = {  # verdict → colour, marker
    "supported": ("#0072B2", "o"),
    "mostly supported": ("#56B4E9", "s"),
    "misleading by timing": ("#E69F00", "^"),
    "unsupported": ("#CC79A7", "D"),
    "contradicted": ("#D55E00", "X"),
    "not checkable": (GREY, "P"),
}
SIDES = {  # column of `claims.origins()` → relation, side of the zero line; from the line outwards
    "support in part": ("partly supports", 1),
    "support": ("supports", 1),
    "qualify": ("nuance", -1),
    "contradict": ("contradicts", -1),
}
LIGHT = {"partly supports", "nuance"}  # bars that need dark figures
SMALL = {"fontsize": 9, "color": INK, "va": "center"}
KEY = {"frameon": False, "fontsize": 9.5}
HEAD = {"fontsize": 9.5, "color": INK, "va": "center", "fontweight": "bold"}


@house
def claim_matrix(
    matrix: pd.DataFrame,
    then: pd.DataFrame,
    claims: pd.DataFrame,
    origins: pd.DataFrame,
    evidence: pd.DataFrame,
    register: pd.DataFrame,
) -> Figure:
    """What each origin says of each claim: a marker per row of `claims.matrix()`, hollow where it is not independent.

    `matrix` and `then` are `claims.matrix()` of today and of the article's day, `claims` the audited claims, `origins` and
    `evidence` the tables. Origins are in the order of their first statement, those in `then` above the later and undated.
    """
    voices = matrix[matrix["claim_id"].isin(claims["claim_id"])]
    voices = voices.assign(source_ids=_sources(voices["evidence_ids"], evidence))
    rows = _rows(voices, origins, then)
    columns = pd.Series(range(len(claims)), index=claims["claim_id"])
    figure, axes = new(2.6 + 0.19 * rows["line"].max())
    _draw_grid(axes, rows, columns)
    _draw_voices(axes, voices["claim_id"].map(columns), voices["origin_id"].map(rows["line"]), voices)
    title, alt = _matrix_words(voices)
    subtitle = (
        f"What {len(rows)} origins say of the article’s {len(claims)} claims, in the order of their first statement"
    )
    subtitle = f"{subtitle}; evidence to {_latest(evidence)}"
    table = voices.merge(origins[["origin_id", "name", "name_ja"]], on="origin_id", how="left")
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


@house
def verdicts_then_now(
    verdicts: pd.DataFrame, claims: pd.DataFrame, evidence: pd.DataFrame, articles: pd.DataFrame, register: pd.DataFrame
) -> Figure:
    """The verdict on each claim as known on the article's day beside the verdict now, with a line where it moved.

    `verdicts` is `claims.verdicts()`, one row per claim; the claims are in the order of the verdict now.
    """
    drawn = verdicts.merge(claims[["claim_id", "paraphrase"]], on="claim_id", how="inner", validate="one_to_one")
    order = drawn["now"].astype("str").map({name: i for i, name in enumerate(VERDICTS)})
    drawn = drawn.assign(order=order).sort_values(["order", "claim_id"]).drop(columns="order").reset_index(drop=True)
    figure, axes = new(2.0 + 0.35 * len(drawn))
    days = (article_day(claims, articles), _latest(evidence))
    _draw_moves(axes, drawn)
    axes.text(0, -1, f"Then: {days[0]}", ha="right", **HEAD)
    axes.text(1, -1, f"Now: {days[1]}", ha="left", **HEAD)
    title, alt = _moves_words(drawn, days)
    subtitle = "Verdict on each claim with the evidence public on the article’s day, and with all evidence"
    found = {f"source_ids_{side}": _sources(drawn[f"evidence_{side}"], evidence) for side in ("then", "now")}
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=drawn.assign(**found), register=register)


@house
def origins_per_claim(
    counts: pd.DataFrame, matrix: pd.DataFrame, claims: pd.DataFrame, evidence: pd.DataFrame, register: pd.DataFrame
) -> Figure:
    """How many independent origins support each claim, and how many qualify or contradict it: bars to both sides of zero.

    `counts` is `claims.origins()`; `matrix` and `evidence`, of the same date, give the sources.
    """
    free = matrix[matrix["independent"] == "yes"].groupby("claim_id")["evidence_ids"].agg(";".join)
    drawn = counts.merge(claims[["claim_id", "paraphrase"]], on="claim_id", validate="one_to_one")
    drawn = drawn.assign(source_ids=_sources(drawn["claim_id"].map(free), evidence))
    figure, axes = new(2.0 + 0.35 * len(drawn))
    _draw_sides(axes, drawn)
    _label(axes, drawn)
    title, alt = _sides_words(drawn)
    subtitle = "Number of origins independent of Yomiuri’s report: another newsroom, or an official on record"
    subtitle = f"{subtitle}; evidence to {_latest(evidence)}"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=drawn, register=register)


def article_day(claims: pd.DataFrame, articles: pd.DataFrame) -> str:
    """The day on which the article that makes the claims was published, as `10 March 2024`."""
    return _words(articles.set_index("article_id")["published"].loc[claims["article_id"].iat[0]])


def _matrix_words(voices: pd.DataFrame) -> tuple[str, str]:
    """The title and the description of the matrix."""
    counts = voices["relation"].astype("str").value_counts().reindex(list(RELATIONS), fill_value=0)
    yes, partly, nuance, no = counts
    free, most = (voices["independent"] == "yes").sum(), voices["claim_id"].value_counts().sort_index()
    return (
        f"{yes} of {len(voices)} statements back a claim as worded, {no} contradict",
        f"Of {len(voices)} statements by {voices['origin_id'].nunique()} origins, {yes} support a claim, {partly} support "
        f"one in part, {nuance} qualify and {no} contradict one; {free} are independent of Yomiuri’s report. "
        f"{most.idxmax()} has the most ({most.max()}).",
    )


def _moves_words(drawn: pd.DataFrame, days: tuple[str, str]) -> tuple[str, str]:
    """The title and the description of the verdicts."""
    then, now = (
        drawn[side].astype("str").value_counts().reindex(list(VERDICTS), fill_value=0) for side in ("then", "now")
    )
    told = [", ".join(f"{n} {name}" for name, n in side.items() if n) for side in (then, now)]
    moved = drawn["moved"].sum()
    return (
        f"{moved} of {len(drawn)} verdicts moved with later evidence; {now['supported']} claims now hold as worded",
        f"Verdicts with the evidence to {days[1]}: {told[1]}; on {days[0]}: {told[0]}. "
        f"{moved} of {len(drawn)} moved{_listed(drawn.loc[drawn['moved'], 'claim_id'].sort_values())}.",
    )


def _sides_words(drawn: pd.DataFrame) -> tuple[str, str]:
    """The title and the description of the bars."""
    support = drawn["support"] + drawn["support in part"]
    bare, against = drawn.loc[support == 0, "claim_id"], drawn.loc[drawn["contradict"] > 0, "claim_id"]
    none = f"{len(bare)} of {len(drawn)} claims have no independent support"
    return (
        f"{none}; independent origins contradict {len(against)}",
        f"{none}{_listed(bare)}. {drawn.loc[support.idxmax(), 'claim_id']} has the most, "
        f"{support.max()} origins; {len(against)} claims are contradicted by at least one.",
    )


def _rows(voices: pd.DataFrame, origins: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """One row per origin that speaks: its first date, whether first heard late, its line, its label (name to the comma)."""
    rows = voices.groupby("origin_id")["first"].min().to_frame()
    rows["late"] = ~rows.index.isin(then["origin_id"])
    rows = rows.sort_values(["late", "first"], kind="stable", na_position="last")
    rows["line"] = [i + 4 if late else i for i, late in enumerate(rows["late"])]  # four lines for the second heading
    name = origins.set_index("origin_id")["name"].loc[rows.index].str.split(",").str[0]
    date = rows["first"].dt.strftime("%Y-%m").fillna("no date")
    rows["label"] = name.map(lambda text: textwrap.shorten(text, 31, placeholder="…")) + "  " + date
    return rows


def _draw_grid(axes, rows: pd.DataFrame, columns: pd.Series) -> None:
    """The names of the origins, and for each part a heading and the ids of the claims."""
    width, heads = len(columns), {False: "First heard by the article’s day", True: "First heard later, or undated"}
    axes.set_yticks(rows["line"], rows["label"], fontsize=9)
    for late, lines in rows.groupby("late")["line"]:
        top, end = lines.min(), lines.max()
        axes.text(-1.2, top - 1.3, heads[late], ha="right", **HEAD)
        for claim, x in columns.items():
            axes.text(x, top - 0.7, claim, rotation=90, ha="center", va="bottom", fontsize=9, color=INK)
        axes.hlines(lines, -0.6, width - 0.4, color="#ececec", linewidth=0.8, zorder=0)
        axes.vlines(columns, top - 0.5, end + 0.5, color="#ececec", linewidth=0.8, zorder=0)
    axes.set(xlim=(-0.8, width - 0.2), ylim=(rows["line"].max() + 0.6, -6.2), xticks=[])
    axes.spines[:].set_visible(False)


def _draw_voices(axes, x: pd.Series, y: pd.Series, voices: pd.DataFrame) -> None:
    """A marker for each statement, filled where it is independent, and the key above."""
    free = voices["independent"] == "yes"
    style = {"s": 40, "linewidth": 1.3, "zorder": 3}
    for relation, (colour, marker) in RELATIONS.items():
        for label, face, own in ((relation, colour, free), ("", "white", ~free)):
            drawn = own & (voices["relation"] == relation)
            axes.scatter(x[drawn], y[drawn], marker=marker, color=face, edgecolor=colour, label=label, **style)
    axes.scatter([], [], color="white", edgecolor=GREY, label="hollow: not independent", **style)
    axes.legend(loc="upper right", ncols=2, handletextpad=0.2, columnspacing=1, borderpad=0, **KEY)


def _draw_moves(axes, drawn: pd.DataFrame) -> None:
    """A marker and a word for the verdict then and now, joined by a line that is strong where the verdict moved."""
    moved = drawn["moved"].astype("bool")
    for rows, colour, width in ((drawn[~moved], PALE, 1), (drawn[moved], INK, 2.2)):
        axes.plot([[0] * len(rows), [1] * len(rows)], [rows.index, rows.index], color=colour, linewidth=width, zorder=1)
    for x, side, away, ha in ((0, "then", -0.26, "right"), (1, "now", 0.26, "left")):
        for verdict, (colour, marker) in VERDICTS.items():
            y = drawn.index[drawn[side] == verdict]
            axes.scatter([x] * len(y), y, s=62, color=colour, marker=marker, edgecolor="white", linewidth=0.5, zorder=2)
        for line, verdict, strong in zip(drawn.index, drawn[side].astype("str"), moved, strict=True):
            style = {**SMALL, "color": INK if strong else GREY}
            weight = "bold" if strong and side == "now" else "normal"
            axes.text(x + away, line, verdict, ha=ha, fontweight=weight, **style)
    _label(axes, drawn)
    axes.set(xlim=(-3.3, 4.6), ylim=(len(drawn) - 0.4, -1.5), xticks=[])
    axes.spines[:].set_visible(False)


def _draw_sides(axes, drawn: pd.DataFrame) -> None:
    """The bars of each side, from the zero line outwards, with the number of origins in each, and the key above."""
    start, keys = dict.fromkeys((1, -1), pd.Series(0, drawn.index)), {}
    for column, (relation, side) in SIDES.items():
        width = side * drawn[column]
        keys[column] = axes.barh(drawn.index, width, left=start[side], color=RELATIONS[relation][0], height=0.74)
        style = {**SMALL, "color": INK if relation in LIGHT else "white", "ha": "center"}
        for line in drawn.index[drawn[column] > 0]:
            axes.text(start[side][line] + width[line] / 2, line, str(drawn.loc[line, column]), **style)
        start[side] = start[side] + width
    axes.plot([0, 0], [-0.6, len(drawn) - 0.4], color=INK, linewidth=1)
    for line in drawn.index[drawn["support"] + drawn["support in part"] == 0]:
        axes.annotate(
            "no independent support", (0, line), (4, 0), textcoords="offset points", fontstyle="italic", **SMALL
        )
    order = ["contradict", "qualify", "support in part", "support"]  # as the bars lie, column by column
    axes.legend([keys[name] for name in order], order, loc="upper center", ncols=2, handlelength=1, **KEY)
    reach = 1.02 * max(1, start[1].max(), -start[-1].min())
    axes.set(xlim=(-reach, reach), ylim=(len(drawn) - 0.4, -2.2), xticks=[])
    axes.spines[:].set_visible(False)


def _label(axes, drawn: pd.DataFrame) -> None:
    """Each line's claim at the left edge, its id and up to two lines of its paraphrase."""
    claims = (drawn["claim_id"] + " · " + drawn["paraphrase"]).str.rstrip(".")
    fold = textwrap.TextWrapper(41, max_lines=2, placeholder=" …", break_on_hyphens=False).fill
    axes.set_yticks(drawn.index, claims.map(fold), fontsize=9, ha="left")
    axes.tick_params(axis="y", pad=2.85 * 72)


def _sources(evidence_ids: pd.Series, evidence: pd.DataFrame) -> pd.Series:
    """The sources behind each cell of evidence ids, separated by `;` as these are; an unknown id raises KeyError."""
    each = evidence_ids.dropna().str.split(";").explode()
    sources = pd.Series(evidence.set_index("evidence_id")["source_id"].loc[each].array, each.index)
    return sources.groupby(level=0).agg(lambda ids: ";".join(pd.unique(ids))).reindex(evidence_ids.index)


def _listed(names: pd.Series) -> str:
    return f": {', '.join(names)}" if len(names) else ""


def _latest(evidence: pd.DataFrame) -> str:
    return _words(evidence["date"].max())


def _words(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"


CHARTS = {
    "claim matrix": claim_matrix,
    "verdicts then and now": verdicts_then_now,
    "origins per claim": origins_per_claim,
}
