"""The command line: `python -m analysis build | check`. The pipeline is the list `STEPS`."""

import argparse
import sys
from pathlib import Path

from analysis import articles, checks, claims, rules, tables

STEPS = {
    "evidence": claims.dated,  # its date is its source's
    "regimes": rules.effective,  # a cell applies from the day its rule does
    "procedures": rules.effective,
}


FINDERS = [rules.faults]  # what a schema cannot say


def frames(raw: Path | None = None) -> dict:
    """All processed tables, made anew from the raw ones; any fault raises DataError with the whole list."""
    made, faults = checks.read_raw(raw)
    if len(made) == len(tables.names()):
        for name, step in STEPS.items():
            made[name] = step(made[name], made)
            faults += checks.derived(name, made[name])
        for find in FINDERS:
            faults += find(made)
    if faults:
        raise checks.DataError(faults)
    return made


def build() -> None:
    """Write `data/processed/` from `data/raw/`; nothing is written unless every check passes."""
    made = frames()
    changed = tables.write(made)
    rows = sum(map(len, made.values()))
    print(f"{len(made)} tables, {rows:,} rows; {len(changed)} changed" + (f": {', '.join(changed)}" if changed else ""))


def check(text: Path | None) -> None:
    """Check the raw tables and, given the text of the audited article, whether it is the one that was audited."""
    made = frames()
    print(f"{len(made)} tables, {sum(map(len, made.values())):,} rows: no fault found. Next: make data")
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


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and run one command."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="write data/processed/ from data/raw/")
    checking = commands.add_parser("check", help="check the raw tables, and a text of the audited article")
    checking.add_argument("--text", type=Path, metavar="FILE", help="the article's text, where you hold it: are these the audited paragraphs?")
    chosen = parser.parse_args(arguments)
    try:
        build() if chosen.command == "build" else check(chosen.text)
    except checks.DataError as error:
        count = len(error.faults)
        sys.exit(f"{error}\n{count} fault{'s' * (count > 1)}; nothing was written. Mend the rows above, then run: make data")


if __name__ == "__main__":
    main()
