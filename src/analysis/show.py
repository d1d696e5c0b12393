"""Tables and texts for readers."""

import html
import re
from collections.abc import Sequence

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


def table(frame: pd.DataFrame, links: Sequence[str] = ()) -> str:
    """Return a frame as an HTML table, ready for a page.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to show; its columns are named by text.
    links : sequence of str
        The columns that are HTML already, as `sources.link` makes it; all else is escaped, the
        index and the names of the columns too.

    Returns
    -------
    str
        One `<table>`; texts are whole, and what is missing is "–".

    Examples
    --------
    >>> shown = table(pd.DataFrame({"day": ["2024-03-10", None]}))
    >>> shown.count("<td>"), shown.count("<td>–</td>")
    (2, 1)
    >>> "<b>" in table(pd.DataFrame({"text": ["<b>"]}))
    False
    """
    cells = frame.drop(columns=list(links)).astype("str").fillna("–").map(escaped)
    shown = frame.assign(**cells).rename(index=_label, columns=_label)
    shown = shown.rename_axis(index=_label, columns=_label)
    with pd.option_context("display.max_colwidth", None):
        return shown.to_html(escape=False, na_rep="–")


def _label(label: object) -> object:
    """Return a label of a row or column, escaped where it is text."""
    return escaped(label) if isinstance(label, str) else label


def _reference(character: re.Match[str]) -> str:
    """Return a character as the reference that shows it."""
    return f"&#{ord(character[0])};"


def _last_as_reference(start: re.Match[str]) -> str:
    """Return the start of a text with its last character as a reference."""
    text = start[0]
    return f"{text[:-1]}&#{ord(text[-1])};"
