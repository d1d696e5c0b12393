"""How to cite the data set: `CITATION.cff`, the one place that says it, as a line of text and as BibTeX."""

import functools
from pathlib import Path

import yaml

FILE = Path(__file__).parents[1] / "CITATION.cff"


@functools.cache
def stated() -> dict:
    """What `CITATION.cff` states."""
    return yaml.safe_load(FILE.read_text("utf-8"))


def plain(address: str = "") -> str:
    """The citation as a line of text, with the address of the site where it has one."""
    said = stated()
    line = f"{authors()} ({year()}). {said['title']} (version {said['version']}) [data set]. CC BY 4.0. {address}"
    return line.strip()


def bibtex(address: str = "") -> str:
    """The citation as a BibTeX entry of a type that every style knows."""
    said = stated()
    fields = (
        {
            "author": f"{{{authors()}}}",  # the inner braces keep a group's name and the title as they are
            "title": f"{{{said['title']}}}",
            "year": year(),
            "note": f"Data set, version {said['version']}, {said['license'][0]}",
        }
        | ({"url": address} if address else {})
    )
    return (
        "@misc{japan-arms-export,\n"
        + "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items())
        + "}"
    )


def authors() -> str:
    """Who is to be credited."""
    return ", ".join(author["name"] for author in stated()["authors"])


def year() -> str:
    """The year of the release."""
    return stated()["date-released"][:4]
