"""An audit as something to read: text for a terminal, CSV files for a spreadsheet, one page of HTML. Nothing in an article acts in any of them."""

import html
import re
import sys
import textwrap
from pathlib import Path

import pandas as pd

from ...articles.reading import UNSEEN
from .. import web
from . import audit

SECTIONS = {  # frame: heading, columns shown, what an empty one means
    "questions": (
        "What a careful editor would ask",
        ["paragraph", "question"],
        "No question of the kinds that are looked for.",
    ),
    "chain": (
        "Who relays whom",
        ["by", "credited", "kind", "paragraph", "cue"],
        "No source is credited in a way that was recognised.",
    ),
    "attributions": (
        "Whom it credits",
        ["paragraph", "source", "kind", "cue"],
        "No attribution was recognised.",
    ),
    "copies": (
        "Near-copies among the known articles",
        ["article_id", "containment", "same", "missing", "extra"],
        "It is no near-copy of a known article.",
    ),
    "rules": (
        "Rule changes mentioned",
        [
            "paragraph",
            "matched",
            "how",
            "rule_id",
            "title_en",
            "instrument",
            "in_force_from",
            "effect",
        ],
        "None was recognised.",
    ),
    "provisions": (
        "What those changes did, provision by provision",
        ["rule_id", "on", "provision", "change", "status_before", "status_after"],
        "Nothing to tell.",
    ),
    "transfers": (
        "Transfers mentioned",
        [
            "paragraph",
            "matched",
            "transfer_id",
            "item",
            "recipient",
            "status",
            "decided",
            "contracted",
            "first_delivery",
        ],
        "None was recognised.",
    ),
}
NOTE = "Found by words, dates and fingerprints, from the project's tables. What is not found may still be there; nothing here is a verdict."
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:62rem;margin:auto;padding:1rem;overflow-wrap:anywhere}.wide{overflow-x:auto}"
    "table{border-collapse:collapse;font-size:.9rem;overflow-wrap:normal}th,td{border-bottom:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top}"
)
LONG, PACE = (
    200_000,
    100_000,
)  # characters from which an audit takes more than two seconds, and how many it reads in one
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def run(
    place: str,
    csv: Path | None = None,
    page: Path | None = None,
    published: str | None = None,
    client: web.Client | None = None,
) -> None:
    """Audit a file or an address and print the report; write CSV files and a page where asked. ValueError and OSError say in one line what failed."""
    if re.match(r"https?://", place, re.I):
        got = web.fetch(place, client)
        if got.text is None:
            raise ValueError(f"{place} is a PDF, not a page")
        given, url = got.text, got.final_url
    else:
        given, url = _bytes(Path(place)), None
    if len(given) > LONG:
        print(
            f"{len(given):,} characters: about {len(given) / PACE:.0f} s; nothing is written until it is done",
            file=sys.stderr,
            flush=True,
        )
    frames = audit(given, url, published)
    if csv:
        to_csv(frames, csv)
    if page:
        page.write_text(to_html(frames), "utf-8")
    print(to_text(frames))


def to_text(frames: dict[str, pd.DataFrame]) -> str:
    """The report as plain text: a heading and a short table per frame, questions first."""
    parts = [*_about(frames), NOTE]
    for name, (heading, columns, none) in SECTIONS.items():
        parts += ["", heading, "-" * len(heading)]
        shown = _shown(frames[name], columns)
        if name == "questions":
            parts += [
                textwrap.fill(
                    f"{label or 'whole'}: {asked}", 110, initial_indent="- ", subsequent_indent="  "
                )
                for label, asked in shown.itertuples(index=False)
            ]
        elif len(shown):
            parts += _aligned(shown)
        parts += [none] * shown.empty
    return "\n".join(parts)


def to_csv(frames: dict[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write each frame as `<name>.csv`; a cell that a spreadsheet would take for a formula gets a leading apostrophe."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        safe = frame.apply(
            lambda column: column.map(_harmless) if column.dtype.kind not in "fiubM" else column
        )
        safe.to_csv(
            folder / f"{name}.csv",
            index=False,
            lineterminator="\n",
            date_format="%Y-%m-%d",
            encoding="utf-8-sig",
        )
    return [folder / f"{name}.csv" for name in frames]


def to_html(frames: dict[str, pd.DataFrame]) -> str:
    """The report as one page without scripts or links out; every text escaped, the article's own in its language."""
    language = frames["article"]["language"].iat[0]
    language = (
        language if isinstance(language, str) and re.fullmatch("[a-z]{2,3}", language) else "und"
    )
    title = _clean(frames["article"]["title"].iat[0])
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    ]
    parts += [
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>Audit: {html.escape(title)}</title><style>{STYLE}</style></head><body><main>",
    ]
    parts += [f'<h1>Audit: <span lang="{language}">{html.escape(title)}</span></h1>'] + [
        f"<p>{html.escape(line)}</p>" for line in (*_about(frames)[1:], NOTE)
    ]
    for name, (heading, columns, none) in SECTIONS.items():
        parts += [
            f"<h2>{heading}</h2>",
            _table(_shown(frames[name], columns), language)
            if len(frames[name])
            else f"<p>{none}</p>",
        ]
    parts += [
        "<h2>The paragraphs</h2>",
        _table(_shown(frames["paragraphs"], ["paragraph", "role", "text"]), language),
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _aligned(shown: pd.DataFrame) -> list[str]:
    """The lines of a table whose cells start below one another, long ones cut."""
    lines = [tuple(shown), *shown.itertuples(index=False, name=None)]
    cut = [[textwrap.shorten(cell, 48, placeholder=" …") for cell in line] for line in lines]
    wide = [max(map(len, column)) for column in zip(*cut, strict=True)]
    return [
        "  ".join(cell.ljust(most) for cell, most in zip(line, wide, strict=True)).rstrip()
        for line in cut
    ]


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(20_000_000)


def _about(frames: dict[str, pd.DataFrame]) -> list[str]:
    row = {name: _clean(value) for name, value in frames["article"].iloc[0].items()}
    known = row["published"] and f"published {row['published']} ({row['published_basis']})"
    body = int(frames["paragraphs"]["role"].eq("body").sum())
    facts = [
        row["outlet"],
        known or "day of publication not known",
        row["language"] and f"language {row['language']}",
        f"{body} paragraphs",
        row["url"],
    ]
    return [row["title"], "; ".join(filter(None, facts))]


def _shown(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The columns shown, as clean text."""
    return (
        frame[columns]
        .map(_clean)
        .rename(columns=lambda name: name.replace("_", " ").removesuffix(" en").removesuffix(" id"))
    )


def _clean(value: object) -> str:
    """A value as text: blank for missing, days as ISO dates, no control or direction signs."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    return (
        f"{value:.2f}" if isinstance(value, float) else " ".join(UNSEEN.sub("", str(value)).split())
    )


def _harmless(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = UNSEEN.sub("", value)
    return f"'{text}" if FORMULA.match(text) else text


def _table(shown: pd.DataFrame, language: str) -> str:
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in shown)
    own = {
        name: f' lang="{language}"'
        for name in ("text", "matched", "source", "cue", "by", "credited")
    }
    rows = [
        "<tr>"
        + "".join(
            f"<td{own.get(name, '')}>{html.escape(value)}</td>"
            for name, value in zip(shown, row, strict=True)
        )
        + "</tr>"
        for row in shown.itertuples(index=False)
    ]
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
