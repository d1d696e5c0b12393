"""The rendered site: the committed notebooks as they are, the codebook, and pages made from the
data package.

Nothing is executed and nothing is fetched, here or by the pages.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import allowed
import answering
import answers_json
import api
import changed
import datasets
import designations
import downloads
import editions
import files
import functions
import glossary
import grades
import japanese_pages
import marking
import metadata
import pages
import policy
import questions
import renewal
import search
import sharing
import sql_page

project = "Japan’s arms exports: rules, claims, deeds"
author = "The japan-arms-export contributors"
project_copyright = "2026 " + author
html_title = "japan-arms-export"
# Where the site is published, if anywhere: see metadata.py
html_baseurl = os.environ.get("SITE_URL", "")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build", "templates", "theme", "figures", "downloads"]
myst_enable_extensions = ["attrs_inline", "colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nitpicky = True
# The functions' signatures as the code has them; the docstrings say the types in words
autodoc_member_order = "bysource"
autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_use_param = False
napoleon_use_rtype = False
add_module_names = False
copybutton_prompt_text = r">>> |\.\.\. "
copybutton_prompt_is_regexp = True

html_theme = "pydata_sphinx_theme"
html_static_path = ["_static"]
html_css_files = ["house.css", "reader.css", "figures.css", "japanese.css"]
templates_path = ["theme"]
html_favicon = "_static/mark.svg"
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
html_use_index = False
html_domain_indices = False
# Left empty, the theme complains in the console on every first visit
html_context = {"default_mode": "auto", "record": pages.record()}
# Long texts have their headings beside them; the other pages have a second column of their own
WITH_HEADINGS = "notebooks/* data/* api/* api functions glossary questions reuse scale tables walk"
WITH_HEADINGS += " ja/glossary ja/questions"
html_theme_options = {
    "logo": {"text": "Japan’s arms exports"},
    "header_links_before_dropdown": 7,
    "navigation_with_keys": False,
    "search_bar_text": "Patriot Ukraine, 三原則, 22 December 2023 …",
    "secondary_sidebar_items": dict.fromkeys(WITH_HEADINGS.split(), ["page-toc"]),
    "navbar_center": ["menu"],
    "navbar_end": ["twin", "theme-switcher"],
    "article_header_start": ["crumbs"],
    "footer_start": ["record"],
    "footer_end": [],
    "show_prev_next": False,
    "show_toc_level": 2,
}
# The walk is a line: each page links to the next, and tables need the room
html_sidebars = {"**": []}


def setup(app):
    """Lay notebooks and data beside the pages, fill the pages that are templates, finish them."""
    lists = (pages, datasets, allowed, changed, grades, downloads, glossary, api)
    for filled in (*lists, functions, questions, sql_page):
        app.connect("source-read", filled.fill)
    app.connect("autodoc-process-docstring", api.to_rst, priority=100)  # before napoleon
    app.connect("html-page-context", metadata.head)
    app.connect("html-page-context", editions.dress, priority=100)  # before the theme's own
    app.connect("env-updated", editions.anchor_contents)
    app.connect("doctree-resolved", editions.anchor_headings)
    published = (files, answering, answers_json, search, sharing, sql_page)
    publishing = [*(made.publish for made in published), metadata.sitemap]
    gathering = [files, pages, datasets, api]
    at_once = [downloads, japanese_pages]  # the page that lists the downloads looks at them
    finishing = [marking.finished, designations.finished, policy.guarded]
    around = metadata.of_tables
    renewal.Renewal(gathering, publishing, finishing, around, at_once).connect(app)
    app.connect("builder-inited", search.no_sphinx_search)
    return {"parallel_read_safe": False, "parallel_write_safe": False}  # renewal notes each page
