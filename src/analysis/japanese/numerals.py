"""Numerals: 1,464 and 千四百六十四 and 一四六四 and 19億2,100万, and the words that stand around a number."""

import re
from fractions import Fraction
from functools import lru_cache

from . import columns
from .text import plain

_KANJI = "〇一二三四五六七八九"
_FIGURES = str.maketrans(_KANJI, "0123456789")
_SMALL = {"千": 1000, "百": 100, "十": 10}
_LARGE = {"京": 10**16, "兆": 10**12, "億": 10**8, "万": 10**4, "": 1}
_MIXED = re.compile(
    f"[0-9][{_KANJI}]|[{_KANJI}][0-9]|[{_KANJI}]{{2,}}[十百千]"
)  # 二三百 is "two or three hundred"
_GROUPED = re.compile(f"(?<=[{_KANJI}])、(?=[{_KANJI}]{{3}}(?:$|[^{_KANJI}]))")
_POINT = re.compile("(?<=[0-9])・(?=[0-9]+[百千万億兆京])")
_ARABIC = r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?"
_WHOLE = re.compile("0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_BLOCK = re.compile(rf"(?:({_ARABIC})?千)?(?:({_ARABIC})?百)?(?:({_ARABIC})?十)?({_ARABIC})?")
_SPLIT = re.compile("([^京兆億万]*)([京兆億万]|$)")

NUMBER = r"[0-9〇一二三四五六七八九十百千万億兆京,.・、]+"
SIGN = "[△▲\u2212]|マイナス"
# Words before and after a number, by the bound they set; "" sets none.
BEFORE = {
    "about": "約|およそ|おおよそ|おおむね|概ね|凡そ|ほぼ|だいたい|大体|≒|≈|"
    "about|approximately|approx\\.?|around|roughly|some",
    "at most": "最大限?|最高|上限|(?:供与)?限度額?|"
    "up to|at most|not? more than|not exceeding|(?:a )?maximum(?: of)?|less than",
    "at least": "最低|最小|下限|少なくとも|at least|not? less than|more than|over|(?:a )?minimum(?: of)?",
    "": "(?:総|合)計金?額?|累計|計|(?:総|金|予算|供与|契約|贈与)額|契約金額|総?事業費|予算|価格|費用|"
    "総数|件数|金|全体|合わせて|延べ|(?:a )?total(?: of)?",
}
AFTER = {
    "about": "程度|ほど|前後|くらい|ぐらい|の?規模|or so",
    "at most": "以下|以内|未満|まで|(?:[をが]|まで[をが])?(?:限度|上限)(?:額|に|とし|として|とする)?|"
    "を超えない(?:範囲|額|もの)?|or less",
    "at least": "余り?|あまり|以上|超|を超える|を?上回る|を下回らない|or more",
    "": "也|ちょうど",
}
_COUNTERS = (
    "件|個|台|機|基|隻|艘|艇|両|輛|輌|門|挺|丁|発|弾|着|点|品目?|種類?|類型|部品|名|人|社|者|本|枚|冊|組|回|校|棟|通|頁|"
    "分野|機関|団体|案件|事例|事案|項目|課題|部隊|株|[かカヵヶケ箇][国所]|セット|ページ|チーム|ユニット|"
    r"permits?|licen[cs]es?|cases?|items?|units?|pieces?|sets?|kinds?|types?|part\stypes|countries|companies|people|"
    "ships?|vessels?|boats?|aircraft|vehicles?|tanks?|trucks?|radars?|rounds?|helmets?|vests?|missiles?|engines?"
)


def marks(table, side):
    """Return the pattern of the bound words of a table, each bound a group named by `side` and its place."""
    return "|".join(f"(?P<{side}{place}>{words})" for place, words in enumerate(table.values()))


def bound(found):
    """Return exact, about, at least or at most, as the words that a match found around a number say."""
    if not (found["lead"] or found["more"] or found["tail"]):
        return "exact"
    said = {"at least"} if found["more"] else set()
    for side, table in (("b", BEFORE), ("a", AFTER)):
        said |= {word for place, word in enumerate(table) if found[f"{side}{place}"]}
    if said >= {"at least", "at most"}:
        raise ValueError("is said to be both at least and at most")
    return next((word for word in ("at least", "at most", "about") if word in said), "exact")


LEAD = rf"(?P<lead>(?:(?![0-9])(?:{marks(BEFORE, 'b')})(?:で[はも]?|[にはがの:])?\s*)*)"
TAIL = rf"(?P<tail>(?:(?!$)\s*(?:{marks(AFTER, 'a')}))*)"
_COUNT = re.compile(
    rf"{LEAD}(?P<sign>{SIGN})?(?P<number>{NUMBER})(?P<more>余り?)?\s*(?:{_COUNTERS}|\((?:{_COUNTERS})\))?{TAIL}",
    re.IGNORECASE | re.ASCII,
)


def to_number(values, errors="raise"):
    """Return the whole number that a text counts: 1,464件 → 1464; a Series → Int64.

    約, 以上 and their like are read over. Raises ValueError for what is not one count: a name (61式, PAC-3), a measure
    (5.56 mm), two counts, a range, a fraction, or grouping other than by thousands. `errors="coerce"` gives <NA>.
    """
    return columns.series(values, _count, "Int64", errors=errors)


def _count(text):
    found = _COUNT.fullmatch(plain(text))
    if not found or "・" in found["number"]:
        raise ValueError("is not one count")
    bound(found)
    number = value(found["number"])
    if number.denominator > 1 or (
        "." in found["number"] and not set(found["number"]) & set("百千万億兆京")
    ):
        raise ValueError("is not a whole number")
    return whole(-number if found["sign"] else number)


def whole(number):
    """Return an integer that fits 64 bits. Raises ValueError for one that does not."""
    if abs(number) >= 2**63:
        raise ValueError("is too large")
    return int(number)


@lru_cache(maxsize=4096)
def field(text):
    """Return the number that stands for a year, month or day: 5, 05, 五, 〇五, 二十二, 二二, 元."""
    if text == "元":
        return 1
    return int(value(text) if set(text) & set(_SMALL) else text.translate(_FIGURES))


def value(text):
    """Return the exact value (an int or a Fraction) of a number in either script, with or without 万, 億, 兆, 京."""
    if _WHOLE.fullmatch(text):
        return int(text.replace(",", ""))
    if _MIXED.search(text):
        raise ValueError("mixes two ways of writing a number")
    text = _POINT.sub(".", _GROUPED.sub(",", text).translate(_FIGURES))
    total, above = 0, None
    for part, unit in _SPLIT.findall(text):
        if not part and not unit:
            continue
        amount = _block(part) * _LARGE[unit]
        if above is not None and (
            _LARGE[unit] >= above or amount >= above or total.denominator > 1
        ):
            raise ValueError("has units out of order")
        total, above = total + amount, _LARGE[unit]
    return total


def _block(text):
    """Return the value of what stands before 万, 億, …: 2,100 or 二千百 or 2千5百."""
    if _WHOLE.fullmatch(text):
        return int(text.replace(",", ""))
    found = _BLOCK.fullmatch(text)
    if not found or not text:
        raise ValueError("has a number that is not well formed")
    total, above = 0, None
    for part, unit in zip(found.groups(), (*_SMALL, ""), strict=True):
        if part is None and (not unit or unit not in text):
            continue
        part = (part or "1").replace(",", "")
        amount = (Fraction(part) if "." in part else int(part)) * _SMALL.get(unit, 1)
        if (
            above is not None
            and (amount >= above or total.denominator > 1)
            or (unit and not amount)
        ):
            raise ValueError("has units out of order")
        total, above = total + amount, _SMALL.get(unit, 1)
    return total
