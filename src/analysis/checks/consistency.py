"""One fact told in two places is told alike: a rule for each contradiction that a review once met.

Each rule names the row and the column of one side, and the other side in its advice.
"""

import re
from collections.abc import Iterator

import pandas as pd

from .. import tables
from .faults import Fault
from .relations import printed_places, row_ids

Frames = dict[str, pd.DataFrame]
ADDED = re.compile(r"(?P<parts>[\d.]+(?:\+[\d.]+)+) = (?P<total>[\d.]+)")
SIGNED_STATES = re.compile(r"\b(?P<count>\d+) states have signed")
IDS = {  # the form of an id that prose may name → the table and column where it must stand
    r"R\d{3}": ("rule_changes", "rule_id"),
    r"T\d{3}": ("transfers", "transfer_id"),
    r"X\d{2}": ("conflicts", "conflict_id"),
    r"N\d{2}": ("gaps", "gap_id"),
    r"E\d{3}": ("evidence", "evidence_id"),
    r"NSC-\d{4}-\d{2}-\d{2}(?:-\d)?": ("nsc_cases", "case_id"),
}
ASSISTANCE = "assistance budget"
WRITTEN_DAY = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) \d{4}\b"
)
REMARK = re.compile(r"\([^)]*\)")
THIRTY = pd.Timedelta(days=30)  # after the exchange of notes, by the agreements' own words
OKU = 100_000_000  # 億, the unit in which notes add sums of yen up
JAPANESE = "[ぁ-んァ-ヶ一-龥]"
READ = ["whole", "part", "opening", "abstract"]
NO_BREAK_SINCE = pd.Timestamp(1994, 4, 28)  # from here on `cabinets` holds every prime minister


def faults(frames: Frames) -> list[Fault]:
    """Return the faults of all rules below, given all tables with their derived columns."""
    return [fault for rule in RULES for fault in rule(frames)]


def _signing_days(frames: Frames) -> Iterator[Fault]:
    """An agreement that is a rule change too was adopted, and applies, on the days of that."""
    rules = unique(frames["rule_changes"], "rule_id")
    agreements = frames["agreements"]
    for column, told in (("signed", "adopted"), ("in_force_from", "in_force_from")):
        days = agreements["rule_id"].map(rules[told])
        differ = agreements[column].notna() & days.notna() & (agreements[column] != days)
        for row in agreements.index[differ]:
            rule, day = agreements.loc[row, ["rule_id", column]]
            advice = f"is not the day that {rule} has in {told} ({days[row]:%Y-%m-%d}); mend one"
            yield Fault("agreements", row, column, day, advice)


def _noted_days(frames: Frames) -> Iterator[Fault]:
    """An agreement is in force on a day that its note names, or thirty days after notes of it.

    In brackets stand the days of reports.
    """
    for table in ("agreements", "supply_agreements"):
        rows = frames[table].dropna(subset=["in_force_from", "in_force_note"])
        for row, day, note in rows[["in_force_from", "in_force_note"]].itertuples():
            written = WRITTEN_DAY.findall(REMARK.sub("", note))
            named = pd.to_datetime(pd.Series(written), format="%d %B %Y")
            if len(named) and not (named.eq(day) | (named + THIRTY).eq(day)).any():
                advice = f"is neither the day that {note!r} names nor thirty days later; mend one"
                yield Fault(table, row, "in_force_from", day, advice)


def _at_once(frames: Frames) -> Iterator[Fault]:
    """A statement or a decision applies from the day it is made, unless a page prints another."""
    forms = unique(frames["instruments"].astype({"instrument": "str"}), "instrument")
    rules = frames["rule_changes"].dropna(subset=["adopted", "in_force_from"])
    is_at_once = rules["instrument"].astype("str").map(forms["applies_at_once"].astype("str"))
    later = rules[(is_at_once == "yes") & (rules["in_force_from"] != rules["adopted"])]
    printed = printed_places(frames["citations"], "rule_changes")
    for row, rule, made, day in later[["rule_id", "adopted", "in_force_from"]].itertuples():
        if (rule, "in_force_from") not in printed:
            advice = (
                f"is not the day on which it was made ({made:%Y-%m-%d}), as for a rule of this "
                "form; mend one, or cite a page that prints it (`in_force_from=…`)"
            )
            yield Fault("rule_changes", row, "in_force_from", day, advice)


def _assistance(frames: Frames) -> Iterator[Fault]:
    """A year's budget of assistance names the states of its cases, and holds their sums."""
    budgets = frames["programmes"]
    budgets = budgets[(budgets["kind"] == ASSISTANCE) & budgets["recipients"].notna()]
    cases = frames["transfers"]
    cases = cases[cases["programme"] == ASSISTANCE]
    for row, budget in budgets.iterrows():
        of_year = cases[cases["fiscal_year"] == budget["fiscal_year"]]
        named = set(budget["recipients"].split(";"))
        found = set(of_year["recipient_iso3"])
        if named != found:
            odd = ", ".join(sorted(named ^ found))
            advice = f"and the cases of that year in transfers differ by {odd}; mend one"
            yield Fault("programmes", row, "recipients", budget["recipients"], advice)
        signed = of_year["value"].sum()
        if pd.notna(budget["amount"]) and signed > budget["amount"]:
            advice = f"is less than the cases of that year add up to ({signed}); mend one"
            yield Fault("programmes", row, "amount", budget["amount"], advice)


def _sums_in_notes(frames: Frames) -> Iterator[Fault]:
    """What a note adds up is added rightly; for assistance it is the sum of the cases."""
    cases = frames["transfers"]
    cases = cases[cases["programme"] == ASSISTANCE]
    signed = cases.groupby("fiscal_year")["value"].sum()
    programmes = frames["programmes"]
    for row, note in programmes["note"].dropna().items():
        for match in ADDED.finditer(note):
            added = round(sum(map(float, match["parts"].split("+"))), 6)
            if added != float(match["total"]):
                advice = f"adds up to {added:g}; mend the sum"
                yield Fault("programmes", row, "note", match[0], advice)
            elif programmes.at[row, "kind"] == ASSISTANCE:
                table = signed.get(programmes.at[row, "fiscal_year"], 0) / OKU
                if added != table:
                    advice = (
                        f"億円, but the cases of that year in transfers hold {table:g}; mend one"
                    )
                    yield Fault("programmes", row, "note", match[0], advice)


def _signed_states(frames: Frames) -> Iterator[Fault]:
    """Who writes how many states have signed counts the partners in agreements."""
    partners = frames["agreements"]["iso3"].nunique()
    for name, frame in frames.items():
        for column, cells in _prose(name, frame):
            for row, text in cells.items():
                for match in SIGNED_STATES.finditer(text):
                    if int(match["count"]) != partners:
                        advice = f"but agreements lists {partners} partners; mend one"
                        yield Fault(name, row, column, match[0], advice)


def _named_ids(frames: Frames) -> Iterator[Fault]:
    """An id that prose names is there."""
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(IDS) + r")(?![\w-])")
    known: set[str] = set()
    for table, column in IDS.values():
        known |= set(frames[table][column].dropna())
    for name, frame in frames.items():
        for column, cells in _prose(name, frame):
            for row, text in cells[cells.str.contains(pattern)].items():
                for named in pattern.findall(text):
                    if named not in known:
                        advice = "names a row that is in no table; mend the name"
                        yield Fault(name, row, column, named, advice)


def _gaps(frames: Frames) -> Iterator[Fault]:
    """What a gap says was not found stands in no cell, and no citation finds it."""
    cited = frames["citations"]
    finds = cited[cited["read"].isin(READ) & (cited["says"] == "states")]
    finds = finds.dropna(subset=["fields"]).astype({"table": "str"})
    cells = frames["gap_cells"].dropna(subset=["column"])
    cells = cells[cells["table"].isin(list(frames))]  # another name is refused where it stands
    ids = {name: row_ids(name, frames[name]) for name in cells["table"].unique()}
    for row, cell in cells.iterrows():
        name, column, where = cell["table"], cell["column"], cell["row_id"]
        frame = frames[name]
        at = ids[name].index[ids[name] == where]
        if at.empty or column not in frame:
            wrong = ("row_id", where) if at.empty else ("column", column)
            yield Fault("gap_cells", row, *wrong, f"is not there in {name}; mend it")
            continue
        value = frame.at[at[0], column]
        day = cell["wanted"] == "day"
        found = pd.notna(value) and (not day or frame.at[at[0], f"{column}_precision"] == "day")
        if found:
            advice = f"stands there, but {cell['gap_id']} says that it was not found; mend one"
            yield Fault(name, at[0], column, value, advice)
        same = (finds["table"] == name) & (finds["row_id"] == where)
        for other in finds.index[same & ~pd.Series(day, finds.index)]:
            if column in finds.at[other, "fields"].split(";"):
                advice = f"finds what {cell['gap_id']} says was not found ({where}); mend one"
                yield Fault("citations", other, "fields", finds.at[other, "fields"], advice)


def _one_conflict(frames: Frames) -> Iterator[Fault]:
    """One disagreement has one id: no two rest on the same sources, side by side."""
    values = frames["conflict_values"].dropna(subset=["conflict_id", "source_id"])
    sources = values.groupby("conflict_id")["source_id"].agg(frozenset)
    topics = frames["conflicts"].dropna(subset=["conflict_id"])
    topics = topics.drop_duplicates("conflict_id").set_index("conflict_id")["topic"]
    rows = dict(zip(frames["conflicts"]["conflict_id"], frames["conflicts"].index, strict=True))
    keys = sources.to_frame("sources").join(topics)
    for column in ("sources", "topic"):
        first: dict[object, str] = {}
        for conflict, key in keys[column].items():
            other = first.setdefault(key, conflict)
            if other != conflict and conflict in rows:
                advice = f"has the {column} of {other}; keep one conflict with both sides"
                yield Fault("conflicts", rows[conflict], "conflict_id", conflict, advice)
                break


def _sides(frames: Frames) -> Iterator[Fault]:
    """Each side of a conflict has a source."""
    values = frames["conflict_values"]
    named = values.groupby(["conflict_id", "side"], observed=True)["source_id"].transform("count")
    for row in values.index[named == 0]:
        conflict, side = values.loc[row, ["conflict_id", "side"]]
        advice = f"is empty: nobody says side {side} of {conflict}; name who does"
        yield Fault("conflict_values", row, "source_id", "", advice)


def _ideas(frames: Frames) -> Iterator[Fault]:
    """A way of retelling a claim names ideas that have words."""
    known = set(frames["ideas"]["idea"])
    retellings = frames["retellings"]
    for column in ("needs", "lacks"):
        for row, cell in retellings[column].dropna().items():
            for idea in cell.split(";"):
                if idea not in known:
                    advice = "is no idea of the table ideas; mend the name, or add its words"
                    yield Fault("retellings", row, column, idea, advice)


def _rechecks(frames: Frames) -> Iterator[Fault]:
    """A fact is checked again against a page that it does not cite, and the check says which."""
    cited = frames["citations"]
    pairs = set(zip(cited["table"].astype("str"), cited["row_id"], cited["source_id"], strict=True))
    drawn = frames["rechecks"]
    for row, check in drawn[drawn["table"].isin(list(frames))].iterrows():
        name, where, source = check["table"], check["row_id"], check["source_id"]
        if not (row_ids(name, frames[name]) == where).any():
            yield Fault("rechecks", row, "row_id", where, f"is no row of {name}; mend it")
        if (name, where, source) in pairs:
            advice = f"is cited by {where} itself; check it against another page"
            yield Fault("rechecks", row, "source_id", source, advice)
        if pd.isna(source) and check["outcome"] != "could not check":
            advice = "is empty, but the fact was checked; name the page"
            yield Fault("rechecks", row, "source_id", "", advice)
        if check["outcome"] in ("minor error", "substantive error") and pd.isna(check["what"]):
            yield Fault("rechecks", row, "what", "", "is empty, but a field is wrong; say which")


def _uncited_sources(frames: Frames) -> Iterator[Fault]:
    """A source that nothing names any more has a note that says why it stays in the register."""
    sources = frames["sources"]
    named: set[str] = set()
    for name, frame in frames.items():
        for column in frame.columns if name != "sources" else []:
            if column.endswith(("source_id", "sources")):
                named |= set(frame[column].dropna().astype("str").str.split(";").explode())
    for row in sources.index[~sources["source_id"].isin(named) & sources["note"].isna()]:
        advice = "is cited by nothing; cite it, say in its note why it stays, or take it out"
        yield Fault("sources", row, "source_id", sources.loc[row, "source_id"], advice)


def _printed_letters(frames: Frames) -> Iterator[Fault]:
    """What is printed in Japanese stands on a page that is noted as Japanese."""
    languages = unique(frames["sources"], "source_id")["language"]
    cited = frames["citations"].dropna(subset=["printed"])
    language = cited["source_id"].map(languages)
    foreign = cited["printed"].str.contains(JAPANESE) & language.notna() & (language != "ja")
    for row, cell in cited.loc[foreign, "printed"].items():
        advice = f"is Japanese, but its source is noted as {language[row]!r}; mend one of the two"
        yield Fault("citations", row, "printed", cell, advice)


def _offices(frames: Frames) -> Iterator[Fault]:
    """A prime minister comes on the day on which the one before goes."""
    cabinets = frames["cabinets"].dropna(subset=["from"]).sort_values("from", kind="stable")
    came = cabinets["from"]
    went = cabinets["to"].shift()
    later = came > NO_BREAK_SINCE
    for row in cabinets.index[later & (came != went)]:
        day = "still in office" if pd.isna(went[row]) else f"{went[row]:%Y-%m-%d}"
        advice = f"is not the day on which the prime minister before goes ({day}); mend one"
        yield Fault("cabinets", row, "from", came[row], advice)


def _prose(name: str, frame: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    """Give the columns of a table that hold sentences, each with the cells that are not empty."""
    for field in tables.fields(name):
        if field.get("prose") and field["name"] in frame:
            yield field["name"], frame[field["name"]].dropna()


def unique(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return a table by its key; of a key that stands twice, which is a fault itself, the first."""
    return frame.dropna(subset=[key]).drop_duplicates(key).set_index(key)


RULES = (
    _signing_days,
    _noted_days,
    _at_once,
    _assistance,
    _sums_in_notes,
    _signed_states,
    _named_ids,
    _gaps,
    _one_conflict,
    _sides,
    _ideas,
    _rechecks,
    _uncited_sources,
    _printed_letters,
    _offices,
)
