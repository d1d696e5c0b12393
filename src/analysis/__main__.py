"""The command line: `python -m analysis build | check | rules | audit | watch`. The pipeline is the list `STEPS`."""

import argparse
import sys
from pathlib import Path

from . import articles, checks, claims, countries, permits, printed, rules, tables

STEPS = {
    "evidence": claims.dated,  # its date is its source's
    "regimes": rules.effective,  # a cell applies from the day its rule does
    "procedures": rules.effective,
    "transfers": lambda frame, frames: frame.assign(
        bound=printed.bounds(frame, "value_as_printed")
    ),
    "programmes": lambda frame, frames: frame.assign(
        bound=printed.bounds(frame, "amount_as_printed")
    ),
}
FINDERS = [
    countries.faults,
    printed.faults,
    rules.faults,
    permits.faults,
]  # what a schema cannot say


def frames(raw: Path | None = None, drafts: dict[str, Path] | None = None) -> dict:
    """All processed tables, made anew from the raw ones; any fault raises DataError with the whole list.

    `drafts` are files to read in place of the raw tables so named; then only their faults count.
    """
    made, faults = checks.read_raw(raw, drafts)
    if len(made) == len(tables.names()):
        for name, step in STEPS.items():
            made[name] = step(made[name], made)
            faults += checks.derived(name, made[name])
        for find in FINDERS:
            faults += find(made)
    if drafts:
        faults = [
            fault for fault in faults if any(fault.startswith(tables.raw(name)) for name in drafts)
        ]
    if faults:
        raise checks.DataError(faults)
    return made


def build() -> None:
    """Write `data/processed/` from `data/raw/`; nothing is written unless every check passes."""
    tables.describe(checks.package(tables.folder() / "raw"))
    made = frames()
    changed = tables.write(made)
    rows = sum(map(len, made.values()))
    print(
        f"{len(made)} tables, {rows:,} rows; {len(changed)} changed"
        + (f": {', '.join(changed)}" if changed else "")
    )


def check(files: list[Path], text: Path | None) -> None:
    """Check the raw tables, or drafts of them, and whether a text is the audited article's; nothing is written."""
    tables.describe(checks.package(tables.folder() / "raw"))
    unknown = [path.name for path in files if path.stem not in tables.names()]
    if unknown:
        sys.exit(f"no table is called {', '.join(unknown)}; there are: {', '.join(tables.names())}")
    made = frames(drafts={path.stem: path for path in files})
    print(
        f"{len(made)} tables, {sum(map(len, made.values())):,} rows: no fault found. Next: make data"
    )
    if text:
        same_text(text)


def same_text(path: Path) -> None:
    """Print, paragraph by paragraph, whether a text is the audited article's; exit with status 1 where it is not."""
    known = tables.read("paragraphs").query("article_id == @claims.ARTICLE")
    result = articles.compare(articles.read(path.read_text("utf-8")), known)
    print(result.to_string(index=False))
    if not result["result"].eq("same").all():
        sys.exit("this is not the text that was audited: see the rows that differ")
    print(f"all {len(result)} paragraphs are those of {claims.ARTICLE}")


def show_rules(on: str, compare: str | None, csv: Path | None) -> None:
    """Print the status of every provision on a day or, given a second day, what differs; write the whole table where asked."""
    try:
        table, state = (
            rules.compare(on, compare) if compare else rules.in_force(on),
            rules.in_force(compare or on),
        )
    except ValueError as error:
        sys.exit(str(error))
    shown = (
        ["change", "status_before", "status_after"] if compare else ["status", "since", "one_off"]
    )
    told = table[
        [
            "provision_id",
            "provision",
            *shown,
            "rule_id",
            "confidence",
            "condition_after" if compare else "condition",
        ]
    ]
    print(
        told.astype("str").fillna("").to_string(index=False, max_colwidth=60)
        if len(table)
        else f"nothing differs between {on} and {compare}"
    )
    for remark, rows in state.groupby("remark"):
        print(f"{', '.join(rows['provision_id'])}: {remark}")
    if csv:
        table.to_csv(csv, index=False, lineterminator="\n", date_format="%Y-%m-%d")
        print(f"{csv}: {len(table)} rows, with sources")


def passages(source_id: str, text: str) -> tuple[list[str], list[str]]:
    """The labels of the fingerprinted paragraphs of a source that a text holds, and of those that it does not."""
    listed, known = tables.read("articles"), tables.read("paragraphs")
    known = known[
        known["article_id"].isin(listed.loc[listed["source_id"] == source_id, "article_id"])
    ]
    try:
        found = articles.read(text)["sha256"] if len(known) else []
    except ValueError:  # a page without an article
        found = []
    stand = known["sha256"].isin(found)
    return known.loc[stand, "paragraph"].tolist(), known.loc[~stand, "paragraph"].tolist()


def show_audit(chosen: argparse.Namespace) -> None:
    """Print the audit of a file or an address; one line and exit status 1 where it cannot be had."""
    from .newsroom.audit import report

    try:
        report.run(chosen.place, chosen.csv, chosen.html, chosen.published)
    except (ValueError, OSError) as error:
        sys.exit(f"no audit: {error}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="write data/processed/ from data/raw/")
    checking = commands.add_parser(
        "check", help="check the raw tables, and a text of the audited article"
    )
    checking.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="raw tables to check in place of those of the same name; only their faults are told",
    )
    checking.add_argument(
        "--text",
        type=Path,
        metavar="FILE",
        help="the article's text, where you hold it: are these the audited paragraphs?",
    )
    asking = commands.add_parser(
        "rules", help="what could go to whom on a day, and what differs on another"
    )
    asking.add_argument("--on", required=True, metavar="DAY", help="the day, YYYY-MM-DD")
    asking.add_argument(
        "--compare", metavar="DAY", help="a second day: show what differs from the first"
    )
    asking.add_argument("--csv", type=Path, metavar="FILE", help="write the whole table there too")
    auditing = commands.add_parser(
        "audit",
        help="any article held against the tables: sourcing, near-copies, rules, transfers, questions",
    )
    auditing.add_argument(
        "place", metavar="FILE|URL", help="a file of HTML or text, or a web address"
    )
    auditing.add_argument("--csv", type=Path, metavar="DIR", help="write each table there")
    auditing.add_argument(
        "--html", type=Path, metavar="FILE", help="write the report there as one page"
    )
    auditing.add_argument(
        "--published",
        metavar="DAY",
        help="the article's day, YYYY-MM-DD, where the page does not state it",
    )
    watching = commands.add_parser(
        "watch", help="read the register's sources again and tell what changed; edits nothing"
    )
    watching.add_argument(
        "--only", nargs="+", default=[], metavar="SOURCE_ID", help="these sources instead of all"
    )
    watching.add_argument(
        "--delay",
        type=float,
        default=5.0,
        metavar="SECONDS",
        help="between two requests to the same host (5)",
    )
    watching.add_argument(
        "--report", type=Path, metavar="FILE", help="write what was observed as CSV"
    )
    return parser


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and run one command."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "rules":
        return show_rules(chosen.on, chosen.compare, chosen.csv)
    if chosen.command == "audit":
        return show_audit(chosen)
    if chosen.command == "watch":
        from .newsroom.web import watch

        sys.exit(watch.run(chosen.only, chosen.report, delay=chosen.delay, passages=passages))
    try:
        build() if chosen.command == "build" else check(chosen.files, chosen.text)
    except checks.DataError as error:
        count = len(error.faults)
        sys.exit(
            f"{error}\n{count} fault{'s' * (count > 1)}; nothing was written. Mend the rows above, then run: make data"
        )
    except OSError as error:
        sys.exit(
            f"data/processed could not be written ({error}); the tables that stand there are whole. Make room or mend the folder, then run: make data"
        )


if __name__ == "__main__":
    main()
