"""The one way a page is filled: a Jinja environment in which whatever a table says is escaped.

A template's own words are in English, as `_("In force")` or `{% trans %}…{% endtrans %}`; on a
Japanese page they are what `language` has for them.
"""

import functools
import re
from pathlib import Path

import jinja2
from markupsafe import Markup

from analysis import language, show

TAG = re.compile(r"<[^>]+>")
PLACE = re.compile(r"&#91;(\d+)&#93;")  # of a tag, escaped
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
        finalize=escaped,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True
    environment.globals |= {"gettext": gettext, "_": gettext, "ngettext": ngettext}
    environment.filters |= {
        "markdown": Markup,
        "said": language.said,
        "named": language.named,
    }
    return environment


def gettext(text: str, **values: object) -> Markup:
    """Return words of a template in the language of the page; each value in them is escaped.

    Tags are no words: the table has `[1]`, `[2]` … in their places, and cannot bring any.
    """
    return words_of(text) % {name: escaped(value) for name, value in values.items()}


def words_of(text: str) -> Markup:
    """Return words of a template in the language of the page, their holes still open."""
    if not language.is_japanese():
        return Markup(text)
    tags = TAG.findall(text)
    numbers = iter(range(1, len(tags) + 1))
    plain = TAG.sub(lambda _: f"[{next(numbers)}]", text)
    return Markup(PLACE.sub(lambda place: tags[int(place[1]) - 1], _in_japanese(plain)))


def _in_japanese(text: str) -> str:
    """Return the Japanese of a template's words, escaped, its holes left open."""
    return show.escaped(language.said(Markup(text).unescape())).replace("&#37;(", "%(")


def ngettext(one: str, many: str, number: int, **values: object) -> Markup:
    """Return words of a template for one thing, or for none or several."""
    is_one = number == 1 and not language.is_japanese()
    return gettext(one if is_one else many, **values)


def filled(template: str, **values: object) -> str:
    """Return the text of a template, filled."""
    return environment().from_string(template).render(values)


def to_html(pattern: str, *values: object) -> Markup:
    """Return HTML in which each `{}` of the pattern is a value, escaped."""
    return Markup(pattern.format(*map(escaped, values)))


def inert_markdown(text: str) -> Markup:
    """Return one paragraph of Markdown that a cell computed, in which only emphasis is left.

    Tags, links, pictures, roles, directives and fences stay text: a page may show what a notebook
    computed, whatever stood in the tables.
    """
    line = " ".join(text.split())
    for mark in ("<", "[", "{", "```", "~~~"):
        line = line.replace(mark, "".join(f"&#{ord(character)};" for character in mark))
    return Markup(line)


def escaped(value: object) -> Markup:
    """Return a value as it stands in a page: Markup as it is, all else escaped."""
    if isinstance(value, Markup):
        return value
    return _escaped_text(str(value))


@functools.lru_cache(maxsize=2**16)
def _escaped_text(text: str) -> Markup:
    """Return a text escaped; most stand on many pages, and are escaped once."""
    return Markup(show.escaped(text))
