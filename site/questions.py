"""The page of the questions that people ask: by subject, each with its answer and its grounds."""

import itertools

import changed
import frames
import glossary
import links
import pages
import wording

from analysis import language, tables

# Table whose rows are named within the page of a claim or provision → the folder of these pages
WITHIN = {"regimes": "provisions", "verdicts": "claims"}
# What one row of a table is, where it has no short name of its own
SINGLE = {
    "claims": "claim: {name}",
    "conflicts": "disagreement: {name}",
    "evidence": "evidence on: {name}",
    "gaps": "gap {name}",
    "transfer_events": "event {name}",
    "verdicts": "verdict on: {name}",
}


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "questions":
        source[0] = pages.filled(source[0], **values())


def values() -> dict:
    """Return what fills the page."""
    return {"topics": topics()}


def topics() -> list[dict]:
    """Return the subjects in their order: `name`, `rows` and how many there are of each kind.

    Each row also has `places`, the rows of the tables that its answer rests on: `text`, `address`.
    """
    order = {"fact": 0, "may": 1, "misreading": 2}
    rows = frames.rows("questions")
    names = list(dict.fromkeys(row["topic"] for row in rows))
    rows = sorted(rows, key=lambda row: (names.index(row["topic"]), order[row["kind"]]))
    told = []
    for name, group in itertools.groupby(rows, lambda row: row["topic"]):
        listed = [row | {"places": places(row)} for row in group]
        wrong = sum(row["kind"] == "misreading" for row in listed)
        told.append(
            {
                "name": wording.capital(str(language.said(name))),
                "rows": listed,
                "questions": len(listed) - wrong,
                "misreadings": wrong,
            }
        )
    return told


def places(row: dict) -> list[dict]:
    """Return where the rows lie on which an answer rests."""
    return [place(*ground.split(":", 1)) for ground in row["grounds"].split(";")]


def place(table: str, name: str) -> dict:
    """Return the text and the address of a link to a row: its own place, or its table's page."""
    if table == "glossary":
        (anchor,) = (term["anchor"] for term in glossary.terms() if term["term"] == name)
        return {"text": name, "address": f"glossary.html#{anchor}"}
    text = called(table, name)
    if name in links.addresses():
        return {"text": text, "address": links.address_of(name, "")}
    if table in WITHIN:
        folder = WITHIN[table]
        return {"text": text, "address": f"{folder}/{name.split('-')[0]}.html"}
    return {"text": text, "address": f"{links.root()}tables/{table}.html"}


def called(table: str, name: str) -> str:
    """Return what people call a row, and its id behind it; where it has no name, what it is."""
    if table in ("rule_changes", "transfers"):
        own = pages.short_title({"rule_changes": "rules", "transfers": "cases"}[table], name)
    elif table in changed.NAMES and table != "glossary":
        own = names_of_rows(language.current(), table)[name]
    elif table in NAMED_BY:
        own = language.phrase(SINGLE[table], name=language.said(NAMED_BY[table](name)))
    elif table in SINGLE:
        return language.phrase(SINGLE[table], name=name)
    else:
        return f"{wording.coded('table', table.replace('_', ' '))} {name}"
    return language.phrase("{name} ({code})", name=own, code=name)


def name_of_claim(name: str) -> str:
    """Return the short name of a claim, or of the one that a verdict is on ("C14-settled-now")."""
    return frames.one("claims", "claim_id", name.partition("-")[0])["short_name"]


def name_of_evidence(name: str) -> str:
    """Return the short name of the claim that a piece of evidence speaks of."""
    return name_of_claim(frames.one("evidence", "evidence_id", name)["claim_id"])


def name_of_conflict(name: str) -> str:
    """Return on what sources differ."""
    return frames.one("conflicts", "conflict_id", name)["topic"]


# Table → what its row is called by
NAMED_BY = {
    "claims": name_of_claim,
    "conflicts": name_of_conflict,
    "evidence": name_of_evidence,
    "verdicts": name_of_claim,
}


@tables.cached
def names_of_rows(tongue: str, table: str) -> dict[str, str]:
    """Return what people call the rows of a table of facts, in a language, that of the page."""
    return changed.names(table)
