"""What a careful editor would ask of an article: sentences made from the frames of an audit. Questions, never verdicts."""

import pandas as pd

from ... import tables
from .days import periods
from .subjects import EXACT, dates_of_rules, words

COLUMNS = ["paragraph", "about", "question"]
OPEN = ["considered", "under negotiation", "planned"]
FORMS = {"month": "%Y-%m", "year": "%Y", "fiscal year": "FY%Y"}


def questions(
    frames: dict[str, pd.DataFrame], said: pd.DataFrame, published: pd.Timestamp | None
) -> pd.DataFrame:
    """One row per question, in the order of the article: `paragraph` (label; blank for the whole), `about` (ids or names), `question`."""
    found, order = (
        words(said["text"]),
        {label: place for place, label in enumerate(frames["paragraphs"]["paragraph"])},
    )
    rows = [
        *_effects(frames["transfers"], said, found, published),
        *_agreed(frames["transfers"], said, found),
        *_dates(said, found, published),
    ]
    rows += [*_unnamed(frames["attributions"]), *_ends(frames["chain"]), *_copies(frames["copies"])]
    rows.sort(key=lambda row: order.get(row[0], len(order)))
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _effects(
    moved: pd.DataFrame, said: pd.DataFrame, found: pd.DataFrame, published: pd.Timestamp | None
) -> list[tuple]:
    """A word that says something has happened, beside a transfer whose first delivery came after the article, or is not dated."""
    word = (
        found[found["role"] == "effect"]
        .join(said["paragraph"], on="place")
        .drop_duplicates("paragraph")
        .set_index("paragraph")["matched"]
    )
    rows = []
    for row in moved[moved["paragraph"].isin(word.index)].to_dict("records"):
        day, start = row["delivered"], f"says '{word[row['paragraph']]}'; "
        about = f"{row['transfer_id']}, {row['item']}, {row['recipient']}"
        if pd.isna(day):
            asked = (
                f"the table dates no delivery ({about}; status: {row['status']}). What had arrived?"
            )
        elif published is None:
            asked = f"the first delivery in the table is dated {row['first_delivery']} ({about}), and the article's own day is not known. Which came first?"
        elif day > published:
            asked = f"the first delivery in the table is dated {row['first_delivery']} ({about}), the article {published:%Y-%m-%d}. What had happened by then?"
        else:
            continue
        rows.append((row["paragraph"], row["transfer_id"], start + asked))
    return rows


def _agreed(moved: pd.DataFrame, said: pd.DataFrame, found: pd.DataFrame) -> list[tuple]:
    """A word of agreement in the sentence of a transfer that the table knows as talks only."""
    word = (
        found[found["role"] == "agreed"]
        .join(said["text"], on="place")
        .drop_duplicates("text")
        .set_index("text")["matched"]
    )
    talks = moved[moved["status"].isin(OPEN) & moved["sentence"].isin(word.index)]
    return [
        (
            row["paragraph"],
            row["transfer_id"],
            f"says '{word[row['sentence']]}'; the table has {row['transfer_id']} ({row['item']}, {row['recipient']}) as {row['status']}. What was agreed, by whom, and when?",
        )
        for row in talks.to_dict("records")
    ]


def _dates(said: pd.DataFrame, found: pd.DataFrame, published: pd.Timestamp | None) -> list[tuple]:
    """A sentence that names a rule and gives a day or month, with its year, on which the table has no rule change at all."""
    dates, dated = dates_of_rules(), periods(said["text"], published)
    dated = dated[
        dated["precision"].isin(EXACT)
        & dated["date_as_printed"].str.contains(r"\d{4}|年")
        & dated["start"].le(published if published is not None else pd.Timestamp.max)
    ]
    days = dates["date"].sort_values()
    free = days.searchsorted(dated["start"], "left") == days.searchsorted(dated["end"], "right")
    settled = dated.loc[~free, "place"]
    rules = found[found["role"] == "rule"].merge(dates, on="rule_id")
    rules["date"] = rules["date"].dt.strftime("%Y-%m-%d")
    known = (
        rules.groupby(["place", "matched"], sort=False)["date"]
        .agg(lambda held: ", ".join(sorted(set(held))))
        .reset_index()
    )
    pairs = (
        dated[free & ~dated["place"].isin(settled)]
        .drop_duplicates("place")
        .merge(known, on="place")
        .drop_duplicates("place")
        .join(said["paragraph"], on="place")
    )
    return [
        (
            row["paragraph"],
            row["matched"],
            f"dates '{row['matched']}' by '{row['date_as_printed']}'; the table has no rule change then, and under that name: {row['date']}. Which day is meant?",
        )
        for row in pairs.to_dict("records")
    ]


def _unnamed(credits: pd.DataFrame) -> list[tuple]:
    """Paragraphs that credit only people without a name."""
    only = (
        credits.groupby("paragraph", sort=False)["kind"]
        .transform(lambda kinds: kinds.eq("unnamed officials").all())
        .astype("bool")
    )
    return [
        (
            label,
            row,
            f"rests on '{row}' alone, who are not named. Who else says so, and is there a document?",
        )
        for label, row in credits.loc[only, ["paragraph", "source"]]
        .drop_duplicates("paragraph")
        .itertuples(index=False)
    ]


def _ends(chain: pd.DataFrame) -> list[tuple]:
    """Newsrooms on which the chain rests without a word on whom they rest."""
    last = chain[chain["kind"].isin(["outlet", "agency"]) & ~chain["credited"].isin(chain["by"])]
    return [
        (
            label,
            name,
            f"the chain ends with {name}. Was its own report read, and whom does it credit?",
        )
        for label, name in last[["paragraph", "credited"]].itertuples(index=False)
    ]


def _copies(copies: pd.DataFrame) -> list[tuple]:
    """Near-copies of known articles that are not the same throughout."""
    differ = copies[(copies["missing"] > 0) | (copies["extra"] > 0)]
    return [
        (
            "",
            row["article_id"],
            f"is close to {row['article_id']} (containment {row['containment']:.2f}) and not the same: {row['missing']} of its paragraphs are missing, {row['extra']} here are others. What was changed, and why?",
        )
        for row in differ.to_dict("records")
    ]


def printed(days: pd.Series, precision: pd.Series) -> pd.Series:
    """Days as text no more precise than they are known; blank where missing."""
    text = [
        format(day, FORMS.get(form, "%Y-%m-%d")) if pd.notna(day) else ""
        for day, form in zip(days, precision.astype("str"), strict=True)
    ]
    return pd.Series(text, days.index, dtype="str")


def rule_rows(mentioned: pd.DataFrame) -> pd.DataFrame:
    """The rule changes mentioned with what the table says of them."""
    columns = [
        "rule_id",
        "title_en",
        "instrument",
        "adopted",
        "in_force_from",
        "effect",
        "summary",
        "confidence",
        "source_id",
    ]
    return mentioned.merge(tables.read("rule_changes")[columns], on="rule_id", how="left")
