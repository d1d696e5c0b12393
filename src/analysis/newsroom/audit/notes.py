"""What stands in the margin: at most eight notes, the weightiest first, each said once.

A note says what was so, by which row of the tables, and how well that is known. None says that a
sentence is wrong. A note on the article's own words rests on these: its source is the article.
"""

import pandas as pd

from ... import tables

MOST = 8
COLUMNS = ["rank", "paragraph", "sentence", "kind", "about", "note", "grade", "source_id"]
COLUMNS += ["page", "link"]
# From the weightiest to the lightest; a kind of question stands under the name of its template.
KINDS = ["ahead", "misreading", "misleading by timing", "the tables differ", "later", "agreed"]
KINDS += ["date", "forecast", "known claim, open", "undated", "article undated", "copy"]
KINDS += ["unnamed", "end", "known claim"]
THIS = "this article"
OWN_GRADE = "A"  # that of what the article itself prints, or a known article whose text was read
ONCE = ["unnamed", "end", "copy"]  # kinds of which one note is enough
TIMED = "misleading by timing"
OPEN = ["unsupported", "contradicted", "not checkable"]
TIMING = ["C20", "C21", "M001", "M002"]  # statements that say the same as a note on T022
SENTENCES = {
    "claim": "A known claim ({statement_id}): {statement} Then, in March 2024: {then}. Now: {now}. "
    "{reason}",
    "misreading": "Near a known misreading ({statement_id}): {statement} The record: {reason}",
}


def notes(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return at most `MOST` notes, ranked; the columns are `COLUMNS`.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        The frames of the audit; `questions`, `claims` and `differences` are what becomes notes.
    """
    found = frames["claims"]
    parts = [_of_repeats(found, frames["article"].at[0, "published"]), _of_questions(frames, found)]
    parts.append(frames["differences"].assign(kind="the tables differ"))
    parts.append(frames["forecasts"].assign(kind="forecast"))
    frame = pd.concat(parts, ignore_index=True)
    order = {label: place for place, label in enumerate(frames["paragraphs"]["paragraph"])}
    frame = frame.assign(
        weight=frame["kind"].map(KINDS.index),
        place=frame["paragraph"].map(order).fillna(len(order)),
    )
    frame = frame.assign(backed=~frame["then"].isin(OPEN))
    frame = frame.sort_values(["weight", "backed", "place"], kind="stable").drop_duplicates(
        ["kind", "about"]
    )
    repeated = frame["kind"].isin(ONCE) & frame.duplicated("kind")
    frame = frame[~repeated].head(MOST).reset_index(drop=True)
    link = _links(frame, frames["article"].at[0, "url"])
    frame = frame.assign(rank=frame.index + 1, link=link)
    return frame[COLUMNS]


def _of_repeats(found: pd.DataFrame, published: object) -> pd.DataFrame:
    """Return a note per known statement that the article repeats."""
    rows = found.to_dict("records")
    texts = [
        SENTENCES["misreading" if row["now"] == "misreading" else "claim"].format(**row)
        for row in rows
    ]
    return found.assign(
        kind=[_kind(row, published) for row in rows],
        about=found["statement_id"],
        note=pd.Series(texts, dtype="str"),
    )


def _kind(row: dict, published: object) -> str:
    """Return the kind; what has come true by the day of the article is timely."""
    if row["now"] == "misreading":
        return "misreading"
    if row["now"] == TIMED:
        if pd.notna(row["true_of"]) and pd.notna(published) and published >= row["true_of"]:
            return "known claim"
        return TIMED
    return "known claim, open" if row["now"] in OPEN else "known claim"


def _of_questions(frames: dict[str, pd.DataFrame], found: pd.DataFrame) -> pd.DataFrame:
    """Return the questions as notes, without those that a claim or the outlet itself settles."""
    asked = frames["questions"]
    timed = set(found.loc[found["statement_id"].isin(TIMING), "paragraph"])
    settled = asked["about"].eq("T022") & asked["paragraph"].isin(timed)
    outlet = frames["article"]["outlet"].fillna("").iat[0].casefold()
    own = [
        bool(outlet) and kind in ("end", "copy") and _is_own(about, outlet)
        for kind, about in zip(asked["kind"], asked["about"], strict=True)
    ]
    rows = asked[~settled & ~pd.Series(own, asked.index, dtype="bool")]
    grounds = _grounds().reindex(rows["row_id"].replace("", THIS))
    return pd.DataFrame(
        {
            "paragraph": rows["paragraph"],
            "sentence": "",
            "kind": rows["kind"],
            "about": rows["about"],
            "note": rows["question"],
            "grade": grounds["grade"].to_list(),
            "source_id": grounds["source_id"].to_list(),
            "page": grounds["page"].to_list(),
        }
    )


@tables.cached
def _grounds() -> pd.DataFrame:
    """Return grade, source and page of each row on which a question may rest, by its id."""
    columns = ["grade", "source_id"]
    moved = tables.read("transfers").set_index("transfer_id")[columns]
    rules = tables.read("rule_changes").set_index("rule_id")[columns]
    known = tables.read("articles").set_index("article_id")[["source_id"]].fillna(THIS)
    parts = [
        moved.assign(page="cases/" + moved.index + ".html"),
        rules.assign(page="rules/" + rules.index + ".html"),
        known.assign(grade=OWN_GRADE, page=""),
        pd.DataFrame({"grade": OWN_GRADE, "source_id": THIS, "page": ""}, index=[THIS]),
    ]
    return pd.concat([part.astype({"grade": "str"}) for part in parts])


def _links(frame: pd.DataFrame, url: object) -> pd.Series:
    """Return where each note's source is read: its address, else the page of the site.

    The article itself is read at its own address, else at the paragraph in the report.
    """
    link = frame["source_id"].map(tables.read("sources").set_index("source_id")["url"])
    link = link.fillna(frame["page"].where(frame["page"].ne("")))
    own = "#paragraph-" + frame["paragraph"] if pd.isna(url) else url
    return link.mask(frame["source_id"].eq(THIS), own).astype("str")


def _is_own(about: str, outlet: str) -> bool:
    """Whether a newsroom, or the newsroom of a known article, is the outlet itself."""
    known = tables.read("articles").set_index("article_id")["outlet"]
    name = str(known.get(about, about)).casefold()
    return name in outlet or outlet in name
