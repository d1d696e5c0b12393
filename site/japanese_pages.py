"""The Japanese pages, from the templates of the English ones, in a folder of their own."""

from pathlib import Path

import allowed
import changed
import downloads
import glossary
import grades
import japanese_notebooks
import japanese_wording
import pages
import questions
import resting
import written

from analysis import language

# Pages that hold more than frames: the module that fills one knows with what
VALUES = {
    "index": pages.overview,
    "about": pages.overview,
    "walk": pages.overview,
    "what-changed": changed.values,
    "reuse": downloads.values,
    "ask": dict,
    "doubts": dict,
    "allowed": allowed.values,
    "search": dict,
    "teach": dict,
    "questions": questions.values,
    "glossary": glossary.values,
    "grades": grades.values,
}


def gather(site: Path) -> None:
    """Write every Japanese page; a text that has no Japanese stops the build by name."""
    files: dict[str, bytes] = {}
    with language.of(language.JAPANESE), resting.tables_at_rest():
        for folder, name in pages.IN_JAPANESE.items():
            rows = pages.pages_of(folder, "../../")
            files |= {f"{folder}/{page}": content for page, content in rows.items()}
            files[f"{name}.md"] = pages.listing(name)
        notebooks = japanese_notebooks.pages_of("../../")
        files |= {f"{japanese_notebooks.FOLDER}/{page}": text for page, text in notebooks.items()}
        for name, values in VALUES.items():
            files[f"{name}.md"] = pages.listing(name, **values())
    language.settle()
    closed = {name: japanese_wording.without_blanks(page) for name, page in files.items()}
    written.folder(site / language.FOLDER, closed)
