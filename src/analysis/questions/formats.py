"""Cells as sentences have them: days, numbers, sums of money and names, in English and Japanese."""

import pandas as pd

from .. import periods

LANGUAGES = ["en", "ja"]
MONEY = "units of `currency`"
PLAIN = ["year", "fiscal year"]  # numbers that are written without a sign for the thousands
CURRENCIES = {
    "JPY": ("yen", "円"),
    "USD": ("US dollars", "米ドル"),
    "AUD": ("Australian dollars", "豪ドル"),
    "GBP": ("pounds", "ポンド"),
    "EUR": ("euros", "ユーロ"),
}
BOUNDS = {
    "about": ("about {}", "約{}"),
    "at least": ("at least {}", "{}以上"),
    "at most": ("at most {}", "{}以下"),
}
JAPANESE_DATES = {"day": "{0.year}年{0.month}月{0.day}日", "month": "{0.year}年{0.month}月"}
JAPANESE_DATES |= {"year": "{0.year}年", "fiscal year": "{0.year}年度"}
MYRIADS = [(10**12, "兆"), (10**8, "億"), (10**4, "万")]
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def said(row: pd.Series, field: dict, language: str, names: pd.DataFrame) -> str:
    """Return a cell as a sentence has it.

    Parameters
    ----------
    row : pandas.Series
        The row of the table; the cell is not missing.
    field : dict
        The description of its column.
    language : str
        One of `LANGUAGES`.
    names : pandas.DataFrame
        The table `countries`.
    """
    value = row[field["name"]]
    if isinstance(value, pd.Timestamp):
        return date(value, _precision(row, field), language)
    if field.get("unit") == MONEY:
        return _bounded(money(int(value), row["currency"], language), row.get("bound"), language)
    if field.get("unit") == "yen":
        return money(int(value), "JPY", language)
    if pd.api.types.is_number(value) and not isinstance(value, bool):
        return number(value, field.get("unit", ""), language)
    if field["name"].endswith("iso3"):
        return country(str(value), language, names)
    if "list" in field:
        return listed(str(value).split(field["list"]), language)
    return str(value)


def _precision(row: pd.Series, field: dict) -> str:
    return str(row[field["precision"]]) if "precision" in field else "day"


def _bounded(text: str, bound: object, language: str) -> str:
    """Return a sum with the word that says how exact it is."""
    pattern = BOUNDS.get(str(bound), ("{}", "{}"))[LANGUAGES.index(language)]
    return pattern.format(text)


def date(value: pd.Timestamp, precision: str, language: str) -> str:
    """Return a date, no more precise than it is known: "21 April 1967" or "1967年4月21日"."""
    if language == "en":
        return periods.in_words(value, precision)
    return JAPANESE_DATES[precision].format(value)


def number(value: float, unit: str, language: str) -> str:
    """Return a number: "1,464", "68.3", the year "2023" as it is, a place as "32nd" or "32位"."""
    if unit == "place":
        return ordinal(int(value)) if language == "en" else f"{int(value)}位"
    if unit in PLAIN:
        return f"{int(value)}"
    return f"{value:,g}" if value != int(value) else f"{int(value):,}"


def ordinal(value: int) -> str:
    """Return a place in English: "1st", "11th", "32nd"."""
    ending = "th" if value % 100 in (11, 12, 13) else ENDINGS.get(value % 10, "th")
    return f"{value}{ending}"


def money(amount: int, currency: str, language: str) -> str:
    """Return a sum: "1.921 billion yen", "28,000 US dollars"; "19億2100万円"."""
    english, japanese = CURRENCIES.get(currency, (currency, currency))
    if language == "ja":
        return f"{myriads(amount)}{japanese}"
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if amount >= size:
            return f"{amount / size:g} {word} {english}"
    return f"{amount:,} {english}"


def myriads(amount: int) -> str:
    """Return a whole number in Japanese groups of four digits: 1921000000 → "19億2100万"."""
    parts = []
    for size, word in MYRIADS:
        if amount >= size:
            parts.append(f"{amount // size}{word}")
            amount %= size
    if amount or not parts:
        parts.append(str(amount))
    return "".join(parts)


def country(iso3: str, language: str, names: pd.DataFrame) -> str:
    """Return the customary name of a country."""
    (name,) = names.loc[names["iso3"] == iso3, f"name_{language}"]
    return str(name)


def listed(items: list[str], language: str) -> str:
    """Return several things in a sentence: "a, b and c"; "a、b、c"."""
    if language == "ja":
        return "、".join(items)
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]
