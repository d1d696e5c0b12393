"""Signs that no cell may hold, whatever its column: they hide, run, or are garbled."""

import re

UNSEEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f\u2028\u2029"  # control signs and line breaks: ESC, tab, U+2028
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2060-\u2065\ufeff"  # of no width
    "\u202a-\u202e\u2066-\u206f"  # those that turn the direction of writing
    "\ufff9-\uffff\ufdd0-\ufdef\ud800-\udfff"  # U+FFFD, where a letter was lost; no characters
    "\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff"  # private use, invisible tags
    "]"
)
# 繧､繝ｳ is what Excel on a Japanese Windows makes of イン. Elsewhere it makes ã‚¤ãƒ³ of it: one
# letter from â to é, then two that stand for the bytes 80 to BF. "créée’s" is neither.
GARBLED = re.compile("[縺繧繝ｦ-ﾟ]|[â-é][\x80-\xbfŒœŠšŸŽžƒˆ˜‘-”–—‚„†‡•…‰‹›€™]{2}")
MARKUP = re.compile(
    r"""</?[A-Za-z]             # <img src=x>, </script>
    | <[!?]                     # <!-- a comment, <?xml
    | &(\#\w+|[A-Za-z]\w*);     # &lt;, &#x3c;
    | ``` | ~~~                 # a code fence
    """,
    re.VERBOSE,
)
FORMULA = re.compile("[\\s\xad\u200b-\u200f\u2060-\u2064\ufeff]*[=+\\-@＝＋－＠\t\r]")
SAVE = "take back the last good file, open it as UTF-8 (in Excel: Data, From Text/CSV, 65001)"


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula.

    This is the one rule for raw tables that are read and for tables that are written: it looks
    behind blanks and signs of no width, and knows the full-width forms of the four signs.

    Parameters
    ----------
    text : str
        A cell that is neither a number nor a date.

    Returns
    -------
    bool
        True where the text begins with = + - @, their full-width forms, or a tab.

    Examples
    --------
    >>> is_formula("=HYPERLINK(1)"), is_formula(" ＝1+1"), is_formula("1+1=2")
    (True, True, False)
    """
    return FORMULA.match(text) is not None


def advice(text: str) -> str:
    """Return what is wrong with the signs of a cell and how to mend it; blank where nothing is."""
    unseen = UNSEEN.search(text)
    if unseen:
        return (
            f"holds the sign U+{ord(unseen[0]):04X}, which is not seen, breaks the line or "
            "stands for a lost letter; type the cell again without it"
        )
    if GARBLED.search(text):
        return f"is garbled: the file was opened in another encoding; {SAVE}, save as CSV UTF-8"
    if MARKUP.search(text):
        return "holds HTML or a code fence; write plain text"
    return ""
