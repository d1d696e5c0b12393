"""Who goes on speaking in a Japanese paragraph that names nobody."""

import pandas as pd
import pytest

from analysis import newsroom

SAID = "「協力を深めたい」と述べた。"


def credited(*texts: str, roles: tuple[str, ...] = ()) -> list[list[str]]:
    """Whom each paragraph credits."""
    labels = [str(number) for number in range(len(texts))]
    paragraphs = pd.DataFrame(
        {"paragraph": labels, "role": list(roles or ["body"] * len(texts)), "text": list(texts)}
    )
    paragraphs.attrs["language"] = "ja"
    rows = newsroom.attributions(paragraphs)
    return [rows.loc[rows["paragraph"] == label, "source"].tolist() for label in labels]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("甲野外相は6日、隣国を訪れ、国防相と会談した。", SAID),
        ("甲野外相は6日、計画は妥当だと語った。", SAID),
        ("甲野外相は6日、計画は妥当だと語った。", "また、情報の公開も欠かせないと指摘した。"),
        ("甲野外相は6日、計画は妥当だと語った。", "審査の拡充が不可欠だと強調した。"),
        ("甲野外相は、計画は妥当だと語った。計画には基金の創設も含まれる。", SAID),
    ],
)
def test_the_only_speaker_goes_on_over_a_break(before, after):
    assert credited(before, after)[1] == ["甲野外相"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("会談には甲野外相と乙野国防相が出席した。", SAID),
        ("国内外の160社が出展した。", "市民の呼びかけに集まった人々が抗議。"),
        ("甲野外相は妥当だと語り、乙野国防相は遅いと述べた。", "協力は進むとみられる。"),
        ("甲野外相は6日、計画は妥当だと語った。", "計画には基金の創設も含まれる。"),
        ("甲野外相は6日、計画は妥当だと語った。", "乙丙省が5日、計画を発表した。"),
    ],
)
def test_nobody_goes_on_where_several_speak_or_nothing_is_said(before, after):
    assert not any("甲野" in source or "160" in source for source in credited(before, after)[1])


def test_a_speaker_goes_on_over_several_paragraphs_and_what_is_only_quoted():
    """But not from a title."""
    told = credited("甲野教授は、歯止めが要ると話した。", SAID, "「人も足りない」", SAID)
    assert told == [["甲野教授"], ["甲野教授"], [], ["甲野教授"]]
    assert credited("甲野教授は語る", SAID, roles=("title", "body"))[1] == []


def test_who_spoke_last_and_alone_goes_on():
    """And one who is named again by surname is one speaker."""
    before = "乙丙軍は艦を沈めたと発表。甲野氏は「まだ戦える」と支援を呼びかけた。"
    assert credited(before, SAID)[1] == ["甲野氏"]
    before = "甲野太郎外相は妥当だと述べた。甲野氏は予算にも触れた。"
    assert credited(before, SAID)[1] == ["甲野太郎外相"]
