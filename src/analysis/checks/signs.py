"""Signs that no cell may hold, whatever its column: they hide, run, or are garbled."""

import functools
import re
import unicodedata

LOOKED_AT = 131_072  # texts whose signs are known: most cells stand in many rows and builds
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
ODD_IN_ASCII = re.compile("[\x00-\x1f\x7f<&`~?]")  # without these, no plain text has such a sign
# What a spreadsheet makes of a whole cell, as it shows it, and then saves.
MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mai|Okt|Dez)"
ACCIDENTS = {
    rf"""[0-9]{{1,2}}[/.][0-9]{{1,2}}[/.][0-9]{{4}}     # 10/01/2017, 01.10.2017
       | (?:[0-9]{{1,2}}[-\ ])?{MONTH}[-\ ][0-9]{{2}}  # Oct-17, 1-Oct-17
       | [0-9]{{1,2}}[-\ .]{MONTH}                     # 1-Oct
    """: "is a day that a spreadsheet made of another text",
    r"-?[0-9](?:[.,][0-9]+)?E[+-]?[0-9]{1,3}": "is a number that a spreadsheet cut (1.92E+09)",
    r"\#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|NV|WERT!|BEZUG!) | \#{2,}": (
        "is a message of a spreadsheet in place of the value"
    ),
}
NO_VALUE = frozenset(
    {"NULL", "null", "(null)", "\\N", "NaN", "nan", "NaT", "<NA>", "NA", "N/A", "n/a", "None"}
)
SLASHES = re.compile("[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}")  # sources print it too: 2015/7/23
AS_TEXT = (
    "; type it again as the source has it, in a column that you have set to Text, and save as CSV "
    "UTF-8 (if the source prints it so, write the month as a word)"
)
# Japanese saved as “CSV” by a western Excel: ????; one sign lost: Cura?ao, 5 ? 6, 2014?24.
LOST = re.compile(r"\?{2,}|(?<=\w)\?(?=\w)|(?<=\s)\?(?=\s)|\A\?")
HELD = re.compile("[\xa0\u2007\u202f]")  # blanks that Numbers and web pages put for a plain one
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


@functools.lru_cache(maxsize=LOOKED_AT)
def advice(text: str) -> str:
    """Return what is wrong with the signs of a cell and how to mend it; blank where nothing is."""
    if text.isascii() and not ODD_IN_ASCII.search(text):
        return ""
    unseen = UNSEEN.search(text)
    if unseen:
        return (
            f"holds the sign U+{ord(unseen[0]):04X}, which is not seen, breaks the line or "
            "stands for a lost letter; type the cell again without it"
        )
    if GARBLED.search(text):
        return f"is garbled: the file was opened in another encoding; {SAVE}, save as CSV UTF-8"
    if LOST.search(text) and "://" not in text:
        return f"has lost letters: it was saved in another encoding; {SAVE}, save as CSV UTF-8"
    if HELD.search(text):
        return "holds a blank that does not break the line; write a plain one"
    if not unicodedata.is_normalized("NFC", text):
        return (
            "holds letters in parts, as macOS names files (か and its two strokes apart); "
            "type the cell again"
        )
    if MARKUP.search(text):
        return "holds HTML or a code fence; write plain text"
    return ""


@functools.lru_cache(maxsize=LOOKED_AT)
def accident(text: str, is_printed: bool = False) -> str:
    """Return what a spreadsheet did to a cell of text, and how to mend it; blank if nothing.

    `is_printed` says that the column holds what sources print, where 2015/7/23 is a day as printed.
    """
    if text in NO_VALUE:
        return "is a program's word for no value; leave the cell blank"
    for pattern, what in _ACCIDENTS.items():
        if pattern.fullmatch(text):
            return what + AS_TEXT
    if not is_printed and SLASHES.fullmatch(text):
        return f"is a day that a spreadsheet made of another text{AS_TEXT}"
    return ""


_ACCIDENTS = {re.compile(pattern, re.VERBOSE): what for pattern, what in ACCIDENTS.items()}
