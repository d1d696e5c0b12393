"""The notebooks as pages: charts as files in place of stored pictures, the code folded away."""

import csv
import json
import re
from pathlib import Path

import chart_html
import nbformat
import reading_order
import templating

from analysis import language

TABLE = re.compile(r'href="\.\./data/processed/(\w+)\.csv"')
MARK = re.compile(r"\[drawn: ([0-9a-f]{8})\]$")
OFFER = (
    '<p class="files">'
    '<a href="../downloads/{0}.ipynb" download>This notebook (.ipynb)</a> · '
    '<a href="../downloads/{0}.zip" download>ready to run, with its tables and code (.zip)</a>'
    "</p>"
)
SUMMARIES = Path(__file__).parent / "notebook_summaries.csv"
SUMMARY = (
    '<section class="summary" lang="ja" aria-label="日本語の要約"><p>{}</p>'
    '<p><a href="../ja/notebooks/{}.html">日本語の図とデータ</a></p></section>'
)


def for_the_site(name: str, notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a copy of a notebook as the site shows it; the notebook itself stays as it is."""
    copy = nbformat.from_dict(json.loads(json.dumps(notebook)))
    copy.cells[0].source += "\n\n" + templating.to_html(OFFER, name)
    copy.cells[0].source += "\n\n" + templating.to_html(SUMMARY, summary(name, notebook), name)
    drawn = {about["drawn"]: about for about in chart_html.charts() if about["notebook"] == name}
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.metadata.tags = ["hide-input"]
            cell.outputs = [
                inert(illustrated(output, drawn, name))
                for output in cell.outputs
                if not is_description(output, cell.outputs)
            ]
    return copy


def summary(name: str, notebook: nbformat.NotebookNode) -> str:
    """Return what a notebook says, in Japanese; a stale one stops the build.

    It is stale where the notebook's question or its answer, numbers included, is another one now.
    """
    with SUMMARIES.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["notebook"]: row for row in csv.DictReader(file)}
    opening = reading_order.opening(notebook)
    now = language.hash_of(f"{opening['question']} {opening['answer']}")
    if name not in rows or rows[name]["english_hash"] != now:
        raise LookupError(
            f"site/{SUMMARIES.name}: the summary of {name} is of another question or answer than "
            f"it has now; write it again, with {now} as its english_hash"
        )
    return rows[name]["japanese"]


def illustrated(
    output: nbformat.NotebookNode, drawn: dict[str, dict], name: str
) -> nbformat.NotebookNode:
    """Return an output with the files of its chart in place of its picture.

    A picture without such files stays, and Sphinx warns.
    """
    if "image/png" not in output.get("data", {}):
        return output
    mark = MARK.search(output.data["text/plain"])[1]
    if mark not in drawn:
        chart_html.undrawn(f"[drawn: {mark}] in {name}")
        return output
    picture = str(chart_html.figure(drawn[mark], "../"))
    return nbformat.v4.new_output("display_data", {"text/html": picture})


def inert(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return an output whose Markdown, if it has any, holds no tag, link or picture.

    The notebooks escape what they show of the tables. A cell that forgets it shows a tag as text.
    """
    data = output.get("data", {})
    if "text/markdown" in data:
        lines = data["text/markdown"].split("\n")
        data["text/markdown"] = "\n".join(map(templating.inert_markdown, lines))
    if "text/html" in data:  # the file of a table lies beside a notebook, its page on the site
        data["text/html"] = TABLE.sub(r'href="../tables/\1.html"', data["text/html"])
    return output


def is_description(output: nbformat.NotebookNode, beside: list[nbformat.NotebookNode]) -> bool:
    """Return whether an output is the description of a picture beside it.

    The caption of the chart says it already.
    """
    descriptions = {
        f"*{other.metadata['image/png']['alt']}*"
        for other in beside
        if "image/png" in other.get("data", {})
    }
    return output.get("data", {}).get("text/markdown") in descriptions
