"""The charts as the pages show them: a picture for wide and one for narrow screens, the files."""

import functools
import json
from pathlib import Path

import templating
from markupsafe import Markup
from sphinx.util import logging

from analysis.language import said

FIGURES = Path(__file__).parent / "figures"
# What a file is called; Markup is the same in every language
FILES = {".svg": Markup("SVG"), ".png": Markup("PNG"), ".csv": "CSV (the table it draws)"}
EDITION = "-ja"  # in the names of the files of Japanese charts
# What the description says beyond the title stands in sight below the picture; who hears the page
# meets all of it as the picture's.
FIGURE = """\
<figure class="chart" id="chart-{name}">
<picture><source media="(max-width: 719.98px)" srcset="{place}-phone.svg" {phone}>
<img src="{place}.svg" alt="{alt}" {size} loading="lazy"></picture>
<figcaption><p aria-hidden="true"><em>{caption}</em></p>
<p class="files">{links}</p></figcaption>
</figure>"""


@functools.cache
def charts() -> list[dict]:
    """Return the charts of the notebooks in reading order, as `figures.json` lists them.

    Where no chart is drawn yet, there are none.
    """
    index = FIGURES / "figures.json"
    return json.loads(index.read_text("utf-8")) if index.is_file() else []


def chart(name: str, up: str = "") -> Markup:
    """Return a chart by name as HTML, for a page from which `up` leads to the front page.

    Where it is not drawn, Sphinx warns, which stops the build.
    """
    for about in charts():
        if about["name"] == name:
            return figure(about, up)
    return undrawn(name)


def in_japanese(notebook: str, up: str) -> list[Markup]:
    """Return the charts of a notebook that are drawn in Japanese, as HTML, in their order.

    One that an earlier notebook shows has its files there.
    """
    first = {about["drawn"]: about for about in reversed(charts()) if EDITION[1:] in about}
    shown = [about["drawn"] for about in charts() if about["notebook"] == notebook]
    told = [first[mark] for mark in shown if mark in first]
    return [
        figure({**about, **about["ja"], "name": f"{about['name']}{EDITION}"}, up) for about in told
    ]


def figure(about: dict, up: str) -> Markup:
    """Return a chart of `charts()` as HTML, with a caption and its files."""
    place = f"{up}figures/{about['name']}"
    caption = about["alt"].removeprefix(about["title"]).lstrip(". 。")
    links = [
        templating.to_html('<a href="{}" download>{}</a>', place + ending, said(text))
        for ending, text in FILES.items()
    ]
    return Markup(
        FIGURE.format(
            name=templating.to_html("{}", about["name"]),
            place=templating.to_html("{}", place),
            alt=templating.to_html("{}", about["alt"]),
            caption=templating.to_html("{}", caption),
            size=_size(about["size"]),
            phone=_size(about["phone"]),
            links=" · ".join(links),
        )
    )


def undrawn(chart: str) -> Markup:
    """Return a comment in place of a chart, and warn: the site is built with warnings as errors."""
    logging.getLogger(__name__).warning(
        "no files of the chart %s: run `python site/figures.py`", chart
    )
    return Markup("<!-- not drawn -->")


def _size(pixels: list[int]) -> str:
    """Return the attributes that say how large a picture is."""
    width, height = pixels
    return f'width="{width}" height="{height}"'
