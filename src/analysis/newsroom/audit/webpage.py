"""An audit as one page of HTML, without scripts or links out; every text is escaped."""

import html
import re
from string import Template

import pandas as pd

from .sections import NOTE, SECTIONS, clean, shown, title_and_facts

PAGE = Template(
    """\
<!doctype html><html lang="en"><head><meta name="generator" content="japan-arms-export audit">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'">
<title>Audit: $title</title>
<style>
body {
  font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: auto; padding: 1rem;
  overflow-wrap: anywhere;
}
.wide { overflow-x:auto; }
table { border-collapse: collapse; font-size: .9rem; overflow-wrap: normal; }
th, td {
  border-bottom: 1px solid #bbb; padding: .3rem .6rem; text-align: left; vertical-align: top;
}
</style></head><body><main>
<h1>Audit: <span lang="$language">$title</span></h1>
<p>$facts</p>
<p>$note</p>
$sections
</main></body></html>
"""
)
SECTION = Template("<h2>$heading</h2>\n$content")
TABLE = Template(
    '<div class="wide"><table><thead><tr>$head</tr></thead><tbody>$body</tbody></table></div>'
)
OWN_WORDS = ("text", "matched", "source", "cue", "by", "credited")  # columns in its language


def to_html(frames: dict[str, pd.DataFrame]) -> str:
    """Return the report as one page; the article's own words are marked with its language."""
    language = _language(frames["article"]["language"].iat[0])
    title, facts = map(html.escape, title_and_facts(frames))
    sections = []
    for name, section in SECTIONS.items():
        content = f"<p>{section.none}</p>"
        if len(frames[name]):
            content = _table(shown(frames[name], section.columns), language)
        sections.append(SECTION.substitute(heading=section.heading, content=content))
    paragraphs = _table(shown(frames["paragraphs"], ("paragraph", "role", "text")), language)
    sections.append(SECTION.substitute(heading="The paragraphs", content=paragraphs))
    return PAGE.substitute(
        title=title,
        language=language,
        facts=facts,
        note=html.escape(NOTE),
        sections="\n".join(sections),
    )


def _language(stated: object) -> str:
    """Return a language code that HTML takes; `und` where the article's is not known."""
    text = clean(stated)
    return text if re.fullmatch("[a-z]{2,3}", text) else "und"


def _table(frame: pd.DataFrame, language: str) -> str:
    """Return a frame of clean text as an HTML table."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in frame)
    attributes = [f' lang="{language}"' if name in OWN_WORDS else "" for name in frame]
    rows = []
    for row in frame.itertuples(index=False, name=None):
        pairs = zip(attributes, row, strict=True)
        cells = [f"<td{attribute}>{html.escape(cell)}</td>" for attribute, cell in pairs]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return TABLE.substitute(head=head, body="".join(rows))
