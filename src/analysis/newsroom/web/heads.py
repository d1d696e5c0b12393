"""The head of an answer: it must be whole, and say in one way where the body ends.

`http.client` takes a head that was cut, and passes over lines that it cannot read: an address to go
on to is then half an address, and the length of a body is lost without a word.
"""

import re
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import Any

from urllib3.exceptions import HeaderParsingError
from urllib3.util.response import assert_header_parsing

LENGTH = re.compile("[0-9]+")
UNREADABLE = re.compile(rb"\0|\r(?!\n?\Z)")  # signs that no line of a head may hold
CODINGS = {"chunked", "identity"}  # how a body may be sent


class BadHead(HTTPException):
    """The head of an answer that cannot be trusted."""


class Answer(HTTPResponse):
    """An answer whose head is looked at before anything is made of it."""

    def begin(self) -> None:
        """Read the head, and those of interim answers (103 and their like) before it."""
        self._read_head()
        while 101 < self.status < 200:
            self.headers = self.msg = None  # type: ignore[assignment]
            self._read_head()
        check(self.msg)

    def _read_head(self) -> None:
        """Read one head; BadHead where it was cut, or holds what no head may."""
        stream: Any = self.fp
        lines = _Lines(stream)
        self.fp = lines  # type: ignore[assignment]
        try:
            super().begin()
        finally:
            if self.fp is lines:
                self.fp = stream
        if lines.last.strip(b"\r\n"):
            raise BadHead("the answer was cut within its head")


class _Lines:
    """The lines of a head as they are read."""

    def __init__(self, stream: Any):
        self.stream = stream
        self.last = b""

    def readline(self, limit: int) -> bytes:
        """Return the next line, as that of a stream; the last one is kept."""
        line: bytes = self.stream.readline(limit)
        if UNREADABLE.search(line):
            raise BadHead("the head of the answer holds signs that no head may")
        self.last = line or self.last
        return line

    def close(self) -> None:
        """Close the stream."""
        self.stream.close()


def check(headers: HTTPMessage) -> None:
    """Raise BadHead for lines that are no header, and for a body whose end is not told rightly."""
    try:
        assert_header_parsing(headers)
    except HeaderParsingError:
        raise BadHead("the head of the answer has lines that are no header") from None
    lengths = _parts(headers, "Content-Length")
    if len(lengths) > 1 or not all(map(LENGTH.fullmatch, lengths)):
        raise BadHead(f"the length of the answer is not told: {', '.join(sorted(lengths))[:100]}")
    codings = {coding.lower() for coding in _parts(headers, "Transfer-Encoding")}
    if not codings <= CODINGS:
        raise BadHead("the answer is sent in a way that was not asked for")


def _parts(headers: HTTPMessage, name: str) -> set[str]:
    """Return the values of a header, each once, also where several stand on one line."""
    lines = headers.get_all(name, [])
    return {part.strip() for line in lines for part in line.split(",")}
