"""Ids as links: where the page of a claim, rule, source … lies, and texts whose ids lead there."""

import re

import frames
import jinja2
import pandas as pd
import templating
from markupsafe import Markup

from analysis import language, periods, tables

# Folder of the pages of single rows → the table, and the column with the id
FOLDERS = {
    "claims": ("claims", "claim_id"),
    "countries": ("country_index", "iso3"),
    "cases": ("cases", "transfer_id"),
    "rules": ("rule_changes", "rule_id"),
    "provisions": ("provisions", "provision_id"),
}
# Table whose rows have a place on a page → the column with the id, and the page
PLACES = {
    "sources": ("source_id", "sources"),
    "conflicts": ("conflict_id", "doubts"),
    "gaps": ("gap_id", "doubts"),
}
ENGLISH_ALONE = {"sources"}  # of these pages
# What may be an id: "R043", "E219", "mod-hakusho-ns080000"; not the P14 in the radar "TPS-P14"
NAMED = re.compile(
    r"""
    (?<![\w-])
    (?: [A-Z]\d{2,3}                    # R043
      | [a-z0-9]+ (?: -[a-z0-9]+ )+     # mod-hakusho-ns080000
    )
    (?![\w-])
    """,
    re.VERBOSE | re.ASCII,  # so that Japanese letters beside an id are no part of it
)
# In each language: a name in a text, the parts of one, and brackets of an id outside and in others
QUOTED = {"en": "“{}”", "ja": "「{}」"}
INNER = str.maketrans("“”「」", "‘’『』")  # quotation marks within a name
JOINED = {"en": ", ", "ja": "、"}
BRACKETS = {
    "en": {False: (" (", ")"), True: (" [", "]")},
    "ja": {False: ("（", "）"), True: ("［", "］")},
}
DAY = re.compile(r"(?<![\w-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])", re.ASCII)


@tables.cached
def addresses() -> dict[str, str]:
    """Return the address of each id, seen from the front page."""
    by_id = {}
    for folder, (table, key) in FOLDERS.items():
        by_id |= {row[key]: f"{folder}/{row[key]}.html" for row in frames.rows(table)}
    for table, (key, page) in PLACES.items():
        by_id |= {row[key]: f"{page}.html#{row[key]}" for row in frames.rows(table)}
    for row in frames.rows("evidence"):
        by_id[row["evidence_id"]] = f"claims/{row['claim_id']}.html#{row['evidence_id']}"
    return by_id


@jinja2.pass_context
def linked(context, text: str | None) -> Markup:
    """Return a text of a table as HTML, its ids leading to their pages; a missing one is unseen."""
    if text is None:
        return templating.to_html('<span class="unseen">{}</span>', language.said("not seen"))
    return with_links(in_words(str(language.said(text))), context["up"])


def in_words(text: str) -> str:
    """Return a text of an English page with its days ("2023-12-22") in words."""
    if language.is_japanese():
        return text
    return DAY.sub(lambda day: periods.in_words(pd.Timestamp(day[0])), text)


def with_links(text: str, up: str, names: bool = True) -> Markup:
    """Return a text as HTML with its ids as links; `up` leads from the page to the front page.

    Ids tell readers nothing: that of a source is shown as its name, any other has its name before
    it, unless that stands there already. Without `names` they are as they stand in the table.
    """
    parts = []
    end = 0
    for id_like in NAMED.finditer(text):
        if id_like[0] in addresses():
            before = text[end : id_like.start()]
            end = id_like.end()
            parts.append(templating.escaped(closed(before) if names else before))
            told = text[: id_like.start()]
            parts.append(with_name(id_like[0], up, told) if names else link_to(id_like[0], up))
    parts.append(templating.escaped(text[end:]))
    return Markup("".join(parts))


def closed(text: str) -> str:
    """Return a text before a name, in Japanese without the blank that it has before an id."""
    return text.removesuffix(" ") if language.is_japanese() else text


def with_name(name: str, up: str, before: str) -> Markup:
    """Return a link to an id, and its name before it where the text `before` does not end in it."""
    source = name_of_source(name)
    if source is not None:
        return link_to(name, up, source)
    called = name_of(name)
    if before.rstrip(" ([（［“”「」").casefold().endswith(called.casefold()):
        return link_to(name, up)
    opening, closing = BRACKETS[language.current()][is_in_brackets(before)]
    quoted = QUOTED[language.current()].format(called.translate(INNER))
    return link_to(name, up, quoted) + templating.to_html("{}{}{}", opening, name, closing)


def is_in_brackets(before: str) -> bool:
    """Return whether a text has a bracket that is still open at its end."""
    opened = sum(before.count(sign) for sign in "(（")
    return opened > sum(before.count(sign) for sign in ")）")


@tables.cached
def names_of_rows() -> dict[str, tuple[str, ...]]:
    """Return what each id of a row is called, in English, in one part or in several."""
    called = {row["claim_id"]: (row["short_name"],) for row in frames.rows("claims")}
    called |= {row["provision_id"]: (row["short_name"],) for row in frames.rows("provisions")}
    called |= {row["rule_id"]: (row["short_name"],) for row in frames.rows("rule_changes")}
    called |= {row["conflict_id"]: (row["topic"],) for row in frames.rows("conflicts")}
    called |= {row["gap_id"]: (row["looked_for"],) for row in frames.rows("gaps")}
    called |= {row["transfer_id"]: (row["item"], row["recipient"]) for row in frames.rows("cases")}
    origins = {row["origin_id"]: row["name"] for row in frames.rows("origins")}
    for row in frames.rows("evidence"):
        called[row["evidence_id"]] = (origins[row["origin_id"]],)
    return called


def name_of(name: str) -> str:
    """Return what the row of an id is called, in the language of the page."""
    parts = [str(language.said(part)) for part in names_of_rows()[name]]
    return JOINED[language.current()].join(parts)


@jinja2.pass_context
def linked_as_is(context, text: object) -> Markup:
    """Return a value as HTML in the language that it has, its ids leading to their pages."""
    return with_links(str(text), context["up"])


@tables.cached
def names_of_sources() -> dict[str, str]:
    """Return the name of each source by its id."""
    return {row["source_id"]: row["name"] for row in frames.rows("sources")}


def name_of_source(name: str) -> str | None:
    """Return the name of the source with an id; None where it is no source's."""
    return language.named(names_of_sources().get(name))


@jinja2.pass_context
def link(context, name: str, text: str | None = None) -> Markup:
    """Return a link to the page, or the place on a page, of an id.

    Without a text it shows the id.
    """
    return link_to(name, context["up"], text)


@jinja2.pass_context
def link_by_name(context, name: str) -> Markup:
    """Return a link to an id that says what its row is called, and the id behind it."""
    link = link_to(name, context["up"], name_of(name))
    opening, closing = BRACKETS[language.current()][False]
    return link + templating.to_html("{}{}{}", opening, name, closing)


def link_to(name: str, up: str, text: str | None = None) -> Markup:
    """Return a link to an id, for a page from which `up` leads to the front page."""
    return templating.to_html('<a href="{}">{}</a>', address_of(name, up), text or name)


def root() -> str:
    """Return what leads from a list to the English front page."""
    return "../" if language.is_japanese() else ""


def address_of(name: str, up: str) -> str:
    """Return where the page of an id lies: in the language of the page, where there is such."""
    address = addresses()[name]
    is_english = language.is_japanese() and address.split(".")[0] in ENGLISH_ALONE
    return f"{up}../{address}" if is_english else up + address
