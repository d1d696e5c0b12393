"""Bytes as files and servers hold them: each text is read rightly or refused, never garbled."""

import contextlib
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import decoding
from analysis.decoding import DecodingError, decode

TEXTS = {
    "ja": [
        "政府は21日、防衛装備移転三原則の運用指針を改定した。殺傷能力のある武器も輸出できる。",
        "海上自衛隊の中古護衛艦を輸出する方向で両政府が合意した、と関係者が明らかにした。",
        "首相は記者団に「検討を進める」と述べた。①対象②手続き、㈱も。",
    ],
    "uk": [
        "Японія може передати Україні ракети Patriot, заявили чиновники.",
        "За словами джерел агентства, уряд переглянув правила експорту озброєнь; її ґрунт є.",
        "МІНІСТЕРСТВО ОБОРОНИ ЯПОНІЇ ЗАЯВИЛО ПРО ЕКСПОРТ ОЗБРОЄНЬ",
    ],
    "ru": [
        "Япония может передать ракеты, сообщили источники агентства.",
        "Правительство пересмотрело правила экспорта — впервые с 2014 года; заявил министр.",
    ],
    "fr": ["Le ministère a annoncé que les règles seraient assouplies à l'étranger, où l'été."],
    "de": ["Die Regierung änderte am Freitag ihre Richtlinien für Rüstungsgüter und Größen."],
    "es": ["El señor Núñez dijo que la exportación de armas japonesas aumentará mañana."],
    "pl": ["Japonia zmieniła zasady eksportu. Żółć, gęślą jaźń, ćma, niż się śnią."],
    "en": [
        "Japan’s government said it would “ease” the rules – for the first time – for £5 million.",
        "Japan's government said on Friday that it would ease the rules.",
    ],
    "zh": ["日本政府周五修改了武器出口规则。这是首次。"],
    "ko": ["일본 정부는 금요일 무기 수출 규정을 개정했다. 이것은 처음이다."],
}
READ = {  # the charsets in which texts are read though nothing is declared
    "ja": ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp_ext", "utf-16", "utf-16-le"],
    "uk": ["utf-8", "cp1251", "koi8_u", "iso8859_5", "cp1125", "utf-16", "utf-16-be", "utf-32"],
    "ru": ["utf-8", "cp1251", "koi8_r", "cp866", "mac_cyrillic", "utf-16-le", "utf-16-be"],
    "en": ["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be"],
}
OTHERS = {  # those in which it is read or refused
    "ja": ["gb18030", "utf-32-le"],
    "fr": ["cp1252", "iso8859_15", "mac_roman", "cp850", "utf-16-le"],
    "de": ["cp1252", "mac_roman", "cp850", "utf-16-be"],
    "es": ["cp1252", "mac_roman", "cp850"],
    "pl": ["cp1250", "iso8859_2", "mac_latin2", "cp852"],
    "en": ["mac_roman", "cp037"],
    "zh": ["gb18030", "utf-16-le", "big5hkscs"],
    "ko": ["cp949", "utf-16-le", "iso2022_kr", "johab"],
}
DECLARED = ["", "utf-8", "iso-8859-1", "windows-1251", "shift_jis", "klingon", "punycode"]
PAGE = "<html><head><title>{0:.20}</title></head><body><div class='x'><p>{0}</p></div></body>"


def _shapes(text: str) -> list[str]:
    """A text by itself, as three paragraphs, as a long article, and as a page."""
    return [text, "\n\n".join([text] * 3), "\r\n".join([text] * 60), PAGE.format(text)]


def _cases(charsets: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Each text in each charset that can hold it, in all its shapes."""
    cases = []
    for language, names in charsets.items():
        for text, name in itertools.product(TEXTS[language], names):
            for shape in _shapes(text):
                try:
                    shape.encode(name)
                except UnicodeEncodeError:
                    continue
                cases.append((name, shape))
    return cases


@pytest.mark.parametrize(("charset", "text"), _cases(READ))
def test_a_text_is_read_though_nothing_or_a_wrong_charset_is_declared(charset, text):
    """What a server or a template says does not spoil it."""
    content = text.encode(charset)
    for name in DECLARED:
        assert decode(content, f"text/html; charset={name}" if name else "").text == text


@pytest.mark.parametrize(("charset", "text"), _cases(OTHERS))
@pytest.mark.parametrize("declared", ["", "utf-8", "windows-1251", "shift_jis"])
def test_any_other_charset_is_read_or_refused(charset, text, declared):
    """Never garbage: French is no Cyrillic, Korean no Japanese."""
    try:
        reading = decode(text.encode(charset), f"text/html; charset={declared}")
    except DecodingError as error:
        assert decoding.SAVE in str(error)
    else:
        assert reading.text == text


@pytest.mark.parametrize(
    ("charset", "name", "language"),
    [
        ("cp1252", "iso-8859-1", "fr"),
        ("cp1252", "windows-1252", "de"),
        ("cp1250", "windows-1250", "pl"),
        ("iso8859_2", "ISO-8859-2", "pl"),
        ("mac_roman", "macintosh", "es"),
        ("gb18030", "gb2312", "zh"),
        ("cp949", "euc-kr", "ko"),
    ],
)
def test_a_declared_charset_that_fits_is_obeyed(charset, name, language):
    """In the header, in `meta`, or in the first line of XML."""
    for text in _shapes(TEXTS[language][0]):
        in_meta = f'<meta http-equiv="content-type" content="text/html; charset={name}">{text}'
        in_xml = f'<?xml version="1.0" encoding="{name}"?>\n{text}'
        assert decode(text.encode(charset), f"text/html;charset={name}").text == text
        assert decode(in_meta.encode(charset)).text == in_meta
        assert decode(in_xml.encode(charset)).text == in_xml


def test_japanese_without_kana_is_read_where_it_is_declared():
    """Nothing else tells it from Chinese."""
    for name in ("shift_jis", "euc-jp"):
        content = "日本国憲法、防衛省。".encode(name)
        assert decode(content, f"text/plain; charset={name}").text == "日本国憲法、防衛省。"
        with pytest.raises(DecodingError):
            decode(content)


CUE = 'PERFORMER "Опиум Роз"\nTITLE "Песни"\n' + '  TRACK 01 AUDIO\n    TITLE "Дорога домой"\n' * 3
GERMAN = "Bau von Windrädern im Wald in Südbaden: „Die Kurven sind ein Problem“"
SENATE = '"ANO";"SENADOR"\r\n"2011";"Aluguel de imóveis para escritório político, RONDÔNIA"\r\n'


@pytest.mark.parametrize(
    ("text", "charset", "is_read"),
    [
        # Reported of other readers, each in a text of the same kind.
        (CUE, "cp1251", True),  # read as KOI8-R: mostly ASCII
        ("ПРИЛОЖЕНИЕ К ДОГОВОРУ ПОСТАВКИ ТОВАРОВ НОМЕР 15", "cp1251", True),  # all capitals
        ("Постановления Президиума CO РАН № 8 от 12.03.2009", "cp1251", True),  # as MacCyrillic
        ("заказ 1: 5 шт., цена 100 руб.", "cp1251", True),
        ("ВІКІ — це вільна енциклопедія, яку пишуть усі.", "cp1251", True),  # its bytes are UTF-8
        (SENATE, "latin-1", False),  # as Windows-1251
        ("Ślimak idzie w górę, żółw śpi. Śnieg.", "cp1250", False),  # as ISO-8859-2
        (
            f"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>{GERMAN}",
            "cp1252",
            True,
        ),  # the declared charset was passed over
    ],
)
def test_texts_that_others_misread(text, charset, is_read):
    """Read rightly; or refused, where only a declaration could tell."""
    if is_read:
        assert decode(text.encode(charset)).text == text
    else:
        with pytest.raises(DecodingError):
            decode(text.encode(charset))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 8,
        b"PK\x03\x04" + bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        bytes(range(128, 256)) * 8,
        b"\x00" * 1000,
    ],
)
def test_what_is_no_text_is_refused(content):
    """A PDF, a workbook, a picture, all bytes in turn, none at all."""
    with pytest.raises(DecodingError, match="try again"):
        decode(content)


@pytest.mark.parametrize("beginning", decoding.NO_TEXT)
def test_what_another_program_stored_is_named_with_the_remedy(beginning):
    """Also where all that follows is ASCII, as in RTF and in a page stored as MHTML."""
    with pytest.raises(DecodingError, match="^it is .*: .*try again$"):
        decode(beginning + b" a plain text of some length" * 9)


def test_a_few_broken_signs_are_replaced_and_many_refused():
    """A page cut within a letter, or with one stray byte, is still read; the damage shows."""
    text = TEXTS["ja"][0] * 30
    for charset in ("utf-8", "cp932", "euc_jp"):
        assert decode(text.encode(charset)[:-1]).text[:-1] == text[:-1]
    with pytest.raises(DecodingError):
        decode(("abc" * 100).encode() + b"\xff" * 9)


@pytest.mark.parametrize("rest", [1, 2])
def test_a_short_text_cut_within_a_letter_is_called_cut(rest):
    """Its last bytes are no letters of a Cyrillic charset."""
    content = "<p>Japan’s 防".encode()[: rest - 3]
    with pytest.raises(DecodingError, match="cut within a character"):
        decode(content)
    with pytest.raises(DecodingError, match="cut within a character"):
        decode(b"<p>Japan " + "防".encode()[:rest], "text/html; charset=utf-8")
    assert decode("Le café".encode("cp1252"), "text/html; charset=latin1").text == "Le café"


def test_other_scripts_in_utf8_are_read():
    """No language is refused because it is not among those read here."""
    for text in ("اليابان تخفف قيود تصدير السلاح", "ญี่ปุ่นผ่อนคลายกฎการส่งออกอาวุธ", "Η Ιαπωνία"):
        assert decode(text.encode()).text == text


@given(st.text(max_size=60).filter(lambda text: not set(text) & set(map(chr, range(32)))))
@settings(max_examples=300, deadline=None)
def test_any_utf8_is_read_or_refused(text):
    """And never as something else, save for a handful of letters that fit another charset too."""
    content = text.encode("utf-8", "surrogatepass")
    try:
        reading = decode(content)
    except DecodingError:
        return
    assert reading.text == text.removeprefix("\ufeff") or len(text) < 2 * decoding.MANY


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(content):
    """Nothing but a DecodingError ever comes back for them."""
    with contextlib.suppress(DecodingError):
        assert isinstance(decode(content).text, str)


@pytest.mark.parametrize(
    ("charset", "wrong"),
    [
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("utf-8", "cp1251"),
        ("cp1251", "latin-1"),
        ("koi8_u", "cp1251"),
        ("cp932", "latin-1"),
        ("euc_jp", "cp1252"),
    ],
)
def test_a_text_that_was_garbled_before_it_was_saved_is_refused(charset, wrong):
    """UTF-8 by itself proves nothing: it may hold ßïîí³ÿ for Японія."""
    language = {"cp1251": "uk", "koi8_u": "uk"}.get(charset, "ja")
    content = "\n".join(TEXTS[language][:2]).encode(charset, "ignore")
    garbled = content.decode(wrong, "replace")  # not each byte is a sign in each charset
    with pytest.raises(DecodingError, match="garbled before|charset"):
        decode(garbled.encode())


TWO, THREE, MANY = decoding.CODED - 1, decoding.CODED, decoding.MANY


@pytest.mark.parametrize(
    ("enough", "too_few", "reason"),
    [
        ("=E6=97=A5 " * THREE, "=E6=97=A5 " * TWO, "quoted-printable"),
        ("+ZeU- " * THREE, "+ZeU- " * TWO, "UTF-7"),
        ("+ZeVnLIqe-", "+ZeVnLA-", "UTF-7"),
        ("itâ€™s, " * THREE + "日" * 9, "itâ€™s, " * THREE + "日" * 10, "garbled before"),
        ("itâ€™s, " * THREE + "日", "itâ€™s, " * TWO + "日", "garbled before"),
        ("cafÃ©, " * THREE, "cafÃ©, " * TWO, "garbled before"),
    ],
)
def test_three_coded_or_garbled_signs_stand_there_by_no_chance(enough, too_few, reason):
    """Fewer, or among as many right ones, may be quoted."""
    with pytest.raises(DecodingError, match=reason):
        decode(f"Japan wrote {enough}".encode())
    assert decode(f"Japan wrote {too_few}".encode()).text == f"Japan wrote {too_few}"


@pytest.mark.parametrize("text", ["Japan ◄╄▂━┽ and ◁◶╶▉┓", "ЅЈЉЅъЧЭЧЋф", "ड०ण॔ऱडणझठई"])
def test_ten_signs_are_utf8_by_no_chance(text):
    """Whatever they look like in another charset."""
    assert sum(not sign.isascii() for sign in text) == MANY
    assert decode(text.encode()).text == text


def test_a_page_that_quotes_a_few_garbled_letters_is_read():
    """An old comment below an article is no reason to refuse the article."""
    for text in (TEXTS["uk"][0] * 5 + " donâ€™t " * 3, "é", "À É Ç", "à la carte, à la mode" * 9):
        assert decode(text.encode()).text == text
