"""Structured questions: which provision decides, and what the answer rests on."""

import csv
import itertools
import random

import pandas as pd
import pytest

from analysis import rules, tables

FLAGS = [
    "arms",
    "five_fields",
    "licensor",
    "partner",
    "pool",
    "onward",
    "fighting",
    "aggression",
    "barred",
]
US = dict(origin="licensed", licensor=True)
AID = dict(arms=False, aggression=True)
WORKED = [
    ("finished", "2023-12-21", "USA", US, "P02", "prohibited"),
    ("finished", "2023-12-22", "USA", US, "P02", "allowed"),
    ("finished", "2024-03-25", "IND", dict(origin="joint"), "P06", "prohibited"),
    ("finished", "2024-03-26", "IND", dict(origin="joint"), "P06", "conditional"),
    ("finished", "2026-04-20", "AUS", {}, "P01", "prohibited"),
    ("finished", "2026-04-21", "AUS", {}, "P01", "conditional"),
    ("finished", "2022-03-07", "UKR", AID, "P08", "not addressed"),
    ("finished", "2022-03-08", "UKR", AID, "P08", "conditional"),
    ("part", "2013-02-28", "ISR", dict(pool=True), "P05", "prohibited"),
    ("part", "2013-03-01", "ISR", dict(pool=True), "P05", "conditional"),
    ("part", "2013-03-01", "USA", US, "P04", "conditional"),
    ("part", "2023-12-22", "USA", US, "P04", "allowed"),
    ("service", "2014-03-31", "USA", {}, "P10", "conditional"),
    ("service", "2014-04-01", "USA", {}, "P10", "allowed"),
    ("service", "2023-12-21", "PHL", {}, "P11", "conditional"),
    ("service", "2023-12-22", "PHL", {}, "P11", "allowed"),
    ("technology", "1983-01-13", "USA", {}, "P12", "prohibited"),
    ("technology", "1983-01-14", "USA", {}, "P12", "allowed"),
    ("technology", "2020-01-01", "GBR", dict(origin="joint", partner=True), "P13", "allowed"),
    ("finished", "2023-12-22", "UKR", dict(fighting=True), "P09", "prohibited"),
    ("finished", "2023-12-22", "UKR", dict(onward=True, origin="licensed"), "P03", "conditional"),
    ("finished", "2020-01-01", "PHL", dict(arms=False, five_fields=True), "P07", "conditional"),
    ("part", "2020-01-01", "PRK", dict(barred=True), "P14", "prohibited"),
    ("technology", "2020-01-01", "AUS", {}, "G02", "conditional"),
    ("part", "1990-01-01", "AUS", {}, "G01", "prohibited"),
    ("finished", "1960-01-01", "AUS", {}, "P01", "not determinable"),
    ("service", "2020-01-01", "PRK", dict(barred=True), "G06", "prohibited"),
]


DECIDERS = ["provision_id", "or_provision_id", "general_id"]


def _status(kind: str, on: str) -> str:
    """The status of a provision, or of a general kind by a look at its raw cells."""
    if kind.startswith("P"):
        return rules.status(kind, on)
    cells = tables.read("general_rules").sort_values("in_force_from")
    cells = cells[(cells["general_id"] == kind) & (cells["in_force_from"] <= pd.Timestamp(on))]
    if cells.empty:
        return "not addressed"
    last = cells.iloc[-1]
    return "not determinable" if last["grade"] == "D" else last["status"]


def _rows() -> list[dict]:
    with open(tables.folder().parent / tables.raw("decisions"), encoding="utf-8-sig") as file:
        return sorted(csv.DictReader(file), key=lambda row: int(row["priority"]))


def _questions() -> list[dict]:
    """Every question there is, as the table writes it.

    All countries but the United States are one.
    """
    codes = [
        ["finished", "part", "technology", "service"],
        ["own design", "licensed", "joint"],
        ["USA", "AUS"],
        *[["yes", "no"]] * len(FLAGS),
    ]
    return [
        dict(zip(["kind", "origin", "destination", *FLAGS], values, strict=True))
        for values in itertools.product(*codes)
    ]


def _met(asked: dict, rows: list[dict]) -> dict | None:
    return next(
        (row for row in rows if all(row[name] in ("", value) for name, value in asked.items())),
        None,
    )


def _ask(asked: dict, on: str) -> pd.Series:
    facts = {name: asked[name] == "yes" for name in FLAGS}
    return rules.assess(asked["kind"], on, asked["destination"], origin=asked["origin"], **facts)


@pytest.fixture(scope="module")
def decided():
    """Every question with the row that it meets first, by a loop over the raw table."""
    rows = _rows()
    return [(asked, _met(asked, rows)) for asked in _questions()]


@pytest.mark.parametrize(("kind", "day", "destination", "facts", "provision", "status"), WORKED)
def test_worked_questions(kind, day, destination, facts, provision, status):
    """Patriots, GCAP, frigates, body armour, F-35 parts, ship repair, technology.

    Each on the day before the change and on the day.
    """
    answer = rules.assess(kind, day, destination, **facts)
    assert (answer["kind_id"], answer["status"]) == (provision, status) and answer["reason"]
    assert answer["provision_id"] == (provision if provision.startswith("P") else None)
    if provision.startswith("P"):
        assert answer["status"] == rules.status(provision, day)


def test_the_table_decides_and_not_the_code(decided):
    """80 random questions: the row that decides is the first that a loop over the table meets."""
    chance = random.Random(4)
    for asked, row in chance.sample(decided, 80):
        answer = _ask(asked, "2024-06-01")
        assert answer["decision"] == (int(row["priority"]) if row else None)
        kinds = [row[name] for name in DECIDERS if row[name]] if row else []
        statuses = {_status(kind, "2024-06-01") for kind in kinds}
        assert answer["status"] == (statuses.pop() if len(statuses) == 1 else "not determinable")
        assert answer["kind_id"] == (kinds[0] if len(kinds) == 1 else None)
        assert answer["sources"] is not None if kinds else answer["sources"] is None


def test_every_row_can_decide_and_every_provision_is_reached(decided):
    """No row hides behind earlier ones, every kind has its question, and every question a row."""
    reached = {row["priority"]: row for _, row in decided if row}
    assert list(reached) and set(reached) == {row["priority"] for row in _rows()}
    kinds = {row[name] for row in reached.values() for name in DECIDERS if row[name]}
    asked = tables.read("provisions").query("asked == 'yes'")["provision_id"]
    assert kinds == {*asked, *tables.read("general_kinds")["general_id"]}
    assert all(row is not None for _, row in decided)


def test_what_a_question_leaves_open_is_not_guessed(decided):
    """With one fact unknown there is an answer only where both answers to it give the same.

    Else the fact is named, or both provisions.
    """
    chance = random.Random(7)
    settled = 0
    left = 0
    for asked, _ in chance.sample(decided, 24):
        flag = chance.choice(FLAGS)
        facts = {name: asked[name] == "yes" for name in FLAGS}

        def ask(value, asked=asked, facts=facts, flag=flag):
            """The answer where the fact drawn is so, is not so, or is not said."""
            fields = {"origin": asked["origin"], **facts, flag: value}
            return rules.assess(asked["kind"], "2024-06-01", asked["destination"], **fields)

        answer = ask(None)
        both = [ask(True), ask(False)]
        if answer["status"] != "not determinable":
            assert {one["status"] for one in both} == {answer["status"]}
            settled += 1
        elif both[0]["status"] != both[1]["status"]:
            provisions = [one["kind_id"] for one in both if one["kind_id"]]
            assert flag in answer["reason"] or all(
                provision in answer["reason"] for provision in provisions
            )
            left += 1
    assert settled > 2 and left > 2


def test_two_provisions_that_may_decide_must_say_the_same():
    """Licensed arms to a licensor at war: barred by both provisions until December 2023.

    Then left open; a fact not known likewise.
    """
    answer = [
        rules.assess("finished", day, "USA", fighting=True, **US)
        for day in ("2023-12-21", "2023-12-22")
    ]
    assert [one["status"] for one in answer] == ["prohibited", "not determinable"] and answer[1][
        "provision_id"
    ] is None
    assert all("P02" in one["reason"] and "P09" in one["reason"] for one in answer)
    either = [
        rules.assess("finished", day, "UKR", fighting=None) for day in ("2023-12-22", "1970-01-01")
    ]
    assert [one["status"] for one in either] == ["prohibited", "not determinable"]
    alike = rules.assess("finished", "2026-04-21", "UKR", fighting=None)
    assert (alike["status"], alike["rule_id"], alike["condition"]) == ("conditional", "R050", None)


def test_the_chain_is_as_weak_as_its_weakest_link():
    """Patriots on 2023-12-22: the cell rests on a primary text, the procedure does not.

    So the answer is graded by the procedure.
    """
    answer = rules.assess("finished", "2023-12-22", "米国", **US)
    procedures = tables.read("procedures").set_index(["rule_id", "step"])
    approver = procedures.loc[("R043", "approver")]
    assert answer["approver"] == approver["arrangement"] and approver["source_id"] in answer[
        "sources"
    ].split(";")
    cell = rules.in_force("2023-12-22").set_index("provision_id").loc["P02"]
    assert (
        answer["confidence"] >= max(cell["confidence"], approver["confidence"])
        and cell["source_id"] == answer["sources"].split(";")[0]
    )
    assert set(answer["sources"].split(";")) <= set(tables.read("sources")["source_id"])


def test_a_barred_transfer_has_nobody_to_approve_it():
    """Procedures are named for what is open alone."""
    barred, opened = (
        rules.assess("finished", day, "USA", **US) for day in ("2023-12-21", "2023-12-22")
    )
    steps = ["approver", "diet", "prior_consent"]
    assert barred[steps].isna().all() and opened[steps].notna().all()


def test_a_procedure_of_one_programme_is_not_told_of_another():
    """From 2024-03-26 each export of the joint fighter, and nothing else, needs the Cabinet."""
    joint = rules.assess("finished", "2024-06-01", "IND", origin="joint")
    licensed = rules.assess("finished", "2024-06-01", "USA", **US)
    arrangements = tables.read("procedures").set_index(["rule_id", "step"])["arrangement"]
    assert (
        joint["approver"] == arrangements["R044", "approver"]
        and licensed["approver"] == arrangements["R043", "approver"]
    )


def test_a_condition_on_agreements_is_held_against_them():
    """Where the condition asks for a transfer agreement the answer says whether there is one.

    Elsewhere it does not.
    """
    agreements = {
        iso3: rules.assess("finished", "2026-04-21", iso3)["agreement"] for iso3 in ("AUS", "KEN")
    }
    assert agreements == {"AUS": "yes", "KEN": "none signed"}
    assert rules.assess("finished", "2023-12-22", "USA", **US)["agreement"] is None
    assert rules.assess("finished", "2026-04-20", "AUS")["agreement"] is None
    partner = rules.partners("2026-04-21").set_index("iso3").loc["AUS"]
    answer = rules.assess("finished", "2026-04-21", "AUS")
    assert (
        partner["source_id"] in answer["sources"].split(";")
        and answer["confidence"] >= partner["confidence"]
    )


def test_whether_the_diet_is_told():
    """No duty before April 2026; by reports on the new rule it is, of lethal equipment."""
    assert rules.assess("finished", "2024-06-01", "IND", origin="joint")["diet"] == "not addressed"
    answer = rules.assess("finished", "2026-04-21", "AUS")
    assert answer["diet"] == "required" and answer["diet_note"]


@pytest.mark.parametrize(
    ("arguments", "facts", "message"),
    [
        (
            ("ship", "2024-01-01", "USA"),
            {},
            "kind is one of finished, part, technology, service, not 'ship'",
        ),
        (
            ("part", "2024-01-01", "USA"),
            {"origin": "stolen"},
            "origin is one of own design, licensed, joint",
        ),
        (("part", "2024-01-01", "USA"), {"fighting": "maybe"}, "fighting='maybe'"),
        (("part", "2024-01-01", "Atlantis"), {}, "no country: 'Atlantis'"),
        (("part", "yesterday", "USA"), {}, "no day: 'yesterday'"),
    ],
)
def test_a_question_that_is_none_is_refused_by_name(arguments, facts, message):
    """One clear sentence for each field."""
    with pytest.raises(ValueError, match=message):
        rules.assess(*arguments, **facts)


def test_scopes_name_only_procedures_that_leave_something_out():
    """A scope that lists every provision says nothing: leave it out."""
    counts = tables.read("procedure_scopes").groupby(["rule_id", "step"]).size()
    assert (counts < len(tables.read("provisions"))).all()
