"""Read the register's sources again and tell what is observed of each; nothing is edited, and nothing is called deleted.

`same`, `changed`, `moved` (a permanent redirect), `gone` (404, 410), `unreachable` (no answer, or a server's fault), `refused`
(by the site, its robots.txt, or the checks of what came), `first seen` (no earlier copy to compare with).
"""

import contextlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from ... import sources
from . import cache
from .answers import FetchError, visible
from .client import Client, Page, page

COLUMNS = ["source_id", "url", "result", "note", "final_url", "status", "observed", "compared_with"]
RESULTS = ["changed", "moved", "gone", "unreachable", "refused", "first seen", "same"]
TELLING = ["changed", "moved", "gone"]  # a person should look
JOURNAL, JOURNAL_AGE = "watch.jsonl", timedelta(days=1)
SILENT_HOSTS = 10  # so many hosts in a row without any answer: it is the network
TRIES_PER_HOST = 2
UNASKED = {"result": "unreachable", "note": "not asked: its host did not answer before"}


class NoNetwork(FetchError):
    """No host answers."""


def run(only: list[str] = (), report: Path | None = None, **options) -> int:
    """Watch (see `observe`), write the report as CSV, print what a person should look at; the exit status.

    0: nothing was observed to change; 1: something changed, moved or is gone; 2: it could not run, or no host answered.
    """
    options["folder"] = options.get("folder") or cache.place()
    try:
        seen = observe(only, **options)
        if report:
            report.parent.mkdir(parents=True, exist_ok=True)
            cache.write(report, seen.to_csv(index=False, lineterminator="\n").encode("utf-8"))
        (options["folder"] / JOURNAL).unlink(missing_ok=True)
    except (FetchError, OSError, KeyboardInterrupt) as error:
        print(
            f"{str(error) or 'stopped'}. No report was written; what was observed so far is kept for a day",
            file=sys.stderr,
        )
        return 2
    for row in seen[~seen["result"].isin(["same", "first seen"])].itertuples():
        print(f"{row.result:<12} {row.source_id}: {row.note}")
    print(
        f"{len(seen)} sources observed: "
        + ", ".join(
            f"{count} {name}" for name in RESULTS if (count := seen["result"].eq(name).sum())
        )
    )
    return int(seen["result"].isin(TELLING).any())


def observe(
    only: list[str] = (),
    *,
    delay: float = 5.0,
    folder: Path | None = None,
    passages: Callable | None = None,
    client: Client | None = None,
) -> pd.DataFrame:
    """One row per source with an address: source_id, url, result, note, final_url, status, observed (UTC), compared_with (UTC).

    One request at a time, hosts in turn, `delay` seconds (or what robots.txt asks) between two to the same host. A journal in the
    cache lets a killed run go on. `passages(source_id, text)` tells which fingerprinted passages stand and which are not found
    (two lists of labels). An unknown id raises FetchError; where no host answers, NoNetwork is raised.
    """
    folder, client, begun = folder or cache.place(), client or Client(), time.monotonic()
    wanted = _in_turn(sources.register()["url"].dropna(), only)
    folder.mkdir(parents=True, exist_ok=True)
    last, tried, streak, known = (
        {},
        Counter(),
        [],
        len(done := _read_journal(folder / JOURNAL, wanted)),
    )
    for number, (source_id, url) in enumerate(wanted.items(), 1):
        host = urlsplit(url).netloc
        if source_id not in done:
            _wait(last.get(host), client, url, delay)
            asked = tried[host] < TRIES_PER_HOST
            done[source_id] = (
                _observed(source_id, url, client, folder, passages)
                if asked
                else _row(source_id, url) | UNASKED
            )
            last[host], answered = time.monotonic(), _answered(done[source_id])
            tried[host] = 0 if answered else tried[host] + 1
            streak = [] if answered else [*streak, host]
        whole = number == len(wanted)
        if len(set(streak)) >= SILENT_HOSTS or whole and not any(map(_answered, done.values())):
            raise NoNetwork(
                f"no answer from {', '.join(dict.fromkeys(streak))}: is there a network?"
            )
        if number % 10 == 0 or whole:
            print(
                f"{number} of {len(wanted)} sources, {_left(begun, len(done) - known, len(wanted) - len(done))}",
                file=sys.stderr,
                flush=True,
            )
    rows = pd.DataFrame([done[source_id] for source_id in wanted.index], columns=COLUMNS)
    return rows.astype({"status": "Int64"}).sort_values("source_id", ignore_index=True)


def _in_turn(urls: pd.Series, only: list[str]) -> pd.Series:
    """The addresses to read, so ordered that the same host comes again as late as can be."""
    if lost := [source_id for source_id in only if source_id not in urls.index]:
        raise FetchError(f"no source with an address is called {', '.join(lost)}")
    frame = urls[urls.index.isin(only)].to_frame() if only else urls.to_frame()
    frame["host"] = frame["url"].map(lambda url: urlsplit(url).netloc)
    return frame.assign(turn=frame.groupby("host").cumcount()).sort_values(["turn", "host"])["url"]


def _left(begun: float, asked: int, unasked: int) -> str:
    """How long the rest will take at the pace so far."""
    minutes = (time.monotonic() - begun) / max(asked, 1) * unasked / 60
    return f"about {minutes:.0f} min to go" if minutes >= 1 else "less than a minute to go"


def _wait(last: float | None, client: Client, url: str, delay: float) -> None:
    parts = urlsplit(url)
    asked = client.robots.get(f"{parts.scheme}://{parts.netloc}", {}).get("delay", 0)
    if last is not None:
        time.sleep(min(3600.0, max(0.0, last + max(delay, asked) - time.monotonic())))


def _row(source_id: str, url: str) -> dict:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return dict.fromkeys(COLUMNS) | {"source_id": source_id, "url": url, "observed": now}


def _answered(row: dict) -> bool:
    return row["result"] != "unreachable" or row["status"] is not None


def _observed(
    source_id: str, url: str, client: Client, folder: Path, passages: Callable | None
) -> dict:
    """What is observed of one source; it is noted before the copy is replaced, so that a kill between loses no change."""
    before, got = cache.kept(source_id, folder), None
    row = _row(source_id, url) | {"compared_with": before and before["fetched"]}
    try:
        got = page(url, client)
        known = passages(source_id, got.text) if passages and got.text else ([], [])
        result, note = _moved(*_compare(before, got, folder, *known), got)
        row |= {"result": result, "note": note, "status": got.status, "final_url": got.final_url}
    except FetchError as error:
        row |= {"result": error.outcome, "note": str(error), "status": error.status}
    with (folder / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(row) + "\n")
    if got and not (before and before["kind"] != got.kind):
        cache.keep(source_id, got, folder)
    return row


def _compare(
    before: dict | None, got: Page, folder: Path, standing: list[str], lost: list[str]
) -> tuple[str, str]:
    """The result and a note; where a page has fingerprinted passages, they decide, not what stands around them."""
    if lost:
        return (
            "changed",
            f"fingerprinted passages not found: {', '.join(lost)}; {len(standing)} stand",
        )
    if standing:
        return "same", f"all {len(standing)} fingerprinted passages stand"
    if before is None:
        return "first seen", "no earlier copy to compare with"
    if before["kind"] != got.kind:
        return "changed", f"was {before['kind']}, is {got.kind}; the earlier copy stays"
    old = (folder / before["file"]).read_bytes()
    if got.text is None:
        return (
            ("same", "")
            if old == got.content
            else ("changed", "other bytes than in the earlier copy")
        )
    text = old.decode(before["charset"], "replace")
    lines, now = (
        set(shown.split("\n"))
        for shown in (visible(text) if got.kind == "html" else text, got.shown)
    )
    return (
        ("changed", f"{len(now - lines)} lines came, {len(lines - now)} went")
        if lines != now
        else ("same", "")
    )


def _moved(result: str, note: str, got: Page) -> tuple[str, str]:
    """The same, but for a page that moved for good to another address (more than http to https, www or a last slash)."""
    old, new = (re.sub(r"^https?://(www\.)?|/$", "", url) for url in (got.url, got.final_url))
    if not got.moved or old == new:
        return result, note
    return ("moved" if result in ("same", "first seen") else result), "; ".join(
        filter(None, [note, f"moved for good to {got.final_url}"])
    )


def _read_journal(path: Path, wanted: pd.Series) -> dict[str, dict]:
    """What a killed run observed within the last day; a broken line, another address and what was unreachable are asked again."""
    since, done = (datetime.now(UTC) - JOURNAL_AGE).isoformat(timespec="seconds"), {}
    for line in path.read_text("utf-8", "replace").splitlines() if path.is_file() else []:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            row = json.loads(line)
            if (
                row["observed"] >= since
                and row["result"] != "unreachable"
                and wanted.get(row["source_id"]) == row["url"]
            ):
                done[row["source_id"]] = row
    return done
