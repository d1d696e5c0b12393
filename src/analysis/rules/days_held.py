"""Days and countries that answers rest on, held against what was printed or against one another.

A day of `destination_facts` or of `agreements` stands in a source as a citation prints it, or
follows by a rule from something that does. A country is printed too, or named in words beside it.
"""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from .. import japanese
from ..checks import Fault
from ..checks.relations import printed_places, row_ids
from ..periods import in_words

Frames = dict[str, pd.DataFrame]
ONE = pd.Timedelta(days=1)
EMBARGOES = ["embargo", "embargo on armed groups"]
RECKONED = re.compile(
    r"""The\ (?P<end>first|last)\ day\ is\ reckoned:\   # The first day is reckoned:
    one\ (?P<unit>day|month)\ (?P<side>before|after)\   # one month after
    (?P<day>\d{1,2}\ [A-Z][a-z]+\ \d{4})                # 19 December 2000""",
    re.VERBOSE,
)
ENDS = {"first": "from", "last": "to"}
ON_SIGNATURE = re.compile(r"came into force on (the day of )?signature")
GROUPS = "groups|others than the government|UNITA|non-state|listed|without the government's consent"


def faults(frames: Frames) -> Iterator[Fault]:
    """Yield the days that nothing holds, the countries that nothing names, the codes unlike words.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        All raw tables, typed, indexed by the row of the spreadsheet.
    """
    yield from _fact_days(frames)
    yield from _fact_countries(frames)
    yield from _fact_words(frames["destination_facts"])
    yield from _agreement_days(frames)


def _fact_days(frames: Frames) -> Iterator[Fault]:
    """Each day of a fact about a destination is printed, or follows by a rule."""
    facts = frames["destination_facts"].astype({"fact": "object"})
    printed = printed_places(frames["citations"], "destination_facts")
    others = _neighbours(facts), _events(frames), _told(frames)
    for row, fact in facts.dropna(subset=["fact_id", "fact", "from"]).iterrows():
        for column in ("from", "to"):
            if pd.isna(fact[column]) or (fact["fact_id"], column) in printed:
                continue
            if not _follows(fact, column, *others):
                advice = (
                    "is printed by no citation of the row and follows from no other day; cite a "
                    f"page that prints it (`{column}=…`), or say in `note` from what it is reckoned"
                )
                yield Fault("destination_facts", row, column, f"{fact[column]:%Y-%m-%d}", advice)


def _follows(
    fact: pd.Series,
    column: str,
    neighbours: set[tuple],
    events: set[tuple],
    told: set[tuple],
) -> bool:
    """Return whether a day follows: a year's bound, the next embargo, an event, a reckoning.

    Where the note reckons it, it follows from that alone.
    """
    then, iso3 = fact[column], fact["iso3"]
    if column in _reckoned_columns(fact):
        return _reckoned(fact, column)
    if fact["fact"] == "armed conflict":
        return (then.month, then.day) == ((1, 1) if column == "from" else (12, 31))
    if fact["fact"] in EMBARGOES and (iso3, column, then) in neighbours:
        return True
    if fact["fact"] == "programme partner" and (iso3, fact["programme"], then) in events:
        return True
    return (fact["fact_id"], column, then) in told


def _neighbours(facts: pd.DataFrame) -> set[tuple]:
    """Return the days that the embargo before or after one leaves it, by country and column."""
    embargoes = facts[facts["fact"].isin(EMBARGOES)]
    ends = embargoes.dropna(subset=["to"])
    eves = {(iso3, "to", first - ONE) for iso3, first in embargoes[["iso3", "from"]].to_numpy()}
    return eves | {(iso3, "from", last + ONE) for iso3, last in ends[["iso3", "to"]].to_numpy()}


def _events(frames: Frames) -> set[tuple]:
    """Return recipient, programme and day of each dated event of a case of a programme's thing."""
    items = frames["items"].dropna(subset=["programme", "cases"])
    cases = frames["transfers"].dropna(subset=["transfer_id"]).drop_duplicates("transfer_id")
    recipients = cases.set_index("transfer_id")["recipient_iso3"]
    events = frames["transfer_events"].dropna(subset=["date"])
    return {
        (recipients.get(case), programme, then)
        for programme, named in items[["programme", "cases"]].itertuples(index=False)
        for case in named.split(";")
        for then in events.loc[events["transfer_id"] == case, "date"]
    }


def _told(frames: Frames) -> set[tuple]:
    """Return row, column and day where a source cited for one column was published on the day."""
    cited = frames["citations"]
    cited = cited[cited["table"].astype("str") == "destination_facts"]
    published = frames["sources"].drop_duplicates("source_id").set_index("source_id")["published"]
    days = cited["source_id"].map(published)
    return set(zip(cited["row_id"], cited["fields"], days, strict=True))


def _reckoned_columns(fact: pd.Series) -> set[str]:
    """Return the columns whose day the note reckons."""
    note = fact["note"] if pd.notna(fact["note"]) else ""
    return {ENDS[found["end"]] for found in RECKONED.finditer(note)}


def _reckoned(fact: pd.Series, column: str) -> bool:
    """Return whether the note reckons the day from another one, rightly."""
    note = fact["note"] if pd.notna(fact["note"]) else ""
    for found in RECKONED.finditer(note):
        step: Any = ONE if found["unit"] == "day" else pd.DateOffset(months=1)
        base = japanese.to_date(found["day"])
        reckoned = base - step if found["side"] == "before" else base + step
        if ENDS[found["end"]] == column and reckoned == fact[column]:
            return True
    return False


def _fact_countries(frames: Frames) -> Iterator[Fault]:
    """The country of a fact is printed in a citation, or named in what held."""
    printed = printed_places(frames["citations"], "destination_facts")
    spellings = _spellings(frames)
    facts = frames["destination_facts"]
    for row, fact_id, iso3, what in facts[["fact_id", "iso3", "what"]].dropna().itertuples():
        names = "|".join(map(re.escape, spellings.get(iso3, [iso3])))
        named = re.search(rf"(?<!\w)({names})(?!\w)", what)
        if not named and (fact_id, "iso3") not in printed:
            advice = "is not named in `what`, and no citation prints it (`iso3=…`); mend one"
            yield Fault("destination_facts", row, "iso3", iso3, advice)


def _spellings(frames: Frames) -> dict[str, list[str]]:
    """Return the English and other names of each country."""
    names = frames["countries"][["iso3", "name_en"]].rename(columns={"name_en": "name"})
    aliases = frames["aliases"][["iso3", "alias"]].rename(columns={"alias": "name"})
    both = pd.concat([names, aliases]).dropna()
    return both.groupby("iso3")["name"].agg(list).to_dict()


def _fact_words(facts: pd.DataFrame) -> Iterator[Fault]:
    """What held says in words what the code says: an embargo on groups, an attack, fighting."""
    codes = facts["fact"].astype("object")
    words = {
        "embargo on armed groups": GROUPS,
        "under attack": "breach of international law",
        "fighting": "state in conflict",
    }
    judged = codes.isin([*EMBARGOES, "under attack", "fighting"])
    for code, pattern in words.items():
        says = facts["what"].str.contains(pattern).fillna(False).astype("bool")
        for row in facts.index[judged & (says != (codes == code))]:
            advice = f"and {facts.at[row, 'what']!r} do not go together; mend code or words"
            yield Fault("destination_facts", row, "fact", codes[row], advice)


def _agreement_days(frames: Frames) -> Iterator[Fault]:
    """Each day of an agreement is printed, told in a note, or is that of the signature."""
    printed = printed_places(frames["citations"], "agreements")
    agreements = frames["agreements"]
    keys = row_ids("agreements", agreements)
    for row, agreement in agreements.iterrows():
        for column, note in (("signed", "note"), ("in_force_from", "in_force_note")):
            then, text = agreement[column], agreement[note] if pd.notna(agreement[note]) else ""
            if pd.isna(then) or (keys[row], column) in printed or in_words(then) in text:
                continue
            if ON_SIGNATURE.search(text) and then == agreement["signed"]:
                continue
            advice = (
                "is printed by no citation of the row, and its note neither tells the day nor says "
                f"that it came into force on signature; cite a page that prints it (`{column}=…`)"
            )
            yield Fault("agreements", row, column, f"{then:%Y-%m-%d}", advice)
