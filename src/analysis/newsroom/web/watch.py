"""Read the register's sources again and tell what is observed of each; nothing is edited.

A source is `same`, `changed`, `moved` (a permanent redirect), `gone` (404, 410), `unreachable` (no
answer, or a server's fault), `refused` (by the site, its robots.txt, or the checks of what came)
or `first seen` (no earlier copy to compare with). Nothing is called deleted.
"""

import contextlib
import json
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from ... import sources, user_files
from . import cache, drafting
from .answers import FetchError, visible
from .client import Client, Page, page

COLUMNS = ["source_id", "url", "result", "note", "final_url", "status", "observed", "compared_with"]
RESULTS = ["changed", "moved", "gone", "unreachable", "refused", "first seen", "same"]
TELLING = ["changed", "moved", "gone"]  # a person should look
NOTHING, SOMETHING, NOT_RUN, CRASHED = 0, 1, 2, 3  # what the exit status tells
JOURNAL = "watch.jsonl"
JOURNAL_AGE = timedelta(days=1)
SILENT_HOSTS = 10  # so many hosts in a row without any answer: it is the network
TRIES_PER_HOST = 2
LONGEST_WAIT = 3600.0  # seconds between two requests to one host
UNASKED = {"result": "unreachable", "note": "not asked: its host did not answer before"}
Passages = Callable[[str, str], tuple[list[str], list[str]]]


class NoNetwork(FetchError):
    """No host answers."""


def run(
    only: Sequence[str] = (),
    report: Path | None = None,
    *,
    delay: float = 5.0,
    folder: Path | None = None,
    passages: Passages | None = None,
    client: Client | None = None,
    draft: Path | None = None,
) -> int:
    """Watch (see `observe`), write the report as CSV, and print what a person should look at.

    Where `draft` names a file, what the pages say of themselves is written there (see `drafting`).

    Returns
    -------
    int
        The exit status. 0: nothing was observed to change. 1: something changed, moved or is gone.
        2: it could not run, was stopped, or no host answered; no report is written then. 3: it
        crashed, or crashed on a page, which says nothing of that page.
    """
    folder = folder or cache.place()
    try:
        for path in filter(None, (report, draft)):
            user_files.check_output(path)
        seen = observe(only, delay=delay, folder=folder, passages=passages, client=client)
        if report:
            content = seen.to_csv(index=False, lineterminator="\n").encode("utf-8")
            user_files.write(report.parent, {report.name: content})
        if draft:
            count = drafting.write(seen["source_id"], draft, folder)
            print(f"{draft}: what {count} pages say of themselves, for a person to compare")
        (folder / JOURNAL).unlink(missing_ok=True)
    except (FetchError, OSError, KeyboardInterrupt) as error:
        return _failed(str(error) or "stopped", NOT_RUN)
    except Exception as error:
        traceback.print_exc()
        return _failed(f"It crashed ({type(error).__name__}): a fault of this program", CRASHED)
    for row in seen[~seen["result"].isin(["same", "first seen"])].itertuples():
        print(f"{row.result:<12} {row.source_id}: {row.note}")
    count = seen["result"].value_counts()
    parts = [f"{count[name]} {name}" for name in RESULTS if name in count]
    print(f"{len(seen)} sources observed: {', '.join(parts)}")
    if seen.attrs["crashed"]:
        print(f"It crashed on {', '.join(seen.attrs['crashed'])}", file=sys.stderr)
        return CRASHED
    return SOMETHING if seen["result"].isin(TELLING).any() else NOTHING


def _failed(reason: str, status: int) -> int:
    """Say why there is no report, and return the status."""
    kept = "No report was written; what was observed so far is kept for a day"
    print(f"{reason}. {kept}", file=sys.stderr)
    return status


def observe(
    only: Sequence[str] = (),
    *,
    delay: float = 5.0,
    folder: Path | None = None,
    passages: Passages | None = None,
    client: Client | None = None,
) -> pd.DataFrame:
    """Return what is observed of each source with an address.

    One request at a time, hosts in turn. A journal in the cache lets a killed run go on.

    Parameters
    ----------
    only : sequence of str
        Ids of sources; all where it is empty.
    delay : float
        Seconds between two requests to one host, more where its robots.txt asks for more.
    folder : pathlib.Path, optional
        The cache.
    passages : callable, optional
        Takes an id and a text, and returns two lists of labels: the fingerprinted passages that
        stand, and those that are not found.
    client : Client, optional
        How pages are read.

    Returns
    -------
    pandas.DataFrame
        One row per source: source_id, url, result (one of `RESULTS`), note, final_url, status,
        observed and compared_with (UTC). `attrs["crashed"]` lists the sources whose page this
        program could not deal with, by a fault of its own; they count as refused.

    Raises
    ------
    FetchError
        For an unknown id; NoNetwork, which is one, where no host answers.
    """
    watch = _Round(only, delay, folder or cache.place(), passages, client or Client())
    for source_id, url in watch.wanted.items():
        watch.observe(str(source_id), url)
    if watch.error and len(watch.crashed) == len(watch.wanted):
        raise watch.error
    rows = [watch.done[source_id] for source_id in watch.wanted.index]
    frame = pd.DataFrame(rows, columns=COLUMNS).astype({"status": "Int64"})
    frame = frame.sort_values("source_id", ignore_index=True)
    frame.attrs["crashed"] = watch.crashed
    return frame


class _Round:
    """One round over the sources: what is wanted, what is done, and how the hosts answer."""

    def __init__(
        self,
        only: Sequence[str],
        delay: float,
        folder: Path,
        passages: Passages | None,
        client: Client,
    ):
        self.delay = delay
        self.folder = folder
        self.passages = passages
        self.client = client
        self.begun = time.monotonic()
        self.wanted = _in_turn(sources.register()["url"].dropna(), only)
        folder.mkdir(parents=True, exist_ok=True)
        self.done = _read_journal(folder / JOURNAL, self.wanted)
        self.of_journal = len(self.done)
        self.number = 0  # of the source that is looked at
        self.last_asked: dict[str, float] = {}
        self.failures: Counter[str] = Counter()  # of each host, in a row
        self.silent: list[str] = []  # hosts without an answer, in a row
        self.crashed: list[str] = []  # sources on whose page this program failed
        self.error: Exception | None = None  # the last of these failures

    def observe(self, source_id: str, url: str) -> None:
        """Observe one source, unless the journal has it; NoNetwork where no host answers."""
        self.number += 1
        if source_id not in self.done:
            self._ask(source_id, url)
        is_last = self.number == len(self.wanted)
        is_silent = is_last and not any(map(_answered, self.done.values()))
        if is_silent or len(set(self.silent)) >= SILENT_HOSTS:
            hosts = ", ".join(dict.fromkeys(self.silent))
            raise NoNetwork(f"no answer from {hosts}: is there a network?")
        if is_last or self.number % 10 == 0:
            text = f"{self.number} of {len(self.wanted)} sources, {self._time_left()}"
            print(text, file=sys.stderr, flush=True)

    def _ask(self, source_id: str, url: str) -> None:
        """Ask for one source, if its host answered before; and note how it answers."""
        host = urlsplit(url).netloc
        self._wait(host, url)
        row = _row(source_id, url) | UNASKED
        if self.failures[host] < TRIES_PER_HOST:
            row = self._observed(source_id, url)
        self.done[source_id] = row
        self.last_asked[host] = time.monotonic()
        if _answered(row):
            self.failures[host] = 0
            self.silent = []
        else:
            self.failures[host] += 1
            self.silent.append(host)

    def _observed(self, source_id: str, url: str) -> dict:
        """Return what is observed of a source; a page that breaks this program ends no round."""
        try:
            return _observed(source_id, url, self.client, self.folder, self.passages)
        except (FetchError, OSError):
            raise
        except Exception as error:
            traceback.print_exc()
            self.crashed.append(source_id)
            self.error = error
            note = f"this program failed on it ({type(error).__name__}), not the source"
            return _row(source_id, url) | {"result": "refused", "note": note}

    def _wait(self, host: str, url: str) -> None:
        """Give a host the time that it asks for, at least the delay."""
        if host not in self.last_asked:
            return
        rules = self.client.robots.get(f"{urlsplit(url).scheme}://{host}")
        delay = max(self.delay, rules.delay if rules else 0.0)
        seconds = self.last_asked[host] + delay - time.monotonic()
        time.sleep(min(LONGEST_WAIT, max(0.0, seconds)))

    def _time_left(self) -> str:
        """Return how long the rest will take at the pace so far."""
        asked = len(self.done) - self.of_journal
        rest = len(self.wanted) - len(self.done)
        minutes = (time.monotonic() - self.begun) / max(asked, 1) * rest / 60
        return f"about {minutes:.0f} min to go" if minutes >= 1 else "less than a minute to go"


def _in_turn(urls: pd.Series, only: Sequence[str]) -> pd.Series:
    """Return the addresses to read, so ordered that one host comes again as late as can be."""
    unknown = [source_id for source_id in only if source_id not in urls.index]
    if unknown:
        raise FetchError(f"no source with an address is called {', '.join(unknown)}")
    frame = urls[urls.index.isin(only)].to_frame() if only else urls.to_frame()
    frame["host"] = [urlsplit(url).netloc for url in frame["url"]]
    frame["turn"] = frame.groupby("host").cumcount()
    return frame.sort_values(["turn", "host"])["url"]


def _row(source_id: str, url: str) -> dict:
    """Return the row of a source of which nothing is observed yet."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return dict.fromkeys(COLUMNS) | {"source_id": source_id, "url": url, "observed": now}


def _answered(row: dict) -> bool:
    return row["result"] != "unreachable" or row["status"] is not None


def _observed(
    source_id: str, url: str, client: Client, folder: Path, passages: Passages | None
) -> dict:
    """Return what is observed of one source.

    It is noted before the copy is replaced, so that a kill between loses no change.
    """
    before = cache.kept(source_id, folder)
    row = _row(source_id, url) | {"compared_with": before and before["fetched"]}
    fetched = None
    try:
        fetched = page(url, client)
        labels = passages(source_id, fetched.text) if passages and fetched.text else ([], [])
        result, note = _moved(*_compare(before, fetched, folder, *labels), fetched)
        row |= {"result": result, "note": note}
        row |= {"status": fetched.status, "final_url": fetched.final_url}
    except FetchError as error:
        row |= {"result": error.outcome, "note": str(error), "status": error.status}
    with (folder / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(row) + "\n")
    is_of_another_kind = before and fetched and before["kind"] != fetched.kind
    if fetched and not is_of_another_kind:
        cache.keep(source_id, fetched, folder)
    return row


def _compare(
    before: dict | None, fetched: Page, folder: Path, standing: list[str], lost: list[str]
) -> tuple[str, str]:
    """Return the result and a note.

    Where a page has fingerprinted passages, they decide, not what stands around them.
    """
    if lost:
        note = f"fingerprinted passages not found: {', '.join(lost)}; {len(standing)} stand"
        return "changed", note
    if standing:
        return "same", f"all {len(standing)} fingerprinted passages stand"
    if before is None:
        return "first seen", "no earlier copy to compare with"
    if before["kind"] != fetched.kind:
        return "changed", f"was {before['kind']}, is {fetched.kind}; the earlier copy stays"
    earlier = (folder / before["file"]).read_bytes()
    if fetched.text is None:
        is_same = earlier == fetched.content
        return ("same", "") if is_same else ("changed", "other bytes than in the earlier copy")
    text = earlier.decode(before["charset"], "replace")
    old_lines = set((visible(text) if fetched.kind == "html" else text).split("\n"))
    new_lines = set(fetched.shown.split("\n"))
    if old_lines == new_lines:
        return "same", ""
    came, went = len(new_lines - old_lines), len(old_lines - new_lines)
    return "changed", f"{came} lines came, {went} went"


def _moved(result: str, note: str, fetched: Page) -> tuple[str, str]:
    """Return the same, but for a page that moved for good to another address.

    From http to https, to or from www, or to a last slash is no move.
    """
    old, new = (
        re.sub(r"^https?://(www\.)?|/$", "", url) for url in (fetched.url, fetched.final_url)
    )
    if not fetched.moved or old == new:
        return result, note
    notes = [note, f"moved for good to {fetched.final_url}"]
    is_unchanged = result in ("same", "first seen")
    return "moved" if is_unchanged else result, "; ".join(filter(None, notes))


def _read_journal(path: Path, wanted: pd.Series) -> dict[str, dict]:
    """Return what a killed run observed within the last day.

    A broken line, another address and what was unreachable are asked again.
    """
    since = (datetime.now(UTC) - JOURNAL_AGE).isoformat(timespec="seconds")
    rows: dict[str, dict] = {}
    if not path.is_file():
        return rows
    for line in path.read_text("utf-8", "replace").splitlines():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            row = json.loads(line)
            is_fresh = row["observed"] >= since and row["result"] != "unreachable"
            if is_fresh and wanted.get(row["source_id"]) == row["url"]:
                rows[row["source_id"]] = row
    return rows
