"""Tables and texts for readers."""

import html
import re

import pandas as pd

# What Markdown, MyST or Jinja could act on anywhere in a line; an underscore within a word is none.
_ACTIVE = re.compile(r"[\\`*{}\[\]|~$]|(?<![^\W_])_|_(?![^\W_])")
# What starts a block, where a text stands at the start of a line: "# ", "- ", ":::", "1. "
_START = re.compile(r"\A\s*(?:[#+\-=%:(>]|\d{1,9}[.)](?=\s|\Z))")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def escaped(text: object) -> str:
    """Return the text of a cell so that it reads the same, and does nothing, in Markdown and HTML.

    Characters that mean something become character references, which both show as the character;
    line breaks and control characters become blanks, so that no cell ends the block it stands in.

    Parameters
    ----------
    text : object
        The value of a cell. What is no text is written as ``str`` writes it.

    Returns
    -------
    str
        One line. It can stand in a paragraph, a heading, a link's text, an element or a quoted
        attribute, but not in a code span, a fence, a script or a style.

    Examples
    --------
    >>> escaped("Type 88 <b>missile</b>")
    'Type 88 &lt;b&gt;missile&lt;/b&gt;'
    >>> escaped("[x](javascript:alert)")
    '&#91;x&#93;(javascript:alert)'
    >>> escaped("rule_changes")
    'rule_changes'
    """
    line = html.escape(_CONTROL.sub(" ", str(text)))
    line = _ACTIVE.sub(_reference, line)
    return _START.sub(_last_as_reference, line)


def table(frame: pd.DataFrame, links: list[str]) -> str:
    """The frame as an HTML table; the columns `links` are HTML already, as `sources.link` makes it, and all others are escaped."""
    plain = frame.drop(columns=links).astype("str").fillna("–").map(html.escape)
    with pd.option_context("display.max_colwidth", None):
        return frame.assign(**plain).to_html(escape=False, na_rep="–")


def _reference(character: re.Match[str]) -> str:
    """Return a character as the reference that shows it."""
    return f"&#{ord(character[0])};"


def _last_as_reference(start: re.Match[str]) -> str:
    """Return the start of a text with its last character as a reference."""
    text = start[0]
    return f"{text[:-1]}&#{ord(text[-1])};"
