"""What an audit shows, in which order, and as what text: the same for a terminal and a page."""

from typing import NamedTuple

import pandas as pd

from ...articles.reading import UNSEEN


class Section(NamedTuple):
    """A frame of the audit as it is shown; `none` says what an empty one means."""

    heading: str
    columns: tuple[str, ...]
    none: str


SECTIONS = {
    "questions": Section(
        "What a careful editor would ask",
        ("paragraph", "question"),
        "No question of the kinds that are looked for.",
    ),
    "in_force": Section(
        "What might go where on the article's day",
        ("provision", "status", "rule_id", "since"),
        "The article's day is not known: give it with --published.",
    ),
    "chain": Section(
        "Who relays whom",
        ("by", "credited", "kind", "paragraph", "cue"),
        "No source is credited in a way that was recognised.",
    ),
    "attributions": Section(
        "Whom it credits",
        ("paragraph", "source", "kind", "cue"),
        "No attribution was recognised.",
    ),
    "copies": Section(
        "Near-copies among the known articles",
        ("article_id", "containment", "same", "missing", "extra"),
        "It is no near-copy of a known article.",
    ),
    "rules": Section(
        "Rule changes mentioned",
        ("paragraph", "matched", "how", "rule_id", "title_en")
        + ("instrument", "in_force_from", "effect"),
        "None was recognised.",
    ),
    "provisions": Section(
        "What those changes did, provision by provision",
        ("rule_id", "on", "provision", "change", "status_before", "status_after"),
        "Nothing to tell.",
    ),
    "transfers": Section(
        "Transfers mentioned",
        ("paragraph", "matched", "transfer_id", "item", "recipient")
        + ("status", "decided", "contracted", "first_delivery"),
        "None was recognised.",
    ),
}
NOTE = (
    "Found by words, dates and fingerprints, from the project's tables. "
    "What is not found may still be there; nothing here is a verdict."
)


KINDS = {  # kind of a note → what a summary calls it
    "ahead": "day of publication that the tables do not reach",
    "misreading": "misreading of the record",
    "misleading by timing": "claim misleading by timing",
    "the tables differ": "figure, day or fact that the tables have otherwise",
    "later": "effect before its delivery",
    "agreed": "agreement that the table has as talks",
    "date": "date without a rule change",
    "forecast": "forecast, with what followed",
    "known claim, open": "known claim without support",
    "undated": "delivery without a day",
    "article undated": "delivery without a day",
    "copy": "changed near-copy",
    "unnamed": "unnamed source",
    "end": "newsroom whose own source is open",
    "known claim": "known claim that holds or holds mostly",
}


SOURCES = {  # kind of a source → what a reader reads; not all are officials
    "official on record": "named source",
    "unnamed officials": "unnamed source",
}


def summary(frames: dict[str, pd.DataFrame]) -> str:
    """Return one line: how many notes there are, and of what kinds, the weightiest first."""
    kinds = frames["notes"]["kind"]
    if kinds.empty:
        return "No note: no known claim was recognised, and nothing that differs from the tables."
    counts = kinds.map(KINDS).value_counts(sort=False)
    parts = "; ".join(f"{count} × {name}" for name, count in counts.items())
    return f"{len(kinds)} {'note' if len(kinds) == 1 else 'notes'}: {parts}."


def title_and_facts(frames: dict[str, pd.DataFrame]) -> tuple[str, str]:
    """Return the article's title, and one line on outlet, day, language, length and address."""
    row = {name: clean(value) for name, value in frames["article"].iloc[0].items()}
    published = "day of publication not known"
    if row["published"]:
        published = f"published {row['published']} ({row['published_basis']})"
    language = f"language {row['language']}" if row["language"] else ""
    count = int(frames["paragraphs"]["role"].eq("body").sum())
    facts = [row["outlet"], published, language, f"{count} paragraphs", row["url"]]
    return row["title"], "; ".join(filter(None, facts))


def shown(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the columns as clean text, their names and the kinds of sources as words."""
    text = frame[list(columns)].map(clean)
    if "kind" in text:
        text = text.assign(kind=text["kind"].replace(SOURCES))
    return text.rename(columns=_in_words)


def clean(value: object) -> str:
    """Return a value as text without control and direction signs; blank for missing."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:.2f}"
    return " ".join(UNSEEN.sub("", str(value)).split())


def _in_words(column: str) -> str:
    return column.replace("_", " ").removesuffix(" en").removesuffix(" id")
