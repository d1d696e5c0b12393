"""The rule changes and transfers that an article speaks of, found by the words of the table `mentions` and by dates."""

import functools
import re
import unicodedata

import pandas as pd

from ... import countries, tables
from .days import periods

LETTER = "A-Za-zА-яЁёІЇЄҐіїєґ"
ENDS = re.compile(r"(?<=[^A-Z\s][.!?])[\"”’)]?\s+(?=[\"“«(A-ZА-ЯІЇЄҐ])|(?<=。)(?![^「]*」)")
HOW = ["name and date", "date and instrument", "date", "name", "name, as it stood at publication"]
EXACT = ["day", "month"]  # dates precise enough to tell a rule change by
RULE = ["paragraph", "rule_id", "how", "matched", "sentence"]
TRANSFER = ["paragraph", "transfer_id", "matched", "sentence"]


def sentences(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence of title and body: `paragraph` (label) and `text` (NFKC)."""
    said = paragraphs.loc[paragraphs["role"].isin(["title", "body"]), ["paragraph", "text"]]
    parts = said["text"].map(
        lambda text: [
            part for part in ENDS.split(unicodedata.normalize("NFKC", text)) if part.strip()
        ]
    )
    return said.assign(text=parts).explode("text").dropna(subset="text").reset_index(drop=True)


def words(texts: pd.Series) -> pd.DataFrame:
    """One row per text × row of the table `mentions` whose term it holds: `place` (the text's index), `matched`, and the table's columns.

    Where one term lies within another of the same role, the longer counts.
    """
    known, whole = tables.read("mentions"), "\n".join(texts).casefold()
    rows = []
    for (role, term), group in known.groupby([known["role"].astype("str"), "term"], sort=False):
        if term.rstrip("*").casefold() in whole:
            found = texts.str.extract(
                f"(?i:({'(?<!be )' if role == 'effect' else ''}{_pattern(term)}))"
            )[0].dropna()
            rows.append(
                found.rename("matched").rename_axis("place").reset_index().merge(group, how="cross")
            )
    columns = ["place", "matched", *known.columns]
    frame = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)
    return frame[~_within(frame)].reset_index(drop=True)


def rules(said: pd.DataFrame, published: pd.Timestamp | None) -> pd.DataFrame:
    """One row per paragraph × rule change mentioned: `paragraph`, `rule_id`, `how` (one of `HOW`), `matched`, `sentence`.

    By date: a day or month, in a sentence on arms exports, on which a rule was adopted or came into force. By name: of several rules of
    one name those of the sentence's dates, else the latest at publication. `said` is what `sentences` gives.
    """
    found, dated = words(said["text"]), periods(said["text"], published)
    dates = dates_of_rules()
    about = found.loc[found["role"].isin(["subject", "rule", "instrument"]), "place"]
    by_date = dated[dated["precision"].isin(EXACT) & dated["place"].isin(about)].merge(
        dates, how="cross"
    )
    by_date = by_date[by_date["date"].between(by_date["start"], by_date["end"])].rename(
        columns={"date_as_printed": "matched"}
    )
    by_date = by_date.assign(how=_instrument(by_date, found))
    by_name = _settled(found[found["role"] == "rule"].merge(dates, on="rule_id"), dated, published)
    both = pd.concat(
        [
            frame[["place", "rule_id", "how", "matched"]].astype({"place": "int64"})
            for frame in (by_name, by_date)
        ],
        ignore_index=True,
    )
    both = both.join(said.rename(columns={"text": "sentence"}), on="place")
    order = both["how"].map(HOW.index)
    both = both.assign(order=order).sort_values(["place", "order", "rule_id"], kind="stable")
    return both.drop_duplicates(["paragraph", "rule_id"])[RULE].reset_index(drop=True)


def transfers(said: pd.DataFrame) -> pd.DataFrame:
    """One row per paragraph × transfer mentioned: `paragraph`, `transfer_id`, `matched`, `sentence`.

    Of several transfers of one name those whose recipient the paragraph names, where it names any. `said` is what `sentences` gives.
    """
    found = words(said["text"])
    found = found[found["role"] == "transfer"].join(
        said.rename(columns={"text": "sentence"}), on="place"
    )
    found["iso3"] = found["transfer_id"].map(
        tables.read("transfers").set_index("transfer_id")["recipient_iso3"]
    )
    whole = said.groupby("paragraph", sort=False)["text"].agg("\n".join)
    pairs = found[["paragraph", "iso3"]].drop_duplicates()
    named = [
        bool(re.search(_names(iso3), whole[paragraph]))
        for paragraph, iso3 in zip(pairs["paragraph"], pairs["iso3"], strict=True)
    ]
    found = found.merge(
        pairs.assign(named=pd.Series(named, pairs.index, dtype="bool")), on=["paragraph", "iso3"]
    )
    several = found.groupby(["paragraph", "term"])["named"].transform("any")
    return (
        found[found["named"] | ~several.astype("bool")]
        .drop_duplicates(["paragraph", "transfer_id"])[TRANSFER]
        .reset_index(drop=True)
    )


def dates_of_rules() -> pd.DataFrame:
    """One row per rule change × day that the table knows of it: `rule_id`, `date` (adopted, in force from)."""
    long = tables.read("rule_changes").melt(
        "rule_id", ["adopted", "in_force_from"], value_name="date"
    )
    return long[["rule_id", "date"]].dropna().drop_duplicates(ignore_index=True)


def _instrument(dated: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """How each rule of a date was found: by its date and its instrument where the sentence names that one too."""
    forms = dated["rule_id"].map(
        tables.read("rule_changes").set_index("rule_id")["instrument"].astype("str")
    )
    said = set(zip(found["place"], found["instrument"].astype("str"), strict=True))
    both = [pair in said for pair in zip(dated["place"], forms, strict=True)]
    return pd.Series("date", dated.index, dtype="str").mask(
        pd.Series(both, dated.index, dtype="bool"), "date and instrument"
    )


def _settled(
    named: pd.DataFrame, dated: pd.DataFrame, published: pd.Timestamp | None
) -> pd.DataFrame:
    """Of the rules that each term may mean, those of the sentence's dates, else the latest at publication; all where neither tells."""
    key = ["place", "term"]
    held = named.reset_index().merge(dated[["place", "start", "end"]], on="place")
    inside = named.index.isin(held.loc[held["date"].between(held["start"], held["end"]), "index"])
    named = named.assign(
        inside=inside, until=named["date"].where(named["date"] <= (published or pd.Timestamp.max))
    )
    groups = named.groupby(key)
    fits, latest = (
        groups["inside"].transform("any").astype("bool"),
        groups["until"].transform("max"),
    )
    several = (
        (groups["rule_id"].transform("nunique") > 1) & latest.notna() & (published is not None)
    )
    keep = named["inside"] | (~fits & (~several | (named["date"] == latest)))
    how = pd.Series(HOW[3], named.index).mask(several, HOW[4]).mask(fits, HOW[0])
    return named.assign(how=how)[keep]


def _within(frame: pd.DataFrame) -> pd.Series:
    """Whether each match lies within a longer one of the same text and role."""
    longest = frame.groupby(["place", "role"], observed=True)["matched"].agg(
        lambda found: "\n".join(sorted(set(found)))
    )
    around = pd.Series(
        list(zip(frame["place"], frame["role"], strict=True)), frame.index, dtype="object"
    ).map(longest.to_dict())
    inner = [
        any(
            one.casefold() in other.casefold() and len(one) < len(other)
            for other in texts.split("\n")
        )
        for one, texts in zip(frame["matched"], around, strict=True)
    ]
    return pd.Series(inner, frame.index, dtype="bool")


@functools.cache
def _names(iso3: str) -> str:
    """The pattern of all spellings of a country's name."""
    spelled = tables.read("aliases")
    one = tables.read("countries").query("iso3 == @iso3")
    every = {
        *spelled.loc[spelled["iso3"] == iso3, "alias"],
        *one["name_en"],
        *one["name_ja"],
        countries.name(iso3),
    }
    return "|".join(
        _pattern(name) for name in sorted(filter(lambda name: isinstance(name, str), every))
    )


def _pattern(term: str) -> str:
    """A term as a pattern: Latin and Cyrillic words whole, a final * any ending."""
    stem = re.escape(unicodedata.normalize("NFKC", term.rstrip("*")))
    before = f"(?<![{LETTER}])" if re.match(f"[{LETTER}]", term) else ""
    after = (
        f"[{LETTER}]*"
        if term.endswith("*")
        else f"(?![{LETTER}])"
        if re.search(f"[{LETTER}.]$", term)
        else "(?!\\d)"
        if term[-1].isdigit()
        else ""
    )
    return before + stem + after
