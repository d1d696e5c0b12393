"""The one way a page is filled: a Jinja environment in which whatever a table says is escaped."""

import functools
from pathlib import Path

import jinja2
from markupsafe import Markup

from analysis import show

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def environment() -> jinja2.Environment:
    """Return the environment of all templates.

    Every value that a template shows goes through `show.escaped`, so that it reads the same in the
    Markdown and in the HTML of a page and does nothing there. What is Markup passes as it is; a
    template says `| markdown` where a text of ours is meant as Markdown.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_escaped,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = Markup
    return environment


def filled(template: str, **values: object) -> str:
    """Return the text of a template, filled."""
    return environment().from_string(template).render(values)


def to_html(pattern: str, *values: object) -> Markup:
    """Return HTML in which each `{}` of the pattern is a value, escaped."""
    return Markup(pattern.format(*map(_escaped, values)))


def inert_markdown(text: str) -> Markup:
    """Return one paragraph of Markdown that a cell computed, in which only emphasis is left.

    Tags, links, pictures, roles, directives and fences stay text: a page may show what a notebook
    computed, whatever stood in the tables.
    """
    line = " ".join(text.split())
    for mark in ("<", "[", "{", "```", "~~~"):
        line = line.replace(mark, "".join(f"&#{ord(character)};" for character in mark))
    return Markup(line)


def _escaped(value: object) -> Markup:
    """Return a value as it stands in a page: Markup as it is, all else escaped."""
    if isinstance(value, Markup):
        return value
    return Markup(show.escaped(value))
