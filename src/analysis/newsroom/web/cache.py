"""Where pages are kept: outside git, each with a record of what it is and when it came.

A bad answer never gets here.
"""

import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ... import tables
from .answers import FetchError

if TYPE_CHECKING:
    from .client import Page

RECORDED = ["url", "final_url", "status", "kind", "charset", "fetched"]


def place() -> Path:
    """Return the cache: `.cache/sources` of a clone, else a folder of the user's cache."""
    home = tables.folder().parent
    if home != Path(tables.__file__).parent:
        return home / ".cache" / "sources"
    usual = {"win32": "~/AppData/Local", "darwin": "~/Library/Caches"}.get(sys.platform, "~/.cache")
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(given or usual).expanduser() / "japan-arms-export" / "sources"


def keep(source_id: str, page: "Page", folder: Path | None = None) -> None:
    """Keep a page and its record; the page before it stays as `earlier`, older ones go.

    The page is a new file and the record is replaced in one step, so that a kill leaves the old
    copy or the new one, whole.
    """
    folder = folder or place()
    before = kept(source_id, folder)
    record = {name: getattr(page, name) for name in RECORDED}
    file = f"{source_id}.{page.sha256[:12]}.{page.kind}"
    earlier = None
    if before:
        earlier = before["earlier"] if before["file"] == file else before["file"]
    record |= {"sha256": page.sha256, "text_sha256": page.text_sha256}
    record |= {"file": file, "earlier": earlier}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / file, page.content)
        write(folder / f"{source_id}.json", (json.dumps(record, indent=1) + "\n").encode())
        for old in folder.glob(f"{source_id}.*.*"):
            if old.name not in (file, earlier):
                old.unlink()
    except OSError as error:
        raise FetchError(
            f"the page came and could not be kept in {folder} ({error.strerror})"
        ) from error


def kept(source_id: str, folder: Path | None = None) -> dict | None:
    """Return the record of the copy that is kept; None where there is none, or not a whole one."""
    folder = folder or place()
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", source_id):
        raise FetchError(f"no source can be called {source_id}")
    try:
        record = json.loads((folder / f"{source_id}.json").read_text("utf-8"))
        content = (folder / record["file"]).read_bytes()
        is_whole = hashlib.sha256(content).hexdigest() == record["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if is_whole else None


def write(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there in one step."""
    waiting = path.with_name(f".{path.name}.new")
    try:
        waiting.write_bytes(content)
        os.replace(waiting, path)
    finally:
        waiting.unlink(missing_ok=True)
