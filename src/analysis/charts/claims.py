"""Charts of the article's claims: the story of one, whence they came, how they held, who backs."""

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from .. import claims, periods, tables, transfers
from ..claims.record import sources_behind
from . import marks
from .colours import BLACK, BLUE, GREY, INK, PALE, PAPER, RED, SKY
from .figure import Chart, Style, fold, inches, named, narrow
from .scope import chart

TIMING = "misleading by timing"
SCALE = {"contradicted": 0.0, TIMING: 1.0, "unsupported": 2.0, "mostly supported": 3.0}
SCALE |= {"supported": 4.0}
ENDS = {  # kind of the last link of a chain → who stands at its end; else a newsroom
    "unnamed officials": "unnamed officials",
    "document": "someone named, or a document",
    "official on record": "someone named, or a document",
}
WHO: marks.Looks = {
    "unnamed officials": ("o", GREY),
    "a newsroom’s own words": ("s", SKY),
    "someone named, or a document": ("D", BLUE),
}
SIDES = {  # column of `claims.origins()` → colour of its bar and of its number
    "support in part": (SKY, BLACK),
    "support": (BLUE, PAPER),
    "qualify": (PALE, INK),
    "contradict": (RED, PAPER),
}


@named
def story(claim_id: str = "C20", transfer_id: str = "T022") -> Chart:
    """Draw the article's claim on the interceptors above what happened to them.

    Parameters
    ----------
    claim_id, transfer_id : str
        A claim that is misleading by timing (else ValueError), and the case that it met.

    Returns
    -------
    Chart
        Its table has one row per dated step, with its sources.
    """
    case, article = _met(claim_id, transfer_id)
    told, allowed, there = article["published"], case["decided"], case["delivered"]
    months = (there.to_period("M") - told.to_period("M")).n
    chain = tables.read("attributions").query("claim_id == @claim_id").sort_values("position")
    teller = chain["credited"].iloc[-1]
    title = f"In {told:%B %Y} {article['outlet']}, citing {teller}, wrote that US missile stocks "
    title += f"had risen; Japan’s first missiles came {months} months later"
    days = {"sale allowed": allowed, "contract": case["contracted"], "handed over": there}
    table = pd.DataFrame({"step": [*days], "day": [*days.values()], "source_id": case["sources"]})
    table.loc[len(table)] = ["article", told, article["source_id"]]
    subtitle = f"{case['item']} made in Japan under licence, for the {case['recipient']}"
    alt = f"{title}. The sale was barred until {periods.in_words(allowed)}."
    figure = Chart(2.3, title, subtitle, alt, table)
    axes = figure.subplots()
    begin, end = allowed - pd.DateOffset(months=9), there + pd.DateOffset(months=8)
    _bars(axes, [begin, allowed, there, end])
    arrow: Style = {"arrowstyle": "<->", "color": INK, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (marks.number(told), 0.45), (marks.number(there), 0.45), arrowprops=arrow)
    bold: Style = {"fontsize": 10, "fontweight": "bold", "va": "bottom"}
    marks.say(axes, told + (there - told) / 2, 0.42, f"{months} months", ha="center", **bold)
    marks.say(axes, there, 0.45, f"{there:%b}\n{there:%Y}", away=(4, 0), fontsize=9.5)
    axes.plot([told, told], [0.72, -0.2], color=INK, lw=1.2)
    flag = f"{periods.in_words(told)}: “increased”, writes {article['outlet']}"
    marks.say(axes, told, -0.25, fold(flag, inches() * 0.62, 10, "bold"), **bold)
    for low, words in ((2.0, "sale allowed"), (1.65, "contract")):
        axes.plot([days[words]] * 2, [1.28, low], color=GREY, lw=1)
        text = f" {periods.in_words(days[words])}: {words}"
        marks.say(axes, days[words], low, text, fontsize=9.5)
    axes.set(xlim=(begin, end), ylim=(2.25, -0.9), yticks=[])
    axes.xaxis.set_major_locator(mdates.YearLocator())
    return figure


@chart(claims.audited, "claim", ["claim_id", "article_id"])
def sourcing(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw each claim as one mark, by the way it came and by who stands at its end.

    Its table has one row per claim, with its way.
    """
    links = tables.read("attributions").astype({"kind": "str"})
    chains = links.sort_values(["claim_id", "position"]).groupby("claim_id")
    articles = tables.read("articles").set_index("article_id")
    outlet = rows["article_id"].map(articles["outlet"])
    path = rows["claim_id"].map(chains["credited"].agg(_path))
    rows = rows.assign(
        told=rows["claim_id"].map(chains["kind"].last()).map(ENDS).fillna([*WHO][1]),
        path=path.where(path.fillna("") != "", outlet + " itself"),
        source_id=rows["article_id"].map(articles["source_id"]),
    )
    ways = rows["path"].value_counts()
    rows["row"] = rows["path"].map([*ways.index].index)
    rows["place"] = rows.groupby("path").cumcount()
    counts = rows["told"].value_counts().reindex(list(WHO), fill_value=0)
    title = f"{lead}{counts.iloc[0]} go back to unnamed officials"
    if not lead:
        title = f"{counts.iloc[0]} of the {len(rows)} claims of {outlet.iloc[0]}’s report go back "
        title += f"to unnamed officials, {counts.iloc[2]} to someone named or a document"
    high = marks.rows_high(len(ways), 0.32, 0.46) + (0.75 if narrow() else 0.4)
    subtitle = f"One mark for each claim, by the way it came to {outlet.iloc[0]}"
    alt = f"{title}. Ways by which they came: {marks.tallied(ways)}."
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    marks.mark_rows(axes, rows, "place", "row", "told", WHO, size=45 if narrow() else 60)
    marks.bare(axes, xlim=(-0.5, max(rows["place"].max() + 0.5, 13.5)), xticks=[])
    marks.name_rows(axes, [way[0].upper() + way[1:] for way in ways.index], 0.42)
    return figure


@chart(claims.verdicts, "verdict", ["claim_id", "then", "now", "evidence_now"])
def verdicts_then_now(given: pd.DataFrame, lead: str) -> Chart:
    """Draw the claims whose verdict moved between the article's day and now.

    Its table has one row per claim drawn, with the sources behind the verdict now.
    """
    texts = tables.read("claims").set_index("claim_id")["paraphrase"].str.rstrip(".")
    rows = given.astype({"then": "str", "now": "str"})
    rows["paraphrase"] = rows["claim_id"].map(texts).fillna(rows["claim_id"])
    rows["old"], rows["new"] = rows["then"].map(SCALE), rows["now"].map(SCALE)
    rows = rows[(rows["then"] != rows["now"]) & rows["old"].notna() & rows["new"].notna()]
    if rows.empty:
        raise ValueError("none of the verdicts given moved along the scale: nothing to draw")
    order = {"ascending": [False, False, True], "ignore_index": True}
    rows = rows.sort_values(["new", "old", "claim_id"], **order)
    rows["source_ids"] = sources_behind(rows["evidence_now"])
    better = rows["new"] > rows["old"]
    title = f"{lead}{better.sum()} moved up with later evidence, {(~better).sum()} down"
    if not lead:
        title = f"With later evidence {better.sum()} of the article’s {len(given)} claims look "
        title += f"stronger and {(~better).sum()} weaker; {len(given) - len(rows)} did not move"
    latest = periods.in_words(tables.read("evidence")["date"].max())
    high = marks.rows_high(len(rows), 0.37, 0.75) + 0.6
    subtitle = f"Ring: verdict on the article’s day; arrow: with evidence to {latest}"
    ways = (rows["then"] + " → " + rows["now"]).value_counts()
    alt = f"{title}. From → to: {marks.tallied(ways)}."
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    marks.moves(axes, rows, "then", "now", better.map({True: BLUE, False: RED}), SCALE)
    marks.name_rows(
        axes, rows["paraphrase"].str.replace(r" \(.*", "", regex=True).tolist(), 0.56, lines=3
    )
    return figure


@chart(claims.origins, "claim", ["claim_id", *SIDES])
def origins_per_claim(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw how many independent origins support each claim, and how many qualify or contradict it.

    Its table has one row per claim, that with the most support first.
    """
    texts = tables.read("claims").set_index("claim_id")["paraphrase"].str.rstrip(".")
    free = claims.matrix().query("independent == 'yes'").groupby("claim_id")["evidence_ids"]
    rows = rows.assign(
        paraphrase=rows["claim_id"].map(texts),
        backed=rows["support"] + rows["support in part"],
        source_ids=sources_behind(rows["claim_id"].map(free.agg(";".join))),
    )
    order = {"ascending": [False, False, True], "ignore_index": True}
    rows = rows.sort_values(["backed", "support", "claim_id"], **order)
    none = rows.loc[rows["backed"] == 0, "claim_id"]
    title = f"{lead}{len(none)} have no independent support"
    if not lead:
        title = f"{len(rows) - len(none)} of {len(rows)} claims have support from an independent "
        title += f"origin; {(rows['contradict'] > 0).sum()} contradicted"
    high = marks.rows_high(len(rows), 0.22, 0.42) + 0.5
    subtitle = "Origins independent of Yomiuri’s report: another newsroom, or an official on "
    subtitle += "record"
    alt = f"{title}. The most support {rows['claim_id'][0]}, {rows['backed'][0]}; none: "
    alt += f"{', '.join(sorted(none)) or 'no claim'}."
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    marks.stacked(axes, rows, SIDES, left=["qualify", "contradict"])
    marks.upright(axes, [0], len(rows), INK)
    marks.name_rows(axes, (rows["claim_id"] + " " + rows["paraphrase"]).tolist(), 0.52, lines=1)
    return figure


def _bars(axes: Axes, days: list[pd.Timestamp]) -> None:
    """Draw what was so between the days: barred, allowed, handed over; each with its words."""
    whole = days[-1] - days[0]
    looks = [(RED, PAPER, "sale barred"), (PALE, INK, "allowed, none handed over yet")]
    looks += [(BLUE, PAPER, "handed over")]
    for start, stop, (colour, ink, words) in zip(days[:-1], days[1:], looks, strict=True):
        axes.barh(1, stop - start, 0.55, start, color=colour)
        room = (inches() - 0.2) * ((stop - start) / whole) - 0.05
        look: Style = {"ha": "center", "fontsize": 9.5, "color": ink}
        marks.say(axes, start + (stop - start) / 2, 1, fold(words, room, 9.5), **look)


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
