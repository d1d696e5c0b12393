"""Who speaks to each claim: the matrix of claims and origins."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes

from .. import periods
from .colours import RELATIONS
from .figure import GREY, Chart, Style, chart, finish, narrow, panels
from .marks import points, say

KEY: Style = {
    "frameon": False,
    "fontsize": 9.5,
    "borderaxespad": 0,
    "borderpad": 0,
    "handletextpad": 0.4,
    "columnspacing": 1.4,
}
HEAD: Style = {"fontsize": 9.5, "va": "center", "fontweight": "bold"}
FAINT: Style = {"color": "#ececec", "linewidth": 0.8, "zorder": 0}
DEEP = 0.165  # inches of a line


@chart
def claim_matrix(
    matrix: pd.DataFrame,
    then: pd.DataFrame,
    claims: pd.DataFrame,
    origins: pd.DataFrame,
    evidence: pd.DataFrame,
    register: pd.DataFrame,
) -> Chart:
    """Draw what each origin says of each claim, hollow where it is not independent.

    Parameters
    ----------
    matrix, then : pandas.DataFrame
        `claims.matrix()` of today and of the article's day: one row per statement.
    claims : pandas.DataFrame
        The claims to draw.
    origins, evidence : pandas.DataFrame
        The tables of those names.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Origins are in the order of their first statement, those in `then` above the later and
        undated; the statements of those that speak to one claim alone are stacked below the
        others. Its table has one row per statement.

    Raises
    ------
    KeyError
        If a statement rests on evidence that is unknown.

    Examples
    --------
    >>> day = pd.Timestamp("2024-03-10")
    >>> figure = charts.claims.claim_matrix(
    ...     claims.matrix(), claims.matrix(day), claims.audited(), tables.read("origins"),
    ...     tables.read("evidence"), sources.register(),
    ... )
    >>> figure.title.split(" of ")[1].split(", ")[0][4:]
    'statements back a claim as worded'
    """
    voices = matrix[matrix["claim_id"].isin(claims["claim_id"])]
    voices = voices.assign(source_ids=sources_behind(voices["evidence_ids"], evidence))
    voices = _sorted(voices, then)
    ids = list(claims["claim_id"])
    half = (len(ids) + 1) // 2
    parts = [ids[:half], ids[half:]] if narrow() else [ids]
    lines = [_lines(voices[voices["claim_id"].isin(part)]) for part in parts]
    deep = [rows["line"].max() + 3 for rows in lines]
    page, telephone = 1.3 + DEEP * sum(deep), 2.2 + DEEP * sum(deep)
    figure, axes = panels(page, phone=telephone, nrows=len(parts), height_ratios=deep)
    for panel, part, rows in zip(axes[:, 0], parts, lines, strict=True):
        _draw_grid(panel, rows, origins, part)
        _draw_voices(panel, rows, part)
    axes[0, 0].legend(loc="upper right", ncols=2, **KEY)
    title, alt = _matrix_words(voices)
    subtitle = f"What {voices['origin_id'].nunique()} origins say of the article’s {len(claims)} "
    subtitle += f"claims; evidence to {latest(evidence)}"
    table = voices.drop(columns=["heard", "alone", "late", "order"]).merge(
        origins[["origin_id", "name", "name_ja"]], on="origin_id", how="left"
    )
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


def sources_behind(evidence_ids: pd.Series, evidence: pd.DataFrame) -> pd.Series:
    """Return the sources behind each cell of evidence ids, separated by `;` as these are.

    An unknown id raises KeyError.
    """
    each = evidence_ids.dropna().str.split(";").explode()
    sources = pd.Series(evidence.set_index("evidence_id")["source_id"].loc[each].array, each.index)
    joined = sources.groupby(level=0).agg(lambda ids: ";".join(pd.unique(ids)))
    return joined.reindex(evidence_ids.index)


def latest(evidence: pd.DataFrame) -> str:
    """Return the day of the latest evidence, as `10 March 2024`."""
    return periods.in_words(evidence["date"].max())


def _matrix_words(voices: pd.DataFrame) -> tuple[str, str]:
    """Return the title and the description of the matrix."""
    counts = voices["relation"].astype("str").value_counts().reindex(list(RELATIONS), fill_value=0)
    yes, partly, nuance, no = counts
    free = (voices["independent"] == "yes").sum()
    most = voices["claim_id"].value_counts().sort_index()
    alt = f"Of {len(voices)} statements by {voices['origin_id'].nunique()} origins, {yes} support "
    alt += f"a claim, {partly} support one in part, {nuance} qualify and {no} contradict one; "
    alt += f"{free} are independent of Yomiuri’s report. {most.idxmax()} has the most "
    alt += f"({most.max()})."
    return f"{yes} of {len(voices)} statements back a claim as worded, {no} contradict", alt


def _sorted(voices: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return the statements in the order of their origins, with what that order rests on.

    `heard` is when the origin first spoke, `late` whether after the article's day, `alone` whether
    on one claim alone, `order` that of the relation.
    """
    origin = voices.groupby("origin_id")
    rows = voices.assign(
        heard=origin["first"].transform("min"),
        alone=origin["claim_id"].transform("size") == 1,
        late=~voices["origin_id"].isin(then["origin_id"]),
        order=voices["relation"].astype("str").map(list(RELATIONS).index),
    )
    keys = ["late", "alone", "heard", "origin_id", "order"]
    return rows.sort_values(keys, kind="stable", na_position="last")


def _lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Return each statement with its `line`; origins of one claim alone share the lines below."""
    start, parts = 0.0, []
    for _, part in rows.groupby("late"):
        named = part[~part["alone"]]
        alone = part[part["alone"]].sort_values("order", kind="stable")
        below = start + 0.4 + named["origin_id"].nunique()
        parts.append(named.assign(line=start + pd.factorize(named["origin_id"])[0]))
        parts.append(alone.assign(line=below + alone.groupby("claim_id").cumcount()))
        start = 5 + pd.concat(parts)["line"].max()  # for the second heading
    return pd.concat(parts)


def _draw_grid(axes: Axes, rows: pd.DataFrame, origins: pd.DataFrame, ids: list[str]) -> None:
    """Write the names of the origins, and for each part a heading and the ids of the claims."""
    heads = {False: "By the article’s day", True: "Later, or undated"}
    named = rows[~rows["alone"]].drop_duplicates("origin_id")
    pools = rows[rows["alone"]].groupby("late")["line"].agg(["min", "size"])
    others = "with one claim" if narrow() else "others, on one claim each"
    labels = [*_names(named, origins), *(f"{number} {others}" for number in pools["size"])]
    axes.set_yticks([*named["line"], *pools["min"]], labels, fontsize=9)
    for late, lines in rows.groupby("late")["line"]:
        top, end = lines.min(), lines.max()
        say(axes, -1.2, top - 1.3, heads[late], ha="right", **HEAD)
        for x, claim in enumerate(ids):
            say(axes, x, top - 0.7, claim, rotation=90, ha="center", va="bottom")
        axes.vlines(range(len(ids)), top - 0.5, end + 0.5, **FAINT)
    axes.hlines(named["line"], -0.6, len(ids) - 0.4, **FAINT)
    axes.set(xlim=(-0.8, len(ids) - 0.2), ylim=(rows["line"].max() + 0.6, -6.2), xticks=[])
    axes.spines[:].set_visible(False)


def _names(named: pd.DataFrame, origins: pd.DataFrame) -> pd.Series:
    """Return each origin's name to its comma and, where there is room, the year it first spoke."""
    name = origins.set_index("origin_id")["name"].loc[named["origin_id"]].str.split(",").str[0]
    width = 19 if narrow() else 25
    short = name.map(lambda text: textwrap.shorten(text, width, placeholder="…"))
    if narrow():
        return short
    return short + "  " + named["heard"].dt.strftime("%Y").fillna("no date").array


def _draw_voices(axes: Axes, voices: pd.DataFrame, ids: list[str]) -> None:
    """Draw a marker for each statement, filled where it is independent."""
    x = voices["claim_id"].map(ids.index)
    free = voices["independent"] == "yes"
    for relation, (colour, marker) in RELATIONS.items():
        for label, hollow, group in ((relation, False, free), ("", True, ~free)):
            drawn = group & (voices["relation"] == relation)
            line = voices["line"][drawn]
            points(axes, x[drawn], line, (marker, colour), hollow, 36, label=label)
    points(axes, [], [], ("o", GREY), True, 36, label="hollow: not independent")
