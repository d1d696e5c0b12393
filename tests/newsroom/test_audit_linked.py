"""Rule changes, transfers and forecasts are found in other words, in four languages."""

import pandas as pd
import pytest

from analysis import tables
from analysis.newsroom.audit import audit, dating, days, subjects

FOLDER = tables.folder().parent / "tests" / "newsroom" / "corpus"
TITLE = "On exports of arms from Japan"


def linked(sentence: str, published: str, kind: str) -> set[str]:
    """The rule changes, or the transfers, that a sentence under the title names."""
    paragraphs = pd.DataFrame(
        {"paragraph": ["0", "1"], "role": ["title", "body"], "text": [TITLE, sentence]}
    )
    spoken = subjects.sentences(paragraphs)
    day = pd.Timestamp(published)
    matches = subjects.words(spoken["text"])
    if kind == "transfers":
        return set(subjects.transfers(spoken, matches)["transfer_id"])
    dates = days.periods(spoken["text"], day)
    by_name = subjects.rules(spoken, matches, dates, day)
    return {*by_name["rule_id"], *dating.told(spoken, dates, day)["rule_id"]}


@pytest.mark.parametrize("kind", ["rules", "transfers"])
@pytest.mark.parametrize("later", ["", "_later"])
def test_what_sentences_name(kind, later):
    """Of those that name a row nine in ten are linked to it, of the others few to any."""
    frame = pd.read_csv(
        FOLDER / f"{kind}_told{later}.csv", encoding="utf-8-sig", keep_default_na=False
    )
    rows = zip(frame["sentence"], frame["published"], frame["names"], strict=True)
    found = [(linked(text, day, kind), set(names.split(";"))) for text, day, names in rows]
    names_one = frame["names"].ne("")
    hits = pd.Series([bool(ids & names) for ids, names in found])
    linked_others = pd.Series([bool(ids) for ids, _ in found])[~names_one]
    slavic = names_one & frame["language"].isin(["uk", "ru"])
    assert hits[names_one].mean() >= 0.9 and hits[slavic].mean() >= 0.9
    assert linked_others.mean() <= 0.2


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Berlin sent two Patriot batteries.", set()),
        ("Patriot Coal sold its mines in December 2023.", set()),
        ("Tokyo sent Patriot interceptors to the United States.", {"T022"}),
        ("Mitsubishi Heavy Industries builds Patriot interceptors.", {"T022"}),
        ("防衛省はパトリオットの引き渡しを公表した。", {"T022"}),
        ("ドイツはパトリオットを送った。", set()),
    ],
)
def test_an_article_that_does_not_name_japan_is_linked_to_nothing(text, ids):
    """Nor to a rule: three principles, export bans and Patriots are others' too."""
    frames = audit(f"A title\n\n{text}\n\nIt kept to its export ban of 1976.")
    assert set(frames["transfers"]["transfer_id"]) == ids
    assert bool(ids) or frames["rules"].empty


def expected(sentence: str, published: str | None) -> list[str]:
    return audit(f"A title\n\n{sentence}\n\nAn end.", published=published)["forecasts"][
        "note"
    ].tolist()


@pytest.mark.parametrize(
    ("sentence", "published", "told"),
    [
        (
            "Japan plans to ship Patriots to the United States by March 2025.",
            "2024-01-10",
            "2025-11",
        ),
        (
            "Australia is expected to sign for Mogami frigates early next year.",
            "2025-09-01",
            "T029",
        ),
        ("政府は比国へ警戒管制レーダーの2基目を納入する予定だ。", "2024-01-10", "2024-03"),
        ("Японія планує передати США ракети-перехоплювачі.", "2024-03-10", "2024-07-28"),
        (
            "Mongolia is expected to sign an equipment transfer agreement with Japan.",
            "2024-11-28",
            "2024-12-11",
        ),
        ("政府は武器輸出の5類型を撤廃する方針だ。", "2025-11-20", "R050"),
        ("Tokyo plans to loosen its arms export rules.", "2026-06-01", "records nothing since"),
        ("Japan will sell Type 88 missiles to the Philippines.", "2026-06-01", "records nothing"),
    ],
)
def test_a_forecast_is_held_against_what_followed(sentence, published, told):
    (note,) = expected(sentence, published)
    assert told in note


def test_a_forecast_that_came_late_is_told_so():
    sentence = "Japan plans to ship Patriots to the United States by the end of fiscal 2024."
    (note,) = expected(sentence, "2024-01-10")
    assert "names fiscal 2024: after that came what is dated 2025-11" in note


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("Germany plans to ease its arms export rules.", "2024-01-10"),
        ("Japan plans to ship apples to the United States.", "2024-01-10"),
        ("Japan shipped Patriots to the United States.", "2024-01-10"),
        ("Japan plans to ship Patriots to the United States.", None),
        ("Japan plans to ship Patriots to the United States.", "2040-01-10"),
    ],
)
def test_of_others_nothing_is_told(sentence, published):
    """Of other subjects, of what has happened, without a day, and after what was read."""
    assert expected(sentence, published) == []
