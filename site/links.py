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

    An id of a source, which tells readers nothing, is shown as the source's name; as it stands in
    the table without `names`.
    """
    parts = []
    end = 0
    for id_like in NAMED.finditer(text):
        if id_like[0] in addresses():
            parts.append(templating.escaped(text[end : id_like.start()]))
            parts.append(link_to(id_like[0], up, name_of_source(id_like[0]) if names else None))
            end = id_like.end()
    parts.append(templating.escaped(text[end:]))
    return Markup("".join(parts))


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
