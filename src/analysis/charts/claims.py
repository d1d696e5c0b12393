"""Charts of the article's claims: the story of one, whence they came, how they held, who backs."""

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from .. import claims, tables, transfers
from ..claims.record import sources_behind
from . import marks
from .colours import BLACK, BLUE, GREY, INK, PALE, PAPER, RED, SKY
from .figure import Chart, Style, fold, inches, named, narrow
from .scope import chart
from .words import clauses, coded, day, described, month, phrase, tallied, word, words_of

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


STEPS = ["sale allowed", "order announced", "handover complete"]  # of a case, as a story tells it


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
    title = _story_title(claim_id, article, months)
    days = dict(zip(STEPS, [allowed, case["contracted"], there], strict=True))
    table = pd.DataFrame({"step": [*days], "day": [*days.values()], "source_id": case["sources"]})
    table.loc[len(table)] = ["article", told, article["source_id"]]
    item, recipient = word(case["item"]), word(case["recipient"])
    subtitle = phrase("{item} made in Japan under licence, for the {to}", item=item, to=recipient)
    alt = described(title, phrase("The sale was barred until {day}.", day=day(allowed)))
    figure = Chart(2.3, title, subtitle, alt, table)
    axes = figure.subplots()
    begin, end = allowed - pd.DateOffset(months=9), there + pd.DateOffset(months=12)
    _bars(axes, [begin, allowed, there, end])
    arrow: Style = {"arrowstyle": "<->", "color": INK, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (marks.number(told), 0.45), (marks.number(there), 0.45), arrowprops=arrow)
    bold: Style = {"fontsize": 10, "fontweight": "bold", "va": "bottom"}
    marks.say(
        axes,
        told + (there - told) / 2,
        0.42,
        phrase("{count} months", count=months),
        ha="center",
        **bold,
    )
    handed_over = month(there, "%b\n%Y").replace("年", "年\n")
    marks.say(axes, there, 0.45, handed_over, away=(4, 0), fontsize=9.5)
    axes.plot([told, told], [0.72, -0.2], color=INK, lw=1.2)
    writes = {"day": day(told), "outlet": word(article["outlet"])}
    flag = phrase("{day}: “increased”, writes {outlet}", **writes)
    marks.say(axes, told, -0.25, fold(flag, inches() * 0.62, 10, "bold"), **bold)
    for low, step in zip((2.0, 1.65), STEPS, strict=False):
        axes.plot([days[step]] * 2, [1.28, low], color=GREY, lw=1)
        text = " " + phrase("{day}: {step}", day=day(days[step]), step=coded("step", step))
        marks.say(axes, days[step], low, text, fontsize=9.5)
    axes.set(xlim=(begin, end), ylim=(2.25, -0.9), yticks=[])
    axes.xaxis.set_major_locator(mdates.YearLocator())
    return figure


def _story_title(claim_id: str, article: pd.Series, months: int) -> str:
    """Return what the article wrote, and how much later the missiles came."""
    chain = tables.read("attributions").query("claim_id == @claim_id").sort_values("position")
    return phrase(
        "In {month} {outlet}, citing {teller}, wrote that US missile stocks had risen; Japan had "
        "handed its missiles over {count} months later",
        month=month(article["published"]),
        outlet=word(article["outlet"]),
        teller=word(chain["credited"].iloc[-1]),
        count=months,
    )


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
    told = {"count": counts.iloc[0], "outlet": word(outlet.iloc[0])}
    title = phrase("{lead}{count} go back to unnamed officials", lead=lead, **told)
    if not lead:
        title = phrase(
            "{count} of the {claims} claims of {outlet}’s report go back to unnamed officials, "
            "{named} to someone named or a document",
            claims=len(rows),
            named=counts.iloc[2],
            **told,
        )
    high = marks.rows_high(len(ways), 0.32, 0.46) + (0.75 if narrow() else 0.4)
    subtitle = phrase("One mark for each claim, by the way it came to {outlet}", **told)
    names = [word(way) for way in ways.index]
    came = tallied(ways.set_axis(names))
    alt = described(title, phrase("Ways by which they came: {ways}.", ways=came))
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    marks.mark_rows(axes, rows, "place", "row", "told", WHO, size=45 if narrow() else 60)
    marks.bare(axes, xlim=(-0.5, max(rows["place"].max() + 0.5, 13.5)), xticks=[])
    marks.name_rows(axes, [way[0].upper() + way[1:] for way in names], 0.42)
    return figure


@chart(claims.verdicts, "verdict", ["claim_id", "then", "now", "evidence_now"])
def verdicts_then_now(given: pd.DataFrame, lead: str) -> Chart:
    """Draw the claims whose verdict moved between the article's day and now.

    Its table has one row per claim drawn, with the sources behind the verdict now.
    """
    texts = claim_texts().str.rstrip(".")
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
    counts = {"up": better.sum(), "down": (~better).sum(), "same": len(given) - len(rows)}
    title = phrase("{lead}{up} moved up with later evidence, {down} down", lead=lead, **counts)
    if not lead:
        title = phrase(
            "With later evidence {up} of the article’s {claims} claims look stronger and {down} "
            "weaker; {same} did not move",
            claims=len(given),
            **counts,
        )
    latest = day(tables.read("evidence")["date"].max())
    high = marks.rows_high(len(rows), 0.37, 0.75) + 0.6
    subtitle = "Ring: verdict on the article’s day; arrow: with evidence to {day}"
    subtitle = phrase(subtitle, day=latest)
    ways = (words_of(rows["then"]) + " → " + words_of(rows["now"])).value_counts()
    alt = described(title, phrase("From → to: {ways}.", ways=tallied(ways)))
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    marks.moves(axes, rows, "then", "now", better.map({True: BLUE, False: RED}), SCALE)
    names = words_of(rows["claim_id"].map(claim_texts()).fillna(rows["claim_id"]))
    names = names.str.replace(r" ?[(（].*|[.。]$", "", regex=True)
    marks.name_rows(axes, names.tolist(), 0.56, lines=3)
    return figure


@chart(claims.origins, "claim", ["claim_id", *SIDES])
def origins_per_claim(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw how many independent origins support each claim, and how many qualify or contradict it.

    Its table has one row per claim, that with the most support first.
    """
    texts = tables.read("claims").set_index("claim_id")
    free = claims.matrix().query("independent == 'yes'").groupby("claim_id")["evidence_ids"]
    rows = rows.assign(
        paraphrase=rows["claim_id"].map(texts["paraphrase"].str.rstrip(".")),
        short_name=rows["claim_id"].map(texts["short_name"]),
        backed=rows["support"] + rows["support in part"],
        source_ids=sources_behind(rows["claim_id"].map(free.agg(";".join))),
    )
    order = {"ascending": [False, False, True], "ignore_index": True}
    rows = rows.sort_values(["backed", "support", "claim_id"], **order)
    none = (rows["backed"] == 0).sum()
    title = phrase("{lead}{count} have no independent support", lead=lead, count=none)
    if not lead:
        title = phrase(
            "{backed} of {claims} claims have support from an independent origin; {contradicted} "
            "contradicted",
            backed=len(rows) - none,
            claims=len(rows),
            contradicted=(rows["contradict"] > 0).sum(),
        )
    names = words_of(rows["short_name"])
    high = marks.rows_high(len(rows), 0.22, 0.42) + 0.5
    subtitle = word(
        "Origins independent of Yomiuri’s report: another newsroom, or an official on record"
    )
    most = phrase(
        "The most support, {count}: {claim}. None: {none}",
        claim=names[0],
        count=rows["backed"][0],
        none=clauses(names[rows["backed"] == 0].tolist() or [word("no claim")]),
    )
    figure = Chart(high, title, subtitle, described(title, most), rows)
    axes = figure.subplots()
    marks.stacked(axes, rows, SIDES, left=["qualify", "contradict"])
    marks.upright(axes, [0], len(rows), INK)
    marks.name_rows(axes, names.tolist(), 0.52, lines=1)
    return figure


def claim_texts() -> pd.Series:
    """Return each claim in our own words, as a sentence, by its id."""
    return tables.read("claims").set_index("claim_id")["paraphrase"]


def _bars(axes: Axes, days: list[pd.Timestamp]) -> None:
    """Draw what was so between the days: barred, allowed, complete; each with its words."""
    whole = days[-1] - days[0]
    looks = [(RED, PAPER, "sale barred"), (PALE, INK, "allowed, handover not complete")]
    looks += [(BLUE, PAPER, "handover complete")]
    for start, stop, (colour, ink, words) in zip(days[:-1], days[1:], looks, strict=True):
        axes.barh(1, stop - start, 0.55, start, color=colour)
        room = (inches() - 0.2) * ((stop - start) / whole) - 0.05
        look: Style = {"ha": "center", "fontsize": 9.5, "color": ink}
        marks.say(axes, start + (stop - start) / 2, 1, fold(word(words), room, 9.5), **look)


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
