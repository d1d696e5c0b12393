"""How to cite the data set, as `CITATION.cff` says it: as a line of text and as BibTeX."""

import datetime
import functools
from pathlib import Path

import yaml

FILE = Path(__file__).parents[1] / "CITATION.cff"


@functools.cache
def stated() -> dict:
    """Return what `CITATION.cff` states."""
    return yaml.safe_load(FILE.read_text("utf-8"))


def plain(address: str = "") -> str:
    """Return the citation as a line of text, with the address of the site where it has one."""
    title, version = stated()["title"], stated()["version"]
    line = f"{authors()} ({year()}). {title} (version {version}) [data set]. CC BY 4.0. {address}"
    return line.strip()


def bibtex(address: str = "") -> str:
    """Return the citation as a BibTeX entry, of a type that every style knows."""
    title, version, licence = stated()["title"], stated()["version"], stated()["license"][0]
    fields = {
        "author": f"{{{authors()}}}",  # the inner braces keep the group's name and the title whole
        "title": f"{{{title}}}",
        "year": year(),
        "note": f"Data set, version {version}, {licence}",
    }
    if address:
        fields["url"] = address
    lines = [f"  {key} = {{{value}}},\n" for key, value in fields.items()]
    return "@misc{japan-arms-export,\n" + "".join(lines) + "}"


def authors() -> str:
    """Return who is to be credited."""
    return ", ".join(author["name"] for author in stated()["authors"])


def day() -> datetime.date:
    """Return the day of the release."""
    return datetime.date.fromisoformat(stated()["date-released"])


def year() -> str:
    """Return the year of the release."""
    return str(day().year)
