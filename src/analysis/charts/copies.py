"""How the story travelled: from officials to the audited article, and on through its copies."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes

from .claims import article_day
from .colours import AGAINST, DOCUMENT, NEWSROOM, OFFICE, PLAIN, QUALIFIED, UNNAMED
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new
from .marks import say

LENGTH = 0.05  # inches of bar for a claim, on a phone
STEP = 0.3  # inches from a copy's marker to that of its parent
LINKS = {  # kind of source → colour, how it speaks
    "outlet": (PLAIN, "passed on"),
    "agency": (PLAIN, "passed on"),
    "self": (NEWSROOM, "of its own"),
    "official on record": (OFFICE, "on record"),
    "document": (DOCUMENT, "in writing"),
    "unnamed officials": (UNNAMED, "no names"),
}
DRIFT = {  # kind of change → colour, marker: of wording, of content, to what is false
    "none": (GREY, "o"),
    "term": (PLAIN, "s"),
    "tense": (PLAIN, "<"),
    "modality": (PLAIN, ">"),
    "attribution": (PLAIN, "D"),
    "object": (QUALIFIED, "p"),
    "omission": (QUALIFIED, "v"),
    "addition": (QUALIFIED, "^"),
    "false fact": (AGAINST, "X"),
    "corruption": (AGAINST, "*"),
}
BOLD: Style = {"fontsize": 9.5, "fontweight": "bold"}


@chart
def sourcing_chain(
    chains: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame, register: pd.DataFrame
) -> Chart:
    """Draw how the article's claims came to it, one line per link from the credited to the teller.

    Parameters
    ----------
    chains : pandas.DataFrame
        `claims.chains()`: one row per link `credited` → `by`, with the number of `claims` that it
        carries, which is the width of its line.
    claims, articles : pandas.DataFrame
        The audited claims, and the table. The source of a link is the article in which the credit
        stands, where there is one.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per link.

    Examples
    --------
    >>> links, works = claims.chains(), tables.read("articles")
    >>> figure = charts.copies.sourcing_chain(links, claims.audited(), works, sources.register())
    >>> figure.title[6:]
    '32 claims go back to unnamed officials; 12 are Bloomberg’s own words'
    """
    links = chains.assign(source_id=_text_of(chains["by"], articles))
    places = _places(links)
    last = places.index[0]
    page = 1.5 + 1.6 * places["depth"].max()
    figure, axes = new(page, phone=2.1 + 0.2 * len(links) + 0.43 * len(places))
    draw = _draw_descent if narrow() else _draw_chain
    draw(axes, links, places, _printed(links, claims, last))
    title, alt = _chain_words(links, places, len(claims))
    subtitle = "Number of the article’s claims that each link carries "
    if narrow():
        subtitle += f"(bars), from {last} back to the origins"
    else:
        subtitle += f"(line width), from origin (top) to {last} (bottom)"
    subtitle += f", {article_day(claims, articles)}"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=links, register=register)


@chart
def copies_tree(copies: pd.DataFrame, articles: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw the family tree of the story's copies, marked by the kind of change in each.

    Parameters
    ----------
    copies, articles : pandas.DataFrame
        The tables of those names. Texts that stand for an article of `articles` are in bold.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per copy, in the order of descent, with its `depth`. Copies whose
        parent is not recorded stand apart.

    Raises
    ------
    KeyError
        If a copy has a kind of change that `DRIFT` lacks.

    Examples
    --------
    >>> copies, works = tables.read("copies"), tables.read("articles")
    >>> figure = charts.copies.copies_tree(copies, works, sources.register())
    >>> figure.title.split("; ")[0].split(" of ")[1][3:]
    'retellings carry a change'
    """
    tree = _descent(copies)
    tree = tree.merge(articles[["source_id", "outlet"]].dropna(), on="source_id", how="left")
    lines = tree["line"].max() + 1
    figure, axes = new(1.5 + 0.24 * lines, phone=1.9 + 0.38 * lines)
    _draw_tree(axes, tree)
    _write_tree(axes, tree)
    dated = copies["published"].dropna().dt.year
    years = "–".join(map(str, sorted({dated.min(), dated.max()})))
    title, alt = _tree_words(tree)
    subtitle = f"Main change in each copy, its language and day ({years}). Bold: the audited "
    subtitle += "article and its ancestors"
    table = tree.drop(columns=["line", "outlet"])
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


CHARTS = {"sourcing_chain": sourcing_chain, "copies_tree": copies_tree}


def _chain_words(links: pd.DataFrame, places: pd.DataFrame, claims: int) -> tuple[str, str]:
    """Return the title and the description of the chain."""
    unnamed = links[links["kind"] == "unnamed officials"]
    spoken = links[links["kind"] == "self"]
    hidden = unnamed["claim_ids"].str.split(";").explode().nunique()
    words = spoken["claim_ids"].str.split(";").explode().nunique()
    speaker = spoken.sort_values("claims").iloc[-1]
    pairs = links.groupby(["credited", "by"])["claims"].sum()
    giver, taker = pairs.idxmax()
    steps = places.loc[unnamed["credited"], "depth"].max()
    title = f"{hidden} of {claims} claims go back to unnamed officials; {speaker['claims']} are "
    title += f"{speaker['credited']}’s own words"
    alt = f"{hidden} of the {claims} claims rest on unnamed officials and reached "
    alt += f"{places.index[0]} through {steps} links; {words} are the own words of the source "
    alt += f"credited, {speaker['claims']} of them {speaker['credited']}’s. {giver} passes the "
    alt += f"most to {taker} ({pairs.max()} claims); the thinnest link carries "
    return title, f"{alt}{links['claims'].min()}."


def _tree_words(tree: pd.DataFrame) -> tuple[str, str]:
    """Return the title and the description of the tree."""
    others = tree[tree["parent_as_noted"] != "root"]
    kinds = others["drift"].astype("str").value_counts().sort_index()
    kinds = kinds.sort_values(ascending=False, kind="stable")
    same, false = int(kinds.get("none", 0)), int(kinds.get("false fact", 0))
    first = kinds.drop("none", errors="ignore").index[0]
    changed = f"{len(others) - same} of {len(others)} retellings carry a change"
    alt = f"{changed}, most often of {first} ({kinds[first]}); {false} hold a false fact and {same}"
    alt += f" kept to their parent. The longest line of descent has {tree['depth'].max()} steps, "
    alt += f"and the parent of {(others['depth'] == 0).sum()} was not found."
    return f"{changed}; {false} carry a false fact", alt


def _text_of(outlets: pd.Series, articles: pd.DataFrame) -> pd.Series:
    """Return the source of the article that each outlet printed; blank where none is recorded."""
    sources = {}
    for name in pd.unique(outlets):
        printed = articles["outlet"].str.contains(name, regex=False)
        ids = articles.loc[printed, "source_id"]
        sources[name] = ids.iat[0] if len(ids) else None
    return outlets.map(sources)


def _places(links: pd.DataFrame) -> pd.DataFrame:
    """Return one row per name, the last outlet first: `depth` above that outlet, and column `x`.

    The heaviest source of an outlet stands straight above it.
    """
    weight = links.groupby(["by", "credited"])["claims"].sum()
    weight = weight.sort_values(ascending=False, kind="stable").reset_index()
    places: dict[str, tuple[int, int]] = {}

    def put(name: str, x: int, depth: int) -> None:
        """Place an outlet, then those it credits above it."""
        places[name] = (x, depth)
        for i, child in enumerate(weight.loc[weight["by"] == name, "credited"]):
            if child not in places:
                free = 1 + max(column for column, _ in places.values())
                put(child, free if i else x, depth + 1)

    put(next(name for name in weight["by"] if name not in set(weight["credited"])), 0, 0)
    return pd.DataFrame.from_dict(places, orient="index", columns=["x", "depth"])


def _draw_chain(axes: Axes, links: pd.DataFrame, places: pd.DataFrame, last: str) -> None:
    """Draw a line per link, with its number of claims in words, between boxes of names."""
    pair = links.groupby(["credited", "by"])["kind"]
    shift = 0.48 * (pair.cumcount() - (pair.transform("size") - 1) / 2)
    start, end = (places.loc[links[side]].set_axis(links.index) for side in ("credited", "by"))
    x0 = start["x"] + shift
    x1 = (end["x"] + shift).where(end["depth"] > 0, x0)  # the last outlet is as wide as the chart
    white = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    words: Style = {"ha": "center", "va": "center", "fontsize": 9.5, "bbox": white}
    for i, link in links.iterrows():
        y = [start.loc[i, "depth"], end.loc[i, "depth"]]
        stroke: Style = {"color": LINKS[link["kind"]][0], "linewidth": 0.9 * link["claims"]}
        axes.plot([x0[i], x1[i]], y, solid_capstyle="butt", zorder=1, **stroke)
        say(axes, (x0[i] + x1[i]) / 2, sum(y) / 2, _carried(link, "\n"), **words)
    _draw_names(axes, places, last)


def _draw_descent(axes: Axes, links: pd.DataFrame, places: pd.DataFrame, last: str) -> None:
    """Draw the chain as a list, for a phone: below each name those it credits, further in."""
    order = links["credited"].map(list(places.index).index).rename("order")
    begins = {places.index[0]: (0.1, 0.0)}
    line = 0.0
    say(axes, 0, 0, last, va="center", **BOLD | {"fontsize": 10.5})
    for _, pair in links.groupby(order, sort=True):
        credited, (x, above) = pair["credited"].iat[0], begins[pair["by"].iat[0]]
        begins[credited] = (x + 0.25, line + 0.4)
        down, across = [above + 0.12, line + 0.4, line + 0.4], [x, x, x + 0.15]
        axes.plot(across, down, color=PALE, linewidth=1.2, zorder=1)
        name = _capital(textwrap.fill(credited, 28))
        say(axes, x + 0.2, line + 0.32, name, va="top", **BOLD)
        line += 0.4 + 0.16 * name.count("\n")
        for _, link in pair.iterrows():
            line += 0.2
            length, colour = LENGTH * link["claims"], LINKS[link["kind"]][0]
            axes.barh(line, length, left=x + 0.45, height=0.13, color=colour)
            carried = _carried(link, ", ")
            say(axes, x + 0.5 + length, line, carried, va="center", fontsize=9.5)
    axes.set(xlim=(0, 3.44), ylim=(line + 0.2, -0.2), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)


def _capital(name: str) -> str:
    """Return a name with a capital at its beginning."""
    return name[0].upper() + name[1:]


def _carried(link: pd.Series, between: str) -> str:
    """Return what a link carries, in words."""
    noun = "claim" if link["claims"] == 1 else "claims"
    return f"{link['claims']} {noun}{between}{LINKS[link['kind']][1]}"


def _draw_names(axes: Axes, places: pd.DataFrame, last: str) -> None:
    """Draw a box for each name, as wide as the chart for the last outlet, described by `last`."""
    width, others = places["x"].max(), places.iloc[1:]
    axes.barh(0, width + 0.92, left=-0.46, height=0.38, color=INK, zorder=2)
    box: Style = {"height": 0.38, "color": "white", "edgecolor": INK, "zorder": 2}
    axes.barh(others["depth"], 0.92, left=others["x"] - 0.46, **box)
    middle: Style = {"ha": "center", "va": "center"}
    say(axes, width / 2, 0, last, color="white", **middle, **BOLD | {"fontsize": 10.5})
    for name, (x, depth) in others.iterrows():
        say(axes, x, depth, textwrap.fill(_capital(name), 17), **middle, **BOLD)
    top = places["depth"].max() + 0.28
    axes.set(xlim=(-0.5, width + 0.5), ylim=(-0.28, top), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)


def _printed(links: pd.DataFrame, claims: pd.DataFrame, last: str) -> str:
    """Return what the last outlet prints, in words; its own is what no link carries."""
    linked = links["claim_ids"].str.split(";").explode()
    unlinked = (~claims["claim_id"].isin(linked)).sum()
    return f"{last}: {len(claims)} claims, {unlinked} of its own"


def _descent(copies: pd.DataFrame) -> pd.DataFrame:
    """Return the copies in the order of descent with their `depth` and the `line` of each.

    The root and its descendants come first; two lines are free before what stands apart.
    """
    recorded = copies["parent_id"].where(copies["parent_id"].isin(copies["copy_id"]), "")
    ordered = copies.assign(parent=recorded, lost=copies["parent_as_noted"] != "root")
    ordered = ordered.sort_values(["lost", "published", "copy_id"])
    children = ordered.groupby("parent")["copy_id"].agg(list)
    placed: list[tuple[str, int, int]] = []

    def descend(parent: str, depth: int) -> None:
        """Place the copies of one parent, each followed by its own."""
        for child in children.get(parent, []):
            line = placed[-1][2] + (3 if depth == 0 else 1) if placed else 0
            placed.append((child, depth, line))
            descend(child, depth + 1)

    descend("", 0)
    order = pd.DataFrame(placed, columns=["copy_id", "depth", "line"])
    return order.merge(copies, on="copy_id", how="left", validate="one_to_one")


def _draw_tree(axes: Axes, tree: pd.DataFrame) -> None:
    """Draw branches and markers, on a sheet measured in inches across and in lines down."""
    tree = tree.assign(x=STEP * tree["depth"])
    places = tree[["copy_id", "x", "line"]]
    parent = tree.merge(places, left_on="parent_id", right_on="copy_id", suffixes=("", "_up"))
    across, down = parent[["x_up", "x_up", "x"]], parent[["line_up", "line", "line"]]
    axes.plot(across.to_numpy().T, down.to_numpy().T, color=PALE, linewidth=1.2, zorder=1)
    style: Style = {"s": 70, "linewidth": 0.5, "edgecolor": "white", "zorder": 2}
    for kind, rows in tree.groupby(tree["drift"].astype("str")):
        colour, marker = DRIFT[kind]
        axes.scatter(rows["x"], rows["line"], color=colour, marker=marker, label=kind, **style)
    width = (-0.1, 3.34) if narrow() else (-0.15, 6.1)
    axes.set(xlim=width, ylim=(tree["line"].max() + 0.7, -0.7), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)


def _write_tree(axes: Axes, tree: pd.DataFrame) -> None:
    """Write beside each marker the site and its language, then the day and the change.

    On a phone these two stand in a second line.
    """
    article = tree["outlet"].fillna(tree["site"])
    site = tree["site"].where(article == tree["site"], tree["site"] + ", for " + article)
    change = tree["drift"].astype("str").mask(tree["parent_as_noted"] == "root", "the root")
    rows = tree.assign(name=site + " · " + tree["language"], change=change)
    for _, copy in rows.iterrows():
        weight = "normal" if pd.isna(copy["outlet"]) else "bold"
        x, line, day = STEP * copy["depth"] + 0.14, copy["line"], _day(copy)
        colour = GREY if copy["drift"] == "none" else INK
        if narrow():
            say(axes, x, line, copy["name"], va="bottom", fontweight=weight)
            say(axes, x, line, f"{copy['change']}, {day}", va="top", color=colour)
        else:
            look: Style = {"va": "center", "fontsize": 9.5}
            say(axes, x, line, copy["name"], fontweight=weight, **look)
            say(axes, 4.15, line, day, va="center", ha="right", color=GREY)
            say(axes, 4.6, line, copy["change"], color=colour, **look)
    head: Style = {"va": "center", "fontsize": 9.5, "fontstyle": "italic", "color": GREY}
    for line in tree.loc[(tree["depth"] == 0) & (tree["line"] > 0), "line"]:
        say(axes, -0.1, line - 1, "Parent not found", **head)


def _day(copy: pd.Series) -> str:
    """Return the day of a copy as `10 Mar`, or its month, or `no date` where nothing is known."""
    if pd.isna(copy["published"]):
        return "no date"
    day = f"{copy['published'].day} " if copy["published_precision"] == "day" else ""
    return f"{day}{copy['published']:%b}"
