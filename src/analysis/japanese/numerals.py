"""The value of a numeral: 1,464 and 千四百六十四 and 一四六四 and 19億2,100万."""

import re
from fractions import Fraction
from functools import lru_cache

Number = int | Fraction

_FIGURES = "〇一二三四五六七八九"
_TO_ARABIC = str.maketrans(_FIGURES, "0123456789")
_SMALL = {"千": 1000, "百": 100, "十": 10}
_LARGE = {"京": 10**16, "兆": 10**12, "億": 10**8, "万": 10**4, "": 1}

NUMBER = r"[0-9〇一二三四五六七八九十百千万億兆京,.・、]+"
_WHOLE = re.compile("0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_ARABIC = rf"(?:{_WHOLE.pattern})(?:\.[0-9]+)?"
_BLOCK = re.compile(
    rf"(?:((?:{_ARABIC}))?千)?(?:((?:{_ARABIC}))?百)?(?:((?:{_ARABIC}))?十)?((?:{_ARABIC}))?"
)
_BLOCKS = re.compile("([^京兆億万]*)([京兆億万]|$)")
_GROUPED = re.compile(f"(?<=[{_FIGURES}])、(?=[{_FIGURES}]{{3}}(?:$|[^{_FIGURES}]))")  # 一、四六四
_POINT = re.compile("(?<=[0-9])・(?=[0-9]+[百千万億兆京])")  # 19・21億
_TWO_SCRIPTS = re.compile(f"[0-9][{_FIGURES}]|[{_FIGURES}][0-9]")
# Four figures fill the block below 万, 億 or 兆: 43兆0529億, 一億〇五〇〇万.
_FILLED = re.compile("(?:[0-9]{4}|0,[0-9]{3})(?:[.][0-9]+)?")
# 7.765 behind 億 is a slip for 7,765: who counts on in a smaller unit writes no thousandths.
_SLIP = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
# Two neighbouring figures below 万, 億 or 兆: 一万二三 is 10,023 or 12,000 or 13,000.
_PAIR = re.compile("一二|二三|三四|四五|五六|六七|七八|八九")
# Zeros that only say that places are skipped: 百〇七, 千〇〇三, 千〇二十四, 百万〇四.
_SKIPPING = re.compile(
    f"(?P<above>^|[千百十])(?P<zeros>〇+)"
    f"(?=(?:[{_FIGURES[1:]}](?![{_FIGURES}])(?P<unit>[千百十])?|(?P<bare>[千百十])))"
)
_STRUNG = re.compile(
    rf"""
    [{_FIGURES}]{{2,}} [十百千]                 # 二三百: two or three hundred
    |
    [十百千]
    (?!                                        # but figures that fill all places, one a zero,
        (?<=百) [{_FIGURES[1:]}] 〇 $            # are read: 三百五〇
      | (?<=千) [{_FIGURES[1:]}] 〇 [{_FIGURES}] $  # 千五〇六, 千六〇〇
      | (?<=千) [{_FIGURES[1:]}]{{2}} 〇 $          # 千五六〇
    )
    [{_FIGURES}]{{2,}}                          # 百二三: 102 or 103
    |
    [十百千] 〇 $                                # 千〇
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=4096)
def field(text: str) -> int:
    """Return the number of a year, month or day: 5, 05, 五, 〇五, 二十二, 二二, 元."""
    if text == "元":
        return 1
    if set(text) & set(_SMALL):
        return int(value(text))
    return int(text.translate(_TO_ARABIC))


def whole(number: Number) -> int:
    """Return an integer that fits 64 bits. Raises ValueError for one that does not."""
    if not -(2**63) < number < 2**63:
        raise ValueError("is too large")
    return int(number)


def value(text: str) -> Number:
    """Return the exact value of a number in either script, with or without 万, 億, 兆, 京.

    Raises ValueError for figures that are not one number, or may mean two: 二三百, 百二三. Figures
    without a unit are read as they stand: newspapers print 二三人 for 23, and 二、三人 for 2 or 3.
    """
    if _WHOLE.fullmatch(text):
        return int(text.replace(",", ""))
    if _TWO_SCRIPTS.search(text):
        raise ValueError("mixes two ways of writing a number")
    text = _GROUPED.sub(",", text)
    text = _POINT.sub(".", text.translate(_TO_ARABIC)) if "・" in text else text
    total: Number = 0
    above = 0  # the last unit, once there is one
    for part, unit in _BLOCKS.findall(text):
        if not part and not unit:
            continue
        scale = _LARGE[unit]
        if above and scale >= above:
            raise ValueError("has units out of order")
        if above and _SLIP.fullmatch(part):
            raise ValueError("has a point that may part thousands")
        amount = _block(part, unit, room=above // scale) * scale
        if above and (amount >= above or total.denominator > 1):
            raise ValueError("has units out of order")
        total += amount
        above = scale
    return total


def _block(text: str, unit: str, room: int) -> Number:
    """Return the value of what stands before 万, 億, … or last: 2,100 or 二千百 or 2千5百.

    `room` is the large unit before the block, counted in the block's own unit; 0 for the first
    block. Only a block that has room may begin with zeros.
    """
    figures = text.translate(_TO_ARABIC)
    if room == 10**4 and _FILLED.fullmatch(figures):
        return Fraction(figures.replace(",", ""))
    if figures == "0" and (room or (unit and text == "〇")):
        raise ValueError("has a zero where no number begins")  # 〇億円 is a blank to fill in
    if room and _PAIR.fullmatch(text):
        raise ValueError("strings figures together, which may mean 'or'")
    if _WHOLE.fullmatch(figures):
        return int(figures.replace(",", ""))
    text = _SKIPPING.sub(lambda zeros: _without_zeros(zeros, room), text)
    if _STRUNG.search(text):
        raise ValueError("strings figures together, which may mean 'or'")
    return _united(text.translate(_TO_ARABIC))


def _without_zeros(skipping: re.Match, room: int) -> str:
    """Return what stands before zeros that say that places are skipped.

    One zero may stand for all skipped places, or each place has its own: 千〇三 and 千〇〇三.
    """
    above = _SMALL[skipping["above"]] if skipping["above"] else room
    below = _SMALL.get(skipping["unit"] or skipping["bare"], 1)
    skipped = len(str(above // below)) - 2
    if skipped < 1 or len(skipping["zeros"]) not in (1, skipped):
        raise ValueError("has a zero where no place is skipped")
    return skipping["above"]


def _united(text: str) -> Number:
    """Return the value of Arabic figures with 千, 百 and 十 between them."""
    block = _BLOCK.fullmatch(text)
    if not block or not text:
        raise ValueError("has a number that is not well formed")
    total: Number = 0
    above = 0
    for part, unit in zip(block.groups(), (*_SMALL, ""), strict=True):
        if part is None and (not unit or unit not in text):
            continue
        amount = Fraction((part or "1").replace(",", "")) * _SMALL.get(unit, 1)
        is_out_of_order = above and (amount >= above or total.denominator > 1)
        if is_out_of_order or (unit and not amount):
            raise ValueError("has units out of order")
        total += amount
        above = _SMALL.get(unit, 1)
    return total
