"""What changed since the last release, table by table: the page of corrections, computed.

`fill` fills the page. What changed comes from `analysis.releases`; the names of the rows and the
reasons come from the tables.
"""

import links
import pages
import pandas as pd

import analysis
from analysis import citations, releases, tables, transfers

KINDS = ["row added", "row removed", "fact corrected", "grade risen", "grade fallen"]
# Headings of the lists, with the kinds of change that each holds
PARTS = {
    "Facts corrected": ["fact corrected"],
    "Rows added": ["row added"],
    "Rows removed": ["row removed"],
    "Grades": ["grade risen", "grade fallen"],
    "Reworded: summaries, conditions, remarks": ["wording"],
}
# And every list of more rows than this
FOLDED = ["Grades", "Reworded: summaries, conditions, remarks"]
MOST_IN_SIGHT = 12
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
        contact = analysis.CONTACT
        is_mail = "@" in contact and "://" not in contact
        source[0] = pages.filled(
            source[0],
            version=list(releases.stored())[-1],
            kinds=KINDS,
            sections=sections(),
            contact=f"mailto:{contact}" if is_mail else contact,
            contact_name=contact,
            forms=f"{analysis.REPOSITORY}/issues/new/choose" if analysis.REPOSITORY else "",
        )


@tables.cached
def sections() -> list[dict]:
    """Return what the page says of each table of facts, in their order."""
    since = releases.changes(list(releases.stored().values())[-1])
    counts = releases.summary(since)
    since = since.assign(change=since["change"].astype("str"))
    return [section(name, since[since["table"] == name], counts.loc[name]) for name in counts.index]


def section(name: str, since: pd.DataFrame, counts: pd.Series) -> dict:
    """Return title, counts and lists of one table."""
    rows = listed(name, since)
    parts = []
    for title, kinds in PARTS.items():
        chosen = [row for row in rows if row["change"] in kinds]
        folded = title in FOLDED or len(chosen) > MOST_IN_SIGHT
        if chosen:
            parts.append({"title": title, "rows": chosen, "folded": folded})
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
    words = [f"{count} {COUNTED[kind][count > 1]}" for kind, count in numbers.items() if count]
    text = ", ".join(words) or "Nothing changed but wording and sources"
    return text[0].upper() + text[1:] + "."


def listed(name: str, since: pd.DataFrame) -> list[dict]:
    """Return the changes of a table as the page lists them: name, page, old, new, why."""
    by_id = names(name)
    reasons = whys(name)
    rows = since.astype(object).where(since.notna(), None).to_dict("records")
    for row in rows:
        place = "grade" if row["column"] == "grade" else row["column"]
        row["name"] = by_id.get(row["row_id"]) or name_of_gone(name, row["row_id"])
        row["page"] = page_of(name, row["row_id"])
        row["label"] = (row["column"] or "").replace("_", " ")
        row["why"] = reasons.get((row["row_id"], place), "")
    return rows


def page_of(name: str, row_id: str) -> str:
    """Return the id whose page, or place on a page, shows a row; empty where none does."""
    own = row_id if name in ("rule_changes", "transfers") else row_id.split("-")[0]
    return own if own in links.addresses() else ""


def names(name: str) -> dict[str, str]:
    """Return what people call each row of a table, by its id."""
    frame = tables.read(name)
    rules = tables.read("rule_changes").set_index("rule_id")["short_name"]
    if name == "verdicts":
        return names_of_verdicts(frame)
    if name == "transfers":
        frame = transfers.cases()
    ids = citations.row_ids(name, frame)
    if name == "rule_changes":
        texts = frame["short_name"]
    elif name == "regimes":
        kinds = tables.read("provisions").set_index("provision_id")["short_name"]
        texts = frame["provision_id"].map(kinds) + " under: " + frame["rule_id"].map(rules)
    elif name == "procedures":
        texts = frame["rule_id"].map(rules) + ": " + frame["step"].astype("str")
    elif name == "agreements":
        texts = frame["country"] + ", " + frame["signed"].dt.strftime("%Y-%m-%d")
    elif name == "transfers":
        texts = frame["recipient"] + ": " + frame["item"]
    elif name == "nsc_cases":
        texts = frame["item"]
    elif name == "programmes":
        texts = frame["programme"] + ", FY" + frame["fiscal_year"].astype("str")
    elif name == "permit_reports":
        texts = "Permits of FY" + frame["fiscal_year"].astype("str")
    else:
        texts = frame["term"] + " " + frame["english"].str.split("; ").str[0]
    return dict(zip(ids, texts, strict=True))


def name_of_gone(name: str, row_id: str) -> str:
    """Return what people call a row that is gone: the names of what its id names, or the id."""
    if name != "regimes":
        return row_id
    provision_id, rule_id = row_id.split("-")
    kinds = tables.read("provisions").set_index("provision_id")["short_name"]
    rules = tables.read("rule_changes").set_index("rule_id")["short_name"]
    return f"{kinds.get(provision_id, provision_id)} under: {rules.get(rule_id, rule_id)}"


def names_of_verdicts(frame: pd.DataFrame) -> dict[str, str]:
    """Return the claim that each verdict is of, by claim and state of knowledge."""
    claims = tables.read("claims").set_index("claim_id")["paraphrase"]
    ids = frame["claim_id"] + "-" + frame["known_by"].astype("str")
    return dict(zip(ids, frame["claim_id"].map(claims), strict=True))


def whys(name: str) -> dict[tuple[str, str | None], str]:
    """Return why a fact stands as it does, by row and column; a whole row has no column.

    That is what the strongest source that speaks of the column says, of a grade the reason, of a
    verdict the ruling, or its reason where all codings agree.
    """
    if name == "verdicts":
        return whys_of_verdicts()
    needed = {table: tables.read(table) for table in ("citations", "sources")}
    graded = citations.weighed(name, needed).groupby("row_id", sort=False)
    reasons = {(row_id, "grade"): citations.reason(rows) for row_id, rows in graded}
    every = needed["citations"].astype({"table": "str", "read": "str", "says": "str"})
    cited = citations.weigh(every[every["table"] == name], needed["sources"], {})
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
