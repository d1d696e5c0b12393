"""The rule changes and transfers of which an article speaks, by the table `mentions` and by dates.

`sentences` and `words` are computed once for an article, and passed to all that ask for them.
"""

import functools
import re
import unicodedata
from collections.abc import Hashable

import pandas as pd

from ... import countries, tables
from ..sentences import split_any
from . import meaning, naming
from .naming import LETTER, compiled

HOW = ["name and date", "date and instrument", "date", "name", "name, as it stood at publication"]
EXACT = ["day", "month"]  # dates precise enough to tell a rule change by
RULE_COLUMNS = ["paragraph", "rule_id", "how", "matched", "sentence"]
TRANSFER_COLUMNS = ["paragraph", "transfer_id", "how", "matched", "sentence"]
BESIDE = "item and recipient"  # how a transfer is told that its own name does not name
SEAS = re.compile("(?:South|East) China Sea|Sea of Japan|[南東]シナ海")
SUPPLY = ["giving", "export", "handed over", "build", "sold", "bought", "transferred", "talks"]
SUPPLY += ["promised", "agree", "receiving"]
JAPAN = ["Japan", "a Japanese name"]  # ideas of which an article on Japan names one
AFTERWARDS = pd.Timedelta(days=1)  # in Japan it is the next day already
FUTURE = "(?i:(?<!be ))"  # "will be delivered" says nothing of what has happened


def sentences(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Return one row per sentence of title and body: `paragraph` (label) and `text` (NFKC)."""
    chosen = paragraphs["role"].isin(["title", "body"])
    texts = paragraphs.loc[chosen, ["paragraph", "text"]]
    parts = [split_any(unicodedata.normalize("NFKC", text)) for text in texts["text"]]
    rows = texts.assign(text=pd.Series(parts, texts.index, dtype="object")).explode("text")
    return rows.dropna(subset="text").reset_index(drop=True)


def names_japan(texts: pd.Series) -> bool:
    """Return whether any text names Japan, or a body, firm, politician or ship of it.

    Patriots, export bans and three principles are others' too: an article that does not is on them.
    """
    return bool(naming.ideas(texts).reindex(columns=JAPAN, fill_value=False).any(axis=None))


def words(texts: pd.Series) -> pd.DataFrame:
    """Return one row per text and row of the table `mentions` whose term the text holds.

    The columns are `place` (the text's index), `matched` (as printed) and those of the table.
    Where one term lies within another of the same role, the longer counts.
    """
    terms = tables.read("mentions")
    unique = texts.drop_duplicates()
    whole = "\n".join(unique).translate(naming.APOSTROPHES).casefold()
    parts = []
    for (role, term), stem, rows in _terms():
        if stem not in whole:
            continue
        before = FUTURE if role == "effect" else ""
        search = compiled(before + _pattern(term, "(?i:")).search
        found = {text: search(text.translate(naming.APOSTROPHES)) for text in unique}
        hits = {text: text[slice(*hit.span())] for text, hit in found.items() if hit}
        rows_found = [(place, hits[text]) for place, text in texts.items() if text in hits]
        places = pd.DataFrame(rows_found, columns=["place", "matched"])
        if rows_found:
            parts.append(places.merge(terms.iloc[rows], how="cross"))
    columns = ["place", "matched", *terms.columns]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return frame[~_lies_within(frame)].reset_index(drop=True)


@tables.cached
def _terms() -> list[tuple[tuple[str, str], str, list[int]]]:
    """Return each role and term, the term's beginning in small letters, where its rows stand."""
    terms = tables.read("mentions")
    places: dict[tuple[str, str], list[int]] = {}
    for place, key in enumerate(zip(terms["role"].astype("str"), terms["term"], strict=True)):
        places.setdefault(key, []).append(place)
    stems = [key[1].partition("*")[0].translate(naming.APOSTROPHES) for key in places]
    return [
        (key, stem.casefold(), rows)
        for stem, (key, rows) in zip(stems, places.items(), strict=True)
    ]


def rules(
    spoken: pd.DataFrame,
    matches: pd.DataFrame,
    dates: pd.DataFrame,
    published: pd.Timestamp | None,
) -> pd.DataFrame:
    """Return one row per paragraph and rule change mentioned.

    The columns are `paragraph`, `rule_id`, `how` (one of `HOW`), `matched` and `sentence`. By
    date: a day or month, in a sentence on arms exports, on which a rule was adopted or came into
    force. By name: of several rules of one name those of the sentence's dates, else the latest at
    publication. `spoken` is what `sentences` gives, `matches` what `words`, `dates` what
    `days.periods` gives for them.
    """
    rule_dates = dates_of_rules()
    named = matches[matches["role"] == "rule"].merge(rule_dates, on="rule_id")
    parts = [_meant(named, dates, published), _dated(matches, dates, rule_dates)]
    columns = ["place", "rule_id", "how", "matched"]
    both = pd.concat(
        [part[columns].astype({"place": "int64"}) for part in parts], ignore_index=True
    )
    both = both.join(spoken.rename(columns={"text": "sentence"}), on="place")
    both = both.assign(order=both["how"].map(HOW.index))
    both = both.sort_values(["place", "order", "rule_id"], kind="stable")
    return both.drop_duplicates(["paragraph", "rule_id"])[RULE_COLUMNS].reset_index(drop=True)


def transfers(
    spoken: pd.DataFrame,
    matches: pd.DataFrame,
    dates: pd.DataFrame | None = None,
    published: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return one row per paragraph and transfer mentioned.

    The columns are `paragraph`, `transfer_id`, `how`, `matched` and `sentence`. By name: of several
    transfers of one name those count whose recipient the paragraph names, else the article, where
    either names any. By item: "radars" in a sentence that also names their recipient and Japan; of
    several those that its programme, its dates or the day of publication tell. `spoken` is what
    `sentences` gives, `matches` what `words` and `dates` what `days.periods` gives for them.
    """
    by_item = meaning.meant(_by_item(spoken, matches), matches, dates, published)
    both = [meaning.without_parts(_by_name(spoken, matches)), by_item[TRANSFER_COLUMNS]]
    rows = meaning.without_later(pd.concat(both, ignore_index=True), published)
    return rows.drop_duplicates(["paragraph", "transfer_id"], ignore_index=True)


def _by_name(spoken: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Return the transfers that a name of their own names."""
    recipients = tables.read("transfers").set_index("transfer_id")["recipient_iso3"]
    rows = matches[matches["role"] == "transfer"]
    rows = rows.join(spoken.rename(columns={"text": "sentence"}), on="place")
    rows = rows.assign(iso3=rows["transfer_id"].map(recipients))
    whole = spoken.groupby("paragraph", sort=False)["text"].agg("\n".join)
    pairs = rows[["paragraph", "iso3"]].drop_duplicates()
    patterns = {iso3: re.compile(_country_names(iso3)) for iso3 in pairs["iso3"].unique()}
    words_of = dict(zip(pairs["iso3"], naming.recipient(pairs["iso3"]), strict=True))
    ideas = naming.ideas(whole).reindex(columns=[*set(words_of.values())], fill_value=False)
    everything = "\n".join(whole.drop_duplicates())
    spelt = {iso3 for iso3, pattern in patterns.items() if pattern.search(everything)}
    is_named = [
        bool(ideas.at[paragraph, words_of[iso3]])
        or (iso3 in spelt and bool(patterns[iso3].search(whole[paragraph])))
        for paragraph, iso3 in zip(pairs["paragraph"], pairs["iso3"], strict=True)
    ]
    in_article = [iso3 in spelt or bool(ideas[words_of[iso3]].any()) for iso3 in pairs["iso3"]]
    pairs = pairs.assign(named=is_named, in_article=in_article)
    rows = rows.merge(
        pairs.astype({"named": "bool", "in_article": "bool"}), on=["paragraph", "iso3"]
    )
    for column in ("named", "in_article"):
        any_named = rows.groupby(["paragraph", "term"])[column].transform("any").astype("bool")
        rows = rows[rows[column] | ~any_named]
    return rows.assign(how="name")[TRANSFER_COLUMNS]


def _by_item(spoken: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Return the transfers of which a sentence names the kind of item, the recipient and Japan.

    It must also speak of supply, and name no other state beside.
    """
    rows = matches[(matches["role"] == "item") & ~_is_in_name(matches)]
    rows = rows.join(spoken.rename(columns={"text": "sentence"}), on="place")
    texts = rows.drop_duplicates("place").set_index("place")["sentence"]
    named = naming.ideas(texts)
    supply = named.reindex(columns=SUPPLY, fill_value=False).any(axis=1)
    japan = named.reindex(columns=["Japan"], fill_value=False)["Japan"]
    texts = texts[supply & japan]
    rows = rows[rows["place"].isin(texts.index)]
    recipients = tables.read("transfers").set_index("transfer_id")["recipient_iso3"]
    iso3 = rows["transfer_id"].map(recipients)
    states = {place: states_named(text) for place, text in texts.items()}
    pairs = zip(rows["place"], iso3, naming.recipient(iso3), strict=True)
    beside = [
        state in named and named.at[place, state] and states[place] <= {code}
        for place, code, state in pairs
    ]
    rows = rows[pd.Series(beside, rows.index, dtype="bool")]
    return rows.assign(how=BESIDE)[["place", *TRANSFER_COLUMNS]]


def _is_in_name(matches: pd.DataFrame) -> pd.Series:
    """Whether each match lies within the name of a transfer in the same text."""
    named = matches[matches["role"] == "transfer"].groupby("place")["matched"].agg("\n".join)
    names = named.str.casefold().to_dict() if len(named) else {}
    pairs = zip(matches["place"], matches["matched"], strict=True)
    inside = [part.casefold() in names.get(place, "") for place, part in pairs]
    return pd.Series(inside, matches.index, dtype="bool")


def states_named(text: str) -> set[str]:
    """Return the codes of the states but Japan whose names stand in a text."""
    names = set(re.findall(naming.other_states(), SEAS.sub("", text)))
    return {countries.to_iso3(name) for name in names}


def dates_of_rules() -> pd.DataFrame:
    """Return one row per rule change and day known of it: `rule_id`, `date`.

    The days are those of adoption and of coming into force.
    """
    changes = tables.read("rule_changes")
    long = changes.melt("rule_id", ["adopted", "in_force_from"], value_name="date")
    return long[["rule_id", "date"]].dropna().drop_duplicates(ignore_index=True)


def _dated(matches: pd.DataFrame, dates: pd.DataFrame, rule_dates: pd.DataFrame) -> pd.DataFrame:
    """Return the rules of the dates that stand in a sentence on arms exports."""
    on_exports = matches["role"].isin(["subject", "rule", "instrument"])
    exact = dates["precision"].isin(EXACT)
    rows = dates[exact & dates["place"].isin(matches.loc[on_exports, "place"])]
    rows = rows[~meaning.of_case(rows, matches)].merge(rule_dates, how="cross")
    rows = rows[rows["date"].between(rows["start"], rows["end"])]
    rows = rows.rename(columns={"date_as_printed": "matched"})
    return rows.assign(how=_with_instrument(rows, matches))


def _with_instrument(dated: pd.DataFrame, matches: pd.DataFrame) -> pd.Series:
    """Return how each rule of a date was told: by its date, and its instrument if that is named."""
    instruments = tables.read("rule_changes").set_index("rule_id")["instrument"].astype("str")
    named = set(zip(matches["place"], matches["instrument"].astype("str"), strict=True))
    pairs = zip(dated["place"], dated["rule_id"].map(instruments), strict=True)
    how = ["date and instrument" if pair in named else "date" for pair in pairs]
    return pd.Series(how, dated.index, dtype="str")


def _meant(
    named: pd.DataFrame, dates: pd.DataFrame, published: pd.Timestamp | None
) -> pd.DataFrame:
    """Return which of the rules that a term may name it means.

    Those of the sentence's dates, else the latest at publication; all where neither tells.
    """
    end = published if published is not None else pd.Timestamp.max
    if published is not None:  # no article speaks of a rule by the name that it got later
        first = named.groupby("rule_id")["date"].transform("min")
        named = named[first <= published + AFTERWARDS]
    past = dates[dates["precision"].isin(EXACT) | dates["start"].le(end)]  # not: may ease in 2026
    spans = named.reset_index().merge(past[["place", "start", "end"]], on="place")
    inside = spans.loc[spans["date"].between(spans["start"], spans["end"]), "index"]
    named = named.assign(
        inside=named.index.isin(inside), until=named["date"].where(named["date"] <= end)
    )
    groups = named.groupby(["place", "term"])
    has_date = groups["inside"].transform("any").astype("bool")
    latest = groups["until"].transform("max")
    is_one_of_several = groups["rule_id"].transform("nunique") > 1
    by_day = is_one_of_several & latest.notna() & (published is not None)
    keep = named["inside"] | (~has_date & (~by_day | (named["date"] == latest)))
    how = pd.Series(HOW[3], named.index).mask(by_day, HOW[4]).mask(has_date, HOW[0])
    return named.assign(how=how)[keep]


def _lies_within(frame: pd.DataFrame) -> pd.Series:
    """Whether each match lies within a longer one of the same text and role."""
    matched = [text.casefold() for text in frame["matched"]]
    groups: dict[Hashable, set[str]] = {}
    keys = list(zip(frame["place"], frame["role"], strict=True))
    for key, text in zip(keys, matched, strict=True):
        groups.setdefault(key, set()).add(text)
    inner = [
        any(text in other and len(text) < len(other) for other in groups[key])
        for key, text in zip(keys, matched, strict=True)
    ]
    return pd.Series(inner, frame.index, dtype="bool")


def _country_names(iso3: str) -> str:
    """Return the pattern of all spellings of a country's name."""
    aliases = tables.read("aliases")
    country = tables.read("countries").query("iso3 == @iso3")
    names = {
        *aliases.loc[aliases["iso3"] == iso3, "alias"],
        *country["name_en"],
        *country["name_ja"],
        countries.name(iso3),
    }
    return "|".join(_pattern(name) for name in sorted(n for n in names if isinstance(n, str)))


@functools.cache
def _pattern(term: str, case: str = "(?:") -> str:
    """Return a term as a pattern: Latin and Cyrillic words whole, a final * any ending.

    `case` opens a group: with "(?i:" letters are read in any case.
    """
    plain = unicodedata.normalize("NFKC", term.rstrip("*")).translate(naming.APOSTROPHES)
    parts = plain.split("*")
    stem = f"[{LETTER}]*".join(f"{case}{re.escape(part)})" for part in parts)
    before = f"(?<![{LETTER}])" if re.match(f"[{LETTER}]", term) else ""
    return before + stem + _ending(term)


def _ending(term: str) -> str:
    """Return what may follow a term: any letters, no letter, or no digit."""
    if term.endswith("*"):
        return f"[{LETTER}]*"
    if re.search(f"[{LETTER}.]$", term):
        return f"(?![{LETTER}])"
    if term[-1].isdigit():
        return "(?!\\d)"
    return ""
