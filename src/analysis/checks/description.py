"""The YAML files beside the raw tables, and the data package that is generated from them.

`data/raw/tables.yml` names the package and lists its tables; `NAME.yml` beside each raw table describes it. Nothing else
describes a table: `data/datapackage.json` is made from these files by `make data` and types the reader.
"""

import json
import re
from pathlib import Path

from .. import __version__
from .faults import DataError

TABLE_KEYS = {"title", "row", "rows", "key", "columns", "codes", "links"}
COLUMN_KEYS = {
    "type",
    "required",
    "unique",
    "pattern",
    "minimum",
    "maximum",
    "ordered",
    "unit",
    "precision",
    "derived",
    "printed",
    "notation",
    "published",
    "meaning",
}
TYPES = ("string", "integer", "number", "date", "boolean")
ABOUT = ("ordered", "unit", "precision", "derived", "printed", "notation", "published")
BOUNDS = ("required", "unique", "pattern", "minimum", "maximum")
LINK = re.compile(r"(?P<here>[\w, ]+) -> (?P<table>\w+) \((?P<there>[\w, ]+)\)")


def package(raw: Path) -> str:
    """Return the text of `datapackage.json`, made from the YAML files below a folder.

    Parameters
    ----------
    raw : Path
        The folder of the raw tables, which holds `tables.yml`.

    Raises
    ------
    DataError
        A file is missing or cannot be read, or says what a description cannot say; each fault names file and key.
    """
    head = _yaml(raw / "tables.yml")
    paths = [raw / f"{table}.yml" for table in head.pop("tables")]
    unlisted = set(raw.glob("*/*.yml")) - set(paths)
    faults = [f"{_shown(path, raw)}: not listed in data/raw/tables.yml" for path in unlisted]
    resources = []
    for path in paths:
        table = _yaml(path)
        found = _faults(table)
        faults += [f"{_shown(path, raw)}: {fault}" for fault in found]
        if not found:
            resources.append(_resource(table, path.relative_to(raw)))
    if faults:
        raise DataError(sorted(faults))
    described = {name: head[name] for name in ("name", "title", "description")}
    described |= {"version": __version__, "profile": "data-package"}
    described |= {name: head[name] for name in ("licenses", "contributors")}
    described["resources"] = resources
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _shown(path: Path, raw: Path) -> str:
    return f"data/raw/{path.relative_to(raw).as_posix()}"


def _yaml(path: Path) -> dict:
    """Return what a YAML file holds; one that cannot be read raises DataError with its place."""
    import yaml  # needed where raw tables are, and nowhere else: an installed package goes without

    name = f"data/raw/{path.parent.name}/{path.name}".replace("/raw/raw/", "/raw/")
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise DataError([f"{name}: the file is missing; put it back"]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = str(error).replace("\n", " ")
        raise DataError([f"{name}: not YAML in UTF-8 ({place}); mend it there"]) from None


def _faults(table: object) -> list[str]:
    """Return what is wrong in the description of one table, in sentences."""
    if not isinstance(table, dict) or not isinstance(table.get("columns"), dict):
        return ["there is no `columns`; see the form in data/README.md"]
    faults = [f"unknown key {key!r}" for key in table if key not in TABLE_KEYS]
    faults += [f"`{key}` is missing" for key in ("title", "row", "rows", "key") if key not in table]
    for name, column in table["columns"].items():
        if not isinstance(column, dict):
            faults.append(f"column {name}: write `{name}: {{type: string, meaning: …}}`")
            continue
        faults += [f"column {name}: unknown key {key!r}" for key in column.keys() - COLUMN_KEYS]
        if column.get("type") not in TYPES:
            faults.append(f"column {name}: its type must be one of {', '.join(TYPES)}")
        if not column.get("meaning"):
            faults.append(f"column {name}: `meaning` is missing")
    for name, codes in table.get("codes", {}).items():
        faults += [
            f"`codes` of {name}: {code!r} is not text; put it in quotation marks"
            for code in codes
            if not isinstance(code, str)
        ]
    columns = table["columns"].keys()
    faults += [
        f"`codes` of {name}, which is no column" for name in table.get("codes", {}).keys() - columns
    ]
    faults += [f"`key` {name}, which is no column" for name in _listed(table.get("key")) - columns]
    for link in table.get("links", []):
        match = LINK.fullmatch(link)
        if not match:
            faults.append(f"link {link!r}: write it as `column -> table (column)`")
        elif set(match["here"].split(", ")) - columns:
            faults.append(f"link {link!r}: it begins at what is no column")
    return faults


def _listed(columns: object) -> set[str]:
    return {columns} if isinstance(columns, str) else set(columns or [])


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
    if "links" in table:
        schema["foreignKeys"] = [_foreign_key(link, name) for link in table["links"]]
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
        "schema": schema,
    }


def _field(name: str, column: dict, codes: list[str] | None) -> dict:
    field = {"name": name, "type": column["type"], "description": column["meaning"]}
    field |= {key: column[key] for key in ABOUT if key in column}
    constraints = {key: column[key] for key in BOUNDS if key in column}
    if codes:
        constraints["enum"] = codes
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign_key(link: str, name: str) -> dict:
    match = LINK.fullmatch(link)
    table = match["table"]
    reference = {"resource": "" if table == name else table, "fields": _columns(match["there"])}
    return {"fields": _columns(match["here"]), "reference": reference}


def _columns(text: str) -> str | list[str]:
    """Return one column, or a list of several: Table Schema writes a single one without a list."""
    columns = text.split(", ")
    return columns[0] if len(columns) == 1 else columns
