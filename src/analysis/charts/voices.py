"""Who speaks to each claim: the matrix of claims and origins."""

import textwrap

import pandas as pd
from matplotlib.figure import Figure

from .. import periods
from .colours import RELATIONS
from .figure import GREY, INK, finish, house, narrow, new
from .marks import points

KEY = {
    "frameon": False,
    "fontsize": 9.5,
    "borderaxespad": 0,
    "borderpad": 0,
    "handletextpad": 0.4,
    "columnspacing": 1.4,
}
HEAD = {"fontsize": 9.5, "color": INK, "va": "center", "fontweight": "bold"}
FAINT = {"color": "#ececec", "linewidth": 0.8, "zorder": 0}


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
    `evidence` the tables. Origins are in the order of their first statement, those in `then` above the later and undated;
    the statements of those that speak to one claim alone are stacked below the others.
    """
    voices = matrix[matrix["claim_id"].isin(claims["claim_id"])]
    voices = voices.assign(source_ids=sources_behind(voices["evidence_ids"], evidence))
    voices = _sorted(voices, then)
    ids, half = list(claims["claim_id"]), (len(claims) + 1) // 2
    parts = [ids[:half], ids[half:]] if narrow() else [ids]
    panels = [_lines(voices[voices["claim_id"].isin(part)]) for part in parts]
    deep = [panel["line"].max() + 3 for panel in panels]
    figure, axes = new(
        1.3 + 0.165 * sum(deep),
        phone=2.2 + 0.165 * sum(deep),
        nrows=len(parts),
        squeeze=False,
        height_ratios=deep,
    )
    for one, part, panel in zip(axes[:, 0], parts, panels, strict=True):
        _draw_grid(one, panel, origins, part)
        _draw_voices(one, panel, part)
    axes[0, 0].legend(loc="upper right", ncols=2, **KEY)
    title, alt = _matrix_words(voices)
    subtitle = f"What {voices['origin_id'].nunique()} origins say of the article’s {len(claims)} claims; evidence to {latest(evidence)}"
    table = voices.drop(columns=["heard", "alone", "late", "order"]).merge(
        origins[["origin_id", "name", "name_ja"]], on="origin_id", how="left"
    )
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


def _matrix_words(voices: pd.DataFrame) -> tuple[str, str]:
    """The title and the description of the matrix."""
    counts = voices["relation"].astype("str").value_counts().reindex(list(RELATIONS), fill_value=0)
    yes, partly, nuance, no = counts
    free, most = (
        (voices["independent"] == "yes").sum(),
        voices["claim_id"].value_counts().sort_index(),
    )
    return (
        f"{yes} of {len(voices)} statements back a claim as worded, {no} contradict",
        f"Of {len(voices)} statements by {voices['origin_id'].nunique()} origins, {yes} support a claim, {partly} support "
        f"one in part, {nuance} qualify and {no} contradict one; {free} are independent of Yomiuri’s report. "
        f"{most.idxmax()} has the most ({most.max()}).",
    )


def _sorted(voices: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """The statements in order of their origins: when first heard, whether after the article's day, whether on one claim alone."""
    origin = voices.groupby("origin_id")
    rows = voices.assign(
        heard=origin["first"].transform("min"), alone=origin["claim_id"].transform("size") == 1
    )
    rows = rows.assign(
        late=~rows["origin_id"].isin(then["origin_id"]),
        order=rows["relation"].astype("str").map(list(RELATIONS).index),
    )
    return rows.sort_values(
        ["late", "alone", "heard", "origin_id", "order"], kind="stable", na_position="last"
    )


def _lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Each statement with its `line`; those of origins that speak to one claim alone are stacked below the lines of the others."""
    start, parts = 0.0, []
    for _, part in rows.groupby("late"):
        named, alone = part[~part["alone"]], part[part["alone"]].sort_values("order", kind="stable")
        own, below = pd.factorize(named["origin_id"])[0], alone.groupby("claim_id").cumcount()
        parts += [
            named.assign(line=start + own),
            alone.assign(line=start + 0.4 + named["origin_id"].nunique() + below),
        ]
        start = 5 + pd.concat(parts)["line"].max()  # for the second heading
    return pd.concat(parts)


def _draw_grid(axes, rows: pd.DataFrame, origins: pd.DataFrame, ids: list[str]) -> None:
    """The names of the origins, and for each part a heading and the ids of the claims."""
    width, heads = len(ids), {False: "By the article’s day", True: "Later, or undated"}
    named = rows[~rows["alone"]].drop_duplicates("origin_id")
    pools = rows[rows["alone"]].groupby("late")["line"].agg(["min", "size"])
    others = "with one claim" if narrow() else "others, on one claim each"
    labels = [*_names(named, origins), *(f"{n} {others}" for n in pools["size"])]
    axes.set_yticks([*named["line"], *pools["min"]], labels, fontsize=9)
    for late, lines in rows.groupby("late")["line"]:
        top, end = lines.min(), lines.max()
        axes.text(-1.2, top - 1.3, heads[late], ha="right", **HEAD)
        for x, claim in enumerate(ids):
            axes.text(
                x, top - 0.7, claim, rotation=90, ha="center", va="bottom", fontsize=9, color=INK
            )
        axes.vlines(range(width), top - 0.5, end + 0.5, **FAINT)
    axes.hlines(named["line"], -0.6, width - 0.4, **FAINT)
    axes.set(xlim=(-0.8, width - 0.2), ylim=(rows["line"].max() + 0.6, -6.2), xticks=[])
    axes.spines[:].set_visible(False)


def _names(named: pd.DataFrame, origins: pd.DataFrame) -> pd.Series:
    """Each origin's name to its comma and, where there is room, the year of its first statement."""
    name = origins.set_index("origin_id")["name"].loc[named["origin_id"]].str.split(",").str[0]
    short = name.map(lambda text: textwrap.shorten(text, 19 if narrow() else 25, placeholder="…"))
    return (
        short
        if narrow()
        else short + "  " + named["heard"].dt.strftime("%Y").fillna("no date").array
    )


def _draw_voices(axes, voices: pd.DataFrame, ids: list[str]) -> None:
    """A marker for each statement, filled where it is independent."""
    x, free = voices["claim_id"].map(ids.index), voices["independent"] == "yes"
    for relation, (colour, marker) in RELATIONS.items():
        for label, hollow, own in ((relation, False, free), ("", True, ~free)):
            drawn = own & (voices["relation"] == relation)
            line = voices["line"][drawn]
            points(axes, x[drawn], line, (marker, colour), hollow, 36, label=label)
    points(axes, [], [], ("o", GREY), True, 36, label="hollow: not independent")


def sources_behind(evidence_ids: pd.Series, evidence: pd.DataFrame) -> pd.Series:
    """The sources behind each cell of evidence ids, separated by `;` as these are; an unknown id raises KeyError."""
    each = evidence_ids.dropna().str.split(";").explode()
    sources = pd.Series(evidence.set_index("evidence_id")["source_id"].loc[each].array, each.index)
    return (
        sources.groupby(level=0)
        .agg(lambda ids: ";".join(pd.unique(ids)))
        .reindex(evidence_ids.index)
    )


def latest(evidence: pd.DataFrame) -> str:
    """The day of the latest evidence, as `10 March 2024`."""
    return periods.in_words(evidence["date"].max())
