"""The Japanese of the lists that hold more than frames: the module that fills one knows with what.

`pages` writes the Japanese of all others.
"""

from pathlib import Path

import glossary
import grades
import language
import pages
import questions
import resting

VALUES = {
    "questions": questions.values,
    "glossary": glossary.values,
    "grades": grades.values,
}


def gather(site: Path) -> None:
    """Write each of these lists, filled, into the folder of the Japanese pages."""
    with language.of(language.JAPANESE), resting.tables_at_rest():
        for name, values in VALUES.items():
            pages.write_list(site, name, **values())
    language.settle()
