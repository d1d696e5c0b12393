"""What an article expects, held against what the tables record since its day."""

import re

import pandas as pd

from ... import sources, tables
from . import naming
from .asking import printed
from .held import FISCAL

TELLING = ["easing", "lifting", "amended", "overhaul", "setting", "allowing"]
IDEAS = ["forecast", "Japan", "arms exports", "arms transfer", "transfer agreement", "signed"]
IDEAS += ["export", "giving", "restriction", "principles", "a party's step", "adopted", "a bid"]
IDEAS += ["weapons", "military equipment", *TELLING]
MOST = 4  # events that a note lists
LONG_BEFORE = pd.Timedelta(days=60)  # what lies so far back is not what an article is on
AS_OF = r"\b(?:as of|станом на|по состоянию на) (?:early |late )?{0}|{0}(?:現在|時点)"
RIVAL = re.compile(  # to counter Chinese advances; 中国の海洋進出を念頭に
    r"\b(?:counter\w*|against|deter\w*|contain\w*|amid|facing)\s(?:[a-z]+\s){0,4}?"
    r"(?:Chin\w+|Russia\w*|(?:North )?Korea\w*)(?:['’]s)?"
    r"|(?:対中国?|中国|ロシア|北朝鮮)(?:の[^、。]{0,12})?(?:を念頭|に対抗|をけん制|を牽制|への抑止|抑止)"
    r"|(?:проти|против|протиді\w*|противодейств\w*|стримуванн\w*|сдерживани\w*)\s(?:\w+\s)?"
    r"(?:Кита\w*|Росі\w*|Росси\w*|КНР|КНДР)"
)
DONE = ["delivered", "lapsed", "outside the rules"]
AHEAD, PARTY = "Looks ahead.", "Tells of a party's step, which changes no rule."
BY_THEN = " The sentence names"
QUOTED = re.compile('«[^«»]*»|“[^“”]*”|「[^「」]*」|"[^"]*"')
SINCE = "Looks ahead. Since {published:%Y-%m-%d} the table records {about}: {events}."
NOTHING = "Looks ahead. The table, which goes to {as_of:%Y-%m-%d}, records nothing since "
NOTHING += "{published:%Y-%m-%d} {about}."


def forecasts(frames: dict[str, pd.DataFrame], spoken: pd.DataFrame, dates: pd.DataFrame) -> list:
    """Return a note per forecast, one dictionary with the keys of `held.COLUMNS` for each.

    A forecast is on a transfer that its sentence mentions, or the only one of the article; on a
    transfer agreement with a state that it names; or on the rules for arms exports. Of an article
    whose day is not known, or lies after what was read for the tables, nothing is said.
    """
    published = frames["article"].at[0, "published"]
    if pd.isna(published):
        return []
    ahead = dates[dates["end"].gt(published) & ~_as_it_stands(dates, spoken["text"])]
    once = spoken[~spoken["text"].duplicated()]
    named = naming.ideas(once["text"])
    states = [state for state in naming.states() if state in named]
    named = named.reindex(columns=[*IDEAS, *states], fill_value=False)
    on_arms = bool(named["arms exports"].any())
    moved = dict(iter(frames["transfers"].groupby("sentence")))
    only = _of_the_day(frames["transfers"], spoken, dates, published)
    found = []
    is_ahead = named["forecast"] & ~_only_quoted(once["text"], frames["rules"])
    is_ahead |= once["text"].isin(moved) & (once.index.isin(ahead["place"]) | named["a bid"])
    by_party = _of_party(once["text"], named, frames["rules"]) & ~is_ahead
    for place, label, text in once.loc[is_ahead | by_party, ["paragraph", "text"]].itertuples():
        is_named = named.loc[place]
        here = _without_rivals([state for state in states if is_named[state]], text)
        if by_party[place]:
            note = _of_rules(is_named, here, published, on_arms)
        elif text in moved:
            note = _of_transfers(moved[text], published)
        elif is_named[["arms transfer", "transfer agreement"]].all():
            note = _of_agreements(here, published)
        elif is_named["Japan"] and is_named[["export", "giving"]].any() and len(only) == 1:
            note = _of_transfers(only, published)  # Tokyo plans to hand over dozens of them
        else:
            note = _of_rules(is_named, here, published, on_arms)
        if note:
            to_come = ahead[ahead["place"] == place]
            note["note"] += _by_then(text, to_come, note.pop("days"), note.pop("as_of"))
            if by_party[place]:
                note["note"] = note["note"].replace(AHEAD, PARTY, 1)
            found.append({"paragraph": label, "sentence": text} | note)
    return _dated_first(found)


def _without_rivals(states: list[str], text: str) -> list[str]:
    """Return the states that a sentence names, but those against which something is done."""
    if not states or not RIVAL.search(text):
        return states
    named = naming.ideas(pd.Series([RIVAL.sub(" ", text)]))
    return [state for state in states if state in named]


def _as_it_stands(dates: pd.DataFrame, texts: pd.Series) -> pd.Series:
    """Whether each date tells how things stand then: as of July 2025; 2025年7月現在."""
    stands = [
        re.search(AS_OF.format(re.escape(printed)), texts[place], re.I) is not None
        for place, printed in zip(dates["place"], dates["date_as_printed"], strict=True)
    ]
    return pd.Series(stands, dates.index, dtype="bool")


def _of_the_day(
    moved: pd.DataFrame, spoken: pd.DataFrame, dates: pd.DataFrame, published: pd.Timestamp
) -> pd.DataFrame:
    """Return the transfers that an article mentions, but those that it only dates long before.

    "Last year Tokyo gave radars" is not what is planned now.
    """
    ends = dates.groupby("place")["end"].max()
    texts = spoken.loc[ends.index[ends < published - LONG_BEFORE], "text"]
    return moved[~moved["sentence"].isin(texts)].drop_duplicates("transfer_id")


def _only_quoted(texts: pd.Series, mentioned: pd.DataFrame) -> pd.Series:
    """Whether a text tells of a rule by its date, and looks ahead in its quotations alone.

    «Arms will not be exported to states at war», said of a rule, is no forecast.
    """
    quoting = texts.isin(_dated_rules(mentioned)) & texts.str.contains(QUOTED)
    if not quoting.any():
        return quoting
    outside = naming.ideas(texts[quoting].str.replace(QUOTED, " ", regex=True))
    outside = outside.reindex(columns=["forecast"], fill_value=False)["forecast"]
    return quoting & ~outside.reindex(texts.index, fill_value=False)


def _of_party(texts: pd.Series, named: pd.DataFrame, mentioned: pd.DataFrame) -> pd.Series:
    """Whether a text tells of what a party has approved, and of no rule that was changed."""
    by_party = named["a party's step"] & named[["adopted", *TELLING]].any(axis=1)
    changed = mentioned["how"].astype("str").str.contains("date|near publication")
    return by_party & ~texts.isin(mentioned.loc[changed, "sentence"])


def _dated_rules(mentioned: pd.DataFrame) -> pd.Series:
    """Return the sentences that tell of a rule change by its date."""
    return mentioned.loc[mentioned["how"].astype("str").str.contains("date"), "sentence"]


def _dated_first(found: list[dict]) -> list[dict]:
    """Return the notes; of those on one row, where one names a day to come, that one alone."""
    dated = {note["about"] for note in found if BY_THEN in note["note"]}
    return [note for note in found if BY_THEN in note["note"] or note["about"] not in dated]


def _of_transfers(moved: pd.DataFrame, published: pd.Timestamp) -> dict | None:
    """Return what happened with the transfers of a sentence; none where they are long done."""
    cases = tables.read("transfers").set_index("transfer_id").loc[moved["transfer_id"]]
    events = tables.read("transfer_events")
    events = events[events["transfer_id"].isin(cases.index) & events["date"].gt(published)]
    events = events.sort_values("date", kind="stable").drop_duplicates(["event", "date"])
    if events.empty:
        cases = cases[~cases["status"].astype("str").isin(DONE)]
    if cases.empty:
        return None
    name = events["transfer_id"].iat[0] if len(events) else cases.index[0]
    case = cases.loc[name]
    days = printed(events["date"], events["date_precision"])
    told = [f"{event} {day}" for event, day in zip(events["event"], days, strict=True)]
    source = events["source_id"].iat[0] if len(events) else case["source_id"]
    about = f"of {case['item']} ({name}; status: {case['status']})"
    note = _note("transfers", about, told, events["date"], published)
    ground = {"about": name, "grade": str(case["grade"]), "source_id": source}
    return note and note | ground | {"page": f"cases/{name}.html"}


def _of_agreements(states: list[str], published: pd.Timestamp) -> dict | None:
    """Return the agreements signed since with the states of a sentence."""
    every = tables.read("agreements").sort_values("signed", kind="stable")
    since = every[naming.recipient(every["iso3"]).isin(states) & every["signed"].gt(published)]
    if not states:
        return None
    told = [f"signed {row.signed:%Y-%m-%d} with {row.country}" for row in since.itertuples()]
    names = [state for state in states if state != "another state"]
    about = f"of a transfer agreement with {' and '.join(names) or 'that state'}"
    note = _note("transfer agreements", about, told, since["signed"], published)
    row = since.iloc[0] if len(since) else every.iloc[-1]
    ground = {"about": "agreements", "grade": str(row["grade"]), "source_id": row["source_id"]}
    return note and note | ground | {"page": "countries.html"}


def _of_rules(
    is_named: pd.Series, states: list[str], published: pd.Timestamp, on_arms: bool
) -> dict | None:
    """Return the changes since of what may go where, for a sentence on changing it.

    `on_arms` says whether the article names arms exports: "export rules" are then those for arms.
    """
    on_arms = on_arms or is_named[["weapons", "military equipment"]].any()
    on_exports = is_named["export"] and is_named["restriction"] and on_arms
    on_exports = on_exports or is_named["arms exports"]
    on_exports = on_exports or is_named["arms transfer"] or is_named["principles"]
    is_foreign = states and not is_named["Japan"]
    if is_foreign or not (on_exports and is_named[TELLING].any()):
        return None
    rules = tables.read("rule_changes").sort_values("adopted", kind="stable")
    rules = rules[rules["rule_id"].isin(tables.read("regimes")["rule_id"])]
    since = rules[rules["adopted"].gt(published)]
    told = [
        f"{row.short_name} ({row.rule_id}, {row.adopted:%Y-%m-%d}, {row.effect})"
        for row in since.itertuples()
    ]
    note = _note("rules", "of changes of what may go where", told, since["adopted"], published)
    row = since.iloc[0] if len(since) else rules.iloc[-1]
    ground = {"about": row["rule_id"], "grade": str(row["grade"]), "source_id": row["source_id"]}
    return note and note | ground | {"page": f"rules/{row['rule_id']}.html"}


def _note(
    subject: str, about: str, told: list[str], days: pd.Series, published: pd.Timestamp
) -> dict | None:
    """Return the note, `days`, those of what is recorded since, and `as_of`, how far that goes.

    None is returned for an article of a day that reading has not reached.
    """
    as_of = sources.as_of(subject)
    if published > as_of:
        return None
    events = "; ".join(told[:MOST])
    sentence = SINCE if told else NOTHING
    said = sentence.format(published=published, about=about, events=events, as_of=as_of)
    return {"note": said, "days": days, "as_of": as_of}


def _by_then(text: str, dates: pd.DataFrame, days: pd.Series, as_of: pd.Timestamp) -> str:
    """Return which of what is recorded came after the date that the sentence names, if any.

    Of a date that the record has not reached nothing is said.
    """
    fiscal = FISCAL.search(text)
    if days.empty:
        return ""
    if fiscal:
        end, name = pd.Timestamp(int(fiscal[1] or fiscal[2]) + 1, 3, 31), fiscal[0]
    elif len(dates):
        end, name = dates["end"].max(), dates["date_as_printed"].iat[-1]
    else:
        return ""
    late = days[days > end]
    if late.empty and end > as_of:
        return ""
    if late.empty:
        return f"{BY_THEN} {name}: all of it came by then."
    return f"{BY_THEN} {name}: after that came what is dated {late.min():%Y-%m} or later."
