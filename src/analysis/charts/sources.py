"""Charts of the evidence itself: kinds of pages, dates, languages, how much was read, origins."""

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from .. import periods
from .colours import DARK, DOCUMENT, LIGHT, NEWSROOM, OFFICE, PLAIN
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new
from .marks import say

Looks = dict[str, tuple[str, str]]  # group → colour, hatch

UNDATED = "no\ndate"
LANGUAGES: Looks = {
    "Japanese": (DARK, ""),
    "English": (PLAIN, "//"),
    "another": (LIGHT, ".."),
    "not noted": ("white", ""),
}
EXTENTS: Looks = {
    "whole item": (DARK, ""),
    "a part": (PLAIN, "//"),
    "headline or address": (LIGHT, ".."),
    "not noted": ("white", ""),
}
PAGES: Looks = {"copies of the story": (PLAIN, ""), "other pages": (PALE, "//")}
ORIGINS: Looks = {
    "newsroom": (NEWSROOM, ""),
    "office": (OFFICE, "//"),
    "document": (DOCUMENT, "--"),
}
# height of a bar on a page, and on a phone, where its name stands above it
HIGH = (0.7, 0.3)


@chart
def kinds_and_dates(cited: pd.DataFrame, day: pd.Timestamp, register: pd.DataFrame) -> Chart:
    """Draw how many sources of each kind are of each year, the undated apart.

    Parameters
    ----------
    cited : pandas.DataFrame
        Rows of the register with their `source_id` as a column.
    day : pandas.Timestamp
        The article's day; its year is split after it.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        A date known to its month or year counts when that is over. Its table has one row per
        source.

    Examples
    --------
    >>> register = sources.register()
    >>> cited = register[register.index.isin(tables.read("evidence")["source_id"])].reset_index()
    >>> figure = charts.sources.kinds_and_dates(cited, pd.Timestamp("2024-03-10"), register)
    >>> figure.title.split("; ")[0].split(" of ")[1][4:]
    'sources are later than the article'
    """
    rows = _kinds(cited)
    rows["period"] = _periods(rows["date"], day)
    counts = pd.crosstab(rows["kind"], rows["period"], dropna=False)
    figure, axes = new(1.9 + 0.42 * len(counts), phone=3.0 + 0.36 * len(counts))
    _bubbles(axes, counts)
    later, undated = (rows["date"] > day).sum(), rows["date"].isna().sum()
    kinds = counts.sum(axis=1)
    fullest = counts.drop(columns=UNDATED).sum().idxmax()
    title = f"{later} of {len(rows)} sources are later than the article; {undated} have no date"
    period = f"{' '.join(fullest.split())} ({counts[fullest].sum()})"
    alt = f"{title}. The most frequent kind is {kinds.idxmax()} ({kinds.max()}), the fullest "
    alt += f"period {period}."
    first, last = map(periods.in_words, rows["published"].agg(["min", "max"]))
    subtitle = f"Sources of the evidence, by kind and date of publication, {first} to {last}"
    table = rows.drop(columns="date")
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


@chart
def languages_by_kind(cited: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw in which language the sources of each kind were read.

    Parameters
    ----------
    cited : pandas.DataFrame
        Rows of the register with their `source_id` as a column.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per source.

    Examples
    --------
    >>> register = sources.register()
    >>> cited = register[register.index.isin(tables.read("evidence")["source_id"])].reset_index()
    >>> figure = charts.sources.languages_by_kind(cited, register)
    >>> figure.title.split(" of ")[1].split(", ")[0][4:]
    'sources are in Japanese'
    """
    group = cited["language"].map({"ja": "Japanese", "en": "English"})
    group = group.fillna("another").mask(cited["language"].isna(), "not noted")
    figure, rows, counts = _stacked(cited, "language read", group, LANGUAGES)
    total = counts.sum()
    title = f"{total['Japanese']} of {len(rows)} sources are in Japanese, "
    title += f"{total['English']} in English"
    alt = f"{title}; {cited['language'].nunique()} languages in all. "
    alt += _fullest(counts, "Japanese", "in Japanese")
    subtitle = "Sources of the evidence, by kind and by the language in which they were read"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


@chart
def origins_behind(
    evidence: pd.DataFrame, copies: pd.DataFrame, origins: pd.DataFrame, register: pd.DataFrame
) -> Chart:
    """Draw pages, their origins and documents, and the origins that most pages repeat.

    Parameters
    ----------
    evidence, copies, origins : pandas.DataFrame
        The tables of those names. The copies repeat the origin of their root.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        An origin that is a document can be read itself; the others were heard by someone. Its
        table has one row per page and origin that it repeats.

    Examples
    --------
    >>> read = [tables.read(name) for name in ("evidence", "copies", "origins")]
    >>> figure = charts.sources.origins_behind(*read, sources.register())
    >>> figure.alt.split(". ")[1].split(", ")[1]
    'The Yomiuri Shimbun'
    """
    rows = _voices(evidence, copies, origins)
    names = {True: "copies of the story", False: "other pages"}
    pages = rows.drop_duplicates("source_id")["copy"].map(names)
    heard = rows.drop_duplicates("origin_id")
    read = heard.loc[heard["kind"] == "document", "kind"]
    voices = rows.groupby(["origin_id", "name", "kind"])["source_id"].nunique()
    voices = voices.rename("pages").reset_index()
    voices = voices.sort_values(["pages", "origin_id"], ascending=[False, True], ignore_index=True)
    figure, axes = new(6.6, phone=11.6)
    _bar(axes, 0, pages.value_counts(), PAGES)
    _bar(axes, 1, heard["kind"].value_counts(), ORIGINS)
    _bar(axes, 2, read.value_counts(), ORIGINS)
    totals = [f"{len(pages)} pages", f"{len(heard)} origins", f"{len(read)} documents"]
    _name_origins(axes, voices.head(10), totals)
    first, once = voices.iloc[0], (voices["pages"] == 1).sum()
    title = f"{len(pages)} pages come from {len(heard)} origins, {len(read)} of them documents"
    alt = f"{title}. One origin, {first['name'].split(',')[0]}, stands behind {first['pages']} "
    alt += f"pages; {once} of {len(heard)} origins are heard on one page alone."
    subtitle = f"The article’s {len(copies)} copies and all evidence on its claims; an origin is "
    subtitle += "where a statement was first made"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


CHARTS = {
    "kinds_and_dates": kinds_and_dates,
    "languages_by_kind": languages_by_kind,
    "origins_behind": origins_behind,
}


def _kinds(cited: pd.DataFrame) -> pd.DataFrame:
    """Return the sources with their kind and the last day of what their date states.

    The kinds are ordered, the most frequent first.
    """
    kind = cited["kind"].astype("str").fillna("not classified")
    order = kind.value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    columns = ["source_id", "language", "published", "published_precision"]
    rows = cited[columns].copy()
    rows["kind"] = pd.Categorical(kind, order)
    return rows.assign(date=periods.last_day(rows["published"], rows["published_precision"]))


def _periods(dates: pd.Series, day: pd.Timestamp) -> pd.Series:
    """Return the period of each date: years, the earlier together, the article's year split."""
    years = range(day.year - 2, max(dates.max().year, day.year) + 1)
    names = {pd.Timestamp(year, 1, 1): str(year) for year in years}
    names[pd.Timestamp.min] = f"to\n{years[0] - 1}"
    names[pd.Timestamp(day.year, 1, 1)] = f"{day.year}, to\n{day.day} {day:%b}"
    names[day + pd.Timedelta(days=1)] = f"{day.year},\nlater"
    starts = sorted(names)
    labels = [names[start] for start in starts]
    parts = pd.cut(dates, [*starts, pd.Timestamp.max], right=False, labels=labels)
    return parts.cat.add_categories(UNDATED).fillna(UNDATED)


def _bubbles(axes: Axes, counts: pd.DataFrame) -> None:
    """Draw a disc per kind and period, its area the count, which it carries.

    Those without a date are hollow and stand apart.
    """
    cells = counts.set_axis(counts.columns.astype("str"), axis=1).reset_index()
    cells = cells.melt("kind", var_name="period", value_name="count")
    cells = cells[cells["count"] > 0]
    x = cells["period"].map(list(counts.columns).index)
    y = cells["kind"].map(list(counts.index).index)
    each = 9 if narrow() else 26  # square points for a source, besides those the number needs
    dated = cells["period"] != UNDATED
    for group, face in ((dated, LIGHT), (~dated, "white")):
        area = each * cells.loc[group, "count"] + 60
        axes.scatter(x[group], y[group], area, color=face, edgecolor=PLAIN, linewidth=1)
    for place, count in cells["count"].items():
        say(axes, x[place], y[place], str(count), ha="center", va="center")
    axes.axvline(len(counts.columns) - 1.5, color="#999999", linewidth=0.8, linestyle=":")
    names = counts.columns.str.replace("\n", " ") if narrow() else counts.columns
    axes.set_xticks(range(len(names)), names, rotation=90 if narrow() else 0)
    axes.set_yticks(range(len(counts)), [f"{kind} ({n})" for kind, n in counts.sum(axis=1).items()])
    axes.set(xlim=(-0.6, len(counts.columns) - 0.4), ylim=(len(counts) - 0.4, -0.7))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _stacked(
    cited: pd.DataFrame, name: str, group: pd.Series, looks: Looks
) -> tuple[Chart, pd.DataFrame, pd.DataFrame]:
    """Draw one bar per kind, stacked by group.

    Return the chart, the sources with their group as the column `name`, and the counts drawn.
    """
    rows = _kinds(cited).drop(columns="date").assign(**{name: group})
    counts = pd.crosstab(rows["kind"], rows[name]).reindex(columns=list(looks), fill_value=0)
    figure, axes = new(1.9 + 0.36 * len(counts), phone=2.4 + 0.46 * len(counts))
    for place, kind in enumerate(counts.index):
        _bar(axes, place, counts.loc[kind], looks)
    _name(axes, dict(enumerate(counts.index)))
    axes.set_ylim(len(counts) - 0.4, -0.6)
    _key(axes, {name: look for name, look in looks.items() if counts[name].any()})
    return figure, rows, counts


def _bar(axes: Axes, place: float, counts: pd.Series, looks: Looks) -> None:
    """Draw a bar of pieces side by side, each as long as its count, with all counts behind it."""
    start, numbers = 0, []
    for group, (colour, hatch) in looks.items():
        wide = counts.get(group, 0)
        if wide > 0:
            piece = _piece(colour, hatch)
            axes.barh(place, wide, left=start, height=HIGH[narrow()], **piece)
            numbers.append(str(wide))
            start += wide
    look: Style = {"fontsize": 9, "color": INK, "va": "center"}
    behind = " + ".join(numbers)
    axes.annotate(behind, (start, place), (4, 0), textcoords="offset points", **look)


def _name(axes: Axes, names: dict[float, str]) -> None:
    """Write the names of the bars by their place: before them, and on a phone above them."""
    if narrow():
        axes.set_yticks([], [])
        for place, name in names.items():
            say(axes, 0, place - 0.2, name, va="bottom")
    else:
        axes.set_yticks(list(names), list(names.values()))


def _piece(colour: str, hatch: str) -> Style:
    """Return the look of a piece: the hatch is white, and so is the edge of all that is not."""
    edge = GREY if colour == "white" else "white"
    return {"facecolor": colour, "hatch": hatch, "edgecolor": edge, "linewidth": 0.7}


def _key(axes: Axes, looks: Looks, **place: Any) -> None:
    """Say what the pieces mean; nothing but bars and their names stays of the axes."""
    patches = [Patch(**_piece(*look)) for look in looks.values()]
    where: Style = {"loc": "lower right", "handlelength": 1.4} | place
    axes.legend(patches, list(looks), **where)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)


def _voices(evidence: pd.DataFrame, copies: pd.DataFrame, origins: pd.DataFrame) -> pd.DataFrame:
    """Return one row per page and origin that it repeats, with the origin's name and kind.

    `copy` says whether the page is a copy of the story.
    """
    roots = copies.loc[copies["parent_as_noted"] == "root", "source_id"]
    story = evidence.loc[evidence["source_id"].isin(roots), ["origin_id"]].drop_duplicates()
    repeated = copies[["source_id"]].merge(story, how="cross")
    rows = pd.concat([evidence[["source_id", "origin_id"]], repeated])
    rows = rows.drop_duplicates(ignore_index=True)
    names = origins[["origin_id", "name", "kind"]]
    rows = rows.merge(names, on="origin_id", validate="many_to_one")
    copy = rows["source_id"].isin(copies["source_id"])
    return rows.assign(copy=copy, kind=rows["kind"].astype("str"))


def _name_origins(axes: Axes, voices: pd.DataFrame, totals: list[str]) -> None:
    """Draw, under the bars of the totals, the origins that most pages repeat, and both keys.

    On a phone names stand above bars.
    """
    top = len(totals) + 1
    for place, row in enumerate(voices.itertuples(), top):
        _bar(axes, place, pd.Series({row.kind: row.pages}), ORIGINS)
    width = 46 if narrow() else 34
    fold = textwrap.TextWrapper(width, max_lines=2, placeholder=" …").fill
    names: dict[float, str] = dict(enumerate(totals))
    names |= dict(enumerate(voices["name"].map(fold), top))
    _name(axes, names)
    head = f"The {len(voices)} origins that most pages repeat"
    above = 1.15 if narrow() else 0.75
    say(axes, 0, top - above, head, va="center", fontweight="bold")
    below: Style = {"loc": "lower left", "ncols": 2} if narrow() else {}
    axes.set_ylim(top + len(voices) + (1.9 if narrow() else -0.4), -0.8 if narrow() else -0.6)
    _key(axes, PAGES | ORIGINS, title="pages, then origins", alignment="left", **below)


def _fullest(counts: pd.DataFrame, group: str, words: str) -> str:
    """Return a sentence on the kind with the most sources of a group, and on those with none."""
    most = f"{counts[group].idxmax()} ({counts[group].max()})"
    none = counts.index[counts[group] == 0]
    rest = f"; none of {', '.join(none)}" if len(none) else ""
    return f"The kind with the most {words} is {most}{rest}."
