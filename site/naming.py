"""What people call the rows of the tables on which an answer rests: a name before each id."""

import changed
import frames
import pages
import wording

from analysis import countries, language, tables
from analysis.language import named, phrase, said
from analysis.questions.holes import row_names

# Rows that have a page of their own: the folder of these pages
PAGES = {"rule_changes": "rules", "transfers": "cases"}
NAMED = ["site"]  # columns of names, which may have no Japanese form
CODED = ["subject"]  # columns of codes that no list closes


def called(table: str, row_id: str) -> str:
    """Return what a row is, what people call it, and its id behind it."""
    return phrase("{name} ({code})", name=name_of(table, row_id), code=row_id)


def name_of(table: str, row_id: str) -> str:
    """Return what people call a row, in the language of the page; mostly after what it is."""
    if table in PAGES:
        return pages.short_title(PAGES[table], row_id)
    if table in changed.NAMES:
        return names_of_facts(language.current(), table)[row_id]
    row = rows_of(table)[row_id]
    if table in OF_ANOTHER:
        kind, own_name = OF_ANOTHER[table]
        return phrase(kind, name=own_name(row))
    parts = [part(table, row, column) for column in columns_of(table)]
    kind = wording.coded("table", table.replace("_", " "))
    name = wording.joint(", ").join(filter(None, parts))
    return f"{kind}{wording.joint(': ')}{name}" if name else kind


def columns_of(table: str) -> list[str]:
    """Return the columns that a row of a table is called by: `called` of its description."""
    about = tables.resource(table)
    if "called" not in about:
        raise ValueError(
            f"an answer rests on a row of {table}, and nothing says what people call it: name the "
            f"columns in data/{about['raw'].removesuffix('.csv')}.yml, as `called: [item, signed]`"
        )
    return [about["called"]] if isinstance(about["called"], str) else about["called"]


@tables.cached
def names_of_facts(tongue: str, table: str) -> dict[str, str]:
    """Return what people call the rows of a table of facts, in a language, that of the page."""
    return changed.names(table)


@tables.cached
def rows_of(table: str) -> dict[str, dict]:
    """Return the rows of a table by the names that answers give them."""
    frame = tables.read(table)
    return dict(zip(row_names(table, frame), frames.as_rows(frame), strict=True))


def part(table: str, row: dict, column: str) -> str:
    """Return one cell as the name of its row has it, in the language of the page."""
    value = row[column]
    own = row.get(column.removesuffix("_en") + "_ja")
    if value is None:
        return ""
    if language.is_japanese() and own:
        return own
    if column == "iso3":
        return str(said(countries.name(value)))
    if column == "fiscal_year":
        return wording.day(f"FY{value}")
    if column in NAMED:
        return str(named(value))
    (field,) = (each for each in tables.fields(table) if each["name"] == column)
    if field["type"] == "date":
        return wording.day(value)
    if "enum" in field.get("constraints", {}) or column in CODED:
        return wording.coded(column, value)
    return str(said(str(value)))


def claim(row: dict) -> str:
    """Return the short name of the claim that a row is, or is on."""
    return str(said(frames.one("claims", "claim_id", row["claim_id"])["short_name"]))


def topic(row: dict) -> str:
    """Return on what sources differ."""
    return str(said(row["topic"]))


def case(row: dict) -> str:
    """Return what the case is called of which a row tells an event."""
    return pages.short_title("cases", row["transfer_id"])


# What a row is, whose name is that of a row of another table, or a sentence of its own
OF_ANOTHER = {
    "claims": ("claim: {name}", claim),
    "conflicts": ("disagreement: {name}", topic),
    "evidence": ("evidence on: {name}", claim),
    "transfer_events": ("event of: {name}", case),
    "verdicts": ("verdict on: {name}", claim),
}
