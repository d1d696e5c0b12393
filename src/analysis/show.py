"""Tables and texts for readers."""

import html
import re
import string
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
from IPython.display import Markdown

from . import periods

# What Markdown, MyST or Jinja could act on anywhere in a line; an underscore within a word is none.
_ACTIVE = re.compile(r"[\\`*{}\[\]|~$]|(?<![^\W_])_|_(?![^\W_])")
# What starts a block, where a text stands at the start of a line: "# ", "- ", ":::", "1. "
_START = re.compile(r"\A\s*(?:[#+\-=%:(>]|\d{1,9}[.)](?=\s|\Z))")
PROCESSED = PurePosixPath("../data/processed")  # the tables, as seen from a notebook
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


def say(template: str, **holes: object) -> Markdown:
    """Return a sentence for a notebook, its holes filled with numbers, days and names.

    Parameters
    ----------
    template : str
        A text in Markdown with named holes, as `str.format` takes them.
    **holes : object
        What stands in them, escaped. A day is written in words and a large number with commas,
        unless the hole says how: `{share:.0%}`.

    Returns
    -------
    IPython.display.Markdown
        The sentence, which shows itself as the last line of a cell.

    Raises
    ------
    KeyError
        For a hole that nothing fills.

    Examples
    --------
    >>> say("**{count} permits** on {day}.", count=1841, day=pd.Timestamp("2014-04-01")).data
    '**1,841 permits** on 1 April 2014.'
    """
    return Markdown(_Sentence().vformat(template, (), holes))


class _Sentence(string.Formatter):
    """Fills holes with what a reader reads."""

    def format_field(self, value: object, form: str) -> str:
        """Return what fills a hole: in the form asked for, else in words; escaped."""
        return escaped(format(value, form) if form else _words(value))


class Table(str):
    """The HTML of a table, which shows itself as the last line of a cell."""

    def _repr_html_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        """Return how large the table is: what it holds is for a page."""
        return f"a table of {self.count('<tr>')} lines"


def table(
    frame: pd.DataFrame,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    links: Sequence[str] = (),
    rows: int = 15,
    whole: str | None = None,
) -> Table:
    """Return a frame as a table to read, for a notebook or a page.

    Days are in words and as exact as a column `…_precision` says, large numbers have commas, texts
    stand on the left, and what is missing is "–". An index without a name is not shown.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to show; its columns are named by text.
    columns : sequence or mapping of str, optional
        The columns to show, or these with the words to head them; all of them otherwise.
    links : sequence of str
        The columns that are HTML already, as `sources.link` makes it; all else is escaped, the
        index and the names of the columns too.
    rows : int
        The most rows to show: the first ones.
    whole : str, optional
        The name of the table of the project that holds all rows, to which a note leads.

    Returns
    -------
    Table
        One `<table>` as text; in a notebook it shows itself.

    Raises
    ------
    KeyError
        For a column that is not there.

    Examples
    --------
    >>> shown = table(pd.DataFrame({"day": ["2024-03-10", None]}))
    >>> shown.count("<td "), shown.count(">–</td>")
    (2, 1)
    >>> "<b>" in table(pd.DataFrame({"text": ["<b>"]}))
    False
    """
    chosen = frame.columns if columns is None else list(columns)
    named = columns if isinstance(columns, Mapping) else {}
    first = frame.head(rows)
    cells = [_cells(first, column, column in links) for column in chosen]
    heads = [escaped(named.get(column) or _heading(column)) for column in chosen]
    if not _is_plain(frame.index):
        levels = [first.index.get_level_values(number) for number in range(frame.index.nlevels)]
        cells = [_cells(level.to_frame(name=0), 0, False, "th") for level in levels] + cells
        heads = [escaped(_heading(name or "")) for name in frame.index.names] + heads
    lines = ["".join(line) for line in zip(*cells, strict=True)]
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    head = "".join(f'<th style="text-align: left">{text}</th>' for text in heads)
    note = _note(len(first), len(frame), whole)
    return Table(
        f"<table>{note}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"
    )


def _words(value: Any) -> str:
    """Return a value as a reader writes it: a day, a large number, a share; "–" for none."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return periods.in_words(value)
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if pd.api.types.is_integer(value):
        return f"{value:,}"
    if pd.api.types.is_float(value):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)


def _cells(frame: pd.DataFrame, column: object, is_html: bool, tag: str = "td") -> list[str]:
    """Return the cells of a column as HTML; text on the left, numbers on the right."""
    values = frame[column]
    texts = values.astype("object").map(_words)
    if isinstance(column, str) and f"{column}_precision" in frame:
        precision = frame[f"{column}_precision"].astype("str")
        dated = values.notna()
        exact = zip(values[dated], precision[dated], strict=True)
        texts[dated] = [periods.in_words(*date) for date in exact]
    elif _is_years(column, values):
        texts = values.astype("str").fillna("–")
    if not is_html:
        texts = texts.map(escaped)
    is_number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    style = f' style="text-align: {"right" if is_number else "left"}"'
    return [f"<{tag}{style}>{text}</{tag}>" for text in texts]


def _is_years(column: object, values: pd.Series) -> bool:
    """Return whether a column holds years, which take no comma."""
    whole = pd.api.types.is_integer_dtype(values)
    is_year = str(column).endswith(("year", "decade")) or str(values.name).endswith("year")
    return whole and (is_year or bool(values.between(1900, 2100).all()))


def _is_plain(index: pd.Index) -> bool:
    """Return whether an index says nothing: it counts the rows, or has no name and no text."""
    return index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index)


def _heading(name: object) -> str:
    """Return the name of a column as a reader has it."""
    return str(name).replace("_", " ")


def _note(shown: int, of: int, whole: str | None) -> str:
    """Return the note that more rows are there; "" where all are shown."""
    if shown == of:
        return ""
    text = f"The first {shown} of {of:,} rows"
    if whole:
        address = PROCESSED / f"{whole}.csv"
        text += f'; <a href="{address}">all of them</a>'
    return f'\n<caption style="caption-side: bottom">{text}.</caption>'


def _reference(character: re.Match[str]) -> str:
    """Return a character as the reference that shows it."""
    return f"&#{ord(character[0])};"


def _last_as_reference(start: re.Match[str]) -> str:
    """Return the start of a text with its last character as a reference."""
    text = start[0]
    return f"{text[:-1]}&#{ord(text[-1])};"
