"""The frames that fill the pages, as rows of text and numbers."""

import pandas as pd

from analysis import citations as cited_facts
from analysis import claims, country, rules, sources, tables

# How a date is written that is known to its day, month, year or fiscal year
PRECISE = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "fiscal year": "FY%Y"}
PLACE = ("source_id", "name", "locator")  # of a citation, as a page shows it
# The id by which a row that cites a source is named, where its table has one of these
CITING = ("transfer_id", "claim_id", "rule_id", "conflict_id")


@tables.cached
def rows(name: str) -> list[dict]:
    """Return a table, or one of `FRAMES`, as rows; dates are texts, and None is what is missing.

    A date is as precise as it is known: "2024-03", or "FY2024".
    """
    return as_rows(FRAMES[name]() if name in FRAMES else tables.read(name))


def as_rows(frame: pd.DataFrame) -> list[dict]:
    """Return a frame as rows; dates are texts as precise as they are known, None is missing."""
    columns = [cells(frame, column) for column in frame]
    names = list(frame)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def cells(frame: pd.DataFrame, column: str) -> list:
    """Return the cells of a column, None where one is missing."""
    values = frame[column].tolist()
    missing = frame[column].isna().tolist()
    if pd.api.types.is_datetime64_dtype(frame[column]):
        values = as_precise(frame, column)
    return [None if absent else value for value, absent in zip(values, missing, strict=True)]


def as_precise(frame: pd.DataFrame, column: str) -> list[str | None]:
    """Return dates as texts, each as precise as the column beside it says; None where unsaid."""
    every_day = pd.Series("day", frame.index)
    forms = frame.get(f"{column}_precision", every_day).astype("str").map(PRECISE)
    told = zip(frame[column], forms, frame[column].notna() & forms.notna(), strict=True)
    return [day.strftime(form) if known else None for day, form, known in told]


def by(name: str, column: str, value: str) -> list[dict]:
    """Return the rows of a frame with a value, or with it among several joined by `;`."""
    return grouped(name, column).get(value, [])


def one(name: str, column: str, value: str) -> dict:
    """Return the only row of a frame with a value; none or several raise ValueError."""
    (row,) = by(name, column, value)
    return row


@tables.cached
def grouped(name: str, column: str) -> dict[str, list[dict]]:
    """Return the rows of a frame under each value of a column."""
    groups = {}
    for row in rows(name):
        for value in (row[column] or "").split(";"):
            groups.setdefault(value, []).append(row)
    return groups


def cases() -> pd.DataFrame:
    """Return the transfers, newest first, each with the `day` it is listed by and its place.

    `talks` says whether it was only talked about, or lies outside the rules.
    """
    frame = pd.concat([country.cases(code) for code in country.index()["iso3"]])
    frame = frame.assign(talks=~frame["counted"])
    return frame.sort_values(["day", "transfer_id"], ascending=False, ignore_index=True)


def evidence() -> pd.DataFrame:
    """Return the evidence of each claim, oldest first."""
    return tables.read("evidence").sort_values(["claim_id", "date", "evidence_id"])


def conflict_values() -> pd.DataFrame:
    """Return the values of each conflict; `statement` is the side with what it holds."""
    frame = tables.read("conflict_values")
    return frame.assign(statement=frame["side"].astype("str") + ": " + frame["value"])


def spells() -> pd.DataFrame:
    """Return `rules.bands()` with the status and condition before, and its place in time.

    `left` and `width` are parts of a hundred of the time from the first rule to the last item.
    """
    frame = rules.bands()
    frame = frame.assign(scope=frame["scope"].astype("str")).sort_values(
        ["provision_id", "scope", "start"], ascending=[True, False, True]
    )
    before = frame.groupby(["provision_id", "scope"])[["status", "condition"]].shift()
    left = share_of_time(frame["start"])
    right = share_of_time(frame["end"].fillna(rules.known_until()))
    return frame.assign(
        status_before=before["status"],
        condition_before=before["condition"],
        left=left.round(2),
        width=(right - left).round(2),
    )


def share_of_time(days: pd.Series) -> pd.Series:
    """Return how far days lie between the first rule and the last dated item, in parts of 100."""
    first = rules.bands()["start"].min()
    return (days - first) / (rules.known_until() - first) * 100


def citations() -> pd.DataFrame:
    """Return one row per source and row that cites it: source_id, table, citing.

    `citing` is the id of the transfer, claim, rule or conflict; blank where the row has no such id.
    """
    frames = [
        cited_in(name, tables.read(name))
        for name in tables.names()
        if name not in ("sources", "citations") and "source_id" in tables.read(name)
    ]
    together = pd.concat(frames, ignore_index=True)
    return together.dropna(subset="source_id").drop_duplicates(ignore_index=True)


def cited_in(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the sources that the rows of a table name, each with the id of the row."""
    column = "sources" if "sources" in frame else "source_id"
    frame = frame.assign(cited=frame[column].astype("str").str.split(";")).explode("cited")
    keys = [key for key in CITING if key in frame]
    return pd.DataFrame(
        {
            "source_id": frame["cited"].astype("str"),
            "table": name,
            "citing": frame[keys[0]].astype("str") if keys else None,
        }
    )


@tables.cached
def grounds() -> dict[str, dict]:
    """Return what each graded fact rests on, by its table and the id of its row ("transfers T001").

    `reason` says in a sentence why it has its grade, `best` what that is made of: its citation that
    weighs most, and `second`, another newsroom that says so; `sources` holds source_id, name and
    locator of each source, the strongest first.
    """
    names = sources.name(sources.register())
    behind = {}
    for table in cited_facts.facts():
        weighed = weighed_in(table)
        by_fact: dict[str, list[dict]] = {}
        for row in as_rows(weighed.assign(name=weighed["source_id"].map(names))):
            by_fact.setdefault(row["row_id"], []).append(row)
        for row_id, reason in reasons(table).items():
            told = [{key: row[key] for key in PLACE} for row in by_fact[row_id]]
            places = [place for number, place in enumerate(told) if place not in told[:number]]
            best = weightiest(by_fact[row_id])
            behind[f"{table} {row_id}"] = {"reason": reason, "best": best, "sources": places}
    return behind


@tables.cached
def reasons(table: str) -> dict[str, str]:
    """Return in a sentence why each row of a table of facts has its grade, by the id of the row."""
    graded = weighed_in(table).groupby("row_id", sort=False)
    return {row_id: cited_facts.reason(rows_of_fact) for row_id, rows_of_fact in graded}


@tables.cached
def weighed_in(table: str) -> pd.DataFrame:
    """Return the citations of each row of a table of facts, the strongest first."""
    needed = {name: tables.read(name) for name in ("citations", "sources")}
    return cited_facts.weighed(table, needed)


def weightiest(rows_of_fact: list[dict]) -> dict | None:
    """Return who says a fact, what kind of source that is, how, how much was read, who else.

    None where no source that was read states it; the same choices as `citations.reason` makes.
    """
    if all(row["alone"] == "D" for row in rows_of_fact):
        return None
    first = rows_of_fact[0]
    newsrooms = [row["newsroom"] for row in rows_of_fact if row["alone"] <= "C"]
    others = [name for name in newsrooms if name and name != first["newsroom"]]
    return {
        "who": first["newsroom"] or first["source_id"],
        "kind": first["kind"],
        "says": first["says"],
        "read": first["read"],
        "second": others[0] if others else None,
    }


def register() -> pd.DataFrame:
    """Return the sources by kind, then by the `name` of publisher or host, newest last.

    Those without a kind stand at the end. `brief` is the start of the address, without "https";
    `weight` counts the rows that cite the source.
    """
    frame = sources.register()
    addresses = frame["url"].str.replace(r"^https?://(www\.)?", "", regex=True)
    frame = frame.assign(name=sources.name(frame), brief=addresses.str[:60]).reset_index()
    weight = frame["source_id"].map(citations()["source_id"].value_counts())
    frame = frame.assign(weight=weight.fillna(0).astype("int64"))
    order = ["kind", "name", "published", "source_id"]
    return frame.sort_values(order, key=in_small_letters, ignore_index=True)


def in_small_letters(column: pd.Series) -> pd.Series:
    """Return a column as it is sorted: capitals count as small letters."""
    return column.str.casefold() if column.dtype == "str" else column


def shared() -> pd.DataFrame:
    """Return one row per claim and rule change whose evidence and record name the same source."""
    record = tables.read("rule_changes")[["rule_id", "sources"]]
    record = record.assign(named=record["sources"].str.split(";")).explode("named")
    pairs = (
        record[["rule_id", "named"]]
        .dropna()
        .merge(tables.read("evidence"), left_on="named", right_on="source_id")
    )
    return pairs[["claim_id", "rule_id"]].drop_duplicates().sort_values(["rule_id", "claim_id"])


def shared_cases() -> pd.DataFrame:
    """Return one row per claim and case whose evidence and record name the same source."""
    record = tables.read("transfers")[["transfer_id", "sources"]]
    record = record.assign(named=record["sources"].str.split(";")).explode("named")
    pairs = (
        record[["transfer_id", "named"]]
        .dropna()
        .merge(tables.read("evidence"), left_on="named", right_on="source_id")
    )
    pairs = pairs[["claim_id", "transfer_id"]].drop_duplicates()
    return pairs.sort_values(["transfer_id", "claim_id"])


FRAMES = {
    "cases": cases,
    "citations": citations,
    "conflict_values": conflict_values,
    "counts": claims.origins,
    "country_index": country.index,
    "evidence": evidence,
    "shared": shared,
    "shared_cases": shared_cases,
    "sources": register,
    "spells": spells,
    "timeline": rules.timeline,
    "verdicts_then_now": claims.verdicts,
    "voices": claims.matrix,
}
