"""Sums of money in the currency, and with the bound, in which they are printed."""

import re
from decimal import Decimal

from . import columns
from .numerals import LEAD, NUMBER, SIGN, TAIL, bound, value, whole
from .text import agreed, plain

# A name that several countries share (a bare $, dollars, ペソ, フラン) is not here; ドル alone is the American one.
_CURRENCIES = {
    "JPY": "円|日本円|¥|JP¥|JPY|yen|Japanese yen",
    "USD": "ドル|米ドル|米国・ドル|アメリカ・ドル|USドル|US$|$US|U.S.$|U.S. $|US $|米$|USD|US dollar|U.S. dollar",
    "AUD": "豪ドル|豪州・ドル|オーストラリア・ドル|A$|AU$|$A|AUD|Australian dollar",
    "CAD": "加ドル|カナダ・ドル|C$|CA$|CAD|Canadian dollar",
    "NZD": "NZドル|ニュージーランド・ドル|NZ$|NZD|New Zealand dollar",
    "SGD": "シンガポール・ドル|S$|SGD|Singapore dollar",
    "HKD": "香港ドル|HK$|HKD|Hong Kong dollar",
    "TWD": "台湾ドル|新台湾ドル|NT$|TWD",
    "FJD": "フィジー・ドル|FJ$|FJD|Fiji dollar|Fijian dollar",
    "GBP": "ポンド|英ポンド|£|UK£|GBP|pound|pounds sterling|pound sterling|British pound",
    "EUR": "ユーロ|€|EUR|euro",
    "CHF": "スイス・フラン|CHF|Swiss franc",
    "SEK": "スウェーデン・クローナ|SEK",
    "NOK": "ノルウェー・クローネ|NOK",
    "CNY": "人民元|中国元|CN¥|RMB|CNY",
    "KRW": "ウォン|韓国ウォン|₩|KRW|South Korean won",
    "INR": "インド・ルピー|₹|INR|Indian rupee",
    "PHP": "フィリピン・ペソ|比ペソ|₱|PHP|Philippine peso",
    "IDR": "ルピア|インドネシア・ルピア|IDR|rupiah",
    "MYR": "リンギット|リンギ|マレーシア・リンギット|RM|MYR|ringgit|Malaysian ringgit",
    "THB": "バーツ|タイ・バーツ|THB|baht",
    "VND": "ドン|ベトナム・ドン|VND",
    "UAH": "フリヴニャ|フリブナ|₴|UAH|hryvnia",
}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "k": 1000,
    "million": 10**6,
    "mn": 10**6,
    "mil": 10**6,
    "m": 10**6,
}
_SCALES |= {
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "trn": 10**12,
    "tn": 10**12,
}
_WORDS = {
    word: n
    for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
}
_WORDS |= {"hundred": 100}


def _key(name):
    return re.sub(r"[・\s]", "", name.lower()).removesuffix("s")


def _any(words):
    names = map(re.escape, words)
    return "|".join(
        name.replace("・", "・?") + ("s?" if name[-1].islower() else "") for name in names
    )


_CODES = {_key(name): code for code, names in _CURRENCIES.items() for name in names.split("|")}
_NAMES = [name for names in _CURRENCIES.values() for name in names.split("|")]
_SUM = re.compile(
    rf"{LEAD}(?P<sign>{SIGN})?(?:(?![0-9円])(?P<left>{_any(_NAMES)}))?\s*"
    rf"(?:(?P<number>{NUMBER})|(?:an?\s)?(?P<word>{'|'.join(_WORDS)}))(?P<scales>(?:[\s-]?(?:hundred|thousand)(?=[\s-]))?(?:[\s-]?(?:{'|'.join(_SCALES)}))?)"
    rf"(?P<more>余り?)?(?:[\s-]?(?P<right>{_any(_NAMES)}))?{TAIL}",
    re.IGNORECASE | re.ASCII,
)


def to_money(values, errors="raise"):
    """Return a frame of amount, currency (ISO 4217) and bound (exact, about, at least, at most), one row a value.

    19億2,100万円 → 1921000000, JPY, exact. Amounts are Int64; a column with a fraction (US$1.25) holds exact int and
    Decimal objects. Several spellings (`A / B`, `A (B)`) must agree in all three. Raises ValueError for a text that is
    not one sum in a certain currency: a bare "$", 億 alone, a range, two sums, 無償, a sum per year.
    `errors="coerce"` gives missing values.
    """
    return columns.frame(
        values, _money, {"amount": _dtype, "currency": "str", "bound": "str"}, errors
    )


def _dtype(amounts):
    return (
        "Int64" if all(amount is None or isinstance(amount, int) for amount in amounts) else object
    )


def _money(text):
    return agreed(plain(text), _sum)


def _sum(text):
    found = _SUM.fullmatch(text)
    if not found:
        raise ValueError("is not one sum of money that is understood")
    codes = {_CODES[_key(name)] for name in (found["left"], found["right"]) if name}
    if len(codes) != 1:
        raise ValueError("names no currency, or two")
    amount = _amount(found["number"], found["word"], re.findall("[a-z]+", found["scales"].lower()))
    return _exact(-amount if found["sign"] else amount), codes.pop(), bound(found)


def _amount(number, word, scales):
    amount = value(number) if number else _WORDS[word.lower()]
    if not scales and number and re.search(r"\.[0-9]{3,}$", number):
        raise ValueError("has a point that may part thousands")
    if scales and number and re.search("[百千万億兆京]", number):
        raise ValueError("counts in units of two languages")
    for scale in scales:
        amount *= _SCALES[scale]
    return amount


def _exact(amount):
    """Return an int, or a Decimal if it is not whole. Raises ValueError for more than 64 bits or 8 decimals."""
    if amount.denominator == 1:
        return whole(amount)
    if 10**8 % amount.denominator:
        raise ValueError("has too many decimals")
    return Decimal(whole(amount * 10**8)).scaleb(-8).normalize()
