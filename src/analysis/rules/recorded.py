"""What the tables of rules say, as plain rows that the answers are worked out from.

A walk over all questions looks at these rows a million times, so they are lists and dictionaries
and not frames. They are kept until a table is written again.
"""

from typing import Any, NamedTuple

import pandas as pd

from .. import tables
from ..periods import last_day
from .agreements import entries
from .regimes import SILENT, UNSETTLED, known_until

Row = dict[str, Any]
FIELDS = [
    "kind",
    "arms",
    "origin",
    "five_fields",
    "destination",
    "licensor",
    "partner",
    "pool",
    "onward",
    "fighting",
    "aggression",
    "barred",
]
DECIDERS = ["provision_id", "or_provision_id", "general_id"]
DOUBTFUL = "D"
UNITED_NATIONS = "UN"
OFFICIAL = ["primary government", "law text", "official mirror", "reprint"]
BAR = "P14"  # the bar on destinations, which goes before every other kind


class Record(NamedTuple):
    """The tables that answers rest on, in the shape in which answers look things up."""

    decisions: list[Row]  # in the order in which they are tried
    cells: dict[str, list[Row]]  # kind → its standing cells, the oldest first
    one_offs: dict[str, list[Row]]  # kind → exemptions of a single case
    conditions: dict[tuple[str, str], list[list[Row]]]  # kind and rule → ways → conditions
    agreements: dict[str, list[Row]]  # country → its transfer agreements
    supplies: dict[str, list[Row]]  # country → its cross-servicing agreements
    facts: dict[str, list[Row]]  # country → what held there
    cases: list[Row]  # the transfers, one row per thing that a case is of
    procedures: list[Row]  # one row per provision that an arrangement is limited to
    names: dict[str, str]  # kind → its short name
    places: dict[str, dict[str, str]]  # language → destination → its name
    words: dict[str, dict[str, str]]  # language → code → phrase of `answer_words`
    rules: dict[str, tuple[str, str]]  # rule → the source and the grade of the change
    disputed: frozenset[str]  # cells, as kind and rule joined by `-`, that a source disputes
    official: frozenset[str]  # sources that are a text of the government, or a copy of one
    codes: dict[str, list[str]]  # field of a question → its codes
    routes: dict[tuple, Row | None]  # questions that were asked → the row of `decisions` they met
    first: pd.Timestamp  # the day of the first rule
    as_of: pd.Timestamp  # the last day that the record reaches


@tables.cached
def record() -> Record:
    """Return what the tables of rules say, as plain rows."""
    cells, one_offs = _cells()
    names = tables.read("provisions").set_index("provision_id")["short_name"].to_dict()
    names |= tables.read("general_kinds").set_index("general_id")["short_name"].to_dict()
    first = min(rows[0]["since"] for rows in cells.values())
    return Record(
        decisions=_rows(tables.read("decisions").sort_values("priority")),
        cells=cells,
        one_offs=one_offs,
        conditions=_conditions(),
        agreements=_by(_rows(entries()), "iso3"),
        supplies=_by(_supplies(), "iso3"),
        facts=_by(_rows(tables.read("destination_facts")), "iso3"),
        cases=_cases(),
        procedures=_procedures(),
        names=names,
        places=_places(),
        words=tables.read("answer_words").set_index("code")[["en", "ja"]].to_dict(),
        rules=_rules(),
        disputed=_disputed(),
        official=_official(),
        codes=_codes(),
        routes={},
        first=first,
        as_of=known_until(),
    )


def plain(value: object) -> Any:
    """Return a cell with None for what is missing."""
    return None if value is None or pd.isna(value) else value


def _rows(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame as dictionaries, missing cells as None."""
    columns = frame.columns
    return [
        {name: plain(value) for name, value in zip(columns, values, strict=True)}
        for values in frame.astype("object").itertuples(index=False, name=None)
    ]


def _by(rows: list[Row], name: str) -> dict[str, list[Row]]:
    """Return rows in groups, by one of their cells."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return groups


def _cells() -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Return the standing cells and the single exemptions of each kind, by day.

    `coded` is the status of the table, `status` the answer; `end` is the day from which an
    exemption no longer holds, None where it holds still.
    """
    general = tables.read("general_rules").rename(columns={"general_id": "kind_id"})
    regimes = tables.read("regimes").rename(columns={"provision_id": "kind_id"})
    frame = pd.concat([regimes.astype("object"), general.astype("object")], ignore_index=True)
    frame = frame.rename(columns={"status": "coded", "in_force_from": "since"})
    frame["scope"] = frame["scope"].fillna("standing")
    changes = tables.read("rule_changes").set_index("rule_id")
    for column in ("instrument", "body", "short_name", "short_name_ja"):
        frame[column] = frame["rule_id"].map(changes[column].astype("object"))
    frame["confidence"] = frame["grade"]
    frame["status"] = frame["coded"].mask(frame["grade"] == DOUBTFUL, UNSETTLED)
    rows = _rows(frame.sort_values(["kind_id", "since", "rule_id"]))
    standing = _by([row for row in rows if row["scope"] == "standing"], "kind_id")
    single = _by([row for row in rows if row["scope"] != "standing"], "kind_id")
    for kind, exemptions in single.items():
        for row in exemptions:
            later = [cell["since"] for cell in standing[kind] if cell["since"] > row["since"]]
            row["end"] = min(later, default=None)
    return standing, single


def _conditions() -> dict[tuple[str, str], list[list[Row]]]:
    """Return the ways of each cell, each a list of conditions, by kind and rule."""
    frame = tables.read("conditions").sort_values(["kind_id", "rule_id", "way", "position"])
    rows = _rows(frame)
    for row in rows:
        row["values"] = row["values"].split(";") if row["values"] else []
    ways: dict[tuple[str, str], dict[int, list[Row]]] = {}
    for row in rows:
        cell = ways.setdefault((row["kind_id"], row["rule_id"]), {})
        cell.setdefault(row["way"], []).append(row)
    return {cell: list(by_number.values()) for cell, by_number in ways.items()}


def _cases() -> list[Row]:
    """Return the transfers, the earliest first, with the thing of `items` that each is of."""
    items = tables.read("items").drop_duplicates("item_id")[["item_id", "cases"]]
    things = items.assign(transfer_id=items["cases"].str.split(";")).explode("transfer_id")
    things = things.dropna(subset="transfer_id")[["item_id", "transfer_id"]]
    cases = tables.read("transfers").merge(things, on="transfer_id", how="left")
    return _rows(cases.sort_values(["decided", "transfer_id"]))


def _supplies() -> list[Row]:
    """Return the cross-servicing agreements, each with the days between which it came into force.

    `latest` is None where no source says when.
    """
    frame = tables.read("supply_agreements")
    start = frame["in_force_from"]
    earliest = start.fillna(frame["signed"])
    latest = last_day(start, frame["in_force_from_precision"])
    return _rows(frame.assign(earliest=earliest, latest=latest))


def _procedures() -> list[Row]:
    """Return the procedures, the oldest first, one row per provision where their scope lists some.

    An arrangement of which no source gives the day is left out.
    """
    scopes = tables.read("procedure_scopes")
    steps = tables.read("procedures").merge(scopes, on=["rule_id", "step"], how="left")
    steps = steps.dropna(subset=["in_force_from"]).sort_values(["in_force_from", "rule_id"])
    return _rows(steps)


def _rules() -> dict[str, tuple[str, str]]:
    """Return the source and the grade of each rule change."""
    rows = _rows(tables.read("rule_changes")[["rule_id", "source_id", "grade"]])
    return {row["rule_id"]: (row["source_id"], row["grade"]) for row in rows}


def _disputed() -> frozenset[str]:
    """Return the cells on which a source that was read says otherwise."""
    cited = tables.read("citations")
    rows = cited[(cited["says"] == "disputes") & cited["table"].isin(["regimes", "general_rules"])]
    return frozenset(rows["row_id"])


def _official() -> frozenset[str]:
    """Return the sources that are a text of the government, or a mirror or reprint of one."""
    register = tables.read("sources")
    return frozenset(register.loc[register["kind"].isin(OFFICIAL), "source_id"])


def _codes() -> dict[str, list[str]]:
    """Return the codes of the fields of a question that have some."""
    return {
        field["name"]: field["constraints"]["enum"]
        for field in tables.fields("decisions")
        if "enum" in field.get("constraints", {})
    }


def _places() -> dict[str, dict[str, str]]:
    """Return the names of destinations in both languages, the United Nations among them."""
    names = tables.read("countries").set_index("iso3")
    return {
        "en": names["name_en"].to_dict() | {UNITED_NATIONS: "United Nations"},
        "ja": names["name_ja"].to_dict() | {UNITED_NATIONS: "国際連合"},
    }


def cell_on(record: Record, kind: str, then: pd.Timestamp) -> Row | None:
    """Return the standing cell of a kind on a day, None where no rule had spoken of it."""
    latest = None
    for cell in record.cells.get(kind, []):
        if cell["since"] > then:
            break
        latest = cell
    return latest


def status_on(record: Record, kind: str, then: pd.Timestamp) -> str:
    """Return the status of a kind on a day, as it is answered."""
    if then < record.first:
        return UNSETTLED
    cell = cell_on(record, kind, then)
    return cell["status"] if cell else SILENT
