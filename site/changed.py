"""What changed since the last release, table by table: the page of corrections, computed.

`fill` fills the page. What changed comes from `analysis.releases`; the names of the rows and the
reasons come from the tables.
"""

import re

import frames
import links
import pages
import pandas as pd
import wording

import analysis
from analysis import citations, language, releases, tables, transfers
from analysis.language import phrase, said

KINDS = ["row added", "row removed", "fact corrected", "grade risen", "grade fallen"]
REWORDED = "Reworded: summaries, conditions, remarks"
# Headings of the lists, with the kinds of change that each holds
PARTS = {
    "Facts corrected": ["fact corrected"],
    "Rows added": ["row added"],
    "Rows removed": ["row removed"],
    "Grades": ["grade risen", "grade fallen"],
    REWORDED: ["wording"],
}
# And every list of more rows than this
FOLDED = ["Grades", REWORDED]
MOST_IN_SIGHT = 12
# The column by which the rows of a table follow one another, newest first
DATED = {
    "rule_changes": "adopted",
    "regimes": "adopted",
    "procedures": "adopted",
    "agreements": "signed",
    "transfers": "decided",
    "nsc_cases": "decided",
    "programmes": "fiscal_year",
    "permit_reports": "fiscal_year",
}
COUNTED = {
    "row added": ("row added", "rows added"),
    "row removed": ("row removed", "rows removed"),
    "fact corrected": ("fact corrected", "facts corrected"),
    "grade risen": ("grade risen", "grades risen"),
    "grade fallen": ("grade fallen", "grades fallen"),
}


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "what-changed":
        source[0] = pages.filled(source[0], **values())


def values() -> dict:
    """Return what fills the page."""
    contact = analysis.CONTACT
    is_mail = "@" in contact and "://" not in contact
    return {
        "version": list(releases.stored())[-1],
        "kinds": KINDS,
        "sections": sections(language.current()),
        "contact": f"mailto:{contact}" if is_mail else contact,
        "contact_name": contact,
        "forms": f"{analysis.REPOSITORY}/issues/new/choose" if analysis.REPOSITORY else "",
    }


@tables.cached
def sections(tongue: str = language.ENGLISH) -> list[dict]:
    """Return what the page says of each table of facts, in their order, in a language."""
    since = releases.changes(list(releases.stored().values())[-1])
    counts = releases.summary(since)
    since = since.assign(change=since["change"].astype("str"))
    with language.of(tongue):
        return [
            section(name, since[since["table"] == name], counts.loc[name]) for name in counts.index
        ]


def section(name: str, since: pd.DataFrame, counts: pd.Series) -> dict:
    """Return title, counts and lists of one table."""
    rows = listed(name, since)
    parts = []
    for title, kinds in PARTS.items():
        chosen = [row for row in rows if row["change"] in kinds]
        folded = title in FOLDED or len(chosen) > MOST_IN_SIGHT
        about = {"title": title, "folded": folded, "english_alone": title == REWORDED}
        if chosen:
            parts.append(about | {"rows": chosen})
    numbers = {kind: int(counts[kind]) for kind in KINDS}
    return {
        "table": name,
        "anchor": f"since-{name}".replace("_", "-"),
        "title": tables.resource(name)["title"],
        "counts": numbers,
        "told": told(numbers),
        "parts": parts,
    }


def told(numbers: dict[str, int]) -> str:
    """Return the counts of a table as a sentence."""
    words = [
        phrase(f"{{count}} {COUNTED[kind][count > 1]}", count=count)
        for kind, count in numbers.items()
        if count
    ]
    text = wording.joint(", ").join(words) or str(said("Nothing changed but wording and sources"))
    return wording.capital(text) + wording.joint(".").strip()


def listed(name: str, since: pd.DataFrame) -> list[dict]:
    """Return the changes of a table as the page lists them: name, page, old, new, why.

    Those of the newest rules, cases and reports come first; rows without a day keep their order.
    Reworded sentences and what the sources remark are for the English page alone.
    """
    by_id = names(name)
    reasons = whys(name)
    if language.is_japanese():
        since = since[~since["change"].isin(PARTS[REWORDED])]
    rows = since.astype(object).where(since.notna(), None).to_dict("records")
    for row in rows:
        place = "grade" if row["column"] == "grade" else row["column"]
        row["name"] = by_id.get(row["row_id"]) or name_of_gone(name, row["row_id"])
        row["page"] = page_of(name, row["row_id"])
        label = (row["column"] or "").replace("_", " ")
        row["label"] = wording.coded("column", label) if label else ""
        row["why"] = reasons.get((row["row_id"], place), "")
        row |= {side: value(row[side]) for side in ("old", "new")}
    days = days_of_rows(name)
    return sorted(rows, key=lambda row: days.get(row["row_id"], ""), reverse=True)


def days_of_rows(name: str) -> dict[str, str]:
    """Return the day, or the fiscal year, by which the rows of a table follow one another."""
    if name not in DATED:
        return {}
    frame = transfers.cases() if name == "transfers" else tables.read(name)
    days = [str(row[DATED[name]] or "") for row in dated_rows(name, frames.as_rows(frame))]
    return dict(zip(citations.row_ids(name, frame), days, strict=True))


def dated_rows(name: str, rows: list[dict]) -> list[dict]:
    """Return rows, or the rule changes that they are of, where these have the day."""
    if name not in ("regimes", "procedures"):
        return rows
    undated = {"adopted": None}
    rules = [frames.by("rule_changes", "rule_id", row["rule_id"]) for row in rows]
    return [found[0] if found else undated for found in rules]


def value(text: object) -> object:
    """Return a value in the language of the page, a day in words."""
    if not isinstance(text, str):
        return text
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    return wording.day(text) if is_day else language.named(text)


def page_of(name: str, row_id: str) -> str:
    """Return the id whose page, or place on a page, shows a row; empty where none does."""
    own = row_id if name in ("rule_changes", "transfers") else row_id.split("-")[0]
    return own if own in links.addresses() else ""


def names(name: str) -> dict[str, str]:
    """Return what people call each row of a table, by its id, in the language of the page."""
    frame = tables.read(name)
    if name == "verdicts":
        return names_of_verdicts(frame)
    if name == "transfers":
        frame = transfers.cases()
    ids = citations.row_ids(name, frame)
    rows = frames.as_rows(frame)
    return dict(zip(ids, map(NAMES[name], rows), strict=True))


def name_of_rule(row: dict) -> str:
    """Return the short name of the rule change that a row is, or is about."""
    return str(said(frames.one("rule_changes", "rule_id", row["rule_id"])["short_name"]))


def name_of_cell(row: dict) -> str:
    """Return a kind of transfer with the rule that speaks of it."""
    kind = frames.one("provisions", "provision_id", row["provision_id"])["short_name"]
    return phrase("{kind} under: {rule}", kind=said(kind), rule=name_of_rule(row))


def name_of_step(row: dict) -> str:
    """Return a step of a procedure with the rule that asks for it."""
    return phrase("{name}: {step}", name=name_of_rule(row), step=wording.coded("step", row["step"]))


def name_of_agreement(row: dict) -> str:
    """Return the country of an agreement and the day it was signed."""
    day = wording.day_in_table(row["signed"])
    return phrase("{name}, {detail}", name=said(row["country"]), detail=day)


def name_of_case(row: dict) -> str:
    """Return what a case is, and for whom."""
    return phrase("{name}: {step}", name=said(row["recipient"]), step=said(row["item"]))


def name_of_decision(row: dict) -> str:
    """Return what the National Security Council decided on."""
    return str(said(row["item"]))


def name_of_programme(row: dict) -> str:
    """Return a programme and its fiscal year."""
    return phrase("{name}, FY{year}", name=said(row["programme"]), year=row["fiscal_year"])


def name_of_report(row: dict) -> str:
    """Return of which fiscal year the permits are that a row counts."""
    return phrase("Permits of FY{year}", year=row["fiscal_year"])


def name_of_term(row: dict) -> str:
    """Return a term; in English with its first English name."""
    own = row["term"]
    return own if language.is_japanese() else f"{own} {row['english'].split('; ')[0]}"


# What people call a row of a table of facts
NAMES = {
    "rule_changes": name_of_rule,
    "regimes": name_of_cell,
    "procedures": name_of_step,
    "agreements": name_of_agreement,
    "transfers": name_of_case,
    "nsc_cases": name_of_decision,
    "programmes": name_of_programme,
    "permit_reports": name_of_report,
    "glossary": name_of_term,
}


def name_of_gone(name: str, row_id: str) -> str:
    """Return what people call a row that is gone: the names of what its id names, or the id."""
    if name != "regimes":
        return row_id
    provision_id, rule_id = row_id.split("-")
    kinds = frames.by("provisions", "provision_id", provision_id)
    known = frames.by("rule_changes", "rule_id", rule_id)
    kind = said(kinds[0]["short_name"]) if kinds else provision_id
    rule = said(known[0]["short_name"]) if known else rule_id
    return phrase("{kind} under: {rule}", kind=kind, rule=rule)


def names_of_verdicts(frame: pd.DataFrame) -> dict[str, str]:
    """Return the claim that each verdict is of, by claim and state of knowledge."""
    claims = tables.read("claims").set_index("claim_id")["paraphrase"].map(said)
    ids = frame["claim_id"] + "-" + frame["known_by"].astype("str")
    return dict(zip(ids, frame["claim_id"].map(claims), strict=True))


def whys(name: str) -> dict[tuple[str, str | None], str]:
    """Return why a fact stands as it does, by row and column; a whole row has no column.

    That is what the strongest source that speaks of the column says, of a grade the reason, of a
    verdict the ruling, or its reason where all codings agree.
    """
    if name == "verdicts":
        return whys_of_verdicts()
    reasons = {(row_id, "grade"): why for row_id, why in frames.reasons(name).items()}
    every = tables.read("citations").astype({"table": "str", "read": "str", "says": "str"})
    cited = citations.weigh(every[every["table"] == name], tables.read("sources"), {})
    for row in cited.dropna(subset="what_it_says").itertuples():
        fields = [] if pd.isna(row.fields) else row.fields.split(";")
        for column in [*fields, None]:
            reasons.setdefault((row.row_id, column), row.what_it_says)
    return reasons


def whys_of_verdicts() -> dict[tuple[str, str | None], str]:
    """Return the ruling on each verdict, or its reason where there is no ruling."""
    settled = tables.read("verdicts").query("coder == 'settled'")
    reasons = {}
    for frame in (settled, tables.read("verdict_rulings")):
        ids = frame["claim_id"] + "-" + frame["known_by"].astype("str")
        for column in ("verdict", "true_of"):
            reasons |= {
                (row_id, column): why for row_id, why in zip(ids, frame["reason"], strict=True)
            }
    return reasons
