"""The command line: tables | rules | ask | audit | check | chart, and in a clone build | watch.

The pipeline from raw to processed tables is `STEPS`, `LATER` and `FINDERS` below.
"""

import argparse
import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from . import (
    articles,
    checks,
    citations,
    claims,
    permits,
    questions,
    rules,
    tables,
    user_files,
)
from .commands import chart_files, parsing, tables_shown
from .rules import asked
from .transfers import events

Frames = dict[str, pd.DataFrame]
IN_ASCII = dict(zip("‘’“”‐‑–—−…→×·≥≤「」、。", "''\"\"-----.>x.><[],.", strict=True))
MEND = "nothing was written. Mend the rows above, then run: make data"
NO_RAW = (
    "{command} needs the raw tables, which are in a clone of the repository and not in an "
    "installed package; `tables` shows those that are here"
)
SHOWN = {"ask": asked.run, "tables": tables_shown.run, "chart": chart_files.run}


def _transfers(frame: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """Return the transfers with their days and the bound of each printed value."""
    dated = events.dated(frame, frames)
    return dated.assign(bound=checks.bounds(dated, "value_as_printed"))


def _programmes(frame: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """Return the programmes with the bound of each printed amount."""
    return frame.assign(bound=checks.bounds(frame, "amount_as_printed"))


def _agreements(frame: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """Return the agreements with the grade of the day on which each entered into force."""
    in_force = citations.grades_of("agreements", "in_force_from", frames)
    return frame.assign(grade_in_force=in_force)


# What is worked out for a table from the others, after its cells are checked.
STEPS: dict[str, Callable[[pd.DataFrame, Frames], pd.DataFrame]] = {
    "evidence": claims.dated,  # its date is its source's
    "regimes": rules.effective,  # a cell applies from the day its rule does
    "general_rules": rules.effective,
    "procedures": rules.effective,
    "transfers": _transfers,
    "programmes": _programmes,
}
# What is worked out after the citations are weighed.
LATER: dict[str, Callable[[pd.DataFrame, Frames], pd.DataFrame]] = {
    "rule_changes": rules.effects,
    "agreements": _agreements,
    "questions": questions.answered,
}
# What a schema cannot say.
FINDERS: list[Callable[[Frames], list[checks.Fault]]] = [
    checks.find,
    citations.faults,
    rules.faults,
    rules.effect_faults,
    rules.answer_faults,
    permits.faults,
    questions.mistakes,
]


def _has_raw() -> bool:
    """Return whether the tables that people write are here, and not the processed ones alone."""
    return (tables.folder() / "raw" / "tables.yml").is_file()


def frames(raw: Path | None = None, drafts: dict[str, Path] | None = None) -> Frames:
    """Return all processed tables, made anew from the raw ones.

    Parameters
    ----------
    raw : Path, optional
        The folder of the raw tables; without it, the project's own.
    drafts : dict of Path, optional
        Files to read in place of the raw tables so named; then only their faults count.

    Returns
    -------
    dict of pandas.DataFrame
        By table, in the order of the data package.

    Raises
    ------
    checks.DataError
        There are faults; it carries all of them.
    """
    made, faults = checks.read_raw(raw, drafts)
    if len(made) == len(tables.names()):
        for name, step in STEPS.items():
            made[name] = step(made[name], made)
        made |= citations.derived(made)
        for name, step in LATER.items():
            made[name] = step(made[name], made)
        for name in made:
            faults += checks.derived(name, made[name], made)
        for find in FINDERS:
            faults += find(made)
    if drafts and len(made) == len(tables.names()):
        faults = [fault for fault in faults if fault.table in drafts]
    if drafts:
        faults = [fault._replace(file=_draft_file(fault, drafts)) for fault in faults]
    if faults:
        raise checks.DataError(faults)
    return made


def _draft_file(fault: checks.Fault, drafts: dict[str, Path]) -> str:
    """Return the file to name where a fault stands in a draft: the draft."""
    return fault.file or str(drafts.get(fault.table, ""))


def _stale() -> list[checks.Fault]:
    """Return a fault for each processed table that no raw table makes any more."""
    declared = {f"{name}.csv" for name in tables.names()}
    paths = sorted((tables.folder() / "processed").glob("*.csv"))
    advice = "no table in data/raw/tables.yml has this name; delete the file, or list the table"
    return [
        checks.Fault("", None, "", None, advice, file=f"data/processed/{path.name}")
        for path in paths
        if path.name not in declared
    ]


def build() -> None:
    """Write `data/processed/` from `data/raw/`; nothing is written unless every check passes."""
    with tables.described(checks.package()):
        made = frames()
        stale = _stale()
        if stale:
            raise checks.DataError(stale)
        try:
            changed = tables.write(made)
        except OSError as error:
            sys.exit(
                f"data/processed could not be written ({error}); the tables that stand there are "
                "whole. Make room or mend the folder, then run: make data"
            )
    names = f": {', '.join(changed)}" if changed else ""
    print(f"{len(made)} tables, {_rows(made):,} rows; {len(changed)} changed{names}")


def check(drafts: list[Path], text: Path | None) -> None:
    """Check the raw tables, or drafts of them, and whether a text is the audited article's.

    Nothing is written. Faults raise DataError; a text that is not the article's ends the program
    with exit status 1.
    """
    for path in drafts:
        try:
            user_files.content(path)
        except (OSError, ValueError) as error:
            sys.exit(f"{path}: {error}; name the CSV file to check")
    paragraphs = _paragraphs(text) if text else None
    stems = [path.stem for path in drafts]
    if len(set(stems)) < len(stems):
        sys.exit(f"two drafts of one table ({', '.join(map(str, drafts))}); check one at a time")
    with tables.described(checks.package()):
        names = tables.names()
        unknown = [path.name for path in drafts if path.stem not in names]
        if unknown:
            sys.exit(f"no table is called {', '.join(unknown)}; there are: {', '.join(names)}")
        made = frames(drafts={path.stem: path for path in drafts})
        if not drafts and _stale():
            raise checks.DataError(_stale())
    print(f"{len(made)} tables, {_rows(made):,} rows: no fault found. Next: make data")
    if paragraphs is not None:
        same_text(paragraphs)


def _rows(made: Frames) -> int:
    return sum(map(len, made.values()))


def _paragraphs(path: Path) -> pd.DataFrame:
    """Return the paragraphs of an article's file; exit where it holds none."""
    try:
        return articles.read(user_files.content(path))
    except (ValueError, OSError) as error:
        sys.exit(f"{path}: {error}; name a file with the article's title and paragraphs")


def same_text(article: pd.DataFrame) -> None:
    """Print, paragraph by paragraph, whether a text is the audited article's.

    Exit with status 1 where it is not.
    """
    paragraphs = tables.read("paragraphs")
    paragraphs = paragraphs[paragraphs["article_id"] == claims.ARTICLE]
    result = articles.compare(article, paragraphs)
    print(result.to_string(index=False))
    if not result["result"].eq("same").all():
        sys.exit("this is not the text that was audited: see the rows that differ")
    print(f"all {len(result)} paragraphs are those of {claims.ARTICLE}")


def show_rules(on: str, compare: str | None, csv: Path | None) -> None:
    """Print the status of every provision on a day or, given a second day, only what differs.

    Remarks on the later day follow. The same rows with all their columns, sources included, are
    written to `csv` where that is given. A day that is none ends the program with one line.
    """
    try:
        table = rules.compare(on, compare) if compare else rules.in_force(on)
        state = rules.in_force(compare or on)
    except ValueError as error:
        sys.exit(str(error))
    columns = ["status", "since", "one_off"]
    condition = "condition"
    if compare:
        columns = ["change", "status_before", "status_after"]
        condition = "condition_after"
    shown = table[["provision_id", "provision", *columns, "rule_id", "confidence", condition]]
    if shown.empty:
        print(f"nothing differs between {on} and {compare}")
    else:
        print(shown.astype("str").fillna("").to_string(index=False, max_colwidth=60))
    for remark, rows in state.groupby("remark"):
        print(f"{', '.join(rows['provision_id'])}: {remark}")
    if csv:
        content = table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
        user_files.write(csv.parent, {csv.name: content.encode("utf-8-sig")})
        print(f"{csv}: {len(table)} rows, with sources")


def passages(source_id: str, text: str) -> tuple[list[str], list[str]]:
    """Return the labels of a source's paragraphs: those that a text holds, and the others."""
    register, paragraphs = tables.read("articles"), tables.read("paragraphs")
    wanted = register.loc[register["source_id"] == source_id, "article_id"]
    paragraphs = paragraphs[paragraphs["article_id"].isin(wanted)]
    if paragraphs.empty:
        return [], []
    try:
        hashes = articles.read(text)["sha256"].tolist()
    except ValueError:  # a page without an article
        hashes = []
    standing = paragraphs["sha256"].isin(hashes)
    return (
        paragraphs.loc[standing, "paragraph"].tolist(),
        paragraphs.loc[~standing, "paragraph"].tolist(),
    )


def show_audit(chosen: argparse.Namespace) -> None:
    """Print the audit of a file or an address; exit with one line where it cannot be had."""
    from .newsroom.audit import report

    try:
        text = report.run(
            chosen.place, chosen.csv, chosen.html, chosen.published, as_json=chosen.json
        )
    except (ValueError, OSError) as error:
        sys.exit(f"no audit: {error}")
    print(text)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for signs that a terminal cannot show: the like in ASCII, else `?`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    letters = (unicodedata.normalize("NFKD", IN_ASCII.get(sign, sign))[0] for sign in signs)
    return "".join(letter if letter.isascii() else "?" for letter in letters), error.end


def _show_what_can_be_shown() -> None:
    """Let no sign that the terminal lacks end a command after its work is done."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and run one command."""
    _show_what_can_be_shown()
    try:
        words = sys.argv[1:] if arguments is None else arguments
        _run(parsing.parser().parse_args(words or ["--help"]))
        print(end="", flush=True)
    except OSError as error:
        if not error.errno:  # of `user_files`, which says what to do
            sys.exit(str(error))
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # `rules … | head` has seen enough
            sys.exit(f"not all was shown ({error.strerror}); send it to another place")


def _run(chosen: argparse.Namespace) -> None:
    """Run the command that was chosen."""
    if chosen.command == "rules":
        return show_rules(chosen.on, chosen.compare, chosen.csv)
    if chosen.command in SHOWN:
        return SHOWN[chosen.command](chosen)
    if chosen.command == "audit":
        return show_audit(chosen)
    if chosen.command == "watch":
        from .newsroom.web import watch

        options = {"delay": chosen.delay, "passages": passages, "draft": chosen.draft}
        sys.exit(watch.run(chosen.only, chosen.report, **options))
    if chosen.command == "check" and chosen.text and not chosen.files and not _has_raw():
        return same_text(_paragraphs(chosen.text))
    if not _has_raw():
        sys.exit(NO_RAW.format(command=chosen.command))
    try:
        if chosen.command == "build":
            build()
        else:
            check(chosen.files, chosen.text)
    except checks.DataError as error:
        count = len(error.faults)
        sys.exit(f"{error}\n{count} fault{'s' if count > 1 else ''}; {MEND}")
    except OSError as error:
        sys.exit(f"a file could not be read ({error}); mend it, then try again")
    return None


if __name__ == "__main__":
    main()
