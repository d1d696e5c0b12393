"""What the tables that answers rest on must obey: nothing silent, nothing hidden, nothing twice.

Every question that the fields allow is put to the decision table; no row may hide behind others,
and what a rule asks for must stand in the conditions as data.
"""

import itertools
from collections.abc import Iterator

import pandas as pd

from .. import tables
from ..checks import Fault
from . import agreeing, codes_held, days_held
from .conditions import STEPS, TESTS
from .items import ADVICE, key_of
from .recorded import BAR, DECIDERS, FIELDS, UNITED_NATIONS

Frames = dict[str, pd.DataFrame]
ELSEWHERE = "—"  # stands for every destination that no row names
STILL = pd.Timestamp("9999-12-31")  # stands for the end of what holds still
SAID = {"kind", "arms", "origin"}
OPEN_TESTS = ["special circumstances", "purpose"]  # that no table can tell


def answer_faults(frames: Frames) -> list[Fault]:
    """Return what is wrong in the tables that answers rest on.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        All raw tables, typed, indexed by the row of the spreadsheet.

    Returns
    -------
    list of Fault
        What is wrong; empty where nothing is.
    """
    finders = (
        _decisions,
        _idle,
        _shared,
        _kinds,
        _conditions,
        _exemptions,
        _values,
        _facts,
        _items,
        _programmes,
        agreeing.faults,
        codes_held.faults,
        days_held.faults,
    )
    return [fault for find in finders for fault in find(frames)]


def questions(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return every question there is, one row each; the countries that no row names are one.

    Examples
    --------
    >>> len(questions(tables.read("decisions")))
    12288
    """
    options = [_options(decisions, name) for name in FIELDS]
    return pd.DataFrame(list(itertools.product(*options)), columns=FIELDS)


def is_consistent(asked: pd.DataFrame) -> pd.Series:
    """Return whether the fields of each question go together.

    A partner is one of a joint programme and a licensor one of a licence; a pool is one of parts;
    what is passed on comes from the licensor or a partner and does not go to it; a service is given
    by Japan itself.
    """
    yes = {name: asked[name] == "yes" for name in ("partner", "licensor", "pool", "onward")}
    strange = yes["partner"] & (asked["origin"] != "joint")
    strange |= yes["licensor"] & (asked["origin"] != "licensed")
    strange |= yes["pool"] & (asked["kind"] != "part")
    strange |= yes["onward"] & (yes["licensor"] | yes["pool"] | (asked["kind"] == "service"))
    return ~strange


def _options(decisions: pd.DataFrame, name: str) -> list[str]:
    """Return what a field of a question may be."""
    field = next(field for field in tables.fields("decisions") if field["name"] == name)
    codes = field.get("constraints", {}).get("enum")
    return codes or [*decisions[name].dropna().unique(), ELSEWHERE]


def first_rows(decisions: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return every question, and the row of the table that it meets first (missing: none)."""
    asked = questions(decisions)
    codes = {name: pd.Categorical(asked[name]) for name in FIELDS}
    first = pd.Series(-1, asked.index)
    for place, (_, pattern) in enumerate(decisions.sort_values("priority")[FIELDS].iterrows()):
        met = first < 0
        for name, value in pattern.dropna().items():
            met &= codes[name].codes == codes[name].categories.get_loc(value)
        first[met] = place
    rows = decisions.sort_values("priority").index.to_series().array
    taken = pd.array(rows, dtype="Int64").take(first, allow_fill=True)
    return asked, pd.Series(taken, asked.index)


def _decisions(frames: Frames) -> Iterator[Fault]:
    """Every question meets a row, every row is the first of some question and names a kind."""
    decisions = frames["decisions"]
    asked, first = first_rows(decisions.astype("object"))
    silent = asked[first.isna().to_numpy()]
    if len(silent):
        example = ", ".join(f"{name} {value}" for name, value in silent.iloc[0].items())
        advice = f"{len(silent)} questions meet no row, such as: {example}; add a row"
        yield Fault("decisions", None, "", None, advice)
    for row in decisions.index.difference(first.dropna().unique()):
        advice = "decides no question: rows above it meet them all; move it up, or take it out"
        yield Fault("decisions", row, "priority", decisions.at[row, "priority"], advice)
    for row, *kinds in decisions[DECIDERS].itertuples():
        named = [kind for kind in kinds if pd.notna(kind)]
        if not named or len(named) != len(set(named)):
            advice = "names no kind that decides, or one twice; name one, or two that differ"
            yield Fault("decisions", row, "+".join(DECIDERS), "", advice)


def _idle(frames: Frames) -> Iterator[Fault]:
    """Every yes or no of a pattern tells questions apart that no row above has met.

    Kind, arms and origin may stand for the reader's sake. Questions whose fields do not go together
    do not count.
    """
    decisions = frames["decisions"].astype("object")
    asked, first = first_rows(decisions)
    sensible = is_consistent(asked)
    asked, first = asked[sensible], first[sensible]
    place = first.map(decisions["priority"])
    for row, pattern in decisions[FIELDS].iterrows():
        cells = {name: asked[name] == value for name, value in pattern.dropna().items()}
        later = place > decisions.at[row, "priority"]
        for name in [each for each in cells if each not in SAID]:
            met = later.copy()
            for other in cells:
                met &= ~cells[other] if other == name else cells[other]
            if not met.any():
                advice = "changes no answer: rows above meet what it would shut out; leave it blank"
                yield Fault("decisions", row, name, pattern[name], advice)


def _shared(frames: Frames) -> Iterator[Fault]:
    """A row names the kind and the origin that all questions share which it decides."""
    decisions = frames["decisions"].astype("object")
    asked, first = first_rows(decisions)
    sensible = is_consistent(asked) & first.notna()
    decided = asked[sensible].groupby(first[sensible])[["kind", "origin"]]
    for row, values in decided.agg(set).iterrows():
        for name in ("kind", "origin"):
            if len(values[name]) == 1 and pd.isna(decisions.at[row, name]):
                shared = min(values[name])
                advice = f"is blank, but all questions that the row decides have {shared!r}; say so"
                yield Fault("decisions", row, name, "", advice)


def _kinds(frames: Frames) -> Iterator[Fault]:
    """Every kind that questions are asked of is reached, and every general kind has its rules."""
    reached = set(frames["decisions"][DECIDERS].melt()["value"].dropna())
    for table, column in (("provisions", "provision_id"), ("general_kinds", "general_id")):
        kinds = frames[table]
        for row, kind in kinds[column].dropna().items():
            if kind not in reached and kind not in _unasked(frames):
                advice = f"is reached by no row of {tables.raw('decisions')}; add one"
                yield Fault(table, row, column, kind, advice)
    ruled = set(frames["general_rules"]["general_id"])
    for row, kind in frames["general_kinds"]["general_id"].dropna().items():
        if kind not in ruled:
            advice = f"has no status; add a row to {tables.raw('general_rules')}"
            yield Fault("general_kinds", row, "general_id", kind, advice)


def _cells(frames: Frames) -> pd.DataFrame:
    """Return the cells of provisions and of general kinds: kind, rule, status, table and row."""
    parts = []
    for table, column in (("regimes", "provision_id"), ("general_rules", "general_id")):
        named = [column, "rule_id", "status", "asks"]
        cells = frames[table][named].rename(columns={column: "kind"})
        parts.append(cells.astype("object").assign(table=table, row=cells.index))
    return pd.concat(parts, ignore_index=True)


def _unasked(frames: Frames) -> set[str]:
    """Return the provisions of which no question is asked."""
    provisions = frames["provisions"]
    return set(provisions.loc[provisions["asked"] == "no", "provision_id"])


def _conditions(frames: Frames) -> Iterator[Fault]:
    """Every conditional cell has its conditions as rows, and no other cell but the bar has some."""
    cells, conditions = _cells(frames), frames["conditions"]
    held = set(zip(conditions["kind_id"], conditions["rule_id"], strict=True))
    wanted = cells[(cells["status"] == "conditional") | (cells["kind"] == BAR)]
    wanted = wanted[~wanted["kind"].isin(_unasked(frames))]
    for cell in wanted.itertuples():
        if (cell.kind, cell.rule_id) not in held:
            advice = f"is conditional, but no row of {tables.raw('conditions')} says on what"
            yield Fault(cell.table, cell.row, "status", cell.status, advice)
    needed = set(zip(wanted["kind"], wanted["rule_id"], strict=True))
    for row, kind, rule in conditions[["kind_id", "rule_id"]].dropna().itertuples():
        if (kind, rule) not in needed:
            advice = "is no conditional cell; take the condition out, or mend kind and rule"
            yield Fault("conditions", row, "kind_id+rule_id", f"{kind} + {rule}", advice)
    yield from _counted(conditions)
    yield from _asked(cells, conditions)


def _asked(cells: pd.DataFrame, conditions: pd.DataFrame) -> Iterator[Fault]:
    """A cell says how many things each of its ways asks for, and so many conditions are there."""
    rows = conditions.dropna(subset=["kind_id", "rule_id", "way"]).sort_values("way")
    counts = rows.groupby(["kind_id", "rule_id", "way"]).size().astype("str")
    held = counts.groupby(["kind_id", "rule_id"]).agg(";".join).to_dict()
    for cell in cells.itertuples():
        asks = "" if pd.isna(cell.asks) else cell.asks
        found = held.get((cell.kind, cell.rule_id), "")
        if asks != found:
            advice = (
                "is how many things each way of this cell asks for, but the conditions hold "
                f"{found or 'none'}; add the conditions of the missing way, or mend the number"
            )
            yield Fault(cell.table, cell.row, "asks", asks, advice)


def _counted(conditions: pd.DataFrame) -> Iterator[Fault]:
    """Ways of a cell, and conditions of a way, are counted from 1 without a hole."""
    cell = ["kind_id", "rule_id"]
    rows = conditions.dropna(subset=[*cell, "way", "position"])
    rows = rows.sort_values([*cell, "way", "position"])
    place = rows.groupby([*cell, "way"]).cumcount() + 1
    ways = rows.groupby(cell)["way"].rank(method="dense")
    for row in rows.index[(rows["position"] != place) | (rows["way"] != ways)]:
        advice = "ways and positions are counted from 1 without a hole; mend them"
        yield Fault("conditions", row, "way+position", "", advice)


def _exemptions(frames: Frames) -> Iterator[Fault]:
    """An exemption of a single case opens something, and names its recipient and its thing.

    Kinds that nobody asks for, as what one's own forces take abroad, have no recipient.
    """
    regimes, conditions = frames["regimes"], frames["conditions"]
    single = regimes[regimes["scope"] == "one-off"]
    for row in single.index[single["status"] != "conditional"]:
        advice = "stands for an exemption of a single case, which is `conditional`; mend one"
        yield Fault("regimes", row, "status", single.at[row, "status"], advice)
    single = single[~single["provision_id"].isin(_unasked(frames))]
    for row, kind, rule, status in single[["provision_id", "rule_id", "status"]].itertuples():
        cell = (conditions["kind_id"] == kind) & (conditions["rule_id"] == rule)
        tests = set(conditions.loc[cell, "test"])
        if status != "conditional" or not {"named states", "item"} <= tests:
            advice = "exempts a single case, but its conditions name no recipient or no thing"
            yield Fault("regimes", row, "scope", "one-off", advice)


NAMING = {  # tests that hold a destination or a thing against names, and what the names are
    "named states": "states",
    "other states": "states",
    "licensor": "states",
    "kind": "kinds",
    "item": "items",
}


def _values(frames: Frames) -> Iterator[Fault]:
    """A condition names what its test needs, and only what there is."""
    known = {
        "states": {*frames["countries"]["iso3"].dropna(), UNITED_NATIONS},
        "kinds": set(_options(frames["decisions"], "kind")),
        "items": set(frames["items"]["item_id"].dropna()),
    }
    conditions = frames["conditions"].astype({"test": "object", "values": "object"})
    for row, test, values, programme in conditions[["test", "values", "programme"]].itertuples():
        if pd.isna(test):
            continue
        if test not in TESTS and test not in OPEN_TESTS:
            yield Fault("conditions", row, "test", test, "is a test that no answer knows; mend it")
        named = [] if pd.isna(values) else values.split(";")
        if bool(named) != (test in NAMING):
            advice = f"must name {NAMING.get(test, 'nothing')} for the test {test!r}; mend one"
            yield Fault("conditions", row, "values", "" if pd.isna(values) else values, advice)
        for value in named:
            if test in NAMING and value not in known[NAMING[test]]:
                yield Fault("conditions", row, "values", value, f"is none of the {NAMING[test]}")
        if test == "programme" and pd.isna(programme):
            yield Fault("conditions", row, "programme", "", "must name the programme; add it")
        if test not in ("programme", *STEPS) and pd.notna(programme):
            advice = f"goes with the test `programme` or a step, and this is {test!r}; mend one"
            yield Fault("conditions", row, "programme", programme, advice)


def _facts(frames: Frames) -> Iterator[Fault]:
    """A programme stands beside a partner alone; spells of one fact do not overlap."""
    facts = frames["destination_facts"].astype({"fact": "object"})
    partner = facts["fact"] == "programme partner"
    for row in facts.index[partner != facts["programme"].notna()]:
        advice = "goes with `programme partner` and with no other fact; mend one"
        yield Fault("destination_facts", row, "programme", facts.at[row, "programme"], advice)
    spells = facts.assign(programme=facts["programme"].fillna("")).sort_values("from")
    ends = spells["to"].fillna(STILL).groupby([spells["iso3"], spells["fact"], spells["programme"]])
    for row in spells.index[spells["from"] < ends.shift()]:
        advice = "begins before the spell of the same fact above it has ended; mend one"
        yield Fault("destination_facts", row, "from", spells.at[row, "from"], advice)


def _items(frames: Frames) -> Iterator[Fault]:
    """No name means two things, and a thing made under licence names its licensor."""
    owners: dict[str, str] = {}
    items = frames["items"].astype({"origin": "object"})
    for row, item, en, ja, others in items[
        ["item_id", "name_en", "name_ja", "other_names"]
    ].itertuples():
        more = [] if pd.isna(others) else others.split(";")
        for name in [item, en, ja, *more]:
            owner = owners.setdefault(key_of(name), item)
            if owner != item:
                advice = f"is a name of {owner} already; take it out of one"
                yield Fault("items", row, "other_names", name, advice)
    yield from _advised(frames, owners)
    for row in items.index[(items["origin"] == "licensed") != items["licensors"].notna()]:
        advice = "goes with the origin `licensed` and with no other; mend one"
        yield Fault("items", row, "licensors", items.at[row, "licensors"], advice)


def _advised(frames: Frames, owners: dict[str, str]) -> Iterator[Fault]:
    """No word that is answered with advice alone is the name of a thing: it would never be met."""
    words = frames["answer_words"]
    codes = set(words["code"].dropna())
    for row, code, *texts in words[["code", "en", "ja"]].dropna().itertuples():
        listed = ";".join(texts).split(";") if f"{code}{ADVICE}" in codes else []
        for word in listed:
            owner = owners.get(key_of(word))
            if owner is not None:
                advice = f"is a name of {owner} already; take it out of one"
                yield Fault("answer_words", row, "en+ja", word, advice)


def _programmes(frames: Frames) -> Iterator[Fault]:
    """A programme that a condition names has things, and one that has partners has things."""
    known = set(frames["items"]["programme"].dropna())
    for table in ("conditions", "destination_facts"):
        named = frames[table]["programme"].dropna()
        for row, programme in named[~named.isin(known)].items():
            advice = f"is the programme of no row of {tables.raw('items')}; mend one"
            yield Fault(table, row, "programme", programme, advice)
