"""Worked questions, each with its known answer and the source outside that says so."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from analysis import rules, tables

with Path(__file__).with_name("worked_questions.csv").open(encoding="utf-8") as file:
    QUESTIONS = list(csv.DictReader(file))


def _answer(row: dict) -> rules.Answer:
    """The answer to a question by the name of a thing, or by its kind."""
    if row["item"]:
        return rules.ask(row["item"], row["destination"], row["on"])
    facts = json.loads(row["facts"])
    return rules.assess(row["kind"], row["on"], row["destination"], **facts)


@pytest.mark.parametrize("row", QUESTIONS, ids=[" ".join(row.values()) for row in QUESTIONS])
def test_a_worked_question_has_its_known_answer(row):
    """What the source says could or could not go, on that day, to that place."""
    answer = _answer(row)
    assert answer["may"] in row["may"].split(";"), answer.sentence()


def test_each_worked_question_names_a_source_of_the_register():
    """A known answer is known from somewhere."""
    assert {row["source_id"] for row in QUESTIONS} <= set(tables.read("sources")["source_id"])


def test_the_questions_of_the_table_have_their_known_answer():
    """Those of the kind `may` that readers see are asked too, where the table is there."""
    known = "questions" in tables.names()
    asked = tables.read("questions").query("kind == 'may'") if known else pd.DataFrame()
    for row in asked.itertuples():
        answer = rules.ask(row.item, row.destination, row.on)
        assert answer["may"] in row.may.split(";"), f"{row.question_id}: {answer.sentence()}"
