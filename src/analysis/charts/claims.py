"""What the evidence says of each claim: who speaks to it, what holds, and what moved."""

import textwrap

import pandas as pd
from matplotlib.figure import Figure

from .. import periods
from .colours import RELATIONS, VERDICTS
from .figure import INK, finish, house, narrow, new
from .voices import HEAD, KEY, claim_matrix, latest, sources_behind

SIDES = {  # column of `claims.origins()` → relation, side of the zero line; from the line outwards
    "support in part": ("partly supports", 1),
    "support": ("supports", 1),
    "qualify": ("nuance", -1),
    "contradict": ("contradicts", -1),
}
LIGHT = {"partly supports", "nuance"}  # bars that need dark figures
SMALL = {"fontsize": 9, "color": INK, "va": "center"}
LINE, HEADED, GAP = (
    0.142,
    0.3,
    0.065,
)  # inches down that a line of a label, a heading and the space between two claims take
COLUMN = 3.26  # inches from one column of claims to the next


@house
def verdicts_then_now(
    verdicts: pd.DataFrame,
    claims: pd.DataFrame,
    evidence: pd.DataFrame,
    articles: pd.DataFrame,
    register: pd.DataFrame,
) -> Figure:
    """The verdict on each claim as known on the article's day and the verdict now: those that moved, then the others.

    `verdicts` is `claims.verdicts()`, one row per claim; the claims are in the order of the verdict now.
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
    days = (article_day(claims, articles), latest(evidence))
    title, alt = _moves_words(drawn, days)
    subtitle = f"Verdict with the evidence public by {days[0]}, the article’s day, and with all evidence to {days[1]}"
    found = {
        f"source_ids_{side}": sources_behind(drawn[f"evidence_{side}"], evidence)
        for side in ("then", "now")
    }
    return finish(
        figure,
        title=title,
        subtitle=subtitle,
        alt=alt,
        table=drawn.assign(**found),
        register=register,
    )


@house
def origins_per_claim(
    counts: pd.DataFrame,
    matrix: pd.DataFrame,
    claims: pd.DataFrame,
    evidence: pd.DataFrame,
    register: pd.DataFrame,
) -> Figure:
    """How many independent origins support each claim, and how many qualify or contradict it: bars to both sides of zero.

    `counts` is `claims.origins()`; `matrix` and `evidence`, of the same date, give the sources. The claim with the most
    support comes first.
    """
    free = matrix[matrix["independent"] == "yes"].groupby("claim_id")["evidence_ids"].agg(";".join)
    drawn = counts.merge(claims[["claim_id", "paraphrase"]], on="claim_id", validate="one_to_one")
    drawn = drawn.assign(source_ids=sources_behind(drawn["claim_id"].map(free), evidence))
    order = pd.DataFrame(
        {
            "for": -drawn["support"] - drawn["support in part"],
            "against": drawn["contradict"] + drawn["qualify"],
        }
    )
    drawn = drawn.loc[order.sort_values(["for", "against"], kind="stable").index].reset_index(
        drop=True
    )
    depth = (2.7 + drawn["paraphrase"].str.len() // 40).cumsum()  # in lines of text
    rows = _placed(drawn, depth > depth.max() / 2, 0.18)
    figure, axes = new(1.65 + rows["end"].max(), phone=2.3 + rows["end"].max())
    _draw_sides(axes, rows)
    title, alt = _sides_words(drawn)
    subtitle = "Number of origins independent of Yomiuri’s report: another newsroom, or an official on record"
    subtitle = f"{subtitle}; evidence to {latest(evidence)}"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=drawn, register=register)


def article_day(claims: pd.DataFrame, articles: pd.DataFrame) -> str:
    """The day on which the article that makes the claims was published, as `10 March 2024`."""
    published = articles.set_index("article_id")["published"]
    return periods.in_words(published.loc[claims["article_id"].iat[0]])


def _moves_words(drawn: pd.DataFrame, days: tuple[str, str]) -> tuple[str, str]:
    """The title and the description of the verdicts."""
    then, now = (
        drawn[side].astype("str").value_counts().reindex(list(VERDICTS), fill_value=0)
        for side in ("then", "now")
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
    bare, against = (
        drawn.loc[support == 0, "claim_id"],
        drawn.loc[drawn["contradict"] > 0, "claim_id"],
    )
    none = f"{len(bare)} of {len(drawn)} claims have no independent support"
    return (
        f"{none}; independent origins contradict {len(against)}",
        f"{none}{_listed(bare)}. {drawn.loc[support.idxmax(), 'claim_id']} has the most, "
        f"{support.max()} origins; {len(against)} claims are contradicted by at least one.",
    )


def _placed(
    drawn: pd.DataFrame, second: pd.Series, below: float | pd.Series, headed: float | pd.Series = 0
) -> pd.DataFrame:
    """The claims with their folded `label` and their place in inches: `x`, `y` from the top, `foot` of the label, `end`.

    `second` are those of the second column, which on a phone follows the first; `below` is what each needs under its label
    and `headed` above it.
    """
    fold = textwrap.TextWrapper(44, max_lines=3, placeholder=" …", break_on_hyphens=False).fill
    labels = (drawn["claim_id"] + " · " + drawn["paraphrase"]).str.rstrip(".").map(fold)
    rows = drawn.assign(label=labels, second=second, below=below, headed=headed).sort_values(
        "second", kind="stable"
    )
    column = rows["second"].astype("int") * (not narrow())
    text = LINE * (rows["label"].str.count("\n") + 1)
    end = (rows["headed"] + text + rows["below"] + GAP).groupby(column).cumsum()
    foot = end - GAP - rows["below"]
    return rows.assign(x=COLUMN * column, y=foot - text, foot=foot, end=end)


def _sheet(axes, rows: pd.DataFrame, indent: float | pd.Series = 0, top: float = 0) -> None:
    """The labels of the claims on a sheet that is measured in inches, `top` of them free above."""
    for x, y, label in zip(rows["x"] + indent, rows["y"], rows["label"], strict=True):
        axes.text(x, y, label, va="top", fontsize=9, color=INK, linespacing=1.05)
    axes.set(
        xlim=(0, 3.44 if narrow() else 6.24), ylim=(rows["end"].max(), -top), xticks=[], yticks=[]
    )
    axes.spines[:].set_visible(False)


def _verdict_rows(drawn: pd.DataFrame) -> pd.DataFrame:
    """The claims with their places, those that moved first; one that begins a group carries its `heading`."""
    group = (drawn["now"].astype("str") + " then and now").mask(drawn["moved"], "moved, then → now")
    heading = (group.map(group.value_counts()).astype("str") + " " + group).mask(group.duplicated())
    return _placed(
        drawn.assign(heading=heading),
        ~drawn["moved"],
        0.19 * drawn["moved"],
        HEADED * heading.notna(),
    )


def _draw_moves(axes, rows: pd.DataFrame) -> None:
    """Under a claim that moved its verdict then and now, as mark and word; before another one mark for both."""
    for verdict, (colour, marker) in VERDICTS.items():
        for side, away in (("then", 0), ("now", 1.6)):
            own = rows[(rows[side] == verdict) & (rows["moved"] | (side == "now"))]
            line = (own["foot"] + 0.1).where(own["moved"], own["y"] + 0.08)
            axes.scatter(
                own["x"] + 0.08 + away * own["moved"],
                line,
                s=52,
                color=colour,
                marker=marker,
                linewidth=0,
                zorder=2,
            )
    for x, line, heading in rows.loc[rows["heading"].notna(), ["x", "y", "heading"]].itertuples(
        index=False
    ):
        axes.text(x, line - 0.13, heading, **HEAD)
    for row in rows[rows["moved"]].itertuples():
        axes.text(row.x + 0.2, row.foot + 0.1, row.then, **SMALL)
        axes.text(row.x + 1.45, row.foot + 0.1, "→", **SMALL)
        axes.text(row.x + 1.8, row.foot + 0.1, row.now, **SMALL)
    _sheet(axes, rows, 0.2 * ~rows["moved"])


def _draw_sides(axes, rows: pd.DataFrame) -> None:
    """Under each claim its bars, from the zero line outwards, with the number of origins in each, and the key above."""
    reach = {
        way: rows[[name for name, (_, side) in SIDES.items() if side == way]].sum(axis=1).max()
        for way in (-1, 1)
    }
    unit = 2.95 / max(1, reach[-1] + reach[1])  # inches across that one origin takes
    zero, line = rows["x"] + 0.02 + unit * reach[-1], rows["foot"] + 0.095
    start, keys = dict.fromkeys((1, -1), zero), {}
    for column, (relation, side) in SIDES.items():
        width = side * unit * rows[column]
        keys[column] = axes.barh(
            line, width, left=start[side], color=RELATIONS[relation][0], height=0.17
        )
        style = {**SMALL, "color": INK if relation in LIGHT else "white", "ha": "center"}
        for row in rows.index[rows[column] > 0]:
            axes.text(
                start[side][row] + width[row] / 2, line[row], str(rows.loc[row, column]), **style
            )
        start[side] = start[side] + width
    axes.vlines(zero, line - 0.1, line + 0.1, color=INK, linewidth=1)
    for row in rows.index[rows["support"] + rows["support in part"] == 0]:
        axes.text(
            zero[row] + 0.05, line[row], "no independent support", fontstyle="italic", **SMALL
        )
    order = ["contradict", "qualify", "support in part", "support"]  # as the bars lie
    axes.legend(
        [keys[name] for name in order],
        order,
        loc="upper left",
        ncols=2 if narrow() else 4,
        handlelength=1,
        **KEY,
    )
    _sheet(axes, rows, top=0.5 if narrow() else 0.3)


def _listed(names: pd.Series) -> str:
    return f": {', '.join(names)}" if len(names) else ""


CHARTS = {
    "claim matrix": claim_matrix,
    "verdicts then and now": verdicts_then_now,
    "origins per claim": origins_per_claim,
}
