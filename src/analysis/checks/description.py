"""The YAML files beside the raw tables, and the data package that is generated from them.

`data/raw/tables.yml` names the package and lists its tables; `NAME.yml` beside each raw table
describes it. Nothing else describes a table: `data/datapackage.json` is made from these files by
`make data` and types the reader.
"""

import datetime
import json
import re
from pathlib import Path
from typing import Any

from .. import __version__, tables
from .faults import DataError, Fault
from .kinds import KINDS

OF_ROWS = ("called", "fact", "cited_by", "uncited_without")
TABLE_KEYS = {"title", "row", "rows", "key", "columns", "codes", "links", "terms", *OF_ROWS}
NEEDED = ("title", "row", "rows", "key")
TYPES = ("string", "integer", "number", "date", "boolean")
ABOUT = (
    "ordered",
    "unit",
    "precision",
    "derived",
    "printed",
    "notation",
    "published",
    "holds",
    "list",
    "not_before",
    "planned",
    "prose",
)
BOUNDS = ("required", "unique", "pattern", "minimum", "maximum")
COLUMN_KEYS = {"type", "meaning", *ABOUT, *BOUNDS}
LINK = re.compile(r"\w+(, \w+)* -> \w+ \(\w+(, \w+)*\)")  # a, b -> table (a, b)


def package(raw: Path | None = None) -> str:
    """Return the text of `datapackage.json`, made from the YAML files below a folder.

    Parameters
    ----------
    raw : Path, optional
        The folder of the raw tables, which holds `tables.yml`; without it, the project's own.

    Returns
    -------
    str
        The description of all tables, as JSON.

    Raises
    ------
    DataError
        A file is missing or cannot be read, or says what a description cannot say; each fault names
        file and key.

    Examples
    --------
    >>> json.loads(package())["name"]
    'japan-arms-export'
    """
    raw = raw or tables.folder() / "raw"
    head = _yaml(raw / "tables.yml")
    paths = {Path(table).name: raw / f"{table}.yml" for table in head.pop("tables")}
    unlisted = set(raw.glob("*/*.yml")) - set(paths.values())
    faults = [_fault(path, raw, "not listed in data/raw/tables.yml") for path in unlisted]
    if not isinstance(head.get("as_of"), datetime.date):
        advice = "`as_of` is missing; write the day up to which the record goes: 2026-11-26"
        faults.append(_fault(raw / "tables.yml", raw, advice))
    described = {name: _yaml(path) for name, path in paths.items()}
    for name, table in described.items():
        faults += [_fault(paths[name], raw, advice) for advice in _wrong(table)]
    if not faults:
        for name, table in described.items():
            advices = _wrong_targets(name, table, described)
            faults += [_fault(paths[name], raw, advice) for advice in advices]
    if faults:
        raise DataError(faults)
    text = {name: head[name] for name in ("name", "title", "description")}
    text |= {
        "version": __version__,
        "as_of": f"{head['as_of']:%Y-%m-%d}",
        "profile": "data-package",
    }
    text |= {name: head[name] for name in ("licenses", "contributors")}
    text["resources"] = [
        _resource(table, paths[name].relative_to(raw)) for name, table in described.items()
    ]
    return json.dumps(text, ensure_ascii=False, indent=1) + "\n"


def _fault(path: Path, raw: Path, advice: str) -> Fault:
    return Fault("", None, "", None, advice, file=f"data/raw/{path.relative_to(raw).as_posix()}")


def _yaml(path: Path) -> dict:
    """Return what a YAML file holds; one that cannot be read raises DataError with its place."""
    import yaml  # needed where raw tables are, and nowhere else: an installed package goes without

    folder = "" if path.name == "tables.yml" else f"{path.parent.name}/"
    file = f"data/raw/{folder}{path.name}"
    try:
        held, twice = _held(path.read_text("utf-8"))
        if not twice:
            return held
        advice = f"the key {twice!r} stands twice; keep one"
    except FileNotFoundError:
        advice = "the file is missing; put it back"
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = str(error).replace("\n", " ")
        advice = f"not YAML in UTF-8 ({place}); mend it there"
    raise DataError([Fault("", None, "", None, advice, file=file)])


def _held(text: str) -> tuple[Any, str]:
    """Return what a YAML text holds, and a key that stands twice in one mapping of it, or "".

    The faster of the two readers reads it; what is no YAML is read by the other, which says more.
    """
    import yaml

    try:
        return _loaded(getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text))
    except yaml.YAMLError:
        return _loaded(yaml.SafeLoader(text))


def _loaded(loader: Any) -> tuple[Any, str]:
    """Return what a reader of YAML loads, and a key that stands twice in one mapping, or ""."""
    node = loader.get_single_node()
    return node and loader.construct_document(node), _twice(node)


def _twice(node: Any) -> str:
    """Return a key that stands twice in one mapping of a YAML file, so that one is lost; or ""."""
    if getattr(node, "id", "") != "mapping":
        return ""
    keys = [key.value for key, _ in node.value]
    for key, value in node.value:
        repeated = key.value if keys.count(key.value) > 1 else _twice(value)
        if repeated:
            return repeated
    return ""


def _wrong(table: object) -> list[str]:
    """Return what is wrong in the description of one table by itself, in sentences."""
    if not isinstance(table, dict) or not isinstance(table.get("columns"), dict):
        return ["there is no `columns`; see the form in data/README.md"]
    wrong = [f"unknown key {key!r}" for key in table if key not in TABLE_KEYS]
    wrong += [f"`{key}` is missing" for key in NEEDED if key not in table]
    if not str(table.get("row", "One row per")).startswith("One row per"):
        wrong.append("`row` must say what one row is: it begins with 'One row per'")
    for name, column in table["columns"].items():
        if isinstance(column, dict):
            wrong += [f"column {name}: {each}" for each in _wrong_column(column, table)]
        else:
            wrong.append(f"column {name}: write `{name}: {{type: string, meaning: …}}`")
    columns = table["columns"]
    for key in OF_ROWS:
        wrong += [
            f"`{key}` {name}, which is no column"
            for name in _listed(table.get(key))
            if name not in columns
        ]
    keys = _listed(table.get("key"))
    wrong += [f"`key` {key}, which is no column" for key in keys if key not in columns]
    for key in keys:
        column = columns.get(key)
        if isinstance(column, dict) and not column.get("required"):
            wrong.append(f"`key` {key}, which may be blank; make the column `required`")
    return [*wrong, *_wrong_codes(table), *_wrong_links(table)]


def _wrong_column(column: dict, table: dict) -> list[str]:
    """Return what is wrong in the description of one column, in sentences."""
    wrong = [f"unknown key {key!r}" for key in column if key not in COLUMN_KEYS]
    if column.get("type") not in TYPES:
        wrong.append(f"its type must be one of {', '.join(TYPES)}")
    if not column.get("meaning"):
        wrong.append("`meaning` is missing")
    elif not str(column["meaning"]).endswith("."):
        wrong.append("`meaning` must end with a full stop")
    if "holds" in column and column["holds"] not in KINDS:
        wrong.append(f"`holds` must be one of {', '.join(KINDS)}")
    if "list" in column and (column.get("type") != "string" or not column["list"]):
        wrong.append("`list` is the sign that parts the items of a text, as ';'")
    for other in _listed(column.get("not_before")):
        if "." not in other and other not in table["columns"]:
            wrong.append(f"`not_before` {other}, which is no column")
    return wrong


def _wrong_codes(table: dict) -> list[str]:
    """Return what is wrong in the codes of a table, in sentences."""
    wrong = []
    for name, codes in table.get("codes", {}).items():
        if name not in table["columns"]:
            wrong.append(f"`codes` of {name}, which is no column")
        for code in codes:
            if not isinstance(code, str):
                wrong.append(f"`codes` of {name}: {code!r} is not text; put it in quotation marks")
    return wrong


def _wrong_links(table: dict) -> list[str]:
    """Return what is wrong in the form of the links of a table, in sentences."""
    wrong = []
    for link in table.get("links", []):
        if not LINK.fullmatch(link):
            wrong.append(f"link {link!r}: write it as `column -> table (column)`")
        elif set(_parts(link)[0]) - table["columns"].keys():
            wrong.append(f"link {link!r}: it begins at what is no column")
    return wrong


def _wrong_targets(name: str, table: dict, described: dict[str, dict]) -> list[str]:
    """Return the links, and the columns of other tables in `not_before`, that lead nowhere."""
    wrong = []
    linked = {name}
    for link in table.get("links", []):
        _, target, there = _parts(link)
        linked.add(target)
        if set(there) - described.get(target, {"columns": {}})["columns"].keys():
            wrong.append(f"link {link!r}: it leads to what is no column")
    for column, about in table["columns"].items():
        for other in _listed(about.get("not_before")):
            target, _, date = other.rpartition(".")
            if target and (target not in linked or date not in described[target]["columns"]):
                wrong.append(f"column {column}: `not_before` {other}: no link leads there")
    return wrong


def _parts(link: str) -> tuple[list[str], str, list[str]]:
    """Return the columns of a link, the table that it leads to, and the columns there."""
    here, _, target = link.partition(" -> ")
    table, _, there = target.removesuffix(")").partition(" (")
    return here.split(", "), table, there.split(", ")


def _listed(columns: str | list[str] | None) -> list[str]:
    """Return one name, several or none as a list."""
    if columns is None:
        return []
    return [columns] if isinstance(columns, str) else columns


def _resource(table: dict, path: Path) -> dict:
    """Return the description of one table in the words of a Frictionless data package."""
    name = path.stem
    schema = {
        "fields": [
            _field(column, described, table.get("codes", {}).get(column))
            for column, described in table["columns"].items()
        ],
        "primaryKey": table["key"],
        "missingValues": [""],
    }
    lists = [column for column, about in table["columns"].items() if "list" in about]
    links = [_foreign_key(link, name) for link in table.get("links", [])]
    keys = [link for link in links if link["fields"] not in lists]
    list_keys = [link for link in links if link["fields"] in lists]
    if keys:
        schema["foreignKeys"] = keys
    if list_keys:  # of no standard: each item of the list must stand there
        schema["listKeys"] = list_keys
    return {
        "name": name,
        "title": table["title"],
        "description": table["row"],
        "path": f"processed/{name}.csv",
        "raw": f"raw/{path.with_suffix('.csv').as_posix()}",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rowBounds": table["rows"],
        **{key: table[key] for key in ("terms", *OF_ROWS) if key in table},
        "schema": schema,
    }


def _field(name: str, column: dict, codes: list[str] | None) -> dict:
    field = {"name": name, "type": column["type"], "description": column["meaning"]}
    field |= {key: column[key] for key in ABOUT if key in column}
    constraints = {key: column[key] for key in BOUNDS if key in column}
    if codes and "list" in column:  # each item of the list is one of these
        field["items"] = codes
    elif codes:
        constraints["enum"] = codes
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign_key(link: str, name: str) -> dict:
    here, table, there = _parts(link)
    reference = {"resource": "" if table == name else table, "fields": _single(there)}
    return {"fields": _single(here), "reference": reference}


def _single(columns: list[str]) -> str | list[str]:
    """Return one column, or a list of several: Table Schema writes a single one without a list."""
    return columns[0] if len(columns) == 1 else columns
