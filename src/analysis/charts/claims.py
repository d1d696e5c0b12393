"""What the evidence says of each claim: who speaks to it, what holds, and what moved."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes

from .. import periods
from .colours import RELATIONS, VERDICTS
from .figure import INK, Chart, Style, chart, finish, narrow, new
from .marks import say
from .voices import HEAD, KEY, claim_matrix, latest, sources_behind

SIDES = {  # column of `claims.origins()` → relation, side of the zero line; from the line outwards
    "support in part": ("partly supports", 1),
    "support": ("supports", 1),
    "qualify": ("nuance", -1),
    "contradict": ("contradicts", -1),
}
LIGHT = {"partly supports", "nuance"}  # bars that need dark figures
LINE = 0.142  # inches down of a line of a label
HEADED = 0.3  # of a heading
GAP = 0.065  # of the space between two claims
COLUMN = 3.26  # inches from one column of claims to the next


@chart
def verdicts_then_now(
    verdicts: pd.DataFrame,
    claims: pd.DataFrame,
    evidence: pd.DataFrame,
    articles: pd.DataFrame,
    register: pd.DataFrame,
) -> Chart:
    """Draw the verdict on each claim on the article's day and now: those that moved come first.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        `claims.verdicts()`: one row per claim.
    claims, evidence, articles : pandas.DataFrame
        The claims to draw, and the tables of those names.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per claim, in the order of the verdict now, with the sources behind
        both verdicts.

    Examples
    --------
    >>> works, evidence = tables.read("articles"), tables.read("evidence")
    >>> figure = charts.claims.verdicts_then_now(
    ...     claims.verdicts(), claims.audited(), evidence, works, sources.register()
    ... )
    >>> figure.alt.split("; ")[1][:17]
    'on 10 March 2024:'
    """
    drawn = verdicts.merge(
        claims[["claim_id", "paraphrase"]], on="claim_id", how="inner", validate="one_to_one"
    )
    order = drawn["now"].astype("str").map({name: i for i, name in enumerate(VERDICTS)})
    drawn = drawn.assign(order=order, moved=drawn["moved"].astype("bool"))
    drawn = drawn.sort_values(["order", "claim_id"]).drop(columns="order").reset_index(drop=True)
    rows = _verdict_rows(drawn)
    figure, axes = new(1.35 + rows["end"].max(), phone=1.8 + rows["end"].max())
    _draw_moves(axes, rows)
    then, now = article_day(claims, articles), latest(evidence)
    title, alt = _moves_words(drawn, then, now)
    subtitle = f"Verdict with the evidence public by {then}, the article’s day, and with all "
    subtitle += f"evidence to {now}"
    for side in ("then", "now"):
        drawn[f"source_ids_{side}"] = sources_behind(drawn[f"evidence_{side}"], evidence)
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=drawn, register=register)


@chart
def origins_per_claim(
    counts: pd.DataFrame,
    matrix: pd.DataFrame,
    claims: pd.DataFrame,
    evidence: pd.DataFrame,
    register: pd.DataFrame,
) -> Chart:
    """Draw how many independent origins support each claim, and how many qualify or contradict it.

    Parameters
    ----------
    counts : pandas.DataFrame
        `claims.origins()`: one row per claim, a number of origins for each column of `SIDES`.
    matrix : pandas.DataFrame
        `claims.matrix()` of the same date, for the sources.
    claims, evidence : pandas.DataFrame
        The claims to draw, and the table.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per claim, that with the most support first.

    Examples
    --------
    >>> figure = charts.claims.origins_per_claim(
    ...     claims.origins(), claims.matrix(), claims.audited(), tables.read("evidence"),
    ...     sources.register(),
    ... )
    >>> figure.title.partition(" of ")[2][3:]
    'claims have no independent support; independent origins contradict 1'
    """
    free = matrix[matrix["independent"] == "yes"].groupby("claim_id")["evidence_ids"].agg(";".join)
    drawn = counts.merge(claims[["claim_id", "paraphrase"]], on="claim_id", validate="one_to_one")
    drawn = drawn.assign(source_ids=sources_behind(drawn["claim_id"].map(free), evidence))
    backed = -drawn["support"] - drawn["support in part"]
    order = pd.DataFrame({"for": backed, "against": drawn["contradict"] + drawn["qualify"]})
    order = order.sort_values(["for", "against"], kind="stable")
    drawn = drawn.loc[order.index].reset_index(drop=True)
    depth = (2.7 + drawn["paraphrase"].str.len() // 40).cumsum()  # in lines of text
    rows = _placed(drawn, depth > depth.max() / 2, 0.18)
    figure, axes = new(1.65 + rows["end"].max(), phone=2.3 + rows["end"].max())
    _draw_sides(axes, rows)
    title, alt = _sides_words(drawn)
    subtitle = "Number of origins independent of Yomiuri’s report: another newsroom, or an official"
    subtitle = f"{subtitle} on record; evidence to {latest(evidence)}"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=drawn, register=register)


CHARTS = {
    "claim_matrix": claim_matrix,
    "verdicts_then_now": verdicts_then_now,
    "origins_per_claim": origins_per_claim,
}


def article_day(claims: pd.DataFrame, articles: pd.DataFrame) -> str:
    """Return the day of the article that makes the claims, as `10 March 2024`."""
    published = articles.set_index("article_id")["published"]
    return periods.in_words(published.loc[claims["article_id"].iat[0]])


def _moves_words(drawn: pd.DataFrame, then: str, now: str) -> tuple[str, str]:
    """Return the title and the description of the verdicts."""
    holding, moved = (drawn["now"] == "supported").sum(), drawn["moved"].sum()
    title = f"{moved} of {len(drawn)} verdicts moved with later evidence; {holding} claims now "
    names = _listed(drawn.loc[drawn["moved"], "claim_id"].sort_values())
    alt = f"Verdicts with the evidence to {now}: {_counted(drawn['now'])}; "
    alt += f"on {then}: {_counted(drawn['then'])}. {moved} of {len(drawn)} moved{names}."
    return f"{title}hold as worded", alt


def _counted(verdicts: pd.Series) -> str:
    """Return how many claims have each verdict, in words."""
    counts = verdicts.astype("str").value_counts().reindex(list(VERDICTS), fill_value=0)
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number)


def _sides_words(drawn: pd.DataFrame) -> tuple[str, str]:
    """Return the title and the description of the bars."""
    support = drawn["support"] + drawn["support in part"]
    bare = drawn.loc[support == 0, "claim_id"]
    against = (drawn["contradict"] > 0).sum()
    none = f"{len(bare)} of {len(drawn)} claims have no independent support"
    most = f"{drawn.loc[support.idxmax(), 'claim_id']} has the most, {support.max()} origins"
    alt = f"{none}{_listed(bare)}. {most}; {against} claims are contradicted by at least one."
    return f"{none}; independent origins contradict {against}", alt


def _placed(
    drawn: pd.DataFrame, second: pd.Series, below: float | pd.Series, headed: float | pd.Series = 0
) -> pd.DataFrame:
    """Return the claims with their folded `label` and their place in inches.

    `x` is its left, `y` its top, `foot` the end of the label, `end` of all. `second` are the claims
    of the second column, which on a phone follows the first; `below` is what each needs under its
    label and `headed` above it.
    """
    fold = textwrap.TextWrapper(44, max_lines=3, placeholder=" …", break_on_hyphens=False).fill
    labels = (drawn["claim_id"] + " · " + drawn["paraphrase"]).str.rstrip(".").map(fold)
    rows = drawn.assign(label=labels, second=second, below=below, headed=headed)
    rows = rows.sort_values("second", kind="stable")
    column = rows["second"].astype("int") * (not narrow())
    text = LINE * (rows["label"].str.count("\n") + 1)
    end = (rows["headed"] + text + rows["below"] + GAP).groupby(column).cumsum()
    foot = end - GAP - rows["below"]
    return rows.assign(x=COLUMN * column, y=foot - text, foot=foot, end=end)


def _sheet(axes: Axes, rows: pd.DataFrame, indent: float | pd.Series = 0, top: float = 0) -> None:
    """Write the labels of the claims on a sheet measured in inches, `top` of them free above."""
    for x, y, label in zip(rows["x"] + indent, rows["y"], rows["label"], strict=True):
        say(axes, x, y, label, va="top", linespacing=1.05)
    width = 3.44 if narrow() else 6.24
    axes.set(xlim=(0, width), ylim=(rows["end"].max(), -top), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)


def _verdict_rows(drawn: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with their places; one that begins a group carries its `heading`."""
    group = (drawn["now"].astype("str") + " then and now").mask(drawn["moved"], "moved, then → now")
    heading = (group.map(group.value_counts()).astype("str") + " " + group).mask(group.duplicated())
    rows = drawn.assign(heading=heading)
    return _placed(rows, ~drawn["moved"], 0.19 * drawn["moved"], HEADED * heading.notna())


def _draw_moves(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw both verdicts under a claim that moved, one mark before a claim that did not."""
    for verdict, (colour, marker) in VERDICTS.items():
        for side, away in (("then", 0), ("now", 1.6)):
            judged = rows[(rows[side] == verdict) & (rows["moved"] | (side == "now"))]
            line = (judged["foot"] + 0.1).where(judged["moved"], judged["y"] + 0.08)
            x = judged["x"] + 0.08 + away * judged["moved"]
            look: Style = {"color": colour, "marker": marker, "linewidth": 0, "zorder": 2}
            axes.scatter(x, line, s=52, **look)
    for row in rows[rows["heading"].notna()].itertuples():
        say(axes, row.x, row.y - 0.13, row.heading, **HEAD)
    for row in rows[rows["moved"]].itertuples():
        for away, word in ((0.2, row.then), (1.45, "→"), (1.8, row.now)):
            say(axes, row.x + away, row.foot + 0.1, word, va="center")
    _sheet(axes, rows, 0.2 * ~rows["moved"])


def _draw_sides(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the bars under each claim, from the zero line outwards, each with its number."""
    reach = {}
    for way in (-1, 1):
        columns = [column for column, (_, side) in SIDES.items() if side == way]
        reach[way] = rows[columns].sum(axis=1).max()
    unit = 2.95 / max(1, reach[-1] + reach[1])  # inches across that one origin takes
    zero = rows["x"] + 0.02 + unit * reach[-1]
    line = rows["foot"] + 0.095
    start = dict.fromkeys((1, -1), zero)
    bars = {}
    for column, (relation, side) in SIDES.items():
        wide = side * unit * rows[column]
        colour = RELATIONS[relation][0]
        bars[column] = axes.barh(line, wide, left=start[side], color=colour, height=0.17)
        ink = INK if relation in LIGHT else "white"
        for row in rows.index[rows[column] > 0]:
            middle, number = start[side][row] + wide[row] / 2, str(rows.loc[row, column])
            say(axes, middle, line[row], number, va="center", ha="center", color=ink)
        start[side] = start[side] + wide
    axes.vlines(zero, line - 0.1, line + 0.1, color=INK, linewidth=1)
    for row in rows.index[rows["support"] + rows["support in part"] == 0]:
        none = "no independent support"
        say(axes, zero[row] + 0.05, line[row], none, va="center", fontstyle="italic")
    order = ["contradict", "qualify", "support in part", "support"]  # as the bars lie
    where: Style = {"loc": "upper left", "ncols": 2 if narrow() else 4, "handlelength": 1}
    axes.legend([bars[name] for name in order], order, **where, **KEY)
    _sheet(axes, rows, top=0.5 if narrow() else 0.3)


def _listed(names: pd.Series) -> str:
    """Return names as the end of a sentence; nothing where there are none."""
    return f": {', '.join(names)}" if len(names) else ""
