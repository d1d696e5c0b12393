"""The source register: look up, cite, link, export."""

import html

import pandas as pd

from . import tables

DATED = ["year", "month", "day"]  # what a date of each precision states is itself and all before it
BIBTEX = str.maketrans(
    {character: "\\" + character for character in "&%$#_"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
    }  # BibTeX counts a brace even behind a backslash
)
CSL = {
    "title": "title",
    "publisher": "publisher",
    "url": "URL",
    "language": "language",
    "kind": "keyword",
}


def register() -> pd.DataFrame:
    """One row per source, indexed by `source_id`."""
    return tables.read("sources").set_index("source_id")


def cite(source_ids: list[str]) -> str:
    """A short line that names the publishers behind some sources, in the order given, each once.

    A source whose publisher was not noted is named by the host of its address. An unknown id raises ValueError.
    """
    return ", ".join(pd.unique(name(_chosen(pd.Series(source_ids, dtype="str")))))


def name(sources: pd.DataFrame) -> pd.Series:
    """The publisher of each source, or the host of its address where no publisher was noted."""
    host = sources["url"].str.extract(r"^https?://(?:www\.)?([^/:]+)", expand=False)
    return sources["publisher"].fillna(host)


def link(source_ids: pd.Series, text: pd.Series | None = None) -> pd.Series:
    """Each source as an HTML link to its address, on the same index: `text`, or its name, escaped. An unknown id raises ValueError."""
    chosen = _chosen(source_ids)
    shown = source_ids.map(name(chosen)) if text is None else text
    start = '<a href="' + chosen["url"].map(html.escape) + '">'
    return source_ids.map(start) + shown.map(html.escape, na_action="ignore") + "</a>"


def bibtex(register: pd.DataFrame) -> str:
    """The register as BibTeX, one `@misc` per source under its id; a field that nobody read stays out. UTF-8, for any recent style."""
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
    """The register as CSL-JSON items of type `webpage`, ready for `json.dumps`; a field that nobody read stays out."""
    items = register[list(CSL)].astype("str").rename(columns=CSL)
    day = pd.Series("day", register.index)
    dates = {
        "issued": _parts(register["published"], register["published_precision"]),
        "accessed": _parts(register["accessed"], day),
    }
    for key, parts in dates.items():
        items[key] = [
            {"date-parts": [[int(part) for part in row if pd.notna(part)]]}
            for row in parts.to_numpy(object)
        ]
        items[key] = items[key].where(parts["year"].notna())
    items = items.assign(id=register.index, type="webpage")[["id", "type", *CSL.values(), *dates]]
    return [
        {key: value for key, value in item.items() if pd.notna(value)}
        for item in items.to_dict("records")
    ]


def _chosen(source_ids: pd.Series) -> pd.DataFrame:
    """The rows of the register behind some ids, each once, in the order given; an unknown id raises ValueError."""
    known, wanted = register(), pd.unique(source_ids.dropna())
    lost = [i for i in wanted if i not in known.index]
    if lost:
        raise ValueError(
            f"unknown source {', '.join(map(repr, lost))}; add it to {tables.raw('sources')}"
        )
    return known.loc[wanted]


def _parts(dates: pd.Series, precision: pd.Series) -> pd.DataFrame:
    """Year, month and day of each date as whole numbers, those finer than its precision missing; a date of no such precision has none."""
    known = precision.astype("str").map({name: place for place, name in enumerate(DATED)})
    parts = {
        name: getattr(dates.dt, name).where(known >= place) for place, name in enumerate(DATED)
    }
    return pd.DataFrame(parts).astype("Int64")
