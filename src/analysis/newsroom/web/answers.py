"""What an answer is: its kind by header, address and first bytes; its charset; the text that a reader sees."""

import html
import json
import re
from urllib.parse import urlsplit

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
META = re.compile(rb"<meta\b[^<>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
HEADER_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
UNSEEN = re.compile(r"(<!--|-->|</?(?:script|style|noscript|template)\b[^<>]*>)", re.I)
TAG = re.compile(r"<[^<>]*>")
BROKEN_AT_MOST = 0.001  # share of characters that a text may have lost and still be read


class FetchError(ValueError):
    """A page that could not be had. `outcome` is gone | refused | unreachable; `status` is the HTTP status, None without an answer."""

    def __init__(self, message: str, outcome: str = "refused", status: int | None = None):
        super().__init__("".join(c if c.isprintable() else "?" for c in message[:500]))
        self.outcome, self.status = outcome, status


def kind(content: bytes, content_type: str, url: str) -> str:
    """Which of html, pdf, csv, json, text the content is; header, address and first bytes must agree, or FetchError is raised."""
    stated = HEADER_KINDS.get(content_type.partition(";")[0].strip().lower(), "unknown")
    if stated == "unknown":
        raise FetchError(
            f"the answer is called {content_type.partition(';')[0].strip()!r}: not a page, table or text"
        )
    path = urlsplit(url).path.lower()
    promised = (
        None if "/blob/" in path else SUFFIX_KINDS.get(path.rpartition(".")[2])
    )  # code hosts show a file as a page there
    seen = _looks(content)
    told = promised if promised and stated in (None, "text") else stated or seen
    if promised not in (None, told):
        raise FetchError(f"its address ends in {promised}, and it is called {told}")
    if "pdf" in (told, seen) and told != seen or seen == "html" and told in ("csv", "json"):
        raise FetchError(f"it is called {told}, and is {seen}")
    return told


def _looks(content: bytes) -> str:
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise FetchError("the answer is empty")
    if b"%PDF-" in content[:1024]:
        if b"%%EOF" not in content[-4096:]:
            raise FetchError("the PDF was cut: its end is missing")
        return "pdf"
    if (
        b"\0" in content[:1024]
        and content[:2] not in MARKS
        or re.match(rb"\x89PNG|PK\x03\x04|GIF8|\xff\xd8\xff|\xd0\xcf\x11\xe0", start)
    ):
        raise FetchError("the answer is binary: not a page, table or text")
    return "html" if start.startswith(b"<") and HTML_START.search(start) else "text"


def decode(content: bytes, content_type: str = "") -> tuple[str, str]:
    """The text and the Python name of its charset, from byte order mark, header, `meta` or the content itself.

    Declared charsets are tried strictly, Latin-1 (many servers' mere default) last. A text that loses more than one character
    in a thousand under what it declares, and fits none of UTF-8, Shift_JIS, EUC-JP and ISO-2022-JP, raises FetchError.
    """
    for mark, charset in MARKS.items():
        if content.startswith(mark):
            return _strictly(content, charset) or _loosely(content, charset)
    found = [
        *HEADER_CHARSET.findall(content_type),
        *(m.decode("ascii", "replace") for m in META.findall(content[:4096])),
    ]
    declared = [CHARSETS[name.lower()] for name in found if name.lower() in CHARSETS]
    firm = [charset for charset in declared if charset != "cp1252"]
    for charset in [*firm, *([] if b"\x1b$" in content[:65536] else ["utf-8"])]:
        if read := _strictly(content, charset):
            return read
    weak = _strictly(content, "cp1252") if "cp1252" in declared else None
    return _japanese(content) or weak or _loosely(content, (firm or declared or ["utf-8"])[0])


def _strictly(content: bytes, charset: str) -> tuple[str, str] | None:
    try:
        return content.decode(charset), charset
    except UnicodeError:
        return None


def _loosely(content: bytes, charset: str) -> tuple[str, str]:
    text = content.decode(charset, "replace")
    if text.count("\ufffd") > BROKEN_AT_MOST * len(text):
        raise FetchError(
            "its charset is not the declared one, nor UTF-8, Shift_JIS, EUC-JP or ISO-2022-JP"
        )
    return text, charset


def _japanese(content: bytes) -> tuple[str, str] | None:
    """The reading that shows hiragana, as every Japanese text does; the wrong charset shows rare signs instead."""
    charsets = ["iso2022_jp"] if b"\x1b$" in content[:65536] else ["euc_jp", "cp932"]
    read = [found for charset in charsets if (found := _strictly(content, charset))]
    shares = [
        len(re.findall("[ぁ-ん]", text)) / (1 + len(re.findall("[^\x00-\x7f]", text)))
        for text, _ in read
    ]
    return read[shares.index(max(shares))] if shares and max(shares) > 0.1 else None


def visible(text: str) -> str:
    """What a reader of an HTML page sees, one stretch between tags a line: no tags, scripts, styles or comments. Linear in time."""
    shown, inside = [], None
    for piece in UNSEEN.split(text):
        mark = piece[:9].lower()
        if inside:
            inside = None if mark.startswith(inside) else inside
        elif mark.startswith("<!--"):
            inside = "-->"
        elif UNSEEN.fullmatch(piece):
            opened = re.match(r"<(\w+)", mark)
            inside = "</" + opened[1][:5] if opened else None
            shown.append("\n")
        else:
            shown.append(TAG.sub("\n", piece))
    lines = (" ".join(line.split()) for line in html.unescape("".join(shown)).splitlines())
    return "\n".join(line for line in lines if line)


def check_json(text: str) -> None:
    """Raise FetchError where a text is not whole JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FetchError(
            f"it is called json, and cannot be read as such: {type(error).__name__}"
        ) from None
