"""The rules that tell whom a sentence credits: a table of sentences beside each rule.

In each sentence the mention stands between « and »; the kind is that of the mention.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis import articles, newsroom
from analysis.newsroom import attribution, credits_english, credits_japanese, credits_slavic
from analysis.newsroom.names import Mention, cues, finder
from analysis.newsroom.phrases import phrases

GENERIC = {"видання", "издание"}  # the outlet, before its name
JAPANESE_KINDS = Path(__file__).parent / "corpus" / "japanese_kinds.csv"
RULES = {
    "en": credits_english.rules,
    "ja": credits_japanese.rules,
    "uk": lambda: credits_slavic.rules("uk"),
    "ru": lambda: credits_slavic.rules("ru"),
}


def cue(sentence: str, kind: str, language: str = "en") -> str | None:
    """The cue that credits the marked mention, without the blanks around it."""
    before, words, after = re.split("[«»]", sentence)
    mention = Mention(len(before), len(before) + len(words), words, kind)
    given = RULES[language]().cue(before + words + after, mention)
    return given and given.strip(' ,"').lower()


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("Talks with «officials» said to be hard went on.", "unnamed officials", None),
        ("The head of «the ministry» said so.", "official on record", None),
        ("According to «officials», it rained.", "unnamed officials", "according to"),
        ("One of «the officials» said so.", "unnamed officials", "said"),
        ("In «its report», the panel called for change.", "document", "in"),
    ],
)
def test_a_mention_that_completes_a_phrase_is_no_source(sentence, kind, expected):
    assert cue(sentence, kind) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("«Officials» asked not to be named.", "unnamed officials", "on condition of anonymity"),
        ("«Officials», not authorised to speak, agreed.", "unnamed officials",
         "on condition of anonymity"),
        ("«Officials» spoke anonymously.", "unnamed officials", "on condition of anonymity"),
        ("«Officials» asked not to be named and declined to comment.", "unnamed officials", None),
        ("«The minister» asked not to be named.", "official on record", None),
    ],
)  # fmt: off
def test_anonymity_is_a_cue_of_unnamed_people(sentence, kind, expected):
    assert cue(sentence, kind) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("It rained, according to «the minister».", "official on record", "according to"),
        ("It rained, citing two senior «officials».", "unnamed officials", "citing two senior"),
        ("This was said on Telegram by «Kyrylo».", "name", "this was said on telegram by"),
        ("It was published in «a newspaper».", "outlet", "published in"),
        ("It rests on a claim based on «the report».", "document", "based on"),
        ("It ran without citing «officials».", "unnamed officials", None),
        ("It ran, not citing «officials».", "unnamed officials", None),
    ],
)
def test_a_cue_may_stand_to_the_left(sentence, kind, expected):
    assert cue(sentence, kind) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ('"It rains," said «Kishida» on Friday.', "name", "said"),
        ('"It rains," said «Kishida», the premier.', "name", "said"),
        ('"It rains," said «the report».', "document", None),
        ('"It rains," said «Kishida» to nobody.', "name", None),
    ],
)
def test_an_inversion_credits_a_speaker(sentence, kind, expected):
    assert cue(sentence, kind) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("«The minister» said so.", "official on record", "said"),
        ("«The minister», who was there, said so.", "official on record", "said"),
        ("«The minister» on 3 March also firmly said so.", "official on record", "said"),
        ("«Officials» familiar with the talks said so.", "unnamed officials", "said"),
        ("«Officials» who declined to speak said so.", "unnamed officials", None),
        ('«The minister» "whom nobody heard" said so.', "official on record", None),
        ("«The report» says so.", "document", "says"),
        ("«The minister» went home.", "official on record", None),
    ],
)
def test_a_cue_may_stand_to_the_right(sentence, kind, expected):
    assert cue(sentence, kind) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("«防衛省»の発表によると、雨。", "official on record", "の発表によると"),
        ("«関係者»の話として伝えた。", "unnamed officials", "の話として"),
        ("«文書»で分かった。", "document", "で分かった"),
        ("«指針»に輸出の条件が明記された。", "document", "に輸出の条件が明記された"),
        ("«指針»に輸出の条件は明記されていない。", "document", None),
        ("«首相»は必要だと述べた。", "official on record", "述べ"),
        ("«首相»は「述べた」。", "official on record", None),
        ("«首相»は明らかにしていない。", "official on record", None),
        ("«首相»と述べた。", "official on record", None),
        ("政府は、«企業»が輸出すると述べた。", "official on record", None),
    ],
)
def test_japanese_cues_follow_their_source(sentence, kind, expected):
    assert cue(sentence, kind, "ja") == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "language", "expected"),
    [
        ("За словами «чиновників», дощ.", "unnamed officials", "uk", "за словами"),
        ("«Міністр оборони» у п'ятницю заявив про дощ.", "official on record", "uk",
         "у п'ятницю заявив"),
        ("«Міністр оборони» пішов. Він заявив про дощ.", "official on record", "uk", None),
        ("«Документ» заявив про дощ.", "document", "uk", None),
        ("По словам «чиновников», дождь.", "unnamed officials", "ru", "по словам"),
    ],
)  # fmt: off
def test_ukrainian_and_russian_cues_stand_on_either_side(sentence, kind, language, expected):
    assert cue(sentence, kind, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "the two senior government officials of the Ministry met",
         ("the two senior government officials of the Ministry", "unnamed officials")),
        ("en", "officials Kihara Minoru", ("officials Kihara Minoru", "official on record")),
        ("en", "However Lockheed Martin went", ("Lockheed Martin", "name")),
        ("en", "the Daily Mirror Gazette went", ("Daily Mirror Gazette", "outlet")),
        ("ja", "米国務省の政府関係者らは", ("米国務省の政府関係者ら", "unnamed officials")),
        ("uk", "міністр оборони Японії", ("міністр оборони Японії", "official on record")),
    ],
)  # fmt: off
def test_phrases_are_found_whole(language, text, expected):
    found = [(mention.words, mention.kind) for mention in phrases(language).find(text)]
    assert expected in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共同によると、雨。", [("Kyodo News", "agency")]),
        ("日米共同で開発する。", []),
        ("【ワシントン共同】雨。", [("Kyodo News", "agency")]),
        ("【ワシントン=共同】雨。", [("Kyodo News", "agency")]),
        ("Reuters said so.", [("Reuters", "agency")]),
        ("The Reutersville bakery.", []),
        ("повідомляє Укрінформу", [("Ukrinform", "agency")]),
    ],
)
def test_newsrooms_are_found_in_their_spellings(text, expected):
    assert [(each.words, each.kind) for each in finder().find(text)] == expected


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("As Ukrinform reported, it rained.", "Ukrinform"),
        ("It rained, Ukrinform saw.", "Ukrinform"),
        ("As the baker reported, it rained.", None),
    ],
)
def test_an_outlet_is_known_by_its_own_reports(text, outlet):
    assert attribution._outlet_by_text([text]) == outlet


def test_a_cue_is_sought_with_its_endings_and_the_longest_first():
    """A final * stands for any ending; unknown words give a pattern that never fits."""
    assert re.fullmatch(cues("en", "refusal"), "declined")
    for words in ("as reported by", "reported by", "according to", "according to a"):
        found = re.match(cues("en", "after", "any"), words)
        assert found and found[0] == words.removesuffix(" a")
    assert not re.search(cues("ja", "refusal"), "declined")


def test_very_long_paragraphs_and_sentences_are_read_to_a_limit():
    """What stands behind the limit is not looked at; what stands before it is."""
    late = "x " * attribution.LONGEST_SENTENCE
    texts = [
        "Reuters said so.",
        f"{late}Reuters said so.",
        "It rains. " * 2_001 + "Reuters said so.",
    ]
    frame = pd.DataFrame({"paragraph": ["1", "2", "3"], "role": "body", "text": texts})
    assert attribution.attributions(frame, outlet="Elsewhere")["paragraph"].tolist() == ["1"]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "The secretary of state met the minister.", []),
        ("en", "Regarding calls from some in the party, Onodera told reporters.", ["Onodera"]),
        ("en", "Australia rejected the programme in 2016.", []),
        ("en", "Jane Roe, a former executive at a bank, said so.", ["Jane Roe"]),
        ("en", "Experts warn of a race.", ["Experts"]),
        ("en", "Opponents of the plan argue that it is rash.", ["Opponents"]),
        ("en", "Sen. Jane Roe (Ohio) said that it was late.", ["Sen. Jane Roe"]),
        ("en", "Onodera spoke in Tokyo, saying that it was late.", ["Onodera"]),
        ("en", "Onodera's comments came on Friday.", []),
        ("en", "Jane Roe is accused of theft.", []),
        ("en", "In a statement on Sunday, the Philippine Navy said so.", ["Philippine Navy"]),
        ("en", '"The minister said it was so," Onodera told reporters.', ["Onodera"]),
        ("uk", "«Це важливо», - зазначив Данілов.", ["Данілов"]),
        ("uk", "Про це сказав в ефірі секретар РНБО Данілов.", ["секретар РНБО Данілов"]),
        ("uk", "У Міноборони підтвердили, що рішення ухвалять.", ["Міноборони"]),
        ("uk", "Правила змінено, - зазначається у матеріалі.", ["матеріалі"]),
        ("uk", "Рішення про допомогу Україні говорить про зміну.", []),
        ("ru", "Решение о помощи Украине говорит о смене курса.", []),
        ("ru", "«Это важно», - сказал Иванов журналистам.", ["Иванов"]),
        ("ru", "Партия намерена призвать к отмене правил.", []),
        ("ru", "Поставки начнутся, следует из сообщения агентства.", ["сообщения агентства"]),
        ("ru", "Агентство Kyodo считает, что срок близок.", ["Kyodo News"]),
    ],
)  # fmt: off
def test_kinds_of_credit_that_were_missed_or_wrong(language, sentence, expected):
    """Nouns that look like verbs, participles, parentheses, faceless groups; verb and surname."""
    frame = pd.DataFrame({"paragraph": ["1"], "role": ["body"], "text": [sentence]})
    frame.attrs = {"language": language}
    found = newsroom.attributions(frame, outlet="Elsewhere")["source"].tolist()
    assert found == expected


@pytest.mark.parametrize(
    ("language", "sentence", "links"),
    [
        (
            "uk",
            "Про це повідомляє Kyodo News з посиланням на джерела, пише Суспільне.",
            [("Suspilne", "Kyodo News"), ("Kyodo News", "джерела")],
        ),
        (
            "en",
            "The plan was reported by the Yomiuri newspaper, according to UNN.",
            [("UNN", "Yomiuri Shimbun")],
        ),
        (
            "en",
            "The plan was dropped, Reuters reported, citing the Nikkei newspaper.",
            [("Reuters", "Nikkei")],
        ),
    ],
)
def test_who_passes_on_at_the_end_of_a_sentence_stands_nearer_to_the_article(
    language, sentence, links
):
    """By its cue, not by the order of the words."""
    frame = pd.DataFrame({"paragraph": ["1"], "role": ["body"], "text": [sentence]})
    frame.attrs = {"language": language}
    chain = newsroom.chain(newsroom.attributions(frame, outlet="Elsewhere"))
    found = set(zip(chain["by"], chain["credited"], strict=True))
    assert set(links) <= found


@pytest.mark.parametrize("line", ["© KYODO", "[Copyright The Jiji Press, Ltd.]", "(c) Reuters"])
def test_the_agency_of_a_closing_line_is_credited(line):
    """But not that of a photo."""
    text = f"A title\n\nThe plan was dropped on Friday.\n\n{line}"
    found = newsroom.attributions(articles.read(text), outlet="Elsewhere")
    assert found["kind"].tolist() == ["agency"] and found["cue"].tolist() == ["copyright"]
    text = text.replace(line, f"Photo: {line}")
    assert newsroom.attributions(articles.read(text), outlet="Elsewhere").empty


def test_japanese_sentences_of_each_kind_credit_whom_they_credit():
    """Verbs, documents, quotations beside a speaker, subjects left out, datelines, hearsay."""
    kinds = pd.read_csv(JAPANESE_KINDS, encoding="utf-8-sig", keep_default_na=False)
    wrong = {}
    for sentence, sources in zip(kinds["sentence"], kinds["sources"], strict=True):
        paragraphs = pd.DataFrame({"paragraph": ["1"], "role": ["body"], "text": [sentence]})
        paragraphs.attrs["language"] = "ja"
        given = " | ".join(sorted(newsroom.attributions(paragraphs)["source"]))
        if given != sources:
            wrong[sentence] = given
    assert not wrong


def credited(text: str, language: str = "en", role: str = "body") -> list[str]:
    """Whom a paragraph credits."""
    paragraphs = pd.DataFrame({"paragraph": ["1"], "role": [role], "text": [text]})
    paragraphs.attrs["language"] = language
    return attribution.attributions(paragraphs)["source"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The “one” and the “two” were dropped, the Defense Ministry said.", ["Defense Ministry"]),
        ("The “one” was dropped, the Defense Ministry said.", ["Defense Ministry"]),
        ("A “one”, a “two” and a “three” fell, the Defense Ministry said.", ["Defense Ministry"]),
        ("“Reuters” reported the plan.", ["Reuters"]),
        ("“One,” said Kishida, “the Defense Ministry said so,” he added.", ["Kishida"]),
        ("“The rules, the Defense Ministry said. They fell,” said Kishida.", ["Kishida"]),
        ("“The “one” fell. So the Defense Ministry said. It did,” said Kishida.", ["Kishida"]),
    ],
)
def test_who_is_credited_within_a_quotation_is_none_of_the_article_s(text, expected):
    """Whichever quotation it is, and however many sentences it runs through."""
    assert credited(text.replace("“", '"').replace("”", '"')) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("読売紙によると、政府は輸出を認めた。", "ja", ["Yomiuri Shimbun"]),
        ("ブルームバーグ紙は、政府が認めたと報じた。", "ja", ["Bloomberg"]),
        ("キーウ・インディペンデント紙によると、認めた。", "ja", ["Kyiv Independent"]),
        ("Reuters news agency reported the plan.", "en", ["Reuters"]),
        ("The newspaper Yomiuri Shimbun reported the plan.", "en", ["Yomiuri Shimbun"]),
    ],
)
def test_the_word_for_a_newspaper_beside_its_name_is_no_second_source(text, language, expected):
    """Before it, behind it, or written as one with it."""
    assert credited(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reuters sources said so.", ["Reuters"]),
        ("Officials of Kyodo News said so.", ["Officials of Kyodo News", "Kyodo News"]),
        ("Reuters (news agency) said so.", ["Reuters"]),
        ("Reuters, newspapers said so.", ["Reuters"]),
        ("Reuters & newspapers said so.", ["Reuters", "newspapers"]),
    ],
)
def test_a_newsroom_stands_for_its_people_and_its_kind(text, expected):
    """But people named before it are credited beside it, and so are newspapers after an *and*."""
    assert credited(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Данілов: Японія передасть ракети", ["Данілов"]),
        ("Олексій Данілов: Японія передасть ракети", ["Олексій Данілов"]),
        ("Японія і Данілов: ракети для України", []),
    ],
)
def test_a_headline_names_who_speaks_before_its_colon(title, expected):
    """The whole of what stands there, and nobody else who is named there."""
    assert credited(title, "uk", "title") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("関係者が本紙に語った。", ["関係者", "本紙"]),
        ("本紙の取材に複数の関係者が明らかにした。", ["本紙", "複数の関係者"]),
        ("本紙の取材で分かった。", ["本紙"]),
    ],
)
def test_an_outlet_s_own_report_is_credited_once_beside_those_whom_it_asked(text, expected):
    assert credited(text, "ja") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("According to Reuters the plan fell, which all who heard it reported.", "according to"),
        ("Which all who heard it reported, the plan fell, according to Reuters.", "according to"),
        ("The plan, as cited at length in the office, fell, Reuters reported.", "reported"),
    ],
)
def test_a_newsroom_is_credited_by_the_words_nearest_to_it(text, expected):
    """On whichever side of it they stand."""
    paragraphs = pd.DataFrame({"paragraph": ["1"], "role": ["body"], "text": [text]})
    credits = attribution.attributions(paragraphs).set_index("source")
    assert credits.loc["Reuters", "cue"] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Про це пише видання «Вечірня брама».", "uk", {"Вечірня брама": "outlet"}),
        ("Об этом сообщает издание «Вечерние ворота».", "ru", {"Вечерние ворота": "outlet"}),
        ("Видання «Українська правда» пише про угоду.", "uk", {"Ukrainska Pravda": "outlet"}),
        (
            "Jane Roe, Minister, said the rules would change.",
            "en",
            {"Jane Roe": "official on record"},
        ),
        ("TOKYO (Jiji Press) -- The Cabinet met on Friday.", "en", {"Jiji Press": "agency"}),
        ("The Cabinet met on Friday. (c) Jiji Press", "en", {"Jiji Press": "agency"}),
        (
            "The ministry said that all was signed, while Kyodo News covered the visit.",
            "en",
            {"ministry": "official on record"},
        ),
        ("In a statement, the work would begin.", "en", {"statement": "document"}),
        ("In a statement, the ministry said so.", "en", {"ministry": "official on record"}),
    ],
)
def test_a_sentence_credits_each_source_once(text, language, expected):
    """A newsroom that no table knows, an office after a name, a dateline, a document alone."""
    paragraphs = pd.DataFrame({"paragraph": ["1"], "role": ["body"], "text": [text]})
    paragraphs.attrs["language"] = language
    credits = attribution.attributions(paragraphs)
    told = [
        row for row in zip(credits["source"], credits["kind"], strict=True) if row[0] not in GENERIC
    ]
    assert told == list(expected.items())
