"""What a page states of its article in JSON-LD: day, headline, publisher, country, text."""

import json
import re
from collections.abc import Iterator

STATED_DAY = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
DEEPEST = 6  # levels of nested statements that are looked at
INWARD = "@graph mainEntity mainEntityOfPage hasPart article".split()  # where an article may stand
ARTICLES = {"article", "report", "blogposting", "socialmediaposting", "liveblogposting"}
OTHERS = set(
    """comment review videoobject imageobject audioobject organization newsmediaorganization person
    product itemlist breadcrumblist searchaction website""".split()
)


def statements(text: str) -> dict[str, str]:
    """Return what JSON-LD says of the article; what is not JSON says nothing.

    What a page says of itself and not of an article comes under names that begin with `page `.
    """
    try:
        content = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        days = STATED_DAY.findall(text)  # of JSON that is broken
        return {"page datepublished": days[0]} if days else {}
    stated: dict[str, str] = {}
    for item in _items(content, DEEPEST):
        types = _types(item)
        if types & OTHERS:
            continue
        prefix = "" if any(kind.endswith(tuple(ARTICLES)) for kind in types) else "page "
        if not types and "datePublished" in item:
            prefix = ""
        for name, value in _about(item).items():
            stated.setdefault(prefix + name, value)
    return stated


def _items(content: object, levels: int) -> Iterator[dict]:
    """Give the statements of a script, those within others after them."""
    if isinstance(content, list):
        for part in content:
            yield from _items(part, levels)
    elif isinstance(content, dict):
        yield content
        if levels:
            for name in INWARD:
                yield from _items(content.get(name), levels - 1)


def _types(item: dict) -> set[str]:
    """Return the types of a statement, in lower case, without their address."""
    stated = item.get("@type")
    types = stated if isinstance(stated, list) else [stated]
    return {kind.rpartition("/")[2].lower() for kind in types if isinstance(kind, str)}


def _about(item: dict) -> dict[str, str]:
    """Return what a statement says that we use; see `linked_data`."""
    publisher = item.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    organisation = publisher if isinstance(publisher, dict) else {"name": publisher}
    address = organisation.get("address")
    stated = {
        "datepublished": item.get("datePublished"),
        "publisher": organisation.get("name"),
        "country": address.get("addressCountry") if isinstance(address, dict) else None,
        "headline": item.get("headline"),
        "articlebody": item.get("articleBody"),
        "free": str(item.get("isAccessibleForFree", "")).lower(),
    }
    return {
        name: value for name, value in stated.items() if isinstance(value, str) and value.strip()
    }
