"""The files that lie beside the pages: copies of notebooks and data, and the downloads."""

import json
import shutil
from pathlib import Path

import datapackage
import nbformat
import notebook_pages
import reading_order

from analysis import sources

PUBLISHED = ["figures", "downloads"]  # folders that go to the site as they are


def gather(site: Path) -> None:
    """Lay `notebooks/` and `data/` beside the pages, as they lie in a clone: links lead there."""
    for folder in ("notebooks", "data"):
        shutil.rmtree(site / folder, ignore_errors=True)
        (site / folder).mkdir()
    for name, notebook in reading_order.notebooks().items():
        page = notebook_pages.for_the_site(name, notebook)
        nbformat.write(page, site / "notebooks" / f"{name}.ipynb")
    for name in ("README.md", "datapackage.json"):
        shutil.copy(datapackage.DATA / name, site / "data")
    shutil.copytree(datapackage.DATA / "processed", site / "data" / "processed")
    shutil.copytree(datapackage.DATA / "releases", site / "data" / "releases")
    for name, text in exports().items():
        (site / "data" / name).write_bytes(text.encode("utf-8"))


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


def exports() -> dict[str, str]:
    """Return the register of sources as files for reference managers, by name."""
    register = sources.register()
    items = json.dumps(sources.csl(register), ensure_ascii=False, indent=1) + "\n"
    return {"sources.bib": sources.bibtex(register), "sources.csl.json": items}
