"""Where pages are kept: outside git, each with a record of what it is and when it came. A bad answer never gets here."""

import hashlib
import json
import os
import re
import sys
from dataclasses import asdict
from pathlib import Path

from ... import tables
from .answers import FetchError

RECORDED = ["url", "final_url", "status", "kind", "charset", "fetched"]


def place() -> Path:
    """The cache: `.cache/sources` of a clone; of an installed package, a folder of the user's cache."""
    home = tables.folder().parent
    if home != Path(tables.__file__).parent:
        return home / ".cache" / "sources"
    usual = {"win32": "~/AppData/Local", "darwin": "~/Library/Caches"}.get(sys.platform, "~/.cache")
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(given or usual).expanduser() / "japan-arms-export" / "sources"


def keep(source_id: str, page, folder: Path | None = None) -> None:
    """Keep a page and its record; the page before it stays beside it as `earlier`, older ones go.

    The page is a new file and the record is replaced in one step, so that a kill leaves the old copy or the new one, whole.
    """
    folder = folder or place()
    before = kept(source_id, folder)
    record = {name: asdict(page)[name] for name in RECORDED} | {
        "sha256": page.sha256,
        "text_sha256": page.text_sha256,
    }
    record["file"] = f"{source_id}.{page.sha256[:12]}.{page.kind}"
    record["earlier"] = before and (
        before["file"] if before["file"] != record["file"] else before["earlier"]
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / record["file"], page.content)
        write(folder / f"{source_id}.json", (json.dumps(record, indent=1) + "\n").encode())
        for old in folder.glob(f"{source_id}.*.*"):
            if old.name not in (record["file"], record["earlier"]):
                old.unlink()
    except OSError as error:
        raise FetchError(
            f"the page came and could not be kept in {folder} ({error.strerror})"
        ) from error


def kept(source_id: str, folder: Path | None = None) -> dict | None:
    """The record of the copy that is kept; None where there is none, or where its bytes are not what the record says."""
    folder = folder or place()
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", source_id):
        raise FetchError(f"no source can be called {source_id}")
    try:
        record = json.loads((folder / f"{source_id}.json").read_text("utf-8"))
        whole = (
            hashlib.sha256((folder / record["file"]).read_bytes()).hexdigest() == record["sha256"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if whole else None


def write(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there in one step."""
    waiting = path.with_name(f".{path.name}.new")
    try:
        waiting.write_bytes(content)
        os.replace(waiting, path)
    finally:
        waiting.unlink(missing_ok=True)
