"""What an answer is: its kind (by header, address, first bytes), its charset, what is seen."""

import html
import json
import re
from urllib.parse import urlsplit

import charset_normalizer

HEADER_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "text/csv": "csv",
    "application/csv": "csv",
    "text/comma-separated-values": "csv",
    "application/json": "json",
    "application/ld+json": "json",
    "application/geo+json": "json",
    "text/plain": "text",
    "text/markdown": "text",
    "text/xml": "text",
    "application/xml": "text",
    "application/rss+xml": "text",
    "application/octet-stream": None,
    "binary/octet-stream": None,
    "application/vnd.ms-excel": None,
    "": None,
}
SUFFIX_KINDS = {"pdf": "pdf", "csv": "csv", "json": "json"}  # what an address promises
CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
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
    "iso-2022-jp": "iso2022_jp",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "windows-1251": "cp1251",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
}
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
HTML_START = re.compile(rb"<(!doctype\s+html|html|head|body|meta|title|script|div|table|p)\b", re.I)
BINARY_START = re.compile(rb"\x89PNG|PK\x03\x04|GIF8|\xff\xd8\xff|\xd0\xcf\x11\xe0")
META = re.compile(rb"<meta\b[^<>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
HEADER_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
UNSEEN = re.compile(r"(<!--|-->|</?(?:script|style|noscript|template)\b[^<>]*>)", re.I)
TAG = re.compile(r"<[^<>]*>")
REFERENCE = re.compile(r"&#([0-9]{8,});?")  # longer than that of any character
GUESSED = ["iso2022_jp", "euc_jp", "cp932", "cp1251", "koi8_u"]  # where nothing is declared
KANA = re.compile("[ぁ-んァ-ヶ]")
CYRILLIC = re.compile("[а-яёіїєґ]", re.I)
MIXED = re.compile("[a-z][а-яёіїєґ]|[а-яёіїєґ][a-z]", re.I)  # ministиre: not Cyrillic at all
MIXED_AT_MOST = 0.02  # share of the Cyrillic letters that stand beside a Latin one
BROKEN_AT_MOST = 0.001  # share of characters that a text may have lost and still be read


class FetchError(ValueError):
    """A page that could not be had.

    Parameters
    ----------
    message : str
        What stood in the way; signs that cannot be printed become question marks.
    outcome : str
        gone, refused or unreachable.
    status : int, optional
        The HTTP status; None without an answer.

    Examples
    --------
    >>> FetchError("status 404", "gone", 404).outcome
    'gone'
    """

    def __init__(self, message: str, outcome: str = "refused", status: int | None = None):
        super().__init__("".join(c if c.isprintable() else "?" for c in message[:500]))
        self.outcome = outcome
        self.status = status


def kind(content: bytes, content_type: str, url: str) -> str:
    """Return which of html, pdf, csv, json, text the content is.

    Header, address and first bytes must agree, or FetchError is raised.
    """
    name = content_type.partition(";")[0].strip()
    stated = HEADER_KINDS.get(name.lower(), "unknown")
    if stated == "unknown":
        raise FetchError(f"the answer is called {name!r}: not a page, table or text")
    promised = _promised(url)
    looks = _looks(content)
    called = stated or looks
    if promised and stated in (None, "text"):
        called = promised
    if promised not in (None, called):
        raise FetchError(f"its address ends in {promised}, and it is called {called}")
    is_page_called_table = looks == "html" and called in ("csv", "json")
    if is_page_called_table or (called != looks and "pdf" in (called, looks)):
        raise FetchError(f"it is called {called}, and is {looks}")
    return called


def _promised(url: str) -> str | None:
    """Return the kind that an address ends in; code hosts show a file as a page under /blob/."""
    path = urlsplit(url).path.lower()
    return None if "/blob/" in path else SUFFIX_KINDS.get(path.rpartition(".")[2])


def _looks(content: bytes) -> str:
    """Return what the first bytes look like: pdf, html or text; FetchError for all else."""
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise FetchError("the answer is empty")
    if b"%PDF-" in content[:1024]:
        if b"%%EOF" not in content[-4096:]:
            raise FetchError("the PDF was cut: its end is missing")
        return "pdf"
    has_zero = b"\0" in content[:1024] and content[:2] not in MARKS
    if has_zero or BINARY_START.match(start):
        raise FetchError("the answer is binary: not a page, table or text")
    return "html" if start.startswith(b"<") and HTML_START.search(start) else "text"


def decode(content: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the text of bytes and the Python name of its charset.

    The charset is that of the byte order mark, of the header, of `meta`, or what the bytes look
    like. Declared ones are tried strictly, Latin-1 (many servers' mere default) last.

    Parameters
    ----------
    content : bytes
        A page or text.
    content_type : str
        The header of that name.

    Returns
    -------
    tuple of str
        The text, and the charset in which it was read.

    Raises
    ------
    FetchError
        For a text that loses more than one character in a thousand under what it declares, and
        fits none of UTF-8, Shift_JIS, EUC-JP, ISO-2022-JP, Windows-1251 and KOI8.

    Examples
    --------
    >>> decode("防衛装備移転三原則を決めました。".encode("cp932"))
    ('防衛装備移転三原則を決めました。', 'cp932')
    """
    for mark, charset in MARKS.items():
        if content.startswith(mark):
            return _strictly(content, charset) or _loosely(content, charset)
    declared = _declared(content, content_type)
    firm = [charset for charset in declared if charset != "cp1252"]
    is_utf8_possible = b"\x1b$" not in content[:65536]  # ISO-2022-JP is made of ASCII bytes
    for charset in [*firm, "utf-8"] if is_utf8_possible else firm:
        read = _strictly(content, charset)
        if read:
            return read
    guess = _guessed(content)
    if guess:
        return guess
    weak = _strictly(content, "cp1252") if "cp1252" in declared else None
    return weak or _loosely(content, (firm or declared or ["utf-8"])[0])


def _declared(content: bytes, content_type: str) -> list[str]:
    """Return the charsets that the header and the first `meta` elements name, if known here."""
    names = HEADER_CHARSET.findall(content_type)
    names += [name.decode("ascii", "replace") for name in META.findall(content[:4096])]
    return [CHARSETS[name.lower()] for name in names if name.lower() in CHARSETS]


def _strictly(content: bytes, charset: str) -> tuple[str, str] | None:
    try:
        return content.decode(charset), charset
    except UnicodeError:
        return None


def _loosely(content: bytes, charset: str) -> tuple[str, str]:
    """Return the text with what cannot be read replaced, if that is next to nothing."""
    text = content.decode(charset, "replace")
    if text.count("\ufffd") > BROKEN_AT_MOST * len(text):
        raise FetchError("its charset is not the declared one, nor any that is known by its look")
    return text, charset


def _guessed(content: bytes) -> tuple[str, str] | None:
    """Return the reading that charset-normalizer finds best, if it shows its script.

    It guesses even where nothing fits. So Japanese must show kana, as every Japanese text does,
    and Cyrillic letters must not stand among Latin ones, as they would in misread French.
    """
    best = charset_normalizer.from_bytes(content, cp_isolation=GUESSED).best()
    read = _strictly(content, best.encoding) if best else None
    if not read:
        return None
    text, charset = read
    if charset not in ("cp1251", "koi8_u"):
        return read if KANA.search(text) else None
    count = len(CYRILLIC.findall(text))
    is_cyrillic = count > 0 and len(MIXED.findall(text)) <= MIXED_AT_MOST * count
    return read if is_cyrillic else None


def visible(text: str) -> str:
    """Return what a reader of an HTML page sees, one stretch between tags a line.

    Tags, scripts, styles and comments are left out. Time grows with the text.
    """
    shown: list[str] = []
    inside = ""  # the start of the mark that ends what is not shown
    for piece in UNSEEN.split(text):
        mark = piece[:9].lower()
        if inside:
            inside = "" if mark.startswith(inside) else inside
        elif mark.startswith("<!--"):
            inside = "-->"
        elif UNSEEN.fullmatch(piece):
            opened = re.match(r"<(\w+)", mark)
            inside = "</" + opened[1][:5] if opened else ""
            shown.append("\n")
        else:
            shown.append(TAG.sub("\n", piece))
    lines = (" ".join(line.split()) for line in _unescaped("".join(shown)).splitlines())
    return "\n".join(line for line in lines if line)


def _unescaped(text: str) -> str:
    """Return a text with its character references read.

    Python refuses to read a number of more than 4,300 digits, and one of so many is no character.
    """
    return html.unescape(REFERENCE.sub(_short_reference, text))


def _short_reference(reference: re.Match) -> str:
    digits = reference[1].lstrip("0")
    return f"&#{digits};" if 0 < len(digits) < 8 else "\ufffd"


def check_json(text: str) -> None:
    """Raise FetchError where a text is not whole JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = type(error).__name__
        raise FetchError(f"it is called json, and cannot be read as such: {reason}") from None
