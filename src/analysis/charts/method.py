"""Charts of the method: where two codings differ, and how long a rule waits for its cases."""

import pandas as pd

from .. import periods, rules, tables, transfers
from .colours import BLUE, GREY, INK, PALE, RED
from .figure import Chart, narrow
from .marks import cells, mark_rows, on_days, rows_high, slots
from .scope import chart
from .words import coded, described, phrase, tallied, word

LETTERS = {"allowed": "A", "conditional": "C", "prohibited": "P", "not addressed": "–"}
KEPT = {  # which coding was kept → colour of the cell
    "the codings agree": "#ececec",
    "the first was kept": "#c3e2f6",
    "the second was kept": "#5aa6d8",
    "neither was kept": "#f3c5a6",
}
STATES = {"dated": ("o", BLUE), "open": (">", GREY), "lapsed": ("X", RED)}
STAGES = ["decided", "contracted", "delivered"]


@chart(rules.codings, "cell", ["on", "regime_id", "provision_id", "first", "second", "settled"])
def codings(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw where two codings of the rules differ, and which of them was kept.

    Its table has one row per regime and kind of transfer, with the sources of both codings.
    """
    kinds = tables.read("provisions").set_index("provision_id")["short_name"]
    rows = rows[rows["provision_id"].isin(kinds.index)].reset_index(drop=True)
    if rows.empty:
        raise ValueError("no cell given is of a kind in the table provisions: nothing to draw")
    rows["provision"] = rows["provision_id"].map(kinds)
    same = rows["first"] == rows["second"]
    kept = pd.Series(3, rows.index).mask(rows["settled"] == rows["second"], 2)
    rows["kept"] = kept.mask(rows["settled"] == rows["first"], 1).mask(same, 0)
    first, second = (rows[side].map(LETTERS) for side in ("first", "second"))
    rows["letters"] = first.where(same, first + "|" + second)
    names = [name for name in kinds if name in set(rows["provision"])]
    title, alt = _codings_words(rows, lead)
    high = rows_high(len(names), 0.27, 0.5) + 0.7
    subtitle = word(
        "A allowed, C conditional, P prohibited, – no rule; two letters: first | second"
    )
    cell = ["regime_id", "provision_id"]
    wide = tables.read("regime_codings").pivot(index=cell, columns="coder", values="source_id")
    table = rows.join(wide.add_prefix("source_id_"), on=cell)
    figure = Chart(high, title, subtitle, alt, table)
    axes = figure.subplots()
    on = sorted(rows["on"].unique())
    places = rows.assign(
        row=rows["provision"].map(names.index),
        column=rows["on"].map(on.index),
        colour=rows["kept"].map([*KEPT.values()].__getitem__),
        words=rows["letters"],
    )
    cells(axes, places, [*map(word, names)], on_days(on), KEPT)
    return figure


def _codings_words(rows: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the codings."""
    same = rows["first"] == rows["second"]
    title = phrase("{lead}the two codings agree on {count}", lead=lead, count=same.sum())
    if not lead:
        title = "Two people who coded the rules apart agree on {count} of {cells} cells"
        title = phrase(title, count=same.sum(), cells=len(rows))
    apart = rows.loc[~same, "provision"].value_counts().head(2)
    most = tallied(apart.set_axis([*map(word, apart.index)])) or word("nothing")
    counts = {"first": (rows["kept"] == 1).sum(), "second": (rows["kept"] == 2).sum()}
    return title, described(
        title,
        phrase("They differ most on: {most}.", most=most),
        phrase("Kept: the first in {first}, the second in {second}.", **counts),
    )


def waited() -> pd.DataFrame:
    """Return the stages of all cases with the days since their rule."""
    return transfers.lags(rules.timeline())


@chart(waited, "stage", ["transfer_id", "stage", "state", "days_from", "days_to", "confidence"])
def lags(given: pd.DataFrame, lead: str) -> Chart:
    """Draw the years from a rule to each stage of its cases.

    Its table has one row per case and stage that can be placed in time.
    """
    rows = given[given["state"].astype("str") != "undated"].astype({"state": "str", "stage": "str"})
    days = rows["days_to"].fillna(rows["days_from"]).astype("float64")
    rows = rows.assign(years=days / periods.DAYS_PER_YEAR).dropna(subset="years")
    if rows.empty:
        raise ValueError("none of the stages given has a day: nothing to draw")
    rows = rows.sort_values(["years", "transfer_id"], ignore_index=True)
    names = [stage for stage in STAGES if stage in set(rows["stage"])]
    right = max(rows["years"].max(), 1) * 1.04
    above = rows.groupby("stage")["years"].transform(slots, gap=right / (24 if narrow() else 42))
    tall = above.groupby(rows["stage"]).max()[names] + 3  # marks one above another, and a median
    lines = tall.cumsum() - 1
    rows["place"] = rows["stage"].map(lines) - above
    waits = transfers.waits(given, ["stage"]).astype({"stage": "str"}).set_index("stage").loc[names]
    ends = ["median", "low", "high"]
    waits[ends] = waits[ends].astype("float64") / periods.DAYS_PER_YEAR
    title, alt = _waits_words(waits, lead)
    high = 0.11 * tall.sum() + 0.8
    subtitle = word(
        "Years from the day a rule applied to each stage of its cases; hollow: not there yet when "
        "last seen; line and bar: median and its 95 % interval"
    )
    figure = Chart(high, title, subtitle, alt, rows.drop(columns="place"))
    axes = figure.subplots()
    size, open_ = 28 if narrow() else 40, rows["state"] == "open"
    mark_rows(axes, rows, "years", "place", "state", STATES, size=size, doubtful=open_)
    long = waits["high"].fillna(right) - waits["low"]
    axes.barh(lines + 1.3, long.fillna(0), 0.6, waits["low"].fillna(0), color=PALE)
    axes.plot(waits["median"], lines + 1.3, "|", color=INK, markersize=10, mew=2)
    axes.set(xlim=(-right / 60, right), ylim=(lines.iloc[-1] + 2.5, 0), xlabel=word("years"))
    heads = [
        phrase("{stage}: {dated} of {cases}", stage=coded("stage", stage), dated=dated, cases=cases)
        for stage, dated, cases in zip(waits.index, waits["dated"], waits["cases"], strict=True)
    ]
    heads = [head.replace(": ", ":\n").replace("：", "\n") for head in heads]
    axes.set_yticks(lines.tolist(), heads)
    return figure


def _waits_words(waits: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the waits."""
    first, last = waits.iloc[0], waits.iloc[-1]
    title = phrase(
        "{dated:.0f} of {cases:.0f} are known to be {stage}",
        dated=last["dated"],
        cases=last["cases"],
        stage=coded("stage", waits.index[-1]),
    )
    if not lead and pd.notna(first["median"]):
        title = phrase(
            "Half the cases were {stage} within {years:.1f} years of their rule; {rest}",
            stage=coded("stage", waits.index[0]),
            years=first["median"],
            rest=title,
        )
    names = [coded("stage", stage) for stage in waits.index]
    middle = tallied(waits["median"].set_axis(names).dropna().round(1))
    title = lead + title
    alt = described(
        title,
        phrase("Cases with a day: {each}.", each=tallied(waits["dated"].set_axis(names))),
        phrase(
            "Median wait in years: {each}.",
            each=middle or word("none, for fewer than half came"),
        ),
    )
    return title, alt
