"""The source register: look up, cite, link, export."""

import html

import pandas as pd

from . import tables
from .language import japanese

DATED = ["year", "month", "day"]  # what a date of each precision states is itself and all before it
BIBTEX = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "{": r"\textbraceleft{}",  # BibTeX counts a brace even behind a backslash
        "}": r"\textbraceright{}",
    }
)
NAMED = 3  # publishers that the source line names; the others are counted
FIRST = {"primary government", "law text", "data set"}  # kinds of sources that are named first
LAST = {"machine-written", "aggregator", "blog", "reprint", "syndicated copy"}
CSL = {
    "title": "title",
    "publisher": "publisher",
    "url": "URL",
    "language": "language",
    "kind": "keyword",
}


def register() -> pd.DataFrame:
    """Return the source register.

    Returns
    -------
    pandas.DataFrame
        One row per source, indexed by `source_id`: title, publisher, kind, language, url,
        published, published_precision, accessed …; missing where nobody read it.

    Examples
    --------
    >>> register().loc["ukrinform-3837875", "published"].strftime("%Y-%m-%d")
    '2024-03-10'
    """
    return tables.read("sources").set_index("source_id")


def as_of(subject: str) -> pd.Timestamp:
    """Return the last day that reading reached on a subject.

    What the tables call now, or as last known, is that day and no later one.

    Parameters
    ----------
    subject : str
        A subject of the table `as_of`, such as `rules` or `transfers to Australia`.

    Returns
    -------
    pandas.Timestamp
        The day, headlines included.

    Raises
    ------
    ValueError
        For an unknown subject; the message lists those there are.

    Examples
    --------
    >>> as_of("rules") >= as_of("permits")
    True
    """
    days = tables.read("as_of").set_index("subject")["as_of"]
    return days[tables.one_of(subject, days.index, "subject")]


def cite(source_ids: list[str]) -> str:
    """Return a short line that names the publishers behind some sources.

    Parameters
    ----------
    source_ids : list of str
        Ids of the register; missing ones are passed over.

    Returns
    -------
    str
        The publishers in the order given, each once, joined by commas. A source whose publisher
        was not noted is named by the host of its address.

    Raises
    ------
    ValueError
        An id is not in the register.

    Examples
    --------
    >>> cite(["ukrinform-3837875", "ukrinform-3837875"])
    'Ukrinform'
    """
    return ", ".join(pd.unique(name(_chosen(pd.Series(source_ids, dtype="str")))))


def name(sources: pd.DataFrame) -> pd.Series:
    """Return the name by which each source is cited.

    Parameters
    ----------
    sources : pandas.DataFrame
        Rows of the register, with publisher and url.

    Returns
    -------
    pandas.Series
        The publisher, or the host of the address where no publisher was noted; on the same index.

    Examples
    --------
    >>> name(pd.DataFrame({"publisher": [None], "url": ["https://www.meti.go.jp/policy"]})).tolist()
    ['meti.go.jp']
    """
    host = sources["url"].str.extract(r"^https?://(?:www\.)?([^/:]+)", expand=False)
    return sources["publisher"].fillna(host)


def link(source_ids: pd.Series, text: pd.Series | None = None) -> pd.Series:
    """Return each source as an HTML link to its address.

    Parameters
    ----------
    source_ids : pandas.Series
        Ids of the register.
    text : pandas.Series, optional
        What each link says, on the same index; the source's name where none is given.

    Returns
    -------
    pandas.Series
        Links with all text escaped, on the same index; missing where the id is.

    Raises
    ------
    ValueError
        An id is not in the register.

    Examples
    --------
    >>> link(pd.Series(["ukrinform-3837875"])).str[-13:].tolist()
    ['Ukrinform</a>']
    """
    sources = _chosen(source_ids)
    labels = source_ids.map(name(sources)) if text is None else text
    start = '<a href="' + sources["url"].map(html.escape) + '">'
    return source_ids.map(start) + labels.map(html.escape, na_action="ignore") + "</a>"


def bibtex(register: pd.DataFrame) -> str:
    """Return sources as BibTeX.

    Parameters
    ----------
    register : pandas.DataFrame
        Rows of `register`.

    Returns
    -------
    str
        One `@misc` per source under its id, in UTF-8; a field that nobody read stays out.

    Examples
    --------
    >>> bibtex(register().loc[["ukrinform-3837875"]]).splitlines()[0]
    '@misc{ukrinform-3837875,'
    """
    text = register[["title", "publisher", "kind", "language"]].astype("str")
    text = text.apply(lambda column: column.str.translate(BIBTEX))
    parts = _parts(register["published"], register["published_precision"]).astype("str")
    months = register["published"].dt.month_name().str[:3].str.lower()
    fields = {
        "title": "{{" + text["title"] + "}}",  # the inner pair keeps its capitals
        "howpublished": "{" + text["publisher"] + "}",
        "year": parts["year"],
        "month": months.where(parts["month"].notna()),
        "day": parts["day"],
        "url": "{" + register["url"].str.replace("{", "%7B").str.replace("}", "%7D") + "}",
        "urldate": "{" + register["accessed"].dt.strftime("%Y-%m-%d") + "}",
        "language": "{" + text["language"] + "}",
        "keywords": "{" + text["kind"] + "}",
    }
    lines = pd.DataFrame(
        {key: f"  {key} = " + value + ",\n" for key, value in fields.items()}
    ).fillna("")
    return "\n".join("@misc{" + register.index + ",\n" + lines.sum(axis=1) + "}\n")


def csl(register: pd.DataFrame) -> list[dict]:
    """Return sources as CSL-JSON items, ready for `json.dumps`.

    Parameters
    ----------
    register : pandas.DataFrame
        Rows of `register`.

    Returns
    -------
    list of dict
        One item of type `webpage` per source; a field that nobody read stays out.

    Examples
    --------
    >>> csl(register().loc[["ukrinform-3837875"]])[0]["issued"]
    {'date-parts': [[2024, 3, 10]]}
    """
    items = register[list(CSL)].astype("str").rename(columns=CSL)
    items["issued"] = _csl_dates(register["published"], register["published_precision"])
    items["accessed"] = _csl_dates(register["accessed"], pd.Series("day", register.index))
    items.insert(0, "id", register.index)
    items.insert(1, "type", "webpage")
    return [
        {key: value for key, value in item.items() if pd.notna(value)}
        for item in items.to_dict("records")
    ]


def _chosen(source_ids: pd.Series) -> pd.DataFrame:
    """Return the register's rows of some ids, each once, in the order given.

    An unknown id raises ValueError.
    """
    sources = register()
    wanted = pd.unique(source_ids.dropna())
    unknown = [source_id for source_id in wanted if source_id not in sources.index]
    if unknown:
        raise ValueError(
            f"unknown source {', '.join(map(repr, unknown))}; add it to {tables.raw('sources')}"
        )
    return sources.loc[wanted]


def _parts(dates: pd.Series, precision: pd.Series) -> pd.DataFrame:
    """Return year, month and day of each date as whole numbers, those not known missing.

    A date of a fiscal year, or of unknown precision, has none of them.
    """
    ranks = {part: rank for rank, part in enumerate(DATED)}
    known_to = precision.astype("str").map(ranks)
    parts = {part: getattr(dates.dt, part).where(known_to >= rank) for part, rank in ranks.items()}
    return pd.DataFrame(parts).astype("Int64")


def _csl_dates(dates: pd.Series, precision: pd.Series) -> pd.Series:
    """Return each date as CSL-JSON states it, no more precise than it is known; else missing."""
    parts = _parts(dates, precision)
    stated = [[int(part) for part in row if pd.notna(part)] for row in parts.to_numpy(object)]
    variables = [{"date-parts": [row]} for row in stated]
    return pd.Series(variables, dates.index, dtype="object").where(parts["year"].notna())


def line(table: pd.DataFrame, language: str = "en") -> str:
    """Return the line that names the publishers of the sources drawn, primary texts first.

    The column `sources` of the table counts, or else each that begins with `source_id`; a cell may
    hold several ids separated by `;`. Publishers of copies come last. Three stand by name or, where
    the register has none, by the host of their address; the others are counted. A name without a
    Japanese form keeps its own. A table without a source raises ValueError, a source that the
    register lacks KeyError.

    Examples
    --------
    >>> line(pd.DataFrame({"source_id": ["ukrinform-3837875"]}))[:30]
    'Source: Ukrinform, 1 document.'
    """
    columns = [column for column in table if column.startswith("source_id")]
    if "sources" in table and pd.api.types.is_string_dtype(table["sources"]):
        columns = ["sources"]
    ids = [table[column].dropna().astype("str").str.split(";").explode() for column in columns]
    used = pd.unique(pd.concat(ids)) if ids else []
    if len(used) == 0:
        raise ValueError(
            "no chart leaves without its sources: the rows drawn name none; give rows whose "
            "column source_id is filled"
        )
    known = register().loc[used]
    host = known["url"].str.extract(r"^https?://(?:www\.)?([^/:]+)", expand=False)
    kind = known["kind"].astype("str")
    rank = 1 - kind.isin(FIRST).astype("int64") + kind.isin(LAST)
    names = known["publisher"].str.partition(" (")[0].fillna(host)
    publishers = pd.DataFrame({"name": names, "rank": rank})
    order = publishers.groupby("name")["rank"].agg(["min", "size"]).reset_index()
    order = order.sort_values(["min", "size", "name"], ascending=[True, False, True])
    names, others = order["name"].head(NAMED), len(order) - NAMED
    if language == "ja":
        names = names.map(japanese).fillna(names)
        more = f"ほか{others}者、" if others > 0 else "、"
        line = f"出典：{'、'.join(names)}{more}計{len(used)}点。"
        return f"{line} CC\u00a0BY\u00a04.0\u00a0japan-arms-export"
    more = f" and {others} other{'s' if others > 1 else ''}" if others > 0 else ""
    many = "" if len(used) == 1 else "s"
    line = f"Source{many}: {', '.join(names)}{more}, {len(used)} document{many}."
    return f"{line} CC\u00a0BY\u00a04.0,\u00a0japan-arms-export"
