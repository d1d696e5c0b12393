"""Bad tables are refused by name, all faults together, and the old processed tables stay whole."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis import checks, tables
from analysis.__main__ import frames

RAW = tables.folder() / "raw"
ROOT = Path(__file__).resolve().parents[1]


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
        cell("rule_changes", 4, "effect", "widens"),
        "rule_changes.csv, row 4, column effect: 'widens' is not a known code; use one of: loosens",
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
    "column missing": (
        text(
            "gaps",
            lambda t: re.sub(r"^gap_id,table,looked_for,found", "gap_id,table,looked_for", t),
        ),
        "gaps.csv, row 1: column 'found' is missing; the header must be gap_id,table,looked_for,found",
    ),
    "column renamed": (
        text("gaps", lambda t: t.replace("looked_for", "looked_four", 1)),
        "column 'looked_for' is missing; column 'looked_four' is unknown .is it 'looked_for'.",
    ),
    "column added": (
        text("gaps", lambda t: t.replace("conclusions\n", "conclusions,more\n", 1)),
        "column 'more' is unknown",
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
        "permits.csv, row 2, column count: '1,841' is not a whole number of at most 15 digits; write",
    ),
    "parts that exceed their whole": (
        cell("permits", 4, "count", "99999"),
        r"permits.csv, row \d+, column count: .*(exceed|more than|over)",
    ),
    "below the minimum": (
        cell("permits", 2, "count", "-1"),
        "permits.csv, row 2, column count: '-1' is below 0",
    ),
    "semicolons": (
        text("gaps", lambda t: t.replace(",", ";")),
        "gaps.csv, row 1: the cells are separated by `;`; save the file with commas",
    ),
    "a line cut short": (
        text("gaps", lambda t: t + "N99,rules\n"),
        r"gaps.csv, row \d+: 2 cells, where the header has 5",
    ),
    "quotation mark left open": (
        text("gaps", lambda t: t + '"N99,rules\n'),
        "gaps.csv: not a CSV file",
    ),
    "too few rows": (
        text("provisions", lambda t: "".join(t.splitlines(keepends=True)[:-1])),
        "provisions.csv: 13 rows, where 14 to 14 are expected",
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
    "spelling given twice": (
        text("aliases", lambda t: t + "united-states,MEX,country,en,\n"),
        r"aliases.csv, row \d+, column alias: 'united-states' is a spelling that is there already",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_table_is_refused_by_name(case, raw):
    """One clear sentence names file, row, column and value, and says what to do."""
    spoil, message = BAD[case]
    spoil(raw)
    with pytest.raises(checks.DataError) as error:
        frames(raw)
    assert re.search(message, str(error.value)), str(error.value)


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
    """Three spoilt tables give three faults in one run."""
    for case in ("unknown effect", "formula", "empty required cell"):
        BAD[case][0](raw)
    with pytest.raises(checks.DataError) as error:
        frames(raw)
    assert len(error.value.faults) == 3


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
    """A copy of code and data in which the command line can be run for real."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
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


def stored(clone: Path) -> dict[str, bytes]:
    """Every byte of the processed tables."""
    return {path.name: path.read_bytes() for path in sorted((clone / "data/processed").iterdir())}


def test_a_fault_stops_the_build_and_leaves_the_old_tables(clone):
    """Exit status 1, the message on stderr, no file touched or added."""
    before = stored(clone)
    BAD["unknown effect"][0](clone / "data/raw")
    done = run(clone, "build")
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


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_kill_leaves_every_table_whole(clone):
    """Killed at any moment, each processed table is the old one or the new one."""
    cell("gaps", 2, "found", "something else")(clone / "data/raw")
    old, new = stored(clone), None
    environment = {**os.environ, "PYTHONPATH": str(clone / "src")}
    for pause in (0.2, 0.5, 0.8, 1.1):
        process = subprocess.Popen(
            [sys.executable, "-m", "analysis", "build"],
            cwd=clone,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        tables_now = {name: data for name, data in stored_files(clone).items()}
        assert set(tables_now) == set(old)
        assert all(data == old[name] or name == "gaps.csv" for name, data in tables_now.items())
    done = run(clone, "build")
    new = stored_files(clone)
    assert done.returncode == 0 and b"something else" in new["gaps.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="folder permissions of POSIX")
def test_a_read_only_folder_is_named_and_nothing_changes(clone):
    """A folder that cannot be written to gives one sentence, and the old tables stay."""
    cell("gaps", 2, "found", "something else")(clone / "data/raw")
    before = stored(clone)
    shutil.rmtree(clone / "data/processed")
    (clone / "data/processed").write_text("a file where the folder should be")
    done = run(clone, "build")
    assert (
        done.returncode == 1
        and "Traceback" not in done.stderr
        and "could not be written" in done.stderr
    )
    (clone / "data/processed").unlink()
    assert before and run(clone, "build").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_leaves_the_old_tables(clone):
    """No room for a new table: one sentence, exit status 1, nothing changed, nothing left behind."""
    cell("gaps", 2, "found", "something else")(clone / "data/raw")
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


def test_check_says_what_to_do_next(clone):
    """`check` changes nothing and ends with the next step."""
    before = stored(clone)
    done = run(clone, "check")
    assert (
        done.returncode == 0
        and done.stdout.strip().endswith("Next: make data")
        and stored(clone) == before
    )


def test_a_draft_is_checked_in_place_of_its_table(clone, tmp_path):
    """`check FILE` reads a draft that lies elsewhere, and prints its faults alone."""
    draft = tmp_path / "drafts" / "gaps.csv"
    draft.parent.mkdir()
    draft.write_text(
        (clone / tables.raw("gaps")).read_text("utf-8-sig") + "N99,regimes,=1+1,,\n", "utf-8"
    )
    BAD["unknown effect"][0](clone / "data/raw")
    done = run(clone, "check", str(draft))
    assert (
        done.returncode == 1
        and "'=1+1' begins like a spreadsheet formula" in done.stderr
        and "widens" not in done.stderr
    )
    assert run(clone, "check", "nothing.csv").returncode == 1


def test_a_text_is_held_against_the_audited_paragraphs(clone, tmp_path):
    """A text that is not the article's is found out, with exit status 1."""
    file = tmp_path / "text.txt"
    file.write_text("A headline\n\nSome paragraph.\n\nAnother.", "utf-8")
    done = run(clone, "check", "--text", str(file))
    assert (
        done.returncode == 1
        and "this is not the text that was audited" in done.stderr
        and "differs" in done.stdout
    )
