"""Characters: what a sign in an official text stands for, before anything is read from it."""

import re
import unicodedata

from . import columns

LETTERS = "ぁ-ゖァ-ヺー一-鿿㐀-䶿々〆〇"
DIGITS = "0-9〇一二三四五六七八九"
LONGEST = 200  # characters; a longer text is not one value

_SETTLED = re.compile(f"[!-~{LETTERS}、。・〜]*|[!-~]+(?: [!-~]+)*")  # needs no normalising
# List marks, superscripts and fractions, of which NFKC would make figures: ①, ㈠, m², 1½.
_KEPT = re.compile("([²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟↉①-⓿㈠-㈩㉈-㉟㊀-㊉㊱-㊿🄀-🄌]+)")
# Radicals that NFKC leaves alone or turns into a form not used in Japan; ～ is the 〜 of Windows code page 932.
_MENDED = dict(
    zip(
        "⼾⾭⿆⿈⿊⺠⻁⻄⻆⻑⻘⻝⻣⻤⻦⻨⻩⻫⻭⻯⻲～",
        "戸青麦黄黒民虎西角長青食骨鬼鳥麦黄斉歯竜亀〜",
        strict=True,
    )
)
# Those, and soft hyphens, joiners, marks of direction, selectors of a variant, which say nothing.
_SILENT = "\u00ad\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
_MENDING = re.compile(f"[{''.join(_MENDED)}{_SILENT}]")
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANKS, _BLANK_LINES = re.compile(r"[^\S\n]+"), re.compile("\n{3,}")
_AROUND_LINE_END = re.compile(" *\n *")
_WRAPPED = re.compile(f"(?<=[{LETTERS}])\n(?=[{LETTERS}0-9])|(?<=[0-9])\n(?=[{LETTERS}])")
_TOKEN = f"(?:[(「]?[{LETTERS}][)」、。]?|[0-9][0-9,.]*)"
_SPACED = re.compile(rf"(?<!\S){_TOKEN}(?: {_TOKEN}){{2,}}(?!\S)")
_CELLS = re.compile(r"(?<![^ ])(?:[0-9][0-9,.]+ [0-9]|[0-9] [0-9][0-9,.])")

_SAME = {
    "[〔【〈《「『{": "(",
    "]〕】〉》」』}": ")",
    "‐‑–": "-",
    "零": "〇",
    "壱壹": "一",
    "弐貳": "二",
    "参參": "三",
}
_SAME |= {
    "伍": "五",
    "拾": "十",
    "佰": "百",
    "仟阡": "千",
    "萬": "万",
    "圓": "円",
    "廿": "二十",
    "卅": "三十",
}
_PLAIN = str.maketrans({sign: same for signs, same in _SAME.items() for sign in signs})
_CIRCLE_AS_ZERO = re.compile("(?<=[〇一二三四五六七八九])[○◯]+")
# Spaces beside Japanese letters or brackets, but not between two numbers.
_LOOSE = re.compile(
    rf"(?!(?<=[{DIGITS}十百千,.])\s+[{DIGITS}])(?:(?<=[{LETTERS}()])\s+|\s+(?=[{LETTERS}()]))"
)
_UNEVEN = re.compile(rf"[{re.escape(''.join(_SAME))}○◯\s]")
_FULL_STOP = re.compile(r"(?<=[^\d\s])[。.、,;]$")
_IN_BRACKETS = re.compile(r"(.+)\(((?:[^()]|\([^()]*\))*)\)")
# A whole value in brackets; not (百万円), a unit, nor (三), a list mark.
_ALL_IN_BRACKETS = re.compile(rf"\((?=[^()]*[ぁ-ヶ円年件])(?=[^()]*(?!〇)[{DIGITS}])([^()]*)\)")
_BETWEEN = re.compile(rf"\s+/\s+|(?<![{DIGITS}十元])/|/(?![{DIGITS}十元\s])|[;=]|(?<=度)・")


def normalise(values):
    """Return a text, or a Series of texts, in the form in which equal words compare equal: NFKC with exceptions.

    ①, m² and ½ stay as they are (NFKC makes figures of them), radicals become letters, 〜 stays a range (～ becomes
    〜), ー ― ─ stay apart, a space between every character and a line break inside a Japanese word or year are closed;
    a blank line stays. Missing stays missing. Raises ValueError for what is not text.
    """
    return columns.series(values, normal, "str", missing=None)


def normal(text):
    """Return one text normalised."""
    if _SETTLED.fullmatch(text):
        return text
    if not text.isascii():
        parts = _KEPT.split(_MENDING.sub(lambda found: _MENDED.get(found[0], ""), text))
        parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
        text = "".join(parts)
        if _SETTLED.fullmatch(text):
            return text
    text = _LINE_END.sub("\n", text)
    text = _AROUND_LINE_END.sub("\n", _BLANKS.sub(" ", text)).strip()
    text = _BLANK_LINES.sub("\n\n", text)
    return _SPACED.sub(_closed, _WRAPPED.sub("", text))


def plain(text):
    """Return one text as the readers take it: normalised, one kind of bracket, everyday numerals, no loose spaces."""
    if len(text) > 5 * LONGEST:
        raise ValueError("is too long to be one value")
    text = normal(text)
    if len(text) > LONGEST:
        raise ValueError("is too long to be one value")
    if not (_UNEVEN.search(text) or text.startswith("(") or text[-1:] in "。.、,;"):
        return text
    text = _CIRCLE_AS_ZERO.sub(lambda found: "〇" * len(found[0]), text.translate(_PLAIN))
    text = _FULL_STOP.sub("", _LOOSE.sub("", text))
    return _ALL_IN_BRACKETS.sub(r"\1", text) if text.startswith("(") else text


def answers(text, read):
    """Return what `read` says of a text, or of each of its spellings: `A / B`, `A = B`, `A; B`, `A (B)`.

    Raises ValueError if neither the whole nor each of the parts can be read.
    """
    try:
        return [read(text)]
    except ValueError:
        found = _IN_BRACKETS.fullmatch(text)
        parts = found.groups() if found else _BETWEEN.split(text)
        if len(parts) < 2:
            raise
    return [answer for part in parts for answer in answers(part.strip(), read)]


def agreed(text, read):
    """Return the one answer that all spellings in a text give. Raises ValueError if they differ."""
    first, *others = answers(text, read)
    if any(other != first for other in others):
        raise ValueError("its spellings do not agree")
    return first


def _closed(found):
    """Close a run of single characters, unless longer figures stand side by side in it: the cells of a table."""
    letters = sum(token[0] not in "0123456789" for token in found[0].split(" "))
    return found[0] if letters < 2 or _CELLS.search(found[0]) else found[0].replace(" ", "")
