"""Charts of the article's claims: the story of one, whence they came, how they held, who backs."""

import matplotlib.dates as mdates
import pandas as pd

from .. import claims, periods, tables, transfers
from .colours import BLACK, BLUE, GREY, INK, PALE, PAPER, RED, SKY
from .figure import Chart, Style, fold, inches, named, narrow
from .marks import Looks, key, mark_rows, moves, name_rows, number, rows_high, say
from .scope import chart

TIMING = "misleading by timing"
SCALE = {TIMING: 0.0, "contradicted": 1.25, "unsupported": 2.25, "mostly supported": 3.25}
SCALE |= {"supported": 4.25}
ENDS = {  # kind of the last link of a chain → who stands at its end
    "unnamed officials": "officials nobody names",
    "self": "a newsroom’s own words",
    "outlet": "a newsroom’s own words",
    "agency": "a newsroom’s own words",
    "document": "someone named, or a document",
    "official on record": "someone named, or a document",
}
WHO: Looks = {
    "officials nobody names": ("o", GREY),
    "a newsroom’s own words": ("s", SKY),
    "someone named, or a document": ("D", BLUE),
}
SIDES = {  # column of `claims.origins()` → look of its bar, and which side of the line
    "support in part": ({"color": SKY}, 1),
    "support": ({"color": BLUE}, 1),
    "qualify": ({"color": PALE}, -1),
    "contradict": ({"color": RED}, -1),
}


@named
def story(claim_id: str = "C20", transfer_id: str = "T022") -> Chart:
    """Draw the article's claim on the interceptors above what happened to them.

    Parameters
    ----------
    claim_id : str
        A claim that is misleading by timing: that the step raised the number of interceptors.
    transfer_id : str
        The case that it met: the interceptors for the United States.

    Returns
    -------
    Chart
        Its table has one row per dated step, with its sources.

    Raises
    ------
    ValueError
        If the claim is not misleading by timing, or the case was not delivered.

    Examples
    --------
    >>> charts.claims.story().title.split(" that ")[0]
    'In March 2024 Ukrinform wrote'
    """
    case, article = _met(claim_id, transfer_id)
    told, allowed, there = article["published"], case["decided"], case["delivered"]
    months = (there.to_period("M") - told.to_period("M")).n
    title = f"In {told:%B %Y} {article['outlet']} wrote that US missile stocks had risen; the "
    title += f"first missiles from Japan came {months} months later"
    steps = [("sale allowed", allowed), ("contract", case["contracted"]), ("handed over", there)]
    table = pd.DataFrame(
        [("the article", told, article["source_id"])]
        + [(*step, case["sources"]) for step in steps],
        columns=["step", "day", "source_id"],
    )
    alt = f"{title}. The sale was barred until {periods.in_words(allowed)}; the first "
    alt += f"{case['item']} were handed over in {there:%B %Y}."
    subtitle = f"{case['item']} made in Japan under licence, for the {case['recipient']}"
    figure = Chart(2.5, title=title, subtitle=subtitle, alt=alt, table=table)
    axes = figure.picture()
    begin, end = allowed - pd.DateOffset(months=9), there + pd.DateOffset(months=7)
    bars = [
        (begin, allowed, RED, PAPER, "sale barred"),
        (allowed, there, PALE, INK, "allowed, none handed over yet"),
        (there, end, BLUE, PAPER, "handed over"),
    ]
    for start, stop, colour, ink, words in bars:
        axes.barh(1, stop - start, 0.5, start, color=colour)
        room = (inches() - 0.2) * ((stop - start) / (end - begin)) - 0.05
        middle: Style = {"ha": "center", "va": "center", "fontsize": 9.5, "color": ink}
        say(axes, start + (stop - start) / 2, 1, fold(words, room, 9.5), **middle)
    arrow: Style = {"arrowstyle": "<->", "color": INK, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (number(told), 0.45), (number(there), 0.45), arrowprops=arrow)
    say(
        axes,
        told + (there - told) / 2,
        0.4,
        f"{months} months",
        ha="center",
        fontweight="bold",
        fontsize=10,
    )
    axes.plot([told, told], [0.75, -0.25], color=INK, lw=1.2)
    flag = f"{periods.in_words(told)}: “increased”, writes {article['outlet']}"
    say(axes, told, -0.3, fold(flag, inches() * 0.6, 10), ha="left", fontsize=10, fontweight="bold")
    for place, (words, day) in enumerate(reversed(steps)):
        low = 1.4 + 0.34 * (place + 1)
        late = day > begin + (end - begin) * 0.6
        axes.plot([day, day], [1.25, low], color=GREY, lw=1)
        when = f"{day:%B %Y}" if words == "handed over" else periods.in_words(day)
        say(
            axes,
            day,
            low,
            f" {when}: {words} ",
            va="center",
            ha="right" if late else "left",
            fontsize=9.5,
        )
    axes.set(xlim=(begin, end), ylim=(2.65, -0.8), yticks=[])
    axes.xaxis.set_major_locator(mdates.YearLocator())
    return figure


@chart(claims.audited, "claim", ["claim_id", "article_id"])
def sourcing(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw each claim as one mark, by the way it came and by who stands at its end.

    Its table has one row per claim, with its way.

    Examples
    --------
    >>> charts.claims.sourcing().title.split(" claims")[0]
    '13 of the 32'
    """
    links = (
        tables.read("attributions").astype({"kind": "str"}).sort_values(["claim_id", "position"])
    )
    links = links[links["claim_id"].isin(rows["claim_id"])]
    chains = links.groupby("claim_id").agg(end=("kind", "last"), path=("credited", _path))
    articles = tables.read("articles").set_index("article_id")
    rows = rows.merge(
        chains, left_on="claim_id", right_index=True, how="left", validate="one_to_one"
    )
    rows["told"] = rows["end"].map(ENDS).fillna("a newsroom’s own words")
    outlet = rows["article_id"].map(articles["outlet"])
    rows["path"] = rows["path"].where(rows["path"].fillna("") != "", outlet + " itself")
    rows["source_id"] = rows["article_id"].map(articles["source_id"])
    order = rows["path"].value_counts().index.tolist()
    rows["row"], rows["place"] = rows["path"].map(order.index), rows.groupby("path").cumcount()
    counts = rows["told"].value_counts().reindex(list(WHO), fill_value=0)
    title = f"{lead}{counts.iloc[0]} go back to officials nobody names"
    if not lead:
        title = (
            f"{counts.iloc[0]} of the {len(rows)} claims of {outlet.iloc[0]}’s report go back to "
        )
        title += f"officials nobody names, {counts.iloc[2]} to someone named"
    alt = f"{title}. Ways by which the claims came: "
    alt += "; ".join(f"{path} {number}" for path, number in rows["path"].value_counts().items())
    subtitle = f"One mark for each claim, by the way it came to {outlet.iloc[0]}"
    high = rows_high(len(order), 0.32, 0.46) + (0.75 if narrow() else 0.4)
    figure = Chart(high, title=title, subtitle=subtitle, alt=f"{alt}.", table=rows)
    axes = figure.picture()
    size = 45 if narrow() else 60
    mark_rows(axes, rows, "place", "row", "told", WHO, size=size)
    axes.set(xlim=(-0.5, max(rows["place"].max() + 0.5, 13.5)), xticks=[])
    axes.spines["bottom"].set_visible(False)
    name_rows(axes, order, 0.42)
    return figure


@chart(claims.verdicts, "verdict", ["claim_id", "then", "now", "evidence_now"])
def verdicts_then_now(given: pd.DataFrame, lead: str) -> Chart:
    """Draw the claims whose verdict moved between the article's day and now.

    Its table has one row per claim drawn, with the sources behind the verdict now.

    Raises
    ------
    ValueError
        If no verdict given moved along the scale.

    Examples
    --------
    >>> charts.claims.verdicts_then_now().title.split(" look")[0]
    'With later evidence 8 of 32 claims'
    """
    rows = given.astype({"then": "str", "now": "str"})
    texts = tables.read("claims")[["claim_id", "paraphrase"]]
    rows = rows.merge(texts, on="claim_id", how="left", validate="one_to_one")
    rows["old"], rows["new"] = rows["then"].map(SCALE), rows["now"].map(SCALE)
    rows = rows[(rows["then"] != rows["now"]) & rows["old"].notna() & rows["new"].notna()]
    if rows.empty:
        raise ValueError("none of the verdicts given moved along the scale: nothing to draw")
    rows = rows.sort_values(
        ["new", "old", "claim_id"], ascending=[False, False, True], ignore_index=True
    )
    rows["source_ids"] = sources_behind(rows["evidence_now"])
    better = rows["new"] > rows["old"]
    title = f"{lead}{better.sum()} moved up with later evidence, {(~better).sum()} down"
    if not lead:
        title = f"With later evidence {better.sum()} of {len(given)} claims look stronger and "
        title += f"{(~better).sum()} weaker; {len(given) - len(rows)} did not move"
    steps = rows.groupby(["then", "now"]).size()
    each = "; ".join(f"{number} from {then} to {now}" for (then, now), number in steps.items())
    latest = periods.in_words(tables.read("evidence")["date"].max())
    subtitle = f"Verdicts that moved. Ring: on the article’s day; arrow: with evidence to {latest}"
    figure = Chart(
        rows_high(len(rows), 0.36, 0.62) + 0.45,
        title=title,
        subtitle=subtitle,
        alt=f"{title}. Moved: {each}.",
        table=rows,
    )
    axes = figure.picture()
    for line in SCALE.values():
        axes.axvline(line, color=PALE, lw=1, zorder=0)
    moves(axes, rows, "old", "new", better.map({True: BLUE, False: RED}))
    words = [
        name.replace(" ", "\n", 1).replace("contra", "contra-\n").replace("unsup", "un-\nsup")
        for name in SCALE
    ]
    axes.set_xticks(list(SCALE.values()), words)
    axes.tick_params(length=0, labeltop=True, labelbottom=False, labelsize=9)
    axes.set(xlim=(-0.45, 4.7))
    axes.spines["bottom"].set_visible(False)
    name_rows(axes, rows["paraphrase"].str.rstrip(".").tolist(), 0.46, lines=2)
    return figure


@chart(claims.origins, "claim", ["claim_id", *SIDES])
def origins_per_claim(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw how many independent origins support each claim, and how many qualify or contradict it.

    Its table has one row per claim, that with the most support first.

    Examples
    --------
    >>> charts.claims.origins_per_claim().title.split(": ")[0]
    'Most claims have support from independent origins'
    """
    texts = tables.read("claims").set_index("claim_id")["paraphrase"]
    rows = rows.assign(
        paraphrase=rows["claim_id"].map(texts), backed=rows["support"] + rows["support in part"]
    )
    rows = rows.sort_values(
        ["backed", "support", "claim_id"], ascending=[False, False, True], ignore_index=True
    )
    free = claims.matrix().query("independent == 'yes'").groupby("claim_id")["evidence_ids"]
    rows["source_ids"] = sources_behind(rows["claim_id"].map(free.agg(";".join)))
    bare = rows.loc[rows["backed"] == 0, "claim_id"].tolist()
    none = f"{len(bare)} of {len(rows)} have none"
    title = f"{lead}{len(bare)} have no independent support"
    if not lead:
        most = len(bare) * 2 < len(rows)
        title = f"{'Most' if most else 'Few'} claims have support from independent origins: {none}"
    top = rows.iloc[0]
    alt = f"{title}{' (' + ', '.join(bare) + ')' if bare else ''}. The most, {top['backed']}, support "
    alt += f"{top['claim_id']}; {(rows['contradict'] > 0).sum()} are contradicted by at least one."
    subtitle = "Number of origins independent of Yomiuri’s report: another newsroom, or an official on record"
    figure = Chart(
        rows_high(len(rows), 0.22, 0.42) + 0.5, title=title, subtitle=subtitle, alt=alt, table=rows
    )
    axes = figure.picture()
    ends = {1: pd.Series(0, rows.index), -1: pd.Series(0, rows.index)}
    for column, (look, side) in SIDES.items():
        axes.barh(rows.index, side * rows[column], 0.34 if narrow() else 0.62, ends[side], **look)
        for row in rows.index[rows[column] > 0]:
            ink = BLACK if column in ("support in part", "qualify") else PAPER
            middle = ends[side][row] + side * rows.loc[row, column] / 2
            say(axes, middle, row, str(rows.loc[row, column]), ha="center", va="center", color=ink)
        ends[side] = ends[side] + side * rows[column]
    axes.axvline(0, color=INK, lw=1)
    axes.set(xticks=[])
    axes.spines["bottom"].set_visible(False)
    key(
        axes,
        {name: SIDES[name][0] for name in ("contradict", "qualify", "support in part", "support")},
    )
    names = (rows["claim_id"] + " " + rows["paraphrase"].str.rstrip(".")).tolist()
    name_rows(axes, names, 0.52, lines=1)
    return figure


CHARTS = {
    "story": story,
    "sourcing": sourcing,
    "verdicts_then_now": verdicts_then_now,
    "origins_per_claim": origins_per_claim,
}


def sources_behind(evidence_ids: pd.Series) -> pd.Series:
    """Return the sources behind each cell of evidence ids, separated by `;` as these are.

    An unknown id raises KeyError.
    """
    evidence = tables.read("evidence").set_index("evidence_id")["source_id"]
    each = evidence_ids.dropna().str.split(";").explode()
    sources = pd.Series(evidence.loc[each].array, each.index)
    joined = sources.groupby(level=0).agg(lambda ids: ";".join(pd.unique(ids)))
    return joined.reindex(evidence_ids.index)


def _path(names: pd.Series) -> str:
    """Return a chain from its origin to the outlet that the article credits, itself left out."""
    return " → ".join(names.iloc[:0:-1])


def _met(claim_id: str, transfer_id: str) -> tuple[pd.Series, pd.Series]:
    """Return the case and the article of a claim that spoke of it too early."""
    verdicts = claims.verdicts().set_index("claim_id")
    case = transfers.cases().set_index("transfer_id").loc[transfer_id]
    if str(verdicts.loc[claim_id, "now"]) != TIMING or pd.isna(case["delivered"]):
        raise ValueError(
            f"{claim_id} is not {TIMING}, or {transfer_id} was not delivered: there is no story of "
            "a claim that came too early"
        )
    article = tables.read("claims").set_index("claim_id").loc[claim_id, "article_id"]
    return case, tables.read("articles").set_index("article_id").loc[article]
