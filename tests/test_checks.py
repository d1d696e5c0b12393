"""Bad tables are refused by name, all faults together, and the old processed tables stay whole."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from clean_run import kept_from_clean_tables

from analysis import checks, tables
from analysis.__main__ import frames, main
from analysis.checks import kinds, schema, signs

RAW = tables.folder() / "raw"
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module", autouse=True)
def clean_run():
    """What no slip touches is worked out once for all tests here."""
    with kept_from_clean_tables():
        yield


@pytest.fixture
def raw(tmp_path) -> Path:
    """A copy of the raw tables that a test may spoil."""
    return Path(shutil.copytree(RAW, tmp_path / "raw"))


def place(raw: Path, name: str) -> Path:
    """Where a raw table lies below a folder of them."""
    return raw / tables.raw(name).removeprefix("data/raw/")


def table_of(raw: Path, name: str) -> pd.DataFrame:
    """Return the cells of a raw table as text."""
    path = place(raw, name)
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")


def cells(*edits: tuple):
    """A spoiler that sets several cells."""

    def spoil(raw: Path) -> None:
        for edit in edits:
            cell(*edit)(raw)

    return spoil


def without(name: str, column: str, value: str):
    """A spoiler that takes out all rows with a value."""

    def spoil(raw: Path) -> None:
        table = table_of(raw, name)
        table = table[table[column] != value]
        table.to_csv(place(raw, name), index=False, lineterminator="\n")

    return spoil


def row_of(name: str, column: str, value: str) -> int:
    """Return the row, as a spreadsheet counts it, of the first cell with a value."""
    return table_of(RAW, name)[column].tolist().index(value) + 2


def cell(name: str, row: int, column: str, value: str):
    """A spoiler that sets one cell; rows count as a spreadsheet does, the header being row 1."""

    def spoil(raw: Path) -> None:
        table = table_of(raw, name)
        table.loc[row - 2, column] = value
        table.to_csv(place(raw, name), index=False, lineterminator="\n")

    return spoil


def text(name: str, change):
    """A spoiler that changes the whole file's text."""

    def spoil(raw: Path) -> None:
        path = place(raw, name)
        path.write_text(change(path.read_text("utf-8-sig")), "utf-8-sig", newline="")

    return spoil


def again(name: str, row: int):
    """A spoiler that repeats one line."""
    return text(name, lambda t: t + t.splitlines(keepends=True)[row - 1])


def handover(date: str):
    """A spoiler of the day on which the patrol boats of T001 were handed over."""

    def spoil(raw: Path) -> None:
        events = read_raw_table(raw, "transfer_events")
        own = (events["transfer_id"] == "T001") & (events["event"] == "handed over first")
        (row,) = events.index[own]
        cell("transfer_events", row + 2, "date", date)(raw)
        cited = read_raw_table(raw, "citations")  # the printed forms say the old day
        cited.loc[cited["row_id"] == "T001", "printed"] = ""
        cited.to_csv(place(raw, "citations"), index=False, lineterminator="\n")

    return spoil


def decision_under(rule: str, date: str):
    """A spoiler that dates the decision of the first case under a rule."""

    def spoil(raw: Path) -> None:
        cases = read_raw_table(raw, "transfers")
        events = read_raw_table(raw, "transfer_events")
        case = cases.loc[cases["rule_id"] == rule, "transfer_id"].iloc[0]
        own = (events["transfer_id"] == case) & (events["event"] != "talks")
        cell("transfer_events", events.index[own][0] + 2, "event", "agreed")(raw)
        cell("transfer_events", events.index[own][0] + 2, "date", date)(raw)

    return spoil


def repeated_status(raw: Path) -> None:
    """Say the status of a kind again under a later rule, on the same ground."""
    row = read_raw_table(raw, "regimes").query("provision_id == 'P01' and rule_id == 'R032'")
    text("regimes", lambda t: t + line_of(row.assign(rule_id="R045")))(raw)
    cited = read_raw_table(raw, "citations").query("row_id == 'P01-R032'")
    cited = cited.assign(row_id="P01-R045", citation_id=[f"Q9{i:03d}" for i in range(len(cited))])
    text("citations", lambda t: t + line_of(cited))(raw)


def read_raw_table(raw: Path, name: str) -> pd.DataFrame:
    """Return a raw table as text."""
    return pd.read_csv(place(raw, name), dtype="str", keep_default_na=False, encoding="utf-8-sig")


def line_of(rows: pd.DataFrame) -> str:
    """Return rows as the lines of a raw table."""
    return rows.to_csv(index=False, header=False, lineterminator="\n")


BAD = {
    "unknown source": (
        cell("evidence", 5, "source_id", "nobody-1"),
        "evidence.csv, row 5, column source_id: 'nobody-1' is not in source_id of sources; "
        "add it to data/raw/sources/sources.csv",
    ),
    "duplicate id": (
        again("gaps", 3),
        r"gaps.csv, row 3, column gap_id: 'N02' stands in more than one row",
    ),
    "evidence without claim": (
        cell("evidence", 2, "claim_id", "C99"),
        "evidence.csv, row 2, column claim_id: 'C99' is not in claim_id of claims",
    ),
    "unknown country code": (
        cell("aliases", 2, "iso3", "XXX"),
        "aliases.csv, row 2, column iso3: 'XXX' is not in iso3 of countries",
    ),
    "unknown effect": (
        cell("rule_changes", 4, "effect_coded", "widens"),
        "rule_changes.csv, row 4, column effect_coded: 'widens' is not a known code; use one of: l",
    ),
    "unknown status": (
        cell("regimes", 2, "status", "permitted"),
        "regimes.csv, row 2, column status: 'permitted' is not a known code",
    ),
    "in force before it was signed": (
        cell("agreements", 20, "in_force_from", "2020-01-01"),
        r"agreements.csv, row 20, column in_force_from: '2020-01-01' is before signed \(",
    ),
    "two standing rules on one day": (
        text("regimes", lambda t: t + t.splitlines(keepends=True)[4].replace("R032", "R031")),
        r"regimes.csv, row \d+, column rule_id: 'R031' sets P01 on the same day .2014-04-01. "
        "as another standing rule; keep one",
    ),
    "empty required cell": (
        cell("claims", 3, "paraphrase", ""),
        "claims.csv, row 3, column paraphrase: '' is empty; this cell must be filled",
    ),
    "date out of range": (
        cell("rule_changes", 2, "adopted", "1849-12-01"),
        "rule_changes.csv, row 2, column adopted: '1849-12-01' lies outside 1900 to 2100",
    ),
    "no date": (
        cell("rule_changes", 2, "adopted", "1949-13-01"),
        "'1949-13-01' is not a date; write YYYY-MM-DD",
    ),
    "formula": (
        cell("gaps", 2, "looked_for", "=HYPERLINK(1)"),
        "gaps.csv, row 2, column looked_for: '=HYPERLINK.1.' begins like a spreadsheet formula",
    ),
    "formula of another kind": (
        cell("claims", 2, "note", "@SUM(A1)"),
        "claims.csv, row 2, column note: '@SUM.A1.' begins like a spreadsheet formula",
    ),
    "not a number": (
        cell("permits", 2, "count", "1,841"),
        "permits.csv, row 2, column count: '1,841' is not a whole number of at most 15 digits;",
    ),
    "parts that exceed their whole": (
        cell("permits", 4, "count", "99999"),
        r"permits.csv, row \d+, column count: .*(exceed|more than|over)",
    ),
    "below the minimum": (
        cell("permits", 2, "count", "-1"),
        "permits.csv, row 2, column count: '-1' is below 0",
    ),
    "a line cut short": (
        text("gaps", lambda t: t + "N99,rules\n"),
        r"gaps.csv, row \d+: 2 cells, where the header has 5",
    ),
    "too few rows": (
        text("provisions", lambda t: "".join(t.splitlines(keepends=True)[:-1])),
        "provisions.csv: 15 rows, where 16 to 16 are expected",
    ),
    "blanks around": (
        cell("gaps", 2, "table", " rule_changes"),
        "gaps.csv, row 2, column table: ' rule_changes' has blanks at its start or end",
    ),
    "same address twice": (
        lambda raw: cell("sources", 3, "url", table_of(raw, "sources")["url"][0])(raw),
        "sources.csv, row 2, column url: .* stands in more than one row",
    ),
    "rule without a day": (
        cell("rule_changes", 5, "in_force_from", ""),
        "rule_changes.csv, row 5, column in_force_from: '' is empty, and in_force_from of regimes "
        "is worked out from it; fill it",
    ),
    "sum that reads as another": (
        cell("transfers", 2, "value", "1921000001"),
        "transfers.csv, row 2, column value_as_printed: '19億2,100万円' reads as '1921000000 JPY', "
        "but '1921000001 JPY' is noted in column value; mend one of the two",
    ),
    "currency that reads as another": (
        cell("transfers", 2, "currency", "USD"),
        "'19億2,100万円' reads as '1921000000 JPY', but '1921000000 USD' is noted in column value",
    ),
    "unknown country": (
        cell("agreements", 2, "country", "Atlantis"),
        "agreements.csv, row 2, column country: 'Atlantis' cannot be read as iso3; write it as",
    ),
    "another country": (
        cell("agreements", 2, "country", "豪州"),
        "agreements.csv, row 2, column country: '豪州' reads as 'AUS', but 'USA' is noted in",
    ),
    "unknown unit": (
        cell("programmes", 2, "amount_as_printed", "20億クローナ"),
        "programmes.csv, row 2, column amount_as_printed: '20億クローナ' cannot be read as amount",
    ),
    "unknown era": (
        cell("permit_reports", 5, "fiscal_year_as_printed", "平政29年度"),
        "permit_reports.csv, row 5, column fiscal_year_as_printed: '平政29年度' cannot be read",
    ),
    "era year that never was": (
        cell("permit_reports", 5, "fiscal_year_as_printed", "平成35年度"),
        "permit_reports.csv, row 5, column fiscal_year_as_printed: '平成35年度' cannot be read",
    ),
    "date that reads as another": (
        cell("nsc_cases", 3, "date_as_printed", "平成26年7月18日"),
        "nsc_cases.csv, row 3, column date_as_printed: '平成26年7月18日' reads as '2014-07-18', "
        "but '2014-07-17' is noted in column decided",
    ),
    "reading that ends before what was read": (
        cell("as_of", row_of("as_of", "subject", "rules"), "as_of", "2026-04-01"),
        r"as_of.csv, row 2, column as_of: '2026-04-01' is before 2026-04-21, which stands in "
        r"rule_changes.adopted",
    ),
    "reading of a column that is not there": (
        cell("as_of", row_of("as_of", "subject", "rules"), "covers", "rule_changes.day"),
        "as_of.csv, row 2, column covers: 'rule_changes.day' is no column of a table",
    ),
    "query for a gap that is not there": (
        cell("gap_queries", 2, "gap_id", "N00"),
        "gap_queries.csv, row 2, column gap_id: 'N00'",
    ),
    "breach counted as a transfer's code": (
        cell("breaches", 2, "outcome_kind", "delivered"),
        "breaches.csv, row 2, column outcome_kind: 'delivered'",
    ),
    "supplies in force before the signature": (
        cell("supply_agreements", 4, "in_force_from", "2016-04-25"),
        "supply_agreements.csv, row 4, column in_force_from: '2016-04-25'",
    ),
    "spelling given twice": (
        text("aliases", lambda t: t + "united-states,MEX,country,en,\n"),
        r"aliases.csv, row \d+, column alias: 'united-states' is a spelling that is there already",
    ),
}
# Files in which no column can be told: nothing more is worked out from any table.
UNREADABLE = {
    "column missing": (
        text(
            "gaps",
            lambda t: re.sub(r"^gap_id,table,looked_for,found", "gap_id,table,looked_for", t),
        ),
        "gaps.csv, row 1: column 'found' is missing; the header must be gap_id,table,looked_for",
    ),
    "column renamed": (
        text("gaps", lambda t: t.replace("looked_for", "looked_four", 1)),
        "column 'looked_for' is missing; column 'looked_four' is unknown .is it 'looked_for'.",
    ),
    "column added": (
        text("gaps", lambda t: t.replace("conclusions\n", "conclusions,more\n", 1)),
        "column 'more' is unknown",
    ),
    "semicolons": (
        text("gaps", lambda t: t.replace(",", ";")),
        "gaps.csv, row 1: the cells are separated by `;`; save the file with commas",
    ),
    "quotation mark left open": (
        text("gaps", lambda t: t + '"N99,rules\n'),
        "gaps.csv: not a CSV file",
    ),
}


# One slip of a cell each, as a person makes them: a schema of types lets all of them pass.
SLIPS = {
    "an unknown source": (
        cell("citations", 3, "source_id", "mod-nowhere"),
        "citations.csv, row 3, column source_id: 'mod-nowhere' is not in source_id of sources",
    ),
    "a paragraph that is not there": (
        cell("claims", 3, "paragraph", "77"),
        r"claims.csv, row 3, column article_id\+paragraph: .* is not in article_id\+paragraph",
    ),
    "a verdict on evidence that is not there": (
        cell("verdicts", 2, "evidence_ids", "E001;E999"),
        "verdicts.csv, row 2, column evidence_ids: 'E999' is not in evidence_id of evidence",
    ),
    "a verdict on evidence of another claim": (
        cell("verdicts", 2, "evidence_ids", "E001;E021"),
        r"verdicts.csv, row 2, column evidence_ids: 'E021' is evidence of C\d\d, not of C01",
    ),
    "a programme renamed": (
        cell("programmes", 2, "programme", "Security assistance"),
        "programmes.csv, row 2, column programme: 'Security assistance' is not of the form OSA",
    ),
    "delivered before it was contracted": (
        handover("2006-06-14"),
        r"transfers.csv, row 2, column delivered: '2006-06-14' is before contracted \(2006-06-15\)",
    ),
    "decided years before its rule": (
        decision_under("R050", "2016-05-01"),
        r"transfers.csv, row \d+, column decided: '2016-05-01' is before rule_changes.adopted",
    ),
    "in force ten years before it was adopted": (
        cell(
            "rule_changes", row_of("rule_changes", "rule_id", "R044"), "in_force_from", "2014-03-26"
        ),
        r"rule_changes.csv, row \d+, column in_force_from: '2014-03-26' is before adopted \(2024",
    ),
    "an agreement signed in 2051": (
        cell("agreements", 20, "signed", "2051-01-01"),
        r"agreements.csv, row 20, column signed: '2051-01-01' is after the day .* \(2026-11-27\)",
    ),
    "a hole in a chain": (
        cell("attributions", 3, "position", "7"),
        "attributions.csv, row 3, column position: '7' is beyond the 4 there are; count",
    ),
    "a recipient that is no country": (
        cell("programmes", 2, "recipients", "PHL;ZZZ"),
        "programmes.csv, row 2, column recipients: 'ZZZ' is not in iso3 of countries",
    ),
    "a conflict about no table": (
        cell("conflicts", 2, "table", "permit"),
        "conflicts.csv, row 2, column table: 'permit' is no table; write one of: sources, citat",
    ),
    "a gap in no table": (
        cell("gaps", 2, "table", "rules"),
        "gaps.csv, row 2, column table: 'rules' is no table; write one of",
    ),
    "a predecessor that is later": (
        cell("rule_changes", row_of("rule_changes", "rule_id", "R004"), "predecessor_id", "R044"),
        r"rule_changes.csv, row \d+, column adopted: '1967-04-21' is before rule_changes.adopted",
    ),
}
MORE = {
    "a case of no country": (
        cell("nsc_cases", 3, "recipient_iso3", "ZZZ"),
        "nsc_cases.csv, row 3, column recipient_iso3: 'ZZZ' is not in iso3 of countries",
    ),
    "a list of rules": (
        cell("regime_codings", 2, "rules", "R004/R999"),
        "regime_codings.csv, row 2, column rules: 'R999' is not in rule_id of rule_changes",
    ),
    "a list with a blank": (
        cell("programmes", 2, "recipients", "PHL;;MYS"),
        "programmes.csv, row 2, column recipients: 'PHL;;MYS' has a blank beside `;`",
    ),
    "a list that says one thing twice": (
        cell("programmes", 2, "recipients", "PHL;PHL"),
        "programmes.csv, row 2, column recipients: 'PHL;PHL' names one thing twice",
    ),
    "its own predecessor": (
        cell("rule_changes", 5, "predecessor_id", "R004"),
        r"rule_changes.csv, row 5, column predecessor_id: 'R004' leads back to its own row",
    ),
    "copies in a circle": (
        cells(("copies", 2, "parent_id", "K02"), ("copies", 3, "parent_id", "K01")),
        r"copies.csv, row 2, column parent_id: 'K02' leads back to its own row \(K01 → K02 → K01\)",
    ),
    "read before it was published": (
        cells(("sources", 3, "published", "2024-05"), ("sources", 3, "accessed", "2024-04-30")),
        r"sources.csv, row 3, column accessed: '2024-04-30' is before published \(2024-05-01\)",
    ),
    "a year that has not come": (
        cell("sipri_register", 2, "delivery_year", "2031"),
        "sipri_register.csv, row 2, column delivery_year: '2031' is after the day",
    ),
    "a claim without its chain": (
        without("attributions", "claim_id", "C05"),
        "claims.csv, row 6, column claim_id: 'C05' has no chain; add a row to data/raw/article/att",
    ),
    "a claim without its verdicts": (
        without("verdicts", "claim_id", "C05"),
        "claims.csv, row 6, column claim_id: 'C05' has no settled verdict known by `n",
    ),
    "a verdict on what came later": (
        cell("verdicts", 2, "evidence_ids", "E001;E003"),
        "verdicts.csv, row 2, column evidence_ids: 'E003' was not public by 2024-03-10",
    ),
    "supported by the article's own origin": (
        cells(("verdicts", 2, "verdict", "supported"), ("verdicts", 2, "evidence_ids", "E001")),
        "verdicts.csv, row 2, column verdict: 'supported' rests on no independent origin",
    ),
    "another time, not named": (
        cell("verdicts", 2, "verdict", "misleading by timing"),
        "verdicts.csv, row 2, column true_of: '' is empty, but the verdict is",
    ),
    "a conflict with one side": (
        cell("conflict_values", 3, "side", "a"),
        "conflicts.csv, row 2, column conflict_id: 'X01' has not both sides",
    ),
    "a status that changes nothing": (
        repeated_status,
        r"regimes.csv, row \d+, column rule_id: 'R045' changes neither status nor condition",
    ),
    "a kind of transfer without a status": (
        without("regimes", "provision_id", "P14"),
        "provisions.csv, row 15, column provision_id: 'P14' has no status; add a row to",
    ),
    "a disagreement that is none": (
        without("regime_disagreements", "provision_id", "P04"),
        r"regime_codings.csv, row \d+, column regime_id\+provision_id: .* and no ruling",
    ),
    "heads that fall short of their total": (
        cell("permits", row_of("permits", "fiscal_year", "2017"), "count", "1499"),
        r"permits.csv, row \d+, column count: '1499' is more than the heads of FY2017",
    ),
    "a number for what was not found": (
        cell("permits", row_of("permits", "basis", "not found"), "count", "0"),
        r"permits.csv, row \d+, column count: '0' stands beside the basis `not found`",
    ),
    "a report without a total": (
        without("permits", "fiscal_year", "2014"),
        "permit_reports.csv, row 2, column fiscal_year: '2014' has no row of the category `total`",
    ),
    "one page, two addresses": (
        cells(
            ("sources", 3, "url", "https://www.example.org/page/"),
            ("sources", 4, "url", "http://example.org/page"),
        ),
        "sources.csv, row 4, column url: 'http://example.org/page' is a page that is there already",
    ),
    "a source that nothing cites": (
        text("sources", lambda t: t + "nowhere-1,,,newspaper,,,,,,https://example.org/new,,\n"),
        r"sources.csv, row \d+, column note: '' is empty, and no table cites this source",
    ),
    "a country without its code": (
        cell("aliases", 2, "iso3", ""),
        "aliases.csv, row 2, column iso3: '' is empty, but the kind is `country`",
    ),
    "no such language": (
        cell("copies", 2, "language", "xx"),
        "copies.csv, row 2, column language: 'xx' is no language of ISO 639-1",
    ),
    "no such currency": (
        cell("transfers", 19, "currency", "ZZZ"),
        "transfers.csv, row 19, column currency: 'ZZZ' is no currency",
    ),
    "two rows without a key": (
        cells(("gaps", 2, "gap_id", ""), ("gaps", 3, "gap_id", "")),
        "gaps.csv, row 3, column gap_id: '' is empty; this cell must be filled",
    ),
    "a country without a name": (
        cell("countries", 2, "name_en", ""),
        "countries.csv, row 2, column name_en: '' is empty",
    ),
}


def changed_files(raw: Path) -> dict[Path, bytes]:
    """Return the tables of a copy that are not as they were, each with its bytes."""
    found = {path.relative_to(raw): path.read_bytes() for path in raw.rglob("*.csv")}
    return {
        path: content for path, content in found.items() if content != (RAW / path).read_bytes()
    }


@pytest.fixture(scope="module")
def refusals(tmp_path_factory) -> dict[str, str]:
    """What the build says of each slip; slips of different files are told in one run."""
    runs: list[tuple[dict[Path, bytes], list[str]]] = []
    for case, (spoil, _) in (BAD | SLIPS | MORE).items():
        raw = Path(shutil.copytree(RAW, tmp_path_factory.mktemp("slip") / "raw"))
        spoil(raw)
        files = changed_files(raw)
        run = next((run for run in runs if not run[0].keys() & files), ({}, []))
        if not run[1]:
            runs.append(run)
        run[0].update(files)
        run[1].append(case)
    said = {}
    for files, cases in runs:
        raw = Path(shutil.copytree(RAW, tmp_path_factory.mktemp("slips") / "raw"))
        for path, content in files.items():
            (raw / path).write_bytes(content)
        with pytest.raises(checks.DataError) as error:
            frames(raw)
        said |= dict.fromkeys(cases, str(error.value))
    return said


@pytest.mark.parametrize("case", [*BAD, *SLIPS, *MORE])
def test_a_slip_is_refused_by_name(case, refusals):
    """One clear sentence names file, row, column and value, and says what to do.

    The slips of one cell are those that a schema of types lets pass.
    """
    message = (BAD | SLIPS | MORE)[case][1]
    assert re.search(message, refusals[case]), refusals[case]


@pytest.mark.parametrize("case", UNREADABLE)
def test_an_unreadable_file_is_named(case, raw):
    """It says what is wrong with the file, though nothing can be worked out from the tables."""
    spoil, message = UNREADABLE[case]
    spoil(raw)
    with pytest.raises(checks.DataError, match=message):
        frames(raw)


def test_months_and_years_are_compared_fairly(raw):
    """A delivery in the month, or the year, of the contract is not before it."""
    for when in ("2006-06", "2006", "FY2006"):
        handover(when)(raw)
        frames(raw)
    handover("2006-05")(raw)
    with pytest.raises(checks.DataError, match="'2006-05-01' is before contracted"):
        frames(raw)


def test_a_plan_may_lie_after_the_record(raw):
    """Only a column marked `planned` may hold a day that has not come."""
    cell("claims", 2, "checkable_from", "2030-01-01")(raw)
    frames(raw)


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("a\nb", "holds the sign U+000A"),
        ("a\x1b[31mb", "holds the sign U+001B"),
        ("a\u2028b", "holds the sign U+2028"),
        ("a\u202eb", "holds the sign U+202E"),
        ("a\u200bb", "holds the sign U+200B"),
        ("lost \ufffd letter", "holds the sign U+FFFD"),
        ("<img src=x onerror=alert(1)>", "holds HTML or a code fence"),
        ("```{literalinclude} /etc/os-release", "holds HTML or a code fence"),
        ("&lt;b&gt;", "holds HTML or a code fence"),
        ("繧､繝ｳ繝峨ロ繧ｷ繧｢", "is garbled"),
        ("ã‚¤ãƒ³ãƒ‰", "is garbled"),
        ("=1+1", "begins like a spreadsheet formula"),
        (" ＝1+1", "begins like a spreadsheet formula"),
        ("＠SUM(A1)", "begins like a spreadsheet formula"),
        ("ends with a blank ", "has blanks at its start or end"),
    ],
)
def test_signs_that_hide_or_run_are_refused(value, advice):
    """Whatever the column: the cell is named and the remedy said."""
    table = pd.DataFrame(
        {name: ["x"] for name in checks.raw_columns("gaps")}, index=[2], dtype="str"
    )
    _, faults = schema.typed("gaps", table.assign(looked_for=value))
    (fault,) = (each for each in faults if each.column == "looked_for")
    assert (fault.table, fault.row, fault.value) == ("gaps", 2, value)
    assert advice in fault.advice and ("\x1b" not in str(fault) and "\n" not in str(fault))


@pytest.mark.parametrize(
    "value",
    ["créée’s", "Q&A", "a < b > c", "防衛装備移転三原則", "Żółć", "5–6 €", "1 = 1", "Ａ４ 用紙"],
)
def test_ordinary_texts_are_no_odd_signs(value):
    """Accents, full-width letters, comparisons: nothing of them is refused."""
    assert signs.advice(value) == "" and not checks.is_formula(value)


@pytest.mark.parametrize("encoding", ["cp932", "cp1252"])
def test_a_file_that_a_spreadsheet_garbled_is_refused(encoding, raw):
    """Opened by double click in the system's own encoding, then saved as UTF-8."""
    names = ("rule_changes", "aliases", "mentions")
    for name in names:
        path = place(raw, name)
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        path.write_text(content.decode(encoding, errors="ignore"), "utf-8-sig")
    with pytest.raises(checks.DataError) as error:
        frames(raw)
    garbled = [fault for fault in error.value.faults if "is garbled" in fault.advice]
    for name in names:
        assert sum(fault.table == name for fault in garbled) > 20
    assert all("save as CSV UTF-8" in fault.advice for fault in garbled)


def test_numbers_are_plain_digits_within_bounds(raw):
    """Other scripts' digits, and what would overflow, are faults and no tracebacks."""
    values = ["１４６４", "١٤٦٤", "9" * 23, "9" * 400, "1e5", "0x10", "--1"]
    columns = [("permits", "count"), ("arms_export_series", "tiv_million")]
    spots = [(table, row, column) for table, column in columns for row, _ in enumerate(values, 3)]
    cells(*((*spot, value) for spot, value in zip(spots, values * 2, strict=True)))(raw)
    with pytest.raises(checks.DataError) as error:
        frames(raw)
    assert set(spots) <= {(fault.table, fault.row, fault.column) for fault in error.value.faults}


def test_dates_and_ids_are_plain_digits(raw):
    """Full-width and Arabic digits are no digits of a date or of an id."""
    days = [("rule_changes", 3, "adopted", "２０２４-02-03")]
    days += [("rule_changes", 4, "adopted", "٢٠٢٤-02-03")]
    cells(*days, ("gaps", 3, "gap_id", "N０２"))(raw)
    with pytest.raises(checks.DataError) as error:
        frames(raw)
    said = str(error.value)
    assert "rule_changes.csv, row 3, column adopted" in said
    assert "rule_changes.csv, row 4, column adopted" in said
    assert "gaps.csv, row 3, column gap_id" in said


@pytest.mark.parametrize(
    "value",
    [
        "https://?",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://[::1]/",
        "http://[fec0::1]/",
        "https://a:b@example.org/",
        "https://localhost/",
        "https://printer.local/",
        "https://example.org:8080/",
        "ftp://example.org/",
        "https://[",
    ],
)
def test_an_address_is_public(value):
    """An address of the register leads to a host that anybody can reach."""
    assert kinds.advice("address", value).startswith("is no public web address")


@pytest.mark.parametrize(
    "value", ["https://www.mod.go.jp/j/", "http://xn--p1ai.example.com/a?b=c", "https://8.8.8.8/"]
)
def test_ordinary_addresses_pass(value):
    """Names of hosts, international ones, and public numbers."""
    assert kinds.advice("address", value) == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04...", "is a workbook, not a CSV file"),
        ("gap_id".encode("utf-16"), "is UTF-16, not UTF-8"),
        (b"gap_id,table\rN01,permits\r", "has the line ends of an old Macintosh"),
        (b"gap_id\ttable\nN01\tpermits\n", "the cells are separated by tabs"),
        (
            b"Gaps,,,,\ngap_id,table,looked_for,found,conclusions\n",
            "there are lines above the header",
        ),
        (b"", "is empty; take back the last good file"),
    ],
)
def test_files_of_other_forms_are_named(content, message, raw):
    """What a person saved by mistake is said, with what to choose instead."""
    place(raw, "gaps").write_bytes(content)
    with pytest.raises(checks.DataError, match=message):
        frames(raw)


def test_a_fault_says_where_and_what_to_do():
    """As an object for the program, as a sentence for a person."""
    fault = checks.Fault("regimes", 12, "status", "permitted", "is not a known code; mend it")
    place = "data/raw/rules/regimes.csv, row 12, column status"
    sentence = f"{place}: 'permitted' is not a known code; mend it"
    assert str(fault) == sentence
    many = [fault._replace(row=row) for row in range(2, 60)]
    error = checks.DataError([*many, *many])
    assert len(error.faults) == 58 and len(str(error).splitlines()) == 11
    assert "regimes.csv, column status: 48 more such cells" in str(error)


def test_a_source_of_a_table_without_a_draft_does_not_matter(raw, tmp_path):
    """Only the faults of the drafts count, by the object's table and not by its text."""
    cell("gaps", 2, "looked_for", "data/raw/rules/regimes.csv")(raw)
    cell("gaps", 3, "table", "")(raw)
    draft = shutil.copy(place(RAW, "regimes"), tmp_path / "regimes.csv")
    frames(raw, drafts={"regimes": Path(draft)})


def test_a_file_that_is_not_utf8_is_refused(raw):
    """Shift_JIS is named with its row and byte."""
    path = place(raw, "gaps")
    path.write_bytes(path.read_bytes() + "N99,rules,防衛装備,\n".encode("shift_jis"))
    with pytest.raises(
        checks.DataError,
        match=r"gaps.csv, row \d+: byte 0x96 is not UTF-8; save the file as CSV UTF-8",
    ):
        frames(raw)


def test_a_new_spelling_serves_in_the_same_build(raw):
    """A row and the spelling it needs can be added together."""
    cell("agreements", 2, "country", "Unlceland")(raw)
    text("aliases", lambda t: t + "Unlceland,USA,country,en,\n")(raw)
    assert frames(raw)["agreements"].loc[2, "country"] == "Unlceland"


def test_a_missing_file_is_named(raw):
    """A table without its file is a fault, not a traceback."""
    (place(raw, "gaps")).unlink()
    with pytest.raises(checks.DataError, match="gaps.csv: the file is missing"):
        frames(raw)


def test_all_faults_are_reported_together(raw):
    """Three spoilt tables give three faults in one run; what was translated of them says so too."""
    for case in ("unknown country code", "formula", "empty required cell"):
        BAD[case][0](raw)
    with pytest.raises(checks.DataError) as error:
        frames(raw)
    spoilt = [fault for fault in error.value.faults if fault.table != "translations"]
    assert len(spoilt) == 3


def test_leftovers_of_a_spreadsheet_are_accepted(raw):
    """A byte-order mark, CRLF and trailing blank rows change nothing."""
    clean = frames(RAW)["gaps"]
    path = place(raw, "gaps")
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\n", b"\r\n")
    for mark in (b"", b"\xef\xbb\xbf"):
        path.write_bytes(mark + content + b",,,,\r\n\r\n")
        pd.testing.assert_frame_equal(frames(raw)["gaps"], clean)


@pytest.fixture
def clone(tmp_path) -> Path:
    """A copy of code, as it was compiled, and data: the command line can be run there for real."""
    shutil.copytree(ROOT / "src", tmp_path / "src")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def run(clone: Path, *arguments: str) -> subprocess.CompletedProcess:
    """`python -m analysis …` in a copy."""
    environment = {**os.environ, "PYTHONPATH": str(clone / "src"), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "analysis", *arguments],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def run_here(clone, monkeypatch, capsys):
    """`python -m analysis …` on the tables of a copy, in this process: what `run` returns."""
    monkeypatch.setattr(tables, "folder", lambda: clone / "data")

    def run_command(*arguments: str) -> SimpleNamespace:
        """Run one command."""
        capsys.readouterr()
        said, status = "", 0
        try:
            main(list(arguments))
        except SystemExit as end:
            said, status = (end.code, 1) if isinstance(end.code, str) else ("", end.code or 0)
        out, err = capsys.readouterr()
        return SimpleNamespace(returncode=status, stdout=out, stderr=err + said)

    return run_command


def stored(clone: Path) -> dict[str, bytes]:
    """Every byte of the processed tables."""
    return {path.name: path.read_bytes() for path in sorted((clone / "data/processed").iterdir())}


def test_a_fault_stops_the_build_and_leaves_the_old_tables(clone, run_here):
    """Exit status 1, the message on stderr, no file touched or added."""
    before = stored(clone)
    BAD["unknown effect"][0](clone / "data/raw")
    done = run_here("build")
    assert (
        done.returncode == 1
        and "'widens' is not a known code" in done.stderr
        and "nothing was written" in done.stderr
    )
    assert stored(clone) == before


def test_building_again_changes_nothing(clone):
    """The committed processed tables are what the raw tables give."""
    before = stored(clone)
    done = run(clone, "build")
    assert done.returncode == 0 and "0 changed" in done.stdout, done.stderr
    assert stored(clone) == before


# Writes two tables, each time in a process that is killed one step later, or in the middle of what
# it writes from there on; says after each whether the old or the new tables stood there, or neither
KILLED = """
import itertools, json, os, resource, signal, sys
from pathlib import Path
from analysis import tables

place = Path(sys.argv[1])
made = {name: tables.read(name).assign(note="something else") for name in ("claims", "regimes")}
paths = [place / f"{name}.csv" for name in made]
old = [path.read_bytes() for path in paths]

def write(step, is_cut):
    "Write, and be killed at a step, or in the middle of what is written from then on."
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    left = itertools.count(step, -1)

    def hook(event, arguments):
        is_step = event in ("open", "os.rename", "os.rmdir", "os.remove")
        if is_step and str(place) in str(arguments[0]) and next(left) == 1:
            if is_cut:
                resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
            else:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    tables.write(made, place)
    os._exit(0)

found, ended = [], True
for step in itertools.count(1):
    for is_cut in (True, False):
        ended = os.waitpid(os.fork() or write(step, is_cut), 0)[1]
        found.append([path.read_bytes() for path in paths])
        for path, content in zip(paths, old):
            path.write_bytes(content)
    if not ended:
        break
new = found[-1]
assert not set(old) & set(new)
known = [{was: "old", now: "new"} for was, now in zip(old, new)]
states = [[told.get(part, "broken") for told, part in zip(known, state)] for state in found]
print(json.dumps([step, *states]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_kill_leaves_every_table_whole(clone):
    """Killed at any step, or in the middle of a file, each table is the old one or the new one."""
    place = clone / "data" / "processed"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(place)],
        env={**os.environ, "PYTHONPATH": str(clone / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    steps, *states = json.loads(done.stdout)
    assert steps > 5  # two tables beside their place, two put there, the folder taken away
    assert {tuple(state) for state in states} == {("old", "old"), ("new", "old"), ("new", "new")}


@pytest.mark.skipif(sys.platform == "win32", reason="folder permissions of POSIX")
def test_a_read_only_folder_is_named_and_nothing_changes(clone, run_here):
    """A folder that cannot be written to gives one sentence, and the old tables stay."""
    cell("regimes", 2, "note", "something else")(clone / "data/raw")
    before = stored(clone)
    shutil.rmtree(clone / "data/processed")
    (clone / "data/processed").write_text("a file where the folder should be")
    done = run_here("build")
    assert (
        done.returncode == 1
        and "Traceback" not in done.stderr
        and "could not be written" in done.stderr
    )
    (clone / "data/processed").unlink()
    assert before and run_here("build").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_leaves_the_old_tables(clone):
    """No room for a new table: one sentence, exit status 1, nothing changed or left behind."""
    cell("regimes", 2, "note", "something else")(clone / "data/raw")
    before = stored(clone)
    environment = {**os.environ, "PYTHONPATH": str(clone / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    limited = (
        "import resource, signal, runpy, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)); "
        "sys.argv = ['analysis', 'build']; runpy.run_module('analysis', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited], cwd=clone, env=environment, capture_output=True, text=True
    )
    assert (
        done.returncode == 1
        and "could not be written" in done.stderr
        and "Traceback" not in done.stderr
    ), done.stderr
    assert stored(clone) == before


def stored_files(clone: Path) -> dict[str, bytes]:
    """The processed tables without a killed run's leftovers."""
    return {path.name: path.read_bytes() for path in (clone / "data/processed").glob("*.csv")}


def test_check_says_what_to_do_next(clone, run_here):
    """`check` changes nothing and ends with the next step."""
    before = stored(clone)
    done = run_here("check")
    assert (
        done.returncode == 0
        and done.stdout.strip().endswith("Next: make data")
        and stored(clone) == before
    )


def test_a_draft_is_checked_in_place_of_its_table(clone, run_here, tmp_path):
    """`check FILE` reads a draft that lies elsewhere, and prints its faults alone."""
    draft = tmp_path / "drafts" / "gaps.csv"
    draft.parent.mkdir()
    draft.write_text(
        (clone / tables.raw("gaps")).read_text("utf-8-sig") + "N99,regimes,=1+1,,\n", "utf-8"
    )
    BAD["unknown effect"][0](clone / "data/raw")
    done = run_here("check", str(draft))
    assert (
        done.returncode == 1
        and "'=1+1' begins like a spreadsheet formula" in done.stderr
        and "widens" not in done.stderr
    )
    assert run_here("check", "nothing.csv").returncode == 1


def test_a_text_is_held_against_the_audited_paragraphs(run_here, tmp_path):
    """A text that is not the article's is found out, with exit status 1."""
    file = tmp_path / "text.txt"
    file.write_text("A headline\n\nSome paragraph.\n\nAnother.", "utf-8")
    done = run_here("check", "--text", str(file))
    assert (
        done.returncode == 1
        and "this is not the text that was audited" in done.stderr
        and "differs" in done.stdout
    )


def test_a_file_without_an_article_is_one_line(tmp_path):
    """Latin-1, nothing, a folder: `check --text` says what is wrong, and gives no traceback."""
    (tmp_path / "latin.txt").write_bytes("Été\n".encode("latin-1"))
    for name in ("latin.txt", "missing.txt", "."):
        with pytest.raises(SystemExit, match="name a file with the article's title"):
            main(["check", "--text", str(tmp_path / name)])


def test_a_table_is_never_written_over_the_projects_own(tmp_path):
    """`rules --csv` refuses the data folder, and makes the folder that is missing."""
    own = tables.folder() / "raw" / "rules" / "rule_changes.csv"
    before = own.read_bytes()
    with pytest.raises(SystemExit, match="lies among the project's tables"):
        main(["rules", "--on", "2024-03-10", "--csv", str(own)])
    assert own.read_bytes() == before
    main(["rules", "--on", "2024-03-10", "--csv", str(tmp_path / "new" / "rules.csv")])
    assert (tmp_path / "new" / "rules.csv").is_file()


def test_a_processed_table_that_nothing_makes_is_refused(clone, run_here):
    """A table that left the list must leave `data/processed` too; nothing is written until then."""
    stale = clone / "data/processed/corrections.csv"
    stale.write_text("table\n", "utf-8")
    cell("regimes", 2, "note", "something else")(clone / "data/raw")
    before = stored(clone)
    for command in ("build", "check"):
        done = run_here(command)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        assert "data/processed/corrections.csv: no table in data/raw/tables.yml" in done.stderr
    assert stored(clone) == before
    stale.unlink()
    assert run_here("build").returncode == 0


def test_help_names_every_command():
    """A person who types the name alone, or --help, sees what there is."""
    for arguments in ([], ["--help"], ["check", "--help"], ["rules", "--help"]):
        done = run(ROOT, *arguments)
        printed = done.stdout + done.stderr
        assert "Traceback" not in printed and ("example" in printed or "COMMAND" in printed)


def test_a_draft_beside_a_broken_table_is_not_called_faultless(clone, run_here, tmp_path):
    """Where another table cannot be read, the draft was not held against it: that is said."""
    draft = tmp_path / "gaps.csv"
    shutil.copy(place(clone / "data/raw", "gaps"), draft)
    place(clone / "data/raw", "claims").unlink()
    done = run_here("check", str(draft))
    assert done.returncode == 1 and "claims.csv: the file is missing" in done.stderr
