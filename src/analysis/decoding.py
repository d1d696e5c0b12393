"""Bytes → text: in the charset that the bytes show, or a refusal; never garbage.

Files and pages of the network are read by the same rules. Declarations are often wrong (a server's
default, a template), so each reading must look like text of the languages read here: Japanese,
English and other languages in Latin letters, Ukrainian, Russian; Chinese and Korean only where
their charset is declared. Which of the Cyrillic charsets fits is told by the letters, since almost
any bytes can be read in each of them.
"""

import codecs
import re
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple, NoReturn

CHARSETS = {  # a name that pages declare → Python's name
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-15": "iso8859_15",
    "windows-1250": "cp1250",
    "iso-8859-2": "iso8859_2",
    "macintosh": "mac_roman",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms932": "cp932",
    "cp932": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp",
    "eucjp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    "windows-1251": "cp1251",
    "cp1251": "cp1251",
    "iso-8859-5": "iso8859_5",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "ibm866": "cp866",
    "cp866": "cp866",
    "x-mac-cyrillic": "mac_cyrillic",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
}
MARKS = {  # the longer before those that they begin with
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
META = re.compile(rb"<meta\b[^<>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
XML = re.compile(rb"\A\s{0,100}<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})", re.I)
HEADER = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\(J|\(I|\$\([DOPQ])")  # by which ISO-2022-JP changes its set
JAPANESE = ("cp932", "euc_jp", "utf-16-le", "utf-16-be")
CYRILLIC = ("cp1251", "koi8_u", "cp1125", "iso8859_5", "mac_cyrillic")
CHINESE_KOREAN = ("gb18030", "big5hkscs", "cp949")
SAMPLE = 50_000  # characters that are looked at
FEW = 3  # characters that are UTF-8 twice over by no chance
MANY = 10  # characters beyond ASCII that are UTF-8 by no chance
ODD_AT_MOST = 0.1  # share of odd signs and pairs among the characters beyond ASCII
BROKEN_AT_MOST = 0.001  # share of characters that a text may have lost and still be read
LEAST_KANA = 0.1  # share of kana among Japanese characters
LEAST_COMMON = 0.5  # share of the commonest letters among Cyrillic ones, less the odd ones twice
ALIKE = 0.02  # difference of that share between two readings that are nearly alike
SAVE = "save it as UTF-8 and try again"
NO_TEXT = {  # what begins so, and how to make a text of it
    b"%PDF": "it is a PDF: copy its text into a new file",
    b"{\\rtf": "it is a text of a word processor: save it as plain text",
    b"PK\x03\x04": "it is a document or workbook: export it as text or as a web page",
    b"\xd0\xcf\x11\xe0": "it is an old document: export it as text or as a web page",
    b"\x1f\x8b": "it is packed: unpack it",
    b"\xff\xd8\xff": "it is a picture: copy its text into a new file",
    b"\x89PNG": "it is a picture: copy its text into a new file",
    b"bplist": "it is a page that Safari stored: save it as “Page Source”",
    b"From: <Saved by ": "it is a page that a browser stored whole: save it as “HTML only”",
}
# What writes letters beyond ASCII with ASCII signs, and how to make a text of it.
MAIL = re.compile(
    rb"\A[A-Za-z-]{2,40}: [^\n]*\n(?:[^\n]+\n){0,200}?"
    rb"(?:MIME-Version|Message-ID|Content-Transfer-Encoding|Return-Path):",
    re.I,
)
QUOTED = re.compile(r"(?:=[0-9A-F]{2}){3}")  # =E6=97=A5 for 日
UTF_7 = re.compile(r"\+[A-Za-z0-9+/]{2,}-")  # +ZeU- for 日
CODED = 3  # such signs that stand there by no chance
GARBLED = "its letters were garbled before: read in one charset, saved in another"
WRONG = ("latin-1", "cp1252", "cp1251")  # in which UTF-8 and others are read by mistake

LATIN = "À-ÖØ-öø-ſȘ-ț"
CAPITAL = "À-ÖØ-ÞŒŠŸŽ"
LOWER = "ß-öø-ÿœšž"
CYRILLIC_LETTERS = "А-Яа-яЁёІіЇїЄєҐґЎў"
JAPANESE_LETTERS = "ぁ-ゖァ-ヺー々〆〇ゝゞヽヾ一-鿿㐀-䶿豈-龎"
OTHER_LETTERS = "가-힣\u0300\u0301\u3099\u309a"  # Hangul; accents by themselves
SIGNS = (
    "\u00a0-\u00a3\u00a5\u00a7\u00a9\u00ab\u00ad-\u00b7\u00b9-\u00bf×÷"
    "\u2002-\u200f\u2010-\u202f\u2030-\u203b\u2060€№℃™←-⇔①-⓿Ⅰ-ⅿ─━■-◯★☆♪−≒∞"
    "\u3000-\u301f\u30fb\uff01-\uff5e\uffe0-\uffe6㈱-㏿\ufe0f"
)
WITHIN = "¡£§°²³¹¼½¾¿×÷®©™€№•¤¢„‚†‡“”¦¬±¶"  # signs that stand beside words, not in them
_ANY = f"A-Za-z{LATIN}{CYRILLIC_LETTERS}"
_ODD = re.compile(
    rf"""
      [^\x00-\x7f{LATIN}{CYRILLIC_LETTERS}{JAPANESE_LETTERS}{OTHER_LETTERS}{SIGNS}]
    | (?<=[A-Za-z])[{CYRILLIC_LETTERS}] | (?<=[{CYRILLIC_LETTERS}])[A-Za-z]   # ministиre
    | (?<=[а-яёіїєґ])[А-ЯЁІЇЄҐ]                                              # сНПНМХЪ
    | (?<=[À-ÖØ-öø-ÿ]{{2}})[À-ÖØ-öø-ÿ]                                       # ßïîíèÿ
    | (?<=[A-Za-z])[一-鿿](?=[A-Za-z])                                       # R殱tung
    | (?<=[a-z{LOWER}])[{CAPITAL}]                                           # cafŽ
    | (?<=[{_ANY}])[{WITHIN}](?=[{_ANY}])                                    # l£stranger
    | (?<=[{CYRILLIC_LETTERS}])[€№]                                          # Япони€
    """,
    re.VERBOSE,
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_TWICE = re.compile("[â-ï][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}")  # â€™ for ’
_LETTER = re.compile(r"[^\W\d_]")
_KANA = re.compile("[ぁ-んァ-ヶ]")
_IDEOGRAPH = re.compile("[一-鿿々]")
_CYRILLIC = re.compile(f"[{CYRILLIC_LETTERS}]")
_COMMON = re.compile("[оаеинтсрвлкудміОАЕИНТСРВЛКУДМІ]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# What a word processor puts into English: “he’s” – £5. In Windows-1250 to 1258 nearly all the same.
_TYPOGRAPHY = re.compile(
    r"""
      (?<!\w)[‘“](?=\w) | (?<=[\w.,!?%)])[’”](?!\w)   # “so”
    | (?<=\w)’(?=(?:s|t|re|ve|ll|d|m)\b)               # he’s
    | (?<=[\s\d])[–—](?=[\s\d]) | …(?!\w) | •(?=\s)  # 5 – 6
    | [£€](?=\d) | (?<=\d)°(?!\w)                     # £5
    """,
    re.VERBOSE,
)


class DecodingError(ValueError):
    """Bytes that are no text, or a text whose charset cannot be told."""


class Reading(NamedTuple):
    """A text, and Python's name of the charset in which its bytes were read."""

    text: str
    charset: str


def decode(content: bytes, content_type: str = "") -> Reading:
    """Return the text of bytes and the charset in which they were read.

    The charset is that of the byte order mark; else UTF-8, if the bytes are; else the declared one
    or what the bytes look like. A declaration that does not fit the bytes is passed over.

    Parameters
    ----------
    content : bytes
        A page or text.
    content_type : str
        The header of that name, where there is one.

    Returns
    -------
    Reading
        The text, without a byte order mark, and the charset.

    Raises
    ------
    DecodingError
        For bytes that are no text, and for a text that does not read like one, or loses more than
        one character in a thousand (a short one that is cut within its last character does), in
        every charset that it may be in.

    Examples
    --------
    >>> decode("防衛装備移転三原則を決めました。".encode("cp932"))
    Reading(text='防衛装備移転三原則を決めました。', charset='cp932')
    >>> decode("Japan’s café".encode("cp1252"), "text/html; charset=iso-8859-1").text
    'Japan’s café'
    """
    for beginning, advice in NO_TEXT.items():
        if content.startswith(beginning):
            raise DecodingError(f"{advice}, and try again")
    if MAIL.match(content[:20_000]):
        raise DecodingError("it is a stored e-mail: copy its text into a new file, and try again")
    if _is_cut(content, _declared(content, content_type)):
        raise DecodingError("its end is missing: it is cut within a character")
    for mark, charset in MARKS.items():
        if content.startswith(mark):
            return _read(content, charset) or _refused()
    if ESCAPES.search(content[:65536]):
        return _read(content, "iso2022_jp_ext") or _refused()
    if _controls(content) > BROKEN_AT_MOST:
        return _wide(content) or _refused("it is no text, or in a charset that is not known here")
    if content.isascii():
        _refuse_coded(content.decode("ascii")[:SAMPLE])
    declared = _declared(content, content_type)
    for reading in _candidates(content, declared):
        if reading:
            return _refused(GARBLED) if _is_garbled(reading.text[:SAMPLE]) else reading
    return _refused()


def _is_cut(content: bytes, declared: list[str]) -> bool:
    """Return whether bytes are UTF-8, as their letters or their page say, with the last one cut.

    Where the text is so long that it may lose one, it is read.
    """
    if _read(content, "utf-8"):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(content)
    except UnicodeDecodeError:
        return False
    rest, _ = decoder.getstate()
    return bool(rest) and ("utf-8" in declared or not text.isascii())


def _refuse_coded(text: str) -> None:
    """Raise DecodingError for a text that writes other letters with ASCII signs."""
    if len(QUOTED.findall(text)) >= CODED:
        raise DecodingError("it is quoted-printable, as in e-mails: copy its text, and try again")
    if "</" in text or not UTF_7.search(text):  # scripts add and subtract
        return
    try:
        letters = _LETTER.findall("".join(_BEYOND_ASCII.findall(text.encode().decode("utf-7"))))
    except UnicodeError:
        return
    if len(letters) >= CODED:
        raise DecodingError(f"it is UTF-7; {SAVE}")


def _candidates(content: bytes, declared: list[str]) -> Iterator[Reading | None]:
    """Yield readings that look like text, the likeliest first."""
    utf8 = _read(content, "utf-8")
    if utf8 and (utf8.text.isascii() or _odd(utf8.text) <= ODD_AT_MOST or _is_long(utf8.text)):
        yield utf8
    japanese = _japanese(content)
    cyrillic = _cyrillic(content, declared)
    for charset in declared:
        if charset in JAPANESE and not (japanese or cyrillic):  # a text without kana
            yield _likely(content, charset)
        if charset not in (*JAPANESE, *CYRILLIC, *CHINESE_KOREAN, "koi8_r", "cp866", "cp1252"):
            yield _likely(content, charset)
    yield japanese
    for charset in declared:
        if charset in CHINESE_KOREAN:
            yield _likely(content, charset)
    yield cyrillic
    western = _likely(content, "cp1252")
    if western and ("cp1252" in declared or _is_typography(western.text)):
        yield western
    yield utf8


def _is_garbled(text: str) -> bool:
    """Return whether a text reads well once its bytes are read in another charset.

    So do Ð¯Ð¿Ð¾Ð½Ñ and ßïîí³ÿ (both Японія) and сРПО¦С (the same, from KOI8-U). Where most letters
    are ASCII, as in French, only the first kind is looked for.
    """
    beyond = len(_BEYOND_ASCII.findall(text))
    twice = len(_TWICE.findall(text))
    is_twice = twice >= FEW and 6 * twice >= beyond  # three signs each, half of all
    if is_twice or any(_is_utf8(text, charset) for charset in WRONG):
        return True
    if not _is_long(text) or 2 * beyond < len(_LETTER.findall(text)):
        return False
    for charset in WRONG:
        content = text.encode(charset, "ignore")
        better = _cyrillic(content, []) or _japanese(content)
        is_whole = len(text) - len(content) <= BROKEN_AT_MOST * len(text)
        if is_whole and better and better.charset != charset:
            return True
    return False


def _is_utf8(text: str, charset: str) -> bool:
    """Return whether a text is UTF-8 that was read in a charset."""
    try:
        repaired = text.encode(charset).decode("utf-8")
    except UnicodeError:
        return False
    return len(_BEYOND_ASCII.findall(repaired)) >= FEW


def _declared(content: bytes, content_type: str) -> list[str]:
    """Return the charsets that the header, XML and the first `meta` name, if known here."""
    names = HEADER.findall(content_type)
    start = content[:4096]
    names += [name.decode("ascii", "replace") for name in XML.findall(start) + META.findall(start)]
    return [CHARSETS[name.lower()] for name in names if name.lower() in CHARSETS]


def _read(content: bytes, charset: str) -> Reading | None:
    """Return bytes in a charset, with what cannot be read replaced, if that is next to nothing."""
    text = content.decode(charset, "replace")
    if text.count("\ufffd") > BROKEN_AT_MOST * len(text):
        return None
    return Reading(text, charset)


def _likely(content: bytes, charset: str) -> Reading | None:
    """Return bytes in a charset, if they then look like text."""
    reading = _read(content, charset)
    return reading if reading and _odd(reading.text) <= ODD_AT_MOST else None


def _controls(content: bytes) -> float:
    """Return the share of control signs, of which text has none, among the bytes of a sample."""
    sample = content[:SAMPLE]
    return len(_CONTROL.findall(sample)) / max(len(sample), 1)


def _is_typography(text: str) -> bool:
    """Return whether all that is not ASCII are quotation marks, dashes and their like, in place."""
    return len(_BEYOND_ASCII.findall(text)) == len(_TYPOGRAPHY.findall(text))


def _odd(text: str) -> float:
    """Return the share of odd signs and pairs among the characters beyond ASCII of a sample."""
    sample = text[:SAMPLE]
    beyond = len(_BEYOND_ASCII.findall(sample))
    return len(_ODD.findall(sample)) / beyond if beyond else 0.0


def _is_long(text: str) -> bool:
    return len(_BEYOND_ASCII.findall(text[:SAMPLE])) >= MANY


def _japanese(content: bytes) -> Reading | None:
    """Return the reading in a Japanese charset that shows most kana, if one is likely."""
    likely = []
    for charset in JAPANESE:
        reading = _likely(content, charset)
        share = _kana(reading.text) if reading else 0.0
        if share >= LEAST_KANA:
            likely.append((share, reading))
    return max(likely, key=itemgetter(0))[1] if likely else None


def _kana(text: str) -> float:
    """Return the share of kana among the Japanese characters of a sample."""
    sample = text[:SAMPLE]
    kana = len(_KANA.findall(sample))
    return kana / (kana + len(_IDEOGRAPH.findall(sample))) if kana else 0.0


def _cyrillic(content: bytes, declared: list[str]) -> Reading | None:
    """Return the reading in a Cyrillic charset whose letters are the commonest, if one is likely.

    Of two that are nearly alike, the declared one, else the more usual charset.
    """
    best = None
    most = 0.0
    for charset in sorted(CYRILLIC, key=lambda name: name not in declared):
        reading = _likely(content, charset)
        share = _common(reading.text) - 2 * _odd(reading.text) if reading else 0.0
        if share >= max(LEAST_COMMON, most + ALIKE):
            best = reading
            most = share
    return best


def _common(text: str) -> float:
    """Return the share of the commonest letters among the Cyrillic ones of a sample."""
    sample = text[:SAMPLE]
    count = len(_CYRILLIC.findall(sample))
    return len(_COMMON.findall(sample)) / count if count else 0.0


def _wide(content: bytes) -> Reading | None:
    """Return bytes as UTF-16 without a mark, in the order that gives text; None where none does."""
    for charset in ("utf-16-le", "utf-16-be"):
        reading = _likely(content, charset)
        if reading and _controls(reading.text[:SAMPLE].encode("utf-8", "replace")) == 0:
            share = _kana(reading.text)
            if share >= LEAST_KANA or not _IDEOGRAPH.search(reading.text[:SAMPLE]):
                return reading
    return None


def _refused(
    reason: str = "its charset is not the declared one, nor one that is known by its look",
) -> NoReturn:
    raise DecodingError(f"{reason}; {SAVE}")
