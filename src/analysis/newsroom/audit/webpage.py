"""An audit as one page of HTML: the article, and in its margin the notes.

No scripts; the only links are addresses of the register of sources; every text is escaped.
"""

import html
import re
from string import Template

import pandas as pd

from .notes import THIS
from .sections import KINDS, NOTE, SECTIONS, clean, shown, summary, title_and_facts

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
  font: 1rem/1.5 system-ui, sans-serif; max-width: 68rem; margin: auto; padding: 1rem;
  overflow-wrap: anywhere; color: #1a1a1a; background: #fff;
}
h1 { line-height: 1.25; }
ol { padding-left: 1.4rem; } li { margin: .5rem 0; }
.lead { font-weight: 600; border-left: .4rem solid #a33; padding-left: .7rem; }
.row { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2rem; }
.row > p { margin: .4rem 0; }
.row > p.title { font-size: 1.3rem; font-weight: 600; }
.row > p.aside { color: #666; font-size: .9rem; }
mark { background: #fdeab0; }
aside { border-left: .3rem solid #888; padding: .1rem .7rem; margin: .4rem 0; font-size: .9rem; }
aside p { margin: .2rem 0; }
aside.heavy { border-color: #a33; background: #fbf1f0; }
.ground { color: #555; font-size: .85rem; }
@media (min-width: 50rem) {
  .row { grid-template-columns: minmax(0, 1fr) minmax(0, 24rem); }
}
@media print { body { font-size: 10pt; } aside { break-inside: avoid; } }
.wide { overflow-x:auto; }
table { border-collapse: collapse; font-size: .9rem; overflow-wrap: normal; }
.day { white-space: nowrap; }
th, td {
  border-bottom: 1px solid #bbb; padding: .3rem .6rem; text-align: left; vertical-align: top;
}
</style></head><body><main>
<h1>Audit: <span lang="$language">$title</span></h1>
<p>$facts</p>
<p class="lead">$summary</p>
$first
<div class="article">
$article
</div>
<p>$note</p>
$sections
</main></body></html>
"""
)
SECTION = Template("<h2>$heading</h2>\n$content")
TABLE = Template(
    '<div class="wide"><table><thead><tr>$head</tr></thead><tbody>$body</tbody></table></div>'
)
HEAVY = ("misreading", "misleading by timing", "the tables differ", "later", "agreed", "date")
FIRST = 3  # notes that stand above the article
DAY = ' class="day"'  # a day stays on one line
IS_DAY = re.compile("[0-9-]{7,10}").fullmatch
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
    return PAGE.substitute(
        title=title,
        language=language,
        facts=facts,
        summary=html.escape(summary(frames)),
        first=_first(frames["notes"]),
        article=_article(frames, language),
        note=html.escape(NOTE),
        sections="\n".join(sections),
    )


def _first(notes: pd.DataFrame) -> str:
    """Return the heaviest notes as a list, so that a reader sees at once what to look at."""
    notes = notes[notes["kind"].isin(HEAVY)].map(clean)
    quoted = notes["sentence"].where(notes["sentence"].ne(""), notes["note"])
    heavy = notes[~quoted.duplicated()].head(FIRST).to_dict("records")
    items = "".join(
        f"<li><b>{html.escape(KINDS[note['kind']])}</b>"
        f"{_quoted(note)} {html.escape(note['note'])}</li>"
        for note in heavy
    )
    return f"<ol>{items}</ol>" if heavy else ""


def _quoted(note: dict[str, str]) -> str:
    """Return the number of a note, as a link to its paragraph, and the sentence that it is on."""
    number = f"note {note['rank']}"
    if note["paragraph"]:
        number = f'<a href="#{_anchor(note["paragraph"])}">{number}</a>'
    sentence = f" <mark>{html.escape(note['sentence'])}</mark>" if note["sentence"] else ""
    return f" ({number}):{sentence}"


def _article(frames: dict[str, pd.DataFrame], language: str) -> str:
    """Return the paragraphs, each with its notes beside it; first those on the whole."""
    notes = frames["notes"].map(clean).to_dict("records")
    rows = ["".join(_note(note) for note in notes if not note["paragraph"])]
    for row in frames["paragraphs"].to_dict("records"):
        own = [note for note in notes if note["paragraph"] == row["paragraph"]]
        text = _marked(
            clean(row["text"]), [note["sentence"] for note in own if note["kind"] in HEAVY]
        )
        role = {"title": "title", "body": "body"}.get(row["role"], "aside")
        beside = "".join(map(_note, own))
        rows.append(
            f'<div class="row"><p class="{role}" id="{_anchor(row["paragraph"])}" '
            f'lang="{language}">{text}</p>'
            f"<div>{beside}</div></div>"
        )
    return "\n".join(rows)


def _marked(text: str, sentences: list[str]) -> str:
    """Return a paragraph, escaped, with the sentences that have a note marked."""
    escaped = html.escape(text)
    for sentence in dict.fromkeys(filter(None, sentences)):
        part = html.escape(sentence)
        escaped = escaped.replace(part, f"<mark>{part}</mark>", 1)
    return escaped


def _note(note: dict[str, str]) -> str:
    """Return a note with its rank, its grade, and a link to its source."""
    weight = "heavy" if note["kind"] in HEAVY else "light"
    ground = f"grade {note['grade']}" if note["grade"] else "not graded"
    ground = html.escape(f"{ground}; {note['page']}" if note["page"] else ground)
    address = f"#{_anchor(note['paragraph'])}" if note["source_id"] == THIS else note["link"]
    if re.match("https?://|#", address):
        address, name = html.escape(address), html.escape(note["source_id"])
        ground += f' · <a href="{address}" rel="noreferrer">{name}</a>'
    said = html.escape(note["note"])
    kind = KINDS[note["kind"]][0].upper() + KINDS[note["kind"]][1:]
    return (
        f'<aside class="{weight}"><p><b>{note["rank"]}. {html.escape(kind)}.</b> {said}</p>'
        f'<p class="ground">{ground}</p></aside>'
    )


def _anchor(label: object) -> str:
    """Return the name under which a paragraph is found in the page."""
    return html.escape(f"paragraph-{clean(label)}")


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
        cells = [
            f"<td{DAY if IS_DAY(cell) else attribute}>{html.escape(cell)}</td>"
            for attribute, cell in pairs
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return TABLE.substitute(head=head, body="".join(rows))
