"""What a build makes again: nothing where all is as the last build left it.

A record beside the doctrees says what the last whole build was made from. It goes when a build
begins and is written when one ends, so that a build which broke off is followed by a new one.
Where code or the names of pages changed, all is made anew; where only tables, notebooks or
charts did, the pages that they fill are read again.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import resting
import written

ROOT = Path(__file__).parents[1]
RECORD = "made-from.json"
CONTENT = "content"  # holds the digest of what fills pages; these depend on it
# What pages are made by, and what they are filled from; folders with all they hold
CODE = ["site/*.py", "site/*.csv", "site/templates", "site/theme", "site/_static", "src"]
CODE += ["site/vendor", "pyproject.toml", "requirements.lock"]
FILLING = ["data", "notebooks", "site/figures", "CITATION.cff", "LICENSE"]
UNSEEN = {"__pycache__", ".ipynb_checkpoints"}


class Renewal:
    """One build, and what it may leave as it is."""

    def __init__(self, gathering: Iterable[ModuleType], publishing: Iterable):
        self.gathering = list(gathering)
        self.publishing = list(publishing)
        self.made_from: dict[str, str] = {}
        self.anew = True
        self.renewed = True

    def connect(self, app) -> None:
        """Let Sphinx call the steps below."""
        app.connect("builder-inited", self.gather)
        app.connect("env-get-outdated", self.outdated)
        app.connect("source-read", self.note, priority=900)  # when all pages are filled
        app.connect("env-before-read-docs", self.reading)
        app.connect("env-updated", self.to_write)
        app.connect("html-page-context", self.writing)
        app.connect("build-finished", self.publish)

    def gather(self, app) -> None:
        """Lay the pages that are made of tables beside the others; see what changed."""
        resting.rest()
        site, record = Path(app.srcdir), Path(app.doctreedir) / RECORD
        before = json.loads(record.read_text("utf-8")) if record.is_file() else {}
        record.unlink(missing_ok=True)
        code = digest(files(CODE), app.config.html_baseurl, app.builder.name)
        filling = digest(files(FILLING))
        self.anew = before.get("code") != code or not app.env.all_docs
        self.anew = self.anew or before["made"] != names(Path(app.outdir))
        self.renewed = self.anew or before["filling"] != filling
        if self.renewed:
            for made in self.gathering:
                made.gather(site)
        self.anew = self.anew or before["names"] != names(site)
        if self.anew:
            empty(Path(app.outdir))
        self.made_from = {"code": code, "filling": filling, "names": names(site)}
        written.file(Path(app.doctreedir) / CONTENT, filling.encode())

    def outdated(self, app, env, added: set, changed: set, removed: set) -> set[str]:
        """Return the pages to read again whatever their files say: all where code changed."""
        return env.found_docs if self.anew else set()

    def note(self, app, page: str, source: list[str]) -> None:
        """Note of a page that something filled that it depends on the tables."""
        if source[0] != Path(app.env.doc2path(page)).read_text("utf-8"):
            app.env.note_dependency(str(Path(app.doctreedir) / CONTENT))

    def reading(self, app, env, pages: list[str]) -> None:
        """See whether any page is read again."""
        self.renewed = self.renewed or bool(pages)

    def to_write(self, app, env) -> set[str]:
        """Return the pages to write again: all or none, since each shows the titles of others.

        What lies in `_static` is in the address of some styles, so that goes first.
        """
        if not self.renewed:
            return set()
        shutil.rmtree(Path(app.outdir) / "_static", ignore_errors=True)
        return env.found_docs

    def writing(self, app, *page: object) -> None:
        """See whether any page is written."""
        self.renewed = True

    def publish(self, app, failure: Exception | None) -> None:
        """Finish the pages, lay the other files beside them, and note from what all is made."""
        if failure:
            return
        if self.renewed:
            for publish in self.publishing:
                publish(app, failure)
        text = json.dumps(self.made_from | {"made": names(Path(app.outdir))})
        (Path(app.doctreedir) / RECORD).write_text(text, "utf-8")


def files(places: list[str]) -> list[Path]:
    """Return the files of some places below the project's folder, in order."""
    found = [path for place in places for path in ROOT.glob(place)]
    inside = [path for place in found for path in [place, *place.rglob("*")] if path.is_file()]
    return sorted(path for path in inside if not UNSEEN & set(path.parts))


def digest(paths: list[Path], *words: str) -> str:
    """Return a digest of some files, their names, and words."""
    told = hashlib.sha256("\n".join(words).encode())
    for path in paths:
        content = path.read_bytes()
        told.update(f"\n{path.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        told.update(content)
    return told.hexdigest()


def names(place: Path) -> str:
    """Return a digest of the names of all files in a folder, but for what is built there."""
    found = [
        Path(folder, name).relative_to(place).as_posix()
        for folder, _, held in os.walk(place)
        for name in held
        if not {"_build", *UNSEEN} & set(Path(folder).relative_to(place).parts)
        if not name.startswith(".")  # the notes of make and of Sphinx
    ]
    return digest([], *sorted(found))


def empty(folder: Path) -> None:
    """Take out what a folder holds: pages of rows that are no more."""
    for path in folder.iterdir() if folder.is_dir() else []:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
