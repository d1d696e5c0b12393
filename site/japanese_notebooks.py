"""The notebooks in Japanese: a page for each, with its question, its summary and its charts."""

import chart_html
import pages

from analysis.language import said

FOLDER = "notebooks"
LIST = "walk"  # the page that leads to them


def pages_of(root: str) -> dict[str, bytes]:
    """Return the page of each notebook; `root` leads from there to the English front page."""
    template = pages.environment().get_template(f"{FOLDER}.jinja")
    walk = pages.overview()["walk"]
    files = {}
    for place, notebook in enumerate(walk):
        text = template.render(
            notebook,
            number=notebook["title"].split()[0],
            charts=chart_html.in_japanese(notebook["name"], root),
            up="../",
            root=root,
            before=neighbour(walk, place - 1),
            after=neighbour(walk, place + 1),
        )
        files[f"{notebook['name']}.md"] = pages.marked(text, root).encode("utf-8")
    return files


def neighbour(walk: list[dict], place: int) -> dict | None:
    """Return id and title of the notebook at a place; None where there is none."""
    if not 0 <= place < len(walk):
        return None
    return {"id": walk[place]["name"], "title": said(walk[place]["subject"])}
