"""What a build makes again: nothing where all is as the last build left it.

A record beside the doctrees says what the last whole build was made from. It goes when a build
begins and is written when one ends, so that a build which broke off is followed by a new one.
Where code or the names of pages changed, all is made anew. Where only tables, notebooks or charts
did, a page is read again whose text is another, and written again where that is so, or where what
it shows of other pages and of the tables is.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import ModuleType

import resting

ROOT = Path(__file__).parents[1]
RECORD = "made-from.json"
# What pages are made by, and what they are filled from; folders with all they hold
CODE = ["site/*.py", "site/*.csv", "site/templates", "site/theme", "site/_static", "src"]
CODE += ["site/vendor", "pyproject.toml", "requirements.lock"]
FILLING = ["data", "notebooks", "site/figures", "CITATION.cff", "LICENSE"]
UNSEEN = {"__pycache__", ".ipynb_checkpoints"}


class Renewal:
    """One build, and what it may leave as it is.

    `gathering` lay pages beside the others, and `at_once` too, in a process of their own while the
    others do; `finishing` complete the text of each page that was written, `publishing` lay the
    other files beside the pages. `around` tells what the frame of a page shows of the tables.
    """

    def __init__(
        self,
        gathering: Iterable[ModuleType],
        publishing: Iterable[Callable],
        finishing: Iterable[Callable[[str, str], str]] = (),
        around: Callable[..., str] | None = None,
        at_once: Iterable[ModuleType] = (),
    ):
        self.gathering = list(gathering)
        self.publishing = list(publishing)
        self.finishing = list(finishing)
        self.around = around
        self.at_once = [module.gather for module in at_once]
        self.before: dict = {}
        self.made_from: dict = {}
        self.filled: dict[str, str] = {}  # page → digest of its text, where tables fill it
        self.written: set[str] = set()
        self.anew = True
        self.renewed = True

    def connect(self, app) -> None:
        """Let Sphinx call the steps below."""
        app.connect("builder-inited", self.gather)
        app.connect("env-get-outdated", self.outdated)
        app.connect("source-read", self.note, priority=900)  # when all pages are filled
        app.connect("env-before-read-docs", self.reading)
        app.connect("env-updated", self.to_write, priority=900)  # when anchors are as they will be
        app.connect("html-page-context", self.writing)
        app.connect("build-finished", self.publish)

    def gather(self, app) -> None:
        """Lay the pages that are made of tables beside the others; see what changed."""
        resting.rest()
        site, record = Path(app.srcdir), Path(app.doctreedir) / RECORD
        self.before = json.loads(record.read_text("utf-8")) if record.is_file() else {}
        record.unlink(missing_ok=True)
        code = digest(files(CODE), app.config.html_baseurl, app.builder.name)
        filling = digest(files(FILLING))
        self.anew = self.before.get("code") != code or not app.env.all_docs
        self.anew = self.anew or self.before["made"] != names(Path(app.outdir))
        self.renewed = self.anew or self.before["filling"] != filling
        if self.renewed:
            with ProcessPoolExecutor(1) as pool:
                others = [pool.submit(gather, site) for gather in self.at_once]
                for made in self.gathering:
                    made.gather(site)
                for other in others:
                    other.result()
        self.anew = self.anew or self.before["names"] != names(site)
        if self.anew:
            empty(Path(app.outdir))
        self.filled = {} if self.anew else dict(self.before["filled"])
        self.made_from = {"code": code, "filling": filling, "names": names(site)}

    def outdated(self, app, env, added: set, changed: set, removed: set) -> set[str]:
        """Return the pages to read again whatever their files say.

        All where code changed, else those that tables fill with another text than before.
        """
        if self.anew:
            return env.found_docs
        if not self.renewed:
            return set()
        for page in self.before["filled"]:
            app.emit("source-read", page, [text_of(env, page)])
        return {page for page, own in self.before["filled"].items() if self.filled[page] != own}

    def note(self, app, page: str, source: list[str]) -> None:
        """Note with what text tables filled a page."""
        if page in self.filled or source[0] != text_of(app.env, page):
            self.filled[page] = digest([], source[0])

    def reading(self, app, env, pages: list[str]) -> None:
        """See whether any page is read again."""
        self.renewed = self.renewed or bool(pages)

    def to_write(self, app, env) -> set[str]:
        """Return the pages to write again beside those read again: round which something changed.

        What lies in `_static` is in the address of some styles, so that goes first.
        """
        shared = digest([], *shared_parts(env))
        own = {page: self.surroundings(app, page) for page in sorted(env.found_docs)}
        self.made_from |= {"shared": shared, "around": own}
        if not self.renewed:
            return set()
        shutil.rmtree(Path(app.outdir) / "_static", ignore_errors=True)
        if self.anew or self.before["shared"] != shared:
            return env.found_docs
        return {page for page in own if own[page] != self.before["around"].get(page)}

    def surroundings(self, app, page: str) -> str:
        """Return a digest of what a page shows beside its text: its contents, and of the tables."""
        told = self.around(app, page) if self.around else ""
        return digest([], app.env.tocs[page].pformat(), told)

    def writing(self, app, page: str, *more: object) -> None:
        """Note that a page is written."""
        self.renewed = True
        self.written.add(page)

    def publish(self, app, failure: Exception | None) -> None:
        """Finish the pages, lay the other files beside them, and note from what all is made."""
        if failure:
            return
        for page in sorted(self.written & app.env.found_docs) if self.finishing else []:
            self.finish(Path(app.builder.get_outfilename(page)), page)
        if self.renewed:
            for publish in self.publishing:
                publish(app, failure)
        made = {"made": names(Path(app.outdir)), "filled": self.filled}
        text = json.dumps(self.made_from | made)
        (Path(app.doctreedir) / RECORD).write_text(text, "utf-8")

    def finish(self, path: Path, page: str) -> None:
        """Complete a page that was written."""
        text = path.read_text("utf-8")
        for finish in self.finishing:
            text = finish(text, page)
        path.write_bytes(text.encode("utf-8"))


def text_of(env, page: str) -> str:
    """Return the text of a page before anything fills it."""
    return Path(env.doc2path(page)).read_text("utf-8")


def shared_parts(env) -> list[str]:
    """Return what pages show of one another: titles, lists, and places that links lead to."""
    standard = env.domains.standard_domain
    parts = [{page: title.pformat() for page, title in env.titles.items()}]
    parts += [env.toctree_includes, standard.labels, standard.anonlabels, standard.objects]
    parts.append({page: headings(about) for page, about in env.metadata.items()})
    return [repr(sorted(part.items())) for part in parts]


def headings(about: dict) -> list[tuple]:
    """Return the headings of a page by the name that links use, without their lines."""
    return [(name, *place[1:]) for name, place in about.get("myst_slugs", {}).items()]


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
