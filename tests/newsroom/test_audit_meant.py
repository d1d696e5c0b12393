"""What a sentence means of what it could: which transfer, which date, which sum, which source."""

import pandas as pd
import pytest

from analysis.newsroom import attributions
from analysis.newsroom.audit import audit, days, sections


def frames(sentence: str, published: str) -> dict[str, pd.DataFrame]:
    return audit(f"A title\n\n{sentence}\n\nAn end.", published=published)


@pytest.mark.parametrize(
    ("sentence", "differs"),
    [
        (
            "Japan has handed over Patriot missiles to the United States, the first time since "
            "Tokyo loosened its arms export rules in 2023.",
            False,
        ),
        (
            "日本が2023年に武器輸出を緩和して以降、パトリオットが米国に引き渡されたのは初めて。",
            False,
        ),
        ("Under the arms export rules of 2023 Japan delivered Patriots to the US.", False),
        ("Japan handed over Patriot missiles to the United States in 2023.", True),
        ("Japan has delivered Patriot missiles to the United States since 2023.", True),
    ],
)
def test_the_date_of_a_rule_is_no_day_of_handover(sentence, differs):
    notes = frames(sentence, "2025-12-05")["differences"]["note"]
    assert notes.str.startswith("Dates a handover").any() == differs


@pytest.mark.parametrize(
    ("sentence", "differs"),
    [
        ("Japan will give the Philippines radars worth $9 million.", False),
        ("Japan sold the Philippines air surveillance radars for $500 million.", True),
        ("Japan will give the Philippines coastal surveillance radars for 900 million yen.", True),
    ],
)
def test_a_sum_is_compared_where_each_case_has_one(sentence, differs):
    """The table has dollars for one of three radar cases, and yen for all."""
    notes = frames(sentence, "2025-03-01")["differences"]["note"]
    assert notes.str.startswith("Prints").any() == differs


@pytest.mark.parametrize(
    ("sentence", "published", "cases"),
    [
        ("Japan provided the Philippines with radars.", "2024-12-06", {"T040"}),
        ("Japan sold the Philippines radars in 2020.", "2024-12-06", {"T015"}),
        (
            "Official Security Assistance: Japan provides radars to the Philippines.",
            "2025-06-01",
            None,
        ),
        ("Japan provided the Philippines with radars.", "2025-06-01", {"T015", "T036", "T040"}),
        ("日本は2020年、フィリピンへのレーダー輸出を決めた。", "2024-12-06", {"T015"}),
    ],
)
def test_of_several_cases_programme_dates_and_news_tell(sentence, published, cases):
    found = frames(sentence, published)["transfers"]
    assert set(found["transfer_id"]) == (cases or {"T036", "T040"})


def test_a_part_is_not_meant_where_the_whole_is_named():
    whole = frames("Japan will ship PAC-3 missiles and old PAC-2 ones to the US.", "2023-12-21")
    parts = frames("Japan shipped PAC-3 missiles and parts of the PAC-2 to the US.", "2023-12-21")
    assert "T005" not in set(whole["transfers"]["transfer_id"])
    assert "T005" in set(parts["transfers"]["transfer_id"])


def test_the_month_of_a_contract_is_no_rule_change():
    signed = "In July 2024 the ministry signed a contract to export Patriot missiles to the US."
    notes = "In July 2024 Japan and the US exchanged notes on arms exports."
    assert "R046" not in set(frames(signed, "2025-11-21")["rules"]["rule_id"])
    assert "R046" in set(frames(notes, "2025-11-21")["rules"]["rule_id"])


@pytest.mark.parametrize(
    ("sentence", "is_asked"),
    [
        ("Japan provided the Philippines with radars, and increased the funding for it.", False),
        (
            "Japan provided the Philippines with radars, and strengthened defence ties with it.",
            False,
        ),
        ("日本はフィリピンにレーダーを供与し、予算を増やした。", False),
        ("Japan provided the Philippines with radars, which increased its readiness.", True),
    ],
)
def test_money_and_relations_that_grew_are_no_delivery(sentence, is_asked):
    kinds = frames(sentence, "2024-12-06")["questions"]["kind"]
    assert kinds.isin(["undated", "later"]).any() == is_asked


def test_a_newsroom_is_asked_about_where_its_name_stands():
    text = "Ships will be sold, a local newspaper wrote.\n\nTwo will go first, Kyodo reported."
    asked = audit(f"A title\n\n{text}\n\nAn end.")["questions"].query("kind == 'end'")
    assert asked[["paragraph", "about"]].to_numpy().tolist() == [["2", "Kyodo News"]]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Taro Kono, a former aide in the Suga government, said so.", "Taro Kono"),
        ("A spokesman for the Roe administration said so.", "spokesman for the Roe administration"),
        ("Officials in the Roe cabinet said so.", "Officials in the Roe cabinet"),
        ("The head of arms maker Acme said so.", "head of arms maker Acme"),
        ("According to Norwegian intelligence, it is so.", "Norwegian intelligence"),
    ],
)
def test_a_government_or_firm_is_part_of_an_office(sentence, source):
    paragraphs = pd.DataFrame({"paragraph": ["1"], "role": ["body"], "text": [sentence]})
    assert attributions(paragraphs)["source"].tolist() == [source]


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        (
            "規則では、船はそのままでは売れず、省が検討を続けているということです。",
            "ということです",
        ),
        ("改定案には、第三国に売る場合「閣議で決める」と明記した。", "と明記し"),
        ("読売新聞が、両国の間で話し合いが始まったと報じた。", "報じ"),
    ],
)
def test_a_japanese_cue_is_the_word_of_saying(sentence, cue):
    """Neither what is said stands in it, nor another word that begins in the same way."""
    paragraphs = pd.DataFrame({"paragraph": ["1"], "role": ["body"], "text": [sentence]})
    paragraphs.attrs["language"] = "ja"
    assert attributions(paragraphs)["cue"].tolist() == [cue]


@pytest.mark.parametrize(
    ("sentence", "is_told"),
    [
        ("As of July 2025 the navy uses the Abukuma escorts that Manila wants.", False),
        ("2025年7月現在、海自はフィリピンが望むあぶくま型護衛艦を使っている。", False),
        ("In December 2025 Manila gets the Abukuma escorts.", True),
    ],
)
def test_how_things_stand_now_is_no_forecast(sentence, is_told):
    assert len(frames(f"Japan. {sentence}", "2025-07-20")["forecasts"]) == is_told


def test_what_is_planned_is_no_case_of_last_year():
    now = "Japan plans to export more equipment to Manila."
    past = "Last year Japan granted the Philippines coastal surveillance radars."
    late = "On Tuesday Japan granted the Philippines coastal surveillance radars."
    assert "T036" not in set(frames(f"{now}\n\n{past}", "2024-11-30")["forecasts"]["about"])
    assert "T036" in set(frames(f"{now}\n\n{late}", "2023-11-08")["forecasts"]["about"])


def test_kinds_of_sources_are_shown_in_words():
    """An analyst is no official; the tables keep their codes."""
    told = "Jane Roe, a scholar, said so.\n\nBackers said so too."
    shown = sections.shown(frames(told, "2025-01-01")["attributions"], ("source", "kind"))
    assert shown["kind"].tolist() == ["named source", "unnamed source"]


@pytest.mark.parametrize(
    ("sentence", "is_asked"),
    [
        ("Japan and Indonesia agreed to begin talks on the Asagiri destroyers.", False),
        ("日本とインドネシアはあさぎり型護衛艦の協議を始めることで合意した。", False),
        ("Japan and Indonesia agreed on the sale of the Asagiri destroyers.", True),
    ],
)
def test_to_agree_on_talks_is_to_talk(sentence, is_asked):
    kinds = frames(sentence, "2026-06-10")["questions"]["kind"]
    assert kinds.eq("agreed").any() == is_asked


@pytest.mark.parametrize(
    ("sentence", "differs"),
    [("警戒管制レーダーは2基目になった。", False), ("警戒管制レーダー2基を輸出した。", True)],
)
def test_the_second_is_no_count(sentence, differs):
    notes = frames(f"日本からフィリピンへ、{sentence}", "2024-05-01")["differences"]["note"]
    assert notes.str.startswith("Prints").any() == differs


def test_no_agreement_is_sought_with_whom_it_is_against():
    plan = "Japan plans to sign a defence transfer agreement with Vietnam to counter China."
    (note,) = frames(plan, "2020-10-15")["forecasts"]["note"]
    assert "China" not in note and "2021-09-11" in note


def test_a_case_begun_years_later_is_not_meant():
    """Of two of one name the one that the record begins years after the article is left out."""
    early = frames("Japan hands TC-90 planes to the Philippine Navy.", "2018-03-26")["transfers"]
    late = frames("Japan hands TC-90 planes to the Philippine Navy.", "2026-05-20")["transfers"]
    assert "T011" in set(early["transfer_id"]) and "T032" not in set(early["transfer_id"])
    assert "T032" in set(late["transfer_id"])


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("In March last year it rained.", "2017-03-01"),
        ("On March 27 last year it rained.", "2017-03-27"),
        ("It ends in May this year.", "2018-05-01"),
        ("It ends in January next year.", "2019-01-01"),
        ("It rained in March.", "2018-03-01"),
    ],
)
def test_a_month_of_last_year_is_of_last_year(text, start):
    dates = days.periods(pd.Series([text]), pd.Timestamp("2018-03-26"))
    assert dates["start"].tolist() == [pd.Timestamp(start)]


@pytest.mark.parametrize(
    ("sentence", "differs"),
    [
        ("防弾チョッキ1900着と毛布700枚、机300個をウクライナに送った。", False),
        ("防弾チョッキ2500着をウクライナに送った。", True),
    ],
)
def test_of_a_list_with_a_known_count_the_rest_are_other_things(sentence, differs):
    notes = frames(f"日本は{sentence}", "2022-04-01")["differences"]["note"]
    assert notes.str.startswith("Prints").any() == differs


def test_an_agreement_under_which_something_goes_is_another():
    under = "Japan may give the US 155mm shells under an agreement of 2016 on supplies."
    signed = "Japan and the US signed a contract on 155mm shells that Japan will give the US."
    assert "agreed" not in set(frames(under, "2023-06-15")["questions"]["kind"])
    assert "agreed" in set(frames(signed, "2023-06-15")["questions"]["kind"])


def test_a_month_that_a_named_rule_explains_names_no_other():
    named = "In December Japan unveiled a national security strategy that rethinks arms exports."
    plain = "In December Japan spoke of arms exports in a statement."
    assert "R030" not in set(frames(named, "2014-01-30")["rules"]["rule_id"])
    assert "R029" in set(frames(named, "2014-01-30")["rules"]["rule_id"])
    assert "R030" in set(frames(plain, "2014-01-30")["rules"]["rule_id"])


def test_what_could_not_be_done_is_no_misreading():
    failed = "Japan was unable to supply Ukraine with shells."
    told = "Japan will supply Ukraine with shells."
    assert "M003" not in set(frames(failed, "2024-01-31")["claims"]["statement_id"])
    assert "M003" in set(frames(told, "2024-01-31")["claims"]["statement_id"])


def test_an_item_means_no_case_that_began_half_a_year_later():
    found = frames("Japan exported radars to the Philippines.", "2024-03-13")["transfers"]
    assert "T015" in set(found["transfer_id"]) and "T040" not in set(found["transfer_id"])


def test_what_a_note_leaves_out_is_said():
    told = "The only finished equipment that Japan exported so far is a radar for the Philippines."
    first = "Japan exported finished equipment for the first time."
    (beside,) = frames(f"{first} {told}", "2024-06-01")["differences"]["note"]
    (all_of_it,) = frames(first, "2024-06-01")["differences"]["note"]
    assert "beside what the article is on" in beside
    assert "beside" not in all_of_it and "T015" in all_of_it


def test_a_signed_agreement_changes_no_rule():
    signed = "India and Japan signed the agreement on defence equipment transfer in 2015."
    assert "R034" not in set(frames(signed, "2024-11-16")["rules"]["rule_id"])


@pytest.mark.parametrize(
    ("sentence", "is_told"),
    [
        ("Arms exports by Japan were rare due to the Three Principles.", False),
        ("Japan's rules on arms exports are due to be eased.", True),
    ],
)
def test_a_cause_is_no_forecast(sentence, is_told):
    assert len(frames(sentence, "2026-01-29")["forecasts"]) == is_told


def test_the_day_of_a_grant_is_none_of_its_programme():
    grant = "Under Official Security Assistance boats were granted on 15 November 2023."
    other = "Official Security Assistance was set up by Japan on 16 August 2023."
    assert "date" not in set(frames(grant, "2023-11-16")["questions"]["kind"])
    assert "date" in set(frames(other, "2023-11-16")["questions"]["kind"])
