"""Charts of the evidence itself: what kinds of pages, of when, in which language, how much was read, from how many origins."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from .. import periods
from .colours import DARK, DOCUMENT, LIGHT, NEWSROOM, OFFICE, PLAIN
from .figure import GREY, INK, PALE, finish, house, narrow, new

UNDATED = "no\ndate"
LANGUAGES = {  # group → colour, hatch
    "Japanese": (DARK, ""),
    "English": (PLAIN, "//"),
    "another": (LIGHT, ".."),
    "not noted": ("white", ""),
}
EXTENTS = {  # group → colour, hatch
    "whole item": (DARK, ""),
    "a part": (PLAIN, "//"),
    "headline or address": (LIGHT, ".."),
    "not noted": ("white", ""),
}
PAGES = {"copies of the story": (PLAIN, ""), "other pages": (PALE, "//")}
ORIGINS = {"newsroom": (NEWSROOM, ""), "office": (OFFICE, "//"), "document": (DOCUMENT, "--")}
HIGH = {
    False: 0.7,
    True: 0.3,
}  # height of a bar on a page, and on a phone, where its name stands above it
SMALL = {"fontsize": 9, "color": INK, "va": "center"}


@house
def kinds_and_dates(cited: pd.DataFrame, day: pd.Timestamp, register: pd.DataFrame) -> Figure:
    """How many sources of each kind are of each year, that of the article split after its `day`, the undated apart.

    `cited` are rows of the register with their `source_id` as a column. A date known to its month or year counts when that is over.
    """
    rows = _kinds(cited)
    rows["period"] = _periods(rows["date"], day)
    counts = pd.crosstab(rows["kind"], rows["period"], dropna=False)
    figure, axes = new(1.9 + 0.42 * len(counts), phone=3.0 + 0.36 * len(counts))
    _bubbles(axes, counts)
    later, undated, kinds = (
        (rows["date"] > day).sum(),
        rows["date"].isna().sum(),
        counts.sum(axis=1),
    )
    fullest = counts.drop(columns=UNDATED).sum().idxmax()
    title = f"{later} of {len(rows)} sources are later than the article; {undated} have no date"
    period = f"{' '.join(fullest.split())} ({counts[fullest].sum()})"
    alt = f"{title}. The most frequent kind is {kinds.idxmax()} ({kinds.max()}), the fullest period {period}."
    first, last = map(periods.in_words, rows["published"].agg(["min", "max"]))
    subtitle = f"Sources of the evidence, by kind and date of publication, {first} to {last}"
    return finish(
        figure,
        title=title,
        subtitle=subtitle,
        alt=alt,
        table=rows.drop(columns="date"),
        register=register,
    )


@house
def languages_by_kind(cited: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """In which language the sources of each kind were read; `cited` are rows of the register with `source_id`."""
    group = cited["language"].map({"ja": "Japanese", "en": "English"})
    group = group.fillna("another").mask(cited["language"].isna(), "not noted")
    figure, rows, counts = _stacked(cited, "language read", group, LANGUAGES)
    total = counts.sum()
    title = (
        f"{total['Japanese']} of {len(rows)} sources are in Japanese, {total['English']} in English"
    )
    alt = f"{title}; {cited['language'].nunique()} languages in all. {_fullest(counts, 'Japanese', 'in Japanese')}"
    subtitle = "Sources of the evidence, by kind and by the language in which they were read"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


@house
def extent_read(cited: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """How much of the sources of each kind was read; `cited` are rows of the register with `source_id`."""
    extent = cited["extent_read"].astype("str")
    group = extent.where(extent.isna() | (extent == "whole item"), "a part")
    group = group.mask(extent.str.contains("only|address", na=False), "headline or address").fillna(
        "not noted"
    )
    figure, rows, counts = _stacked(cited, "extent", group, EXTENTS)
    title = f"{counts['whole item'].sum()} of {len(rows)} sources were read whole, {counts['a part'].sum()} in part"
    alt = f"{title}. {_fullest(counts, 'whole item', 'read whole')}"
    subtitle = "Sources of the evidence, by kind and by how much of each was read"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


@house
def origins_behind(
    evidence: pd.DataFrame, copies: pd.DataFrame, origins: pd.DataFrame, register: pd.DataFrame
) -> Figure:
    """Pages → origins → documents, and below them the origins that most pages repeat; the copies repeat the origin of their root.

    `evidence`, `copies` and `origins` are the tables. An origin that is a document can be read itself; the others were heard by someone.
    """
    rows = _voices(evidence, copies, origins)
    pages = rows.drop_duplicates("source_id")["copy"].map(
        {True: "copies of the story", False: "other pages"}
    )
    heard = rows.drop_duplicates("origin_id")
    voices = (
        rows.groupby(["origin_id", "name", "kind"])["source_id"]
        .nunique()
        .rename("pages")
        .reset_index()
    )
    voices = voices.sort_values(["pages", "origin_id"], ascending=[False, True], ignore_index=True)
    read = heard.loc[heard["kind"] == "document", "kind"]
    figure, axes = new(6.6, phone=11.6)
    for place, (parts, styles) in enumerate(
        [(pages, PAGES), (heard["kind"], ORIGINS), (read, ORIGINS)]
    ):
        _bar(axes, place, parts.value_counts(), styles)
    _name_origins(
        axes,
        voices.head(10),
        [f"{len(pages)} pages", f"{len(heard)} origins", f"{len(read)} documents"],
    )
    first, once = voices.iloc[0], (voices["pages"] == 1).sum()
    title = f"{len(pages)} pages come from {len(heard)} origins, {len(read)} of them documents"
    alt = f"{title}. One origin, {first['name'].split(',')[0]}, stands behind {first['pages']} pages; {once} of {len(heard)} origins are heard on one page alone."
    subtitle = f"The article’s {len(copies)} copies and all evidence on its claims; an origin is where a statement was first made"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


CHARTS = {"kinds and dates": kinds_and_dates, "languages by kind": languages_by_kind}
CHARTS |= {"extent read": extent_read, "origins behind": origins_behind}


def _kinds(cited: pd.DataFrame) -> pd.DataFrame:
    """The sources with their kind, the most frequent first, and the last day of what their date of publication states."""
    kind = cited["kind"].astype("str").fillna("not classified")
    order = kind.value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    rows = cited[
        ["source_id", "language", "published", "published_precision", "extent_read"]
    ].copy()
    rows["kind"] = pd.Categorical(kind, order)
    return rows.assign(date=periods.last_day(rows["published"], rows["published_precision"]))


def _periods(dates: pd.Series, day: pd.Timestamp) -> pd.Series:
    """The period of each date: years, the earlier ones together, that of the article's day split at its end."""
    years = range(day.year - 2, max(dates.max().year, day.year) + 1)
    names = {pd.Timestamp(year, 1, 1): str(year) for year in years}
    names |= {
        pd.Timestamp.min: f"to\n{years[0] - 1}",
        pd.Timestamp(day.year, 1, 1): f"{day.year}, to\n{day.day} {day:%b}",
    }
    names |= {day + pd.Timedelta(days=1): f"{day.year},\nlater"}
    starts = sorted(names)
    periods = pd.cut(
        dates, [*starts, pd.Timestamp.max], right=False, labels=[names[start] for start in starts]
    )
    return periods.cat.add_categories(UNDATED).fillna(UNDATED)


def _bubbles(axes: Axes, counts: pd.DataFrame) -> None:
    """A disc per kind and period, its area the count, which it carries; those without a date hollow and apart."""
    cells = (
        counts.set_axis(counts.columns.astype("str"), axis=1)
        .reset_index()
        .melt("kind", var_name="period", value_name="count")
    )
    cells = cells[cells["count"] > 0]
    x, y = (
        cells["period"].map(list(counts.columns).index),
        cells["kind"].map(list(counts.index).index),
    )
    dated = cells["period"] != UNDATED
    each = 9 if narrow() else 26  # square points for a source, besides those that the number needs
    for own, face in ((dated, LIGHT), (~dated, "white")):
        axes.scatter(
            x[own],
            y[own],
            each * cells.loc[own, "count"] + 60,
            color=face,
            edgecolor=PLAIN,
            linewidth=1,
        )
    for place in cells.index:
        axes.text(x[place], y[place], str(cells.loc[place, "count"]), ha="center", **SMALL)
    axes.axvline(len(counts.columns) - 1.5, color="#999999", linewidth=0.8, linestyle=":")
    names = counts.columns.str.replace("\n", " ") if narrow() else counts.columns
    axes.set_xticks(range(len(names)), names, rotation=90 if narrow() else 0)
    axes.set_yticks(range(len(counts)), [f"{kind} ({n})" for kind, n in counts.sum(axis=1).items()])
    axes.set(xlim=(-0.6, len(counts.columns) - 0.4), ylim=(len(counts) - 0.4, -0.7))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _stacked(
    cited: pd.DataFrame, name: str, group: pd.Series, styles: dict
) -> tuple[Figure, pd.DataFrame, pd.DataFrame]:
    """One bar per kind, stacked by group: the figure, the sources with their group as the column `name`, the counts drawn."""
    rows = _kinds(cited).drop(columns="date").assign(**{name: group})
    counts = pd.crosstab(rows["kind"], rows[name]).reindex(columns=list(styles), fill_value=0)
    figure, axes = new(1.9 + 0.36 * len(counts), phone=2.4 + 0.46 * len(counts))
    for place, kind in enumerate(counts.index):
        _bar(axes, place, counts.loc[kind], styles)
    _name(axes, dict(enumerate(counts.index)))
    axes.set_ylim(len(counts) - 0.4, -0.6)
    _key(axes, {group: style for group, style in styles.items() if counts[group].any()})
    return figure, rows, counts


def _bar(axes: Axes, place: float, counts: pd.Series, styles: dict) -> None:
    """A bar of pieces side by side, each as long as its count, with all counts behind it."""
    start, told = 0, []
    for group, (colour, hatch) in styles.items():
        if (width := counts.get(group, 0)) > 0:
            axes.barh(place, width, left=start, height=HIGH[narrow()], **_piece(colour, hatch))
            start, told = start + width, [*told, str(width)]
    axes.annotate(" + ".join(told), (start, place), (4, 0), textcoords="offset points", **SMALL)


def _name(axes: Axes, names: dict[float, str]) -> None:
    """The names of the bars, by their place: before them, and on a phone above them."""
    axes.set_yticks([] if narrow() else list(names), [] if narrow() else names.values())
    for place, name in names.items() if narrow() else ():
        axes.text(0, place - 0.2, name, **SMALL | {"va": "bottom"})


def _piece(colour: str, hatch: str) -> dict:
    """The look of a piece: the hatch is white, and so is the edge of all that is not."""
    return {
        "facecolor": colour,
        "hatch": hatch,
        "edgecolor": GREY if colour == "white" else "white",
        "linewidth": 0.7,
    }


def _key(axes: Axes, styles: dict, **place) -> None:
    """What the pieces of the bars mean; nothing but bars and their names stays of the axes."""
    axes.legend(
        [Patch(**_piece(*style)) for style in styles.values()],
        styles,
        handlelength=1.4,
        **{"loc": "lower right"} | place,
    )
    axes.set_xticks([])
    axes.spines[:].set_visible(False)


def _voices(evidence: pd.DataFrame, copies: pd.DataFrame, origins: pd.DataFrame) -> pd.DataFrame:
    """One row per page and origin that it repeats, with the origin's name and kind, and whether the page is a copy of the story."""
    root = evidence["source_id"].isin(copies.loc[copies["parent_as_noted"] == "root", "source_id"])
    repeated = copies[["source_id"]].merge(
        evidence.loc[root, ["origin_id"]].drop_duplicates(), how="cross"
    )
    rows = pd.concat([evidence[["source_id", "origin_id"]], repeated]).drop_duplicates(
        ignore_index=True
    )
    rows = rows.merge(
        origins[["origin_id", "name", "kind"]], on="origin_id", validate="many_to_one"
    )
    return rows.assign(
        copy=rows["source_id"].isin(copies["source_id"]), kind=rows["kind"].astype("str")
    )


def _name_origins(axes: Axes, voices: pd.DataFrame, totals: list[str]) -> None:
    """Under the bars of the totals, the origins that most pages repeat, and the two keys; on a phone names stand above bars."""
    top = len(totals) + 1
    for place, row in enumerate(voices.itertuples(), top):
        _bar(axes, place, pd.Series({row.kind: row.pages}), ORIGINS)
    fold = textwrap.TextWrapper(46 if narrow() else 34, max_lines=2, placeholder=" …").fill
    names = dict(
        zip(
            [*range(len(totals)), *range(top, top + len(voices))],
            [*totals, *voices["name"].map(fold)],
            strict=True,
        )
    )
    _name(axes, names)
    axes.text(
        0,
        top - (1.15 if narrow() else 0.75),
        f"The {len(voices)} origins that most pages repeat",
        fontweight="bold",
        **SMALL,
    )
    below = {"loc": "lower left", "ncols": 2} if narrow() else {}
    axes.set_ylim(top + len(voices) + (1.9 if narrow() else -0.4), -0.8 if narrow() else -0.6)
    _key(axes, PAGES | ORIGINS, title="pages, then origins", alignment="left", **below)


def _fullest(counts: pd.DataFrame, group: str, words: str) -> str:
    """The kind with the most sources of a group, and the kinds that have none."""
    none = counts.index[counts[group] == 0]
    rest = f"; none of {', '.join(none)}" if len(none) else ""
    return (
        f"The kind with the most {words} is {counts[group].idxmax()} ({counts[group].max()}){rest}."
    )
