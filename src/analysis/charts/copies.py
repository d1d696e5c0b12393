"""How the story travelled: from officials to the audited article, and on through its copies."""

import textwrap

import pandas as pd
from matplotlib.figure import Figure

from .claims import article_day
from .colours import AGAINST, DOCUMENT, NEWSROOM, OFFICE, PLAIN, QUALIFIED, UNNAMED
from .figure import GREY, INK, PALE, finish, house, narrow, new

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


@house
def sourcing_chain(
    chains: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame, register: pd.DataFrame
) -> Figure:
    """How the article's claims came to it: one line per link credited → by, as wide as the number of claims it carries.

    `chains` is `claims.chains()`, `claims` the audited claims. The source of a link is the article in which the credit
    stands, where `articles` has it.
    """
    links = chains.assign(source_id=_text_of(chains["by"], articles))
    places = _places(links)
    last = places.index[0]
    figure, axes = new(
        1.5 + 1.6 * places["depth"].max(), phone=2.1 + 0.2 * len(links) + 0.43 * len(places)
    )
    (_draw_descent if narrow() else _draw_chain)(axes, links, places, _printed(links, claims, last))
    title, alt = _chain_words(links, places, len(claims))
    ends = (
        f"bars), from {last} back to the origins"
        if narrow()
        else f"line width), from origin (top) to {last} (bottom)"
    )
    subtitle = f"Number of the article’s claims that each link carries ({ends}, {article_day(claims, articles)}"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=links, register=register)


@house
def copies_tree(copies: pd.DataFrame, articles: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """The family tree of the story's copies: one line per copy under its parent, marked by the kind of change in it.

    `copies` and `articles` are the tables of those names; copies whose parent is not recorded stand apart, and the texts
    that stand for an article of `articles` are set in bold.
    """
    tree = _descent(copies).merge(
        articles[["source_id", "outlet"]].dropna(), on="source_id", how="left"
    )
    figure, axes = new(
        1.5 + 0.24 * (tree["line"].max() + 1), phone=1.9 + 0.38 * (tree["line"].max() + 1)
    )
    _draw_tree(axes, tree)
    _write_tree(axes, tree)
    dated = copies["published"].dropna().dt.year
    years = "–".join(map(str, sorted({dated.min(), dated.max()})))
    title, alt = _tree_words(tree)
    subtitle = f"Main change in each copy, its language and day ({years}). Bold: the audited article and its ancestors"
    table = tree.drop(columns=["line", "outlet"])
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


def _chain_words(links: pd.DataFrame, places: pd.DataFrame, claims: int) -> tuple[str, str]:
    """The title and the description of the chain."""
    unnamed, own = (links[links["kind"] == kind] for kind in ("unnamed officials", "self"))
    hidden, spoken = (
        len(set(part["claim_ids"].str.split(";").explode())) for part in (unnamed, own)
    )
    speaker = own.sort_values("claims").iloc[-1]
    (giver, taker), most = (
        (pairs := links.groupby(["credited", "by"])["claims"].sum()).idxmax(),
        pairs.max(),
    )
    return (
        f"{hidden} of {claims} claims go back to unnamed officials; {speaker['claims']} are {speaker['credited']}’s own words",
        f"{hidden} of the {claims} claims rest on unnamed officials and reached {places.index[0]} through "
        f"{places.loc[unnamed['credited'], 'depth'].max()} links; {spoken} are the own words of the source credited, "
        f"{speaker['claims']} of them {speaker['credited']}’s. {giver} passes the most to {taker} ({most} claims); "
        f"the thinnest link carries {links['claims'].min()}.",
    )


def _tree_words(tree: pd.DataFrame) -> tuple[str, str]:
    """The title and the description of the tree."""
    others = tree[tree["parent_as_noted"] != "root"]
    kinds = (
        others["drift"]
        .astype("str")
        .value_counts()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
    )
    same, false = (int(kinds.get(kind, 0)) for kind in ("none", "false fact"))
    first = kinds.drop("none", errors="ignore").index[0]
    changed = f"{len(others) - same} of {len(others)} retellings carry a change"
    return (
        f"{changed}; {false} carry a false fact",
        f"{changed}, most often of {first} ({kinds[first]}); {false} hold a false fact and {same} kept to their parent. "
        f"The longest line of descent has {tree['depth'].max()} steps, "
        f"and the parent of {(others['depth'] == 0).sum()} was not found.",
    )


def _text_of(outlets: pd.Series, articles: pd.DataFrame) -> pd.Series:
    """The source of the article that an outlet printed; blank where none of its articles is recorded."""
    names = pd.unique(outlets)
    found = {
        name: articles.loc[articles["outlet"].str.contains(name, regex=False), "source_id"]
        for name in names
    }
    return outlets.map(
        {name: sources.iat[0] if len(sources) else None for name, sources in found.items()}
    )


def _places(links: pd.DataFrame) -> pd.DataFrame:
    """One row per name, the last outlet first: its depth above that outlet and its column, heaviest source straight above."""
    weight = (
        links.groupby(["by", "credited"])["claims"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        .reset_index()
    )
    places: dict[str, tuple[int, int]] = {}

    def put(name: str, x: int, depth: int) -> None:
        """Place an outlet, then those it credits above it."""
        places[name] = (x, depth)
        for i, child in enumerate(weight.loc[weight["by"] == name, "credited"]):
            if child not in places:
                put(
                    child,
                    x if i == 0 else 1 + max(column for column, _ in places.values()),
                    depth + 1,
                )

    put(next(name for name in weight["by"] if name not in set(weight["credited"])), 0, 0)
    return pd.DataFrame.from_dict(places, orient="index", columns=["x", "depth"])


def _draw_chain(axes, links: pd.DataFrame, places: pd.DataFrame, last: str) -> None:
    """One line per link, those of one pair side by side, each with its number of claims in words, between boxes of names."""
    pair = links.groupby(["credited", "by"])["kind"]
    shift = 0.48 * (pair.cumcount() - (pair.transform("size") - 1) / 2)
    start, end = (places.loc[links[side]].set_axis(links.index) for side in ("credited", "by"))
    x0 = start["x"] + shift
    x1 = (end["x"] + shift).where(end["depth"] > 0, x0)  # the last outlet is as wide as the chart
    white = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    words = {"ha": "center", "va": "center", "fontsize": 9.5, "color": INK, "bbox": white}
    for i, link in links.iterrows():
        y = [start.loc[i, "depth"], end.loc[i, "depth"]]
        axes.plot([x0[i], x1[i]], y, **_stroke(link))
        axes.text((x0[i] + x1[i]) / 2, sum(y) / 2, _carried(link, "\n"), **words)
    _draw_names(axes, places, last)


def _draw_descent(axes, links: pd.DataFrame, places: pd.DataFrame, last: str) -> None:
    """For a phone the same as a list: below each name those that it credits, a step further in, each link a bar with its words."""
    tree = links.assign(order=links["credited"].map(list(places.index).index)).sort_values(
        "order", kind="stable"
    )
    line, begins = 0.0, {places.index[0]: (0.1, 0.0)}
    axes.text(0, 0, last, va="center", fontsize=10.5, fontweight="bold", color=INK)
    for _, pair in tree.groupby("order"):
        (x, above), name = begins[pair["by"].iat[0]], textwrap.fill(pair["credited"].iat[0], 28)
        begins[pair["credited"].iat[0]] = (x + 0.25, line + 0.4)
        axes.plot(
            [x, x, x + 0.15],
            [above + 0.12, line + 0.4, line + 0.4],
            color=PALE,
            linewidth=1.2,
            zorder=1,
        )
        axes.text(
            x + 0.2,
            line + 0.32,
            name[0].upper() + name[1:],
            va="top",
            fontsize=9.5,
            fontweight="bold",
            color=INK,
        )
        line += 0.4 + 0.16 * name.count("\n")
        for _, link in pair.iterrows():
            line += 0.2
            axes.barh(
                line,
                LENGTH * link["claims"],
                left=x + 0.45,
                height=0.13,
                color=LINKS[link["kind"]][0],
            )
            axes.text(
                x + 0.5 + LENGTH * link["claims"],
                line,
                _carried(link, ", "),
                va="center",
                fontsize=9.5,
                color=INK,
            )
    axes.set(xlim=(0, 3.44), ylim=(line + 0.2, -0.2), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)


def _stroke(link: pd.Series) -> dict:
    return {
        "color": LINKS[link["kind"]][0],
        "linewidth": 0.9 * link["claims"],
        "solid_capstyle": "butt",
        "zorder": 1,
    }


def _carried(link: pd.Series, between: str) -> str:
    """What a link carries, in words."""
    return f"{link['claims']} claim{'s' * (link['claims'] > 1)}{between}{LINKS[link['kind']][1]}"


def _draw_names(axes, places: pd.DataFrame, last: str) -> None:
    """A box for each name, as wide as the chart for the last outlet, which `last` describes."""
    width, others = places["x"].max(), places.iloc[1:]
    axes.barh(0, width + 0.92, left=-0.46, height=0.38, color=INK, zorder=2)
    axes.barh(
        others["depth"],
        0.92,
        left=others["x"] - 0.46,
        height=0.38,
        color="white",
        edgecolor=INK,
        zorder=2,
    )
    axes.text(
        width / 2,
        0,
        last,
        ha="center",
        va="center",
        fontsize=10.5,
        fontweight="bold",
        color="white",
    )
    for name, (x, depth) in others.iterrows():
        label = textwrap.fill(name[0].upper() + name[1:], 17)
        axes.text(
            x, depth, label, ha="center", va="center", fontsize=9.5, fontweight="bold", color=INK
        )
    axes.set(
        xlim=(-0.5, width + 0.5), ylim=(-0.28, places["depth"].max() + 0.28), xticks=[], yticks=[]
    )
    axes.spines[:].set_visible(False)


def _printed(links: pd.DataFrame, claims: pd.DataFrame, last: str) -> str:
    """What the last outlet prints, in words; its own is what no link carries."""
    linked = links["claim_ids"].str.split(";").explode()
    return f"{last}: {len(claims)} claims, {(~claims['claim_id'].isin(linked)).sum()} of its own"


def _descent(copies: pd.DataFrame) -> pd.DataFrame:
    """The copies in the order of descent, the root's first, with their depth and the line that each is drawn on."""
    known = copies["parent_id"].where(copies["parent_id"].isin(copies["copy_id"]), "")
    ordered = copies.assign(parent=known, lost=copies["parent_as_noted"] != "root")
    children = (
        ordered.sort_values(["lost", "published", "copy_id"]).groupby("parent")["copy_id"].agg(list)
    )
    found: list[tuple[str, int, int]] = []

    def descend(parent: str, depth: int) -> None:
        """Add the copies of one parent, each followed by its own."""
        for child in children.get(parent, []):
            line = (
                found[-1][2] + 1 + 2 * (depth == 0) if found else 0
            )  # two empty lines before what stands apart
            found.append((child, depth, line))
            descend(child, depth + 1)

    descend("", 0)
    order = pd.DataFrame(found, columns=["copy_id", "depth", "line"])
    return order.merge(copies, on="copy_id", how="left", validate="one_to_one")


def _draw_tree(axes, tree: pd.DataFrame) -> None:
    """Branches and markers, on a sheet that is measured in inches across and in lines down."""
    tree = tree.assign(x=STEP * tree["depth"])
    parent = tree.merge(
        tree[["copy_id", "x", "line"]],
        left_on="parent_id",
        right_on="copy_id",
        suffixes=("", "_up"),
    )
    across, down = parent[["x_up", "x_up", "x"]], parent[["line_up", "line", "line"]]
    axes.plot(across.to_numpy().T, down.to_numpy().T, color=PALE, linewidth=1.2, zorder=1)
    for kind, rows in tree.groupby(tree["drift"].astype("str")):
        colour, marker = DRIFT[kind]
        style = {"s": 70, "linewidth": 0.5, "edgecolor": "white", "zorder": 2}
        axes.scatter(rows["x"], rows["line"], color=colour, marker=marker, label=kind, **style)
    across = (-0.1, 3.34) if narrow() else (-0.15, 6.1)
    axes.set(xlim=across, ylim=(tree["line"].max() + 0.7, -0.7), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)


def _write_tree(axes, tree: pd.DataFrame) -> None:
    """Beside each marker the site and its language, then the day and the change; on a phone these two in a second line."""
    kept = tree["outlet"].fillna(tree["site"])
    name = (
        tree["site"].where(kept == tree["site"], tree["site"] + ", for " + kept)
        + " · "
        + tree["language"]
    )
    change = tree["drift"].astype("str").mask(tree["parent_as_noted"] == "root", "the root")
    for line, (i, copy) in zip(tree["line"], tree.iterrows(), strict=True):
        bold = "normal" if pd.isna(copy["outlet"]) else "bold"
        x, colour = STEP * copy["depth"] + 0.14, GREY if copy["drift"] == "none" else INK
        axes.text(
            x,
            line,
            name[i],
            va="bottom" if narrow() else "center",
            fontsize=9 if narrow() else 9.5,
            fontweight=bold,
            color=INK,
        )
        if narrow():
            axes.text(x, line, f"{change[i]}, {_day(copy)}", va="top", fontsize=9, color=colour)
            continue
        axes.text(4.15, line, _day(copy), va="center", ha="right", fontsize=9, color=GREY)
        axes.text(4.6, line, change[i], va="center", fontsize=9.5, color=colour)
    for line in tree.loc[(tree["depth"] == 0) & (tree["line"] > 0), "line"]:
        axes.text(
            -0.1,
            line - 1,
            "Parent not found",
            va="center",
            fontsize=9.5,
            fontstyle="italic",
            color=GREY,
        )


def _day(copy: pd.Series) -> str:
    """The day of a copy as `10 Mar`, its month where no day is known, `no date` where nothing is."""
    if pd.isna(copy["published"]):
        return "no date"
    day = f"{copy['published'].day} " if copy["published_precision"] == "day" else ""
    return f"{day}{copy['published']:%b}"


CHARTS = {"sourcing chain": sourcing_chain, "copies tree": copies_tree}
