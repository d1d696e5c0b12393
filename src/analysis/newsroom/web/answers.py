"""What an answer is: its kind (by header, address, first bytes), its charset, what is seen."""

import codecs
import html
import json
import re
from urllib.parse import urlsplit

from ... import decoding

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
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HTML_START = re.compile(rb"<(!doctype\s+html|html|head|body|meta|title|script|div|table|p)\b", re.I)
BINARY_START = re.compile(rb"\x89PNG|PK\x03\x04|GIF8|\xff\xd8\xff|\xd0\xcf\x11\xe0")
UNSEEN = re.compile(r"(<!--|-->|</?(?:script|style|noscript|template)\b[^<>]*>)", re.I)
TAG = re.compile(r"<[^<>]*>")
REFERENCE = re.compile(r"&#([0-9]{8,});?")  # longer than that of any character


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
    has_zero = b"\0" in content[:1024] and content[:2] not in WIDE_MARKS
    if has_zero or BINARY_START.match(start):
        raise FetchError("the answer is binary: not a page, table or text")
    return "html" if start.startswith(b"<") and HTML_START.search(start) else "text"


def decode(content: bytes, content_type: str = "") -> decoding.Reading:
    """Return the text of an answer and its charset (see `decoding.decode`).

    FetchError where it is no text, or in no charset that can be told.
    """
    try:
        return decoding.decode(content, content_type)
    except decoding.DecodingError as error:
        raise FetchError(str(error)) from None


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
