"""Characters: what a sign in an official text stands for, before anything is read from it."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from . import columns

Answer = TypeVar("Answer")

LETTERS = "ぁ-ゖァ-ヺー一-鿿㐀-䶿々〆〇"
DIGITS = "0-9〇一二三四五六七八九"
LONGEST = 200  # characters; a longer text is not one value

_SETTLED = re.compile(f"[!-~{LETTERS}、。・〜]*|[!-~]+(?: [!-~]+)*")  # needs no normalising
# List marks, superscripts and fractions, of which NFKC would make figures: ①, ㈠, m², 1½.
_KEPT = re.compile("([²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟↉①-⓿㈠-㈩㉈-㉟㊀-㊉㊱-㊿🄀-🄌]+)")
# Radicals that NFKC leaves alone or turns into a form not used in Japan.
# ～ is the 〜 of Windows code page 932.
_MENDED = dict(
    zip(
        "⼾⾭⿆⿈⿊⺠⻁⻄⻆⻑⻘⻝⻣⻤⻦⻨⻩⻫⻭⻯⻲～",
        "戸青麦黄黒民虎西角長青食骨鬼鳥麦黄斉歯竜亀〜",
        strict=True,
    )
)
# Those, and soft hyphens, joiners, marks of direction, selectors of a variant, which say nothing.
_SILENT = (
    "\u00ad\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef"
)
_MENDING = re.compile(f"[{''.join(_MENDED)}{_SILENT}]")
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile("\n{3,}")
_AROUND_LINE_END = re.compile(" *\n *")
_WRAPPED = re.compile(f"(?<=[{LETTERS}])\n(?=[{LETTERS}0-9])|(?<=[0-9])\n(?=[{LETTERS}])")
_TOKEN = f"(?:[(「]?[{LETTERS}][)」、。]?|[0-9][0-9,.]*)"
_SPACED = re.compile(rf"(?<!\S){_TOKEN}(?: {_TOKEN}){{2,}}(?!\S)")  # 防 衛 装 備
_CELLS = re.compile(r"(?<![^ ])(?:[0-9][0-9,.]+ [0-9]|[0-9] [0-9][0-9,.])")  # 12 15

# Signs that mean the same in a value, by the one that the readers know.
_SAME = {
    "(": "[〔【〈《「『{",
    ")": "]〕】〉》」』}",
    "-": "‐‑–",
    "〇": "零",
    "一": "壱壹",
    "二": "弐貳",
    "三": "参參",
    "五": "伍",
    "十": "拾",
    "百": "佰",
    "千": "仟阡",
    "万": "萬",
    "円": "圓",
    "二十": "廿",
    "三十": "卅",
}
_PLAIN = str.maketrans({sign: same for same, signs in _SAME.items() for sign in signs})
# Figures of deeds that are also words (陸, the army): read beside a unit or another figure.
_DEED = str.maketrans("肆陸漆柒捌玖", "四六七七八九")
_BESIDE = "〇一二三四五六七八九十百千万億兆"
_DEED_FIGURE = re.compile(f"(?<=[{_BESIDE}])[肆陸漆柒捌玖]|[肆陸漆柒捌玖](?=[{_BESIDE}])")
_CIRCLE_AS_ZERO = re.compile("(?<=[〇一二三四五六七八九])[○◯]+")
# Spaces beside Japanese letters or brackets, but not between two numbers.
_LOOSE = re.compile(
    rf"""
    (?! (?<=[{DIGITS}十百千,.]) \s+ [{DIGITS}] )          # 1 921 stays two numbers
    (?: (?<=[{LETTERS}()]) \s+ | \s+ (?=[{LETTERS}()]) )   # 平成 29 年
    |
    (?<=千) \s+ (?= [{DIGITS}]? [百十] )                   # 三千 八百, but not 千 五
    |
    (?<=百) \s+ (?= [{DIGITS}]? 十 )                       # 八百 九十六
    """,
    re.VERBOSE,
)
_UNEVEN = re.compile(rf"[{re.escape(''.join(_SAME.values()))}肆陸漆柒捌玖○◯\s]")
_FULL_STOP = re.compile(r"(?<=[^\d\s])[。.、,;]$|(?<=\d)。$")
_IN_BRACKETS = re.compile(r"(.+)\(((?:[^()]|\([^()]*\))*)\)")
# A whole value in brackets; not (百万円), a unit, nor (三), a list mark.
_ALL_IN_BRACKETS = re.compile(rf"\((?=[^()]*[ぁ-ヶ円年件])(?=[^()]*(?!〇)[{DIGITS}])([^()]*)\)")
_BETWEEN = re.compile(
    rf"""
      \s+/\s+                                     # FY2023 / 令和5年度
    | (?<![{DIGITS}十元])/ | /(?![{DIGITS}十元\s])  # 20億円/2 billion yen, but not 2023/12/22
    | [;=]                                        # 20億円 = 2 billion yen
    | (?<=度)・                                   # 平成31年度・令和元年度
    """,
    re.VERBOSE,
)


def normalise(values: object) -> Any:
    """Return texts in the form in which equal words compare equal: NFKC with exceptions.

    ①, m² and ½ stay as they are (NFKC makes figures of them), radicals become letters, 〜 stays a
    range (～ becomes 〜), and ー ― ─ stay apart. A space between every character and a line break
    inside a Japanese word or year are closed; a blank line stays.

    Parameters
    ----------
    values : str or list-like of str
        Texts as printed.

    Returns
    -------
    str or pandas.Series of str
        The texts normalised; a Series keeps its index and name. Missing values stay missing.

    Raises
    ------
    ValueError
        If a value is not text.

    Examples
    --------
    >>> normalise("⽀援船 １８１億円")
    '支援船 181億円'
    >>> normalise(["防 衛 装 備", "4月1日～3月31日"]).tolist()
    ['防衛装備', '4月1日〜3月31日']
    """
    return columns.series(values, normal, "str", missing=None)


def normal(text: str) -> str:
    """Return one text normalised."""
    if _SETTLED.fullmatch(text):
        return text
    if not text.isascii():
        parts = _KEPT.split(_MENDING.sub(lambda sign: _MENDED.get(sign[0], ""), text))
        parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
        text = "".join(parts)
        if _SETTLED.fullmatch(text):
            return text
    text = _LINE_END.sub("\n", text)
    text = _AROUND_LINE_END.sub("\n", _BLANKS.sub(" ", text)).strip()
    text = _BLANK_LINES.sub("\n\n", text)
    return _SPACED.sub(_closed, _WRAPPED.sub("", text))


def plain(text: str) -> str:
    """Return one text as the readers take it: normalised, one kind of bracket, no loose spaces."""
    if len(text) > 5 * LONGEST:
        raise ValueError("is too long to be one value")
    text = normal(text)
    if len(text) > LONGEST:
        raise ValueError("is too long to be one value")
    if not (_UNEVEN.search(text) or text.startswith("(") or text[-1:] in "。.、,;"):
        return text
    text = _CIRCLE_AS_ZERO.sub(lambda circles: "〇" * len(circles[0]), text.translate(_PLAIN))
    text = _DEED_FIGURE.sub(lambda figure: figure[0].translate(_DEED), text)
    text = _FULL_STOP.sub("", _LOOSE.sub("", text))
    return _ALL_IN_BRACKETS.sub(r"\1", text) if text.startswith("(") else text


def answers(text: str, read: Callable[[str], Answer]) -> list[Answer]:
    """Return what `read` says of a text, or of each of its spellings: `A / B`, `A = B`, `A (B)`.

    Raises ValueError if neither the whole nor each of the parts can be read.
    """
    try:
        return [read(text)]
    except ValueError:
        bracketed = _IN_BRACKETS.fullmatch(text)
        parts = bracketed.groups() if bracketed else _BETWEEN.split(text)
        if len(parts) < 2:
            raise
    return [answer for part in parts for answer in answers(part.strip(), read)]


def agreed(text: str, read: Callable[[str], Answer]) -> Answer:
    """Return the one answer that all spellings in a text give. Raises ValueError if they differ."""
    first, *others = answers(text, read)
    if any(other != first for other in others):
        raise ValueError("its spellings do not agree")
    return first


def _closed(run: re.Match) -> str:
    """Return a run of single characters closed, unless it holds the cells of a table."""
    letters = sum(token[0] not in "0123456789" for token in run[0].split(" "))
    if letters < 2 or _CELLS.search(run[0]):
        return run[0]
    return run[0].replace(" ", "")
