"""What surrounds a page in its language: menu, crumbs, words of the theme, the page in the other.

English pages take theirs from the theme; the Japanese ones, which stand in no table of contents,
from here.
"""

import hashlib

import japanese_notebooks
import pages
import templating
from docutils import nodes

from analysis import language, tables
from analysis.language import said

# The menu of the Japanese pages: page, and what it is called
MENU = [
    ("ask", "Ask"),
    ("check", "Claims"),
    ("rules", "Rules"),
    ("countries", "Countries"),
    ("transfers", "Cases"),
    ("questions", "Questions people ask"),
    ("allowed", "Any day"),
    ("provisions", "Kinds of transfer"),
    ("glossary", "Glossary"),
    ("doubts", "Disagreements and gaps"),
    ("what-changed", "What changed"),
    ("reuse", "Reuse"),
    ("teach", "For a lesson"),
    ("walk", "Notebooks"),
    ("grades", "The grades"),
    ("about", "About"),
]
SEARCHED = "パトリオット ウクライナ、三原則、2023年12月22日 …"  # what the search box suggests
PERMALINK = "Link to this heading"
LINK = '\n<link rel="alternate" hreflang="{}" href="{}">'
NAMES = {"en": "English", "ja": "日本語"}


def dress(app, page: str, template: str, context: dict, doctree) -> None:
    """Give a page what its language asks for; Sphinx calls this before it writes each page."""
    tongue = language_of(page)
    documents = app.env.found_docs
    context["twin"] = twin(page, documents, context["pathto"])
    context["metatags"] = context.get("metatags", "") + alternates(
        page, documents, app.config.html_baseurl
    )
    if tongue == language.ENGLISH:
        return
    pathto = context["pathto"]

    def in_japanese(target: str, *places: object, **how: object) -> str:
        """Return the address of a page, in Japanese where it has one."""
        twin_page = f"{language.FOLDER}/{target}"
        return pathto(twin_page if twin_page in documents else target, *places, **how)

    with language.of(tongue):
        record = pages.record()
        brand = str(said("Japan’s arms exports"))
        menu = [
            {"link": pathto(f"ja/{name}"), "title": said(title), "here": section(page) == name}
            for name, title in MENU
            if f"ja/{name}" in documents
        ]
    if "body" in context:
        own = spoken(PERMALINK)
        context["body"] = context["body"].replace(f'title="{PERMALINK}"', f'title="{own}"')
    context.update(
        {
            "language": tongue,
            "root_doc": "ja/index",
            "pathto": in_japanese,
            "record": record,
            "menu": menu,
            "parents": parents(page, app.env, pathto),
            "theme_logo": context["theme_logo"] | {"text": brand},
            "theme_search_bar_text": SEARCHED,
            "_": spoken,
            "gettext": spoken,
        }
    )


def anchor_contents(app, env) -> None:
    """Let the contents of Japanese pages lead to the anchors of the English headings.

    Sphinx calls this when all pages are read, `anchor_headings` when it writes one.
    """
    for page in filter(is_twin, sorted(env.found_docs)):
        anchors = anchors_of_headings(env, other(page))
        entries = list(env.tocs[page].findall(nodes.reference))
        for entry, anchor in zip(entries[1:], anchors[1:], strict=True):  # the first is the page
            entry["anchorname"] = f"#{anchor}"


def anchor_headings(app, doctree: nodes.document, page: str) -> None:
    """Give the headings of a Japanese page the anchors of the English ones, in their order.

    One address leads to a place in both languages then; of Japanese words Sphinx makes "id1".
    """
    if not is_twin(page):
        return
    sections = list(doctree.findall(nodes.section))
    for section, anchor in zip(sections, anchors_of_headings(app.env, other(page)), strict=True):
        section["ids"] = [anchor]


def anchors_of_headings(env, page: str) -> list[str]:
    """Return the anchors of the headings of a page, in their order."""
    return [section["ids"][0] for section in env.get_doctree(page).findall(nodes.section)]


def is_twin(page: str) -> bool:
    """Return whether a page is the Japanese of an English one, heading by heading."""
    is_summary = page.startswith(f"{language.FOLDER}/{japanese_notebooks.FOLDER}/")
    return language_of(page) == language.JAPANESE and not is_summary


def language_of(page: str) -> str:
    """Return the language of a page, by its name."""
    return language.JAPANESE if page.startswith(f"{language.FOLDER}/") else language.ENGLISH


def other(page: str) -> str:
    """Return the name that a page has in the other language."""
    folder = f"{language.FOLDER}/"
    return page.removeprefix(folder) if page.startswith(folder) else folder + page


def spoken(text: str) -> str:
    """Return words of the theme in Japanese; the theme fills their holes itself."""
    with language.of(language.JAPANESE):
        return str(templating.words_of(text))


@tables.cached
def words() -> str:
    """Return a digest of all Japanese words, among them those of the theme."""
    known = [sorted(each.items()) for each in (language.in_both(), language.translations())]
    return hashlib.sha256(repr(known).encode("utf-8")).hexdigest()


def section(page: str) -> str:
    """Return the list that leads to a page: itself, or that of its folder."""
    folder = page.removeprefix("ja/").partition("/")[0]
    lists = {**pages.IN_JAPANESE, japanese_notebooks.FOLDER: japanese_notebooks.LIST}
    return lists.get(folder, folder)


def parents(page: str, environment, pathto) -> list[dict]:
    """Return the list that a page of a single row stands in, as the crumbs show it."""
    above = f"ja/{section(page)}"
    if above == page or page == "ja/index" or above not in environment.titles:
        return []
    title = environment.titles[above].astext().split("：")[0]
    return [{"link": pathto(above), "title": title}]


def twin(page: str, documents: set[str], pathto) -> dict | None:
    """Return where the same page lies in the other language, or None."""
    if other(page) not in documents:
        return None
    tongue = language_of(other(page))
    return {"link": pathto(other(page)), "language": tongue, "name": NAMES[tongue]}


def alternates(page: str, documents: set[str], address: str) -> str:
    """Return the tags that name a page in both languages, where the site's address is set."""
    if not address or other(page) not in documents:
        return ""
    both = {language_of(name): f"{address}{name}.html" for name in sorted((page, other(page)))}
    both["x-default"] = both[language.ENGLISH]
    return "".join(str(templating.to_html(LINK, *pair)) for pair in sorted(both.items()))
