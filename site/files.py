"""The files that lie beside the pages: copies of notebooks and data, and the downloads."""

import json
import shutil
from pathlib import Path

import datapackage
import nbformat
import notebook_pages
import reading_order
import written

from analysis import sources

PUBLISHED = ["figures", "downloads"]  # folders that go to the site as they are


def gather(site: Path) -> None:
    """Lay `notebooks/` and `data/` beside the pages, as they lie in a clone: links lead there."""
    pages = {
        f"{name}.ipynb": nbformat.writes(notebook_pages.for_the_site(name, notebook)).encode(
            "utf-8"
        )
        for name, notebook in reading_order.notebooks().items()
    }
    written.folder(site / "notebooks", pages)
    written.folder(site / "data", data() | exports())


def data() -> dict[str, bytes]:
    """Return the codebook, the tables and the released versions, by their paths in `data/`."""
    paths = [datapackage.DATA / name for name in ("README.md", "datapackage.json")]
    for folder in ("processed", "releases"):
        paths += [path for path in (datapackage.DATA / folder).rglob("*") if path.is_file()]
    return {path.relative_to(datapackage.DATA).as_posix(): path.read_bytes() for path in paths}


def publish(app, failure: Exception | None) -> None:
    """Lay what can be downloaded beside the pages; Sphinx calls this when all else is done."""
    if app.builder.format != "html" or failure:
        return
    made = Path(app.srcdir)
    site = Path(app.outdir)
    for folder in PUBLISHED:
        shutil.copytree(made / folder, site / folder, dirs_exist_ok=True)
    shutil.copytree(made / "data/releases", site / "data/releases", dirs_exist_ok=True)
    for name in exports():
        shutil.copy(made / "data" / name, site / "data")


def exports() -> dict[str, bytes]:
    """Return the register of sources as files for reference managers, by name."""
    register = sources.register()
    items = json.dumps(sources.csl(register), ensure_ascii=False, indent=1) + "\n"
    texts = {"sources.bib": sources.bibtex(register), "sources.csl.json": items}
    return {name: text.encode("utf-8") for name, text in texts.items()}
