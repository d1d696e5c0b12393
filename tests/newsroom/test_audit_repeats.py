"""Known claims and misreadings are found again in other words, and nothing else is."""

import pandas as pd
import pytest

from analysis import tables
from analysis.newsroom.audit import (
    asking,
    dating,
    forecasts,
    held,
    history,
    naming,
    repeats,
    subjects,
    times,
)

FOLDER = tables.folder().parent / "tests" / "newsroom" / "corpus"
# Each of these was new to the words when it was first measured
LATER = ["retold.csv", "retold_later.csv", "retold_rest.csv"]


def told(name: str) -> pd.DataFrame:
    """The frozen sentences: what each repeats, if any (one of these), and what was found."""
    frame = pd.read_csv(FOLDER / name, encoding="utf-8-sig", keep_default_na=False)
    found = repeats.retold(frame["sentence"]).groupby("place")["statement_id"].agg(set).to_dict()
    frame["found"] = [found.get(place, set()) for place in frame.index]
    pairs = zip(frame["found"], frame["repeats"], strict=True)
    return frame.assign(right=[len(one & set(other.split(";"))) for one, other in pairs])


def test_the_set_is_as_large_as_was_set():
    """At least 60 repeats and 240 others, nearly half Japanese."""
    frame = told("repeats.csv")
    is_repeat = frame["repeats"].ne("")
    assert is_repeat.sum() >= 60 and (~is_repeat).sum() >= 240
    assert frame["language"].eq("ja").mean() > 0.48


@pytest.mark.parametrize("name", ["repeats.csv", *LATER])
def test_repeats_are_found_and_little_else(name):
    frame = told(name)
    is_repeat = frame["repeats"].ne("")
    assert frame.loc[is_repeat, "right"].gt(0).mean() >= 0.8
    assert frame["right"].sum() / frame["found"].map(len).sum() >= 0.95


def test_every_statement_is_known_again():
    """Each claim and each misreading has a sentence that is found."""
    frames = pd.concat([told(name) for name in ["repeats.csv", *LATER]])
    found = {one for row in frames["found"] for one in row}
    questions = tables.read("questions").query("kind == 'misreading'")["question_id"]
    claims = tables.read("claims")["claim_id"]
    everything = {*claims[claims.str.startswith("C")], *questions}
    assert everything - found == set()


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        ("Це збільшило кількість ракет Patriot, доступних для США.", "C20"),
        ("Япония не поставляла Украине оружие.", "C14"),
        ("Японія має пацифістську конституцію.", "C11"),
        ("US troops drilled with us in Japan.", None),
        ("Japan gave its voters a say.", None),
        ("Japan does not allow supply of weapons to states at war such as Ukraine.", None),
    ],
)
def test_other_languages_and_other_subjects(sentence, statement):
    found = repeats.retold(pd.Series([sentence]))["statement_id"].tolist()
    assert found == ([statement] if statement else [])


def test_a_denial_is_another_statement():
    """That Japan gave weapons is a misreading, that it gave none a claim of its own."""
    sentences = pd.Series(["Japan gave weapons to Ukraine.", "Japan gave no weapons to Ukraine."])
    assert repeats.retold(sentences)["statement_id"].tolist() == ["M013", "C14"]


def test_what_the_record_says_stands_beside_each():
    """The verdict then and now, its reason, a source and a page; each statement once."""
    paragraphs = pd.DataFrame(
        {
            "paragraph": ["1", "2"],
            "role": "body",
            "text": ["The step raised the number of interceptors the US has."] * 2,
        }
    )
    (row,) = repeats.repeats(subjects.sentences(paragraphs)).to_dict("records")
    assert (row["paragraph"], row["then"], row["now"]) == (
        "1",
        "unsupported",
        "misleading by timing",
    )
    assert "November 2025" in row["reason"] and row["page"] == "claims/C20.html"
    assert row["source_id"] in set(tables.read("sources")["source_id"]) and row["grade"] in "ABCD"


def test_a_sentence_may_repeat_several_claims():
    sentence = (
        "That raised the number of US interceptors, with flexibility on Ukraine's air defences."
    )
    assert set(repeats.retold(pd.Series([sentence]))["statement_id"]) == {"C20", "C21"}


def test_every_way_of_telling_names_known_ideas():
    """A row tells one claim or one misreading, by ideas that have words; no idea is idle."""
    ways = tables.read("retellings")
    assert (ways["claim_id"].notna() != ways["question_id"].notna()).all()
    used = set(";".join([*ways["needs"], *ways["lacks"].dropna()]).split(";"))
    used |= {*held.IDEAS, *dating.IDEAS, *forecasts.IDEAS, *history.IDEAS, *naming.states()}
    used |= {*subjects.SUPPLY, *subjects.JAPAN, *times.ON_ARMS, asking.PARTS}
    assert used == set(tables.read("ideas")["idea"])


def test_must_is_no_denial():
    """A negation in form alone changes nothing: 決定しなければならない."""
    sentence = "2026年4月から、武器を輸出するごとに閣議決定をしなければならない。"
    assert repeats.retold(pd.Series([sentence]))["statement_id"].tolist() == ["M021"]


def test_no_sentence_is_nothing_found():
    assert repeats.retold(pd.Series([], dtype="str")).empty
    assert repeats.retold(pd.Series(["Nothing of the kind."])).empty
