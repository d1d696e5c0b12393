"""How a chart speaks: days, lists, counts and sentences, in the language that it is drawn in.

The sentences themselves stand in the charts, in English, with holes that `phrase` fills; their
Japanese is looked up in the table `page_words`.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from .. import periods
from ..language import is_japanese, phrase, said

JAPANESE_DAYS = {"day": "{0.year}年{0.month}月{0.day}日", "month": "{0.year}年{0.month}月"}


def word(text: str) -> str:
    """Return a word or a name of the tables in the language of the chart."""
    return str(said(text))


def coded(kind: str, code: str) -> str:
    """Return the word for a code that means another thing elsewhere, as "step: sale allowed"."""
    return word(f"{kind}: {code}") if is_japanese() else code


def words_of(texts: pd.Series) -> pd.Series:
    """Return a column of words in the language of the chart; what is missing stays so."""
    return texts.astype("str").where(texts.notna()).map(word, na_action="ignore")


def day(date: pd.Timestamp) -> str:
    """Return a day: "10 March 2024", 2024年3月10日."""
    return JAPANESE_DAYS["day"].format(date) if is_japanese() else periods.in_words(date)


def month(date: pd.Timestamp, form: str = "%B %Y") -> str:
    """Return a month: "March 2024", 2024年3月; `form` is how English writes it."""
    return JAPANESE_DAYS["month"].format(date) if is_japanese() else date.strftime(form)


def span(first: object, last: object) -> str:
    """Return years from one to another: "1976–2026", 1976～2026."""
    return f"{first}～{last}" if is_japanese() else f"{first}–{last}"


def year(date: pd.Timestamp) -> str:
    """Return a year as it stands in a name, before a colon or after a comma."""
    return f"{date.year}年" if is_japanese() else f"{date.year}"


def short_year(number: int) -> str:
    """Return a year in two figures, for a narrow column: "’23", 23."""
    return f"{number % 100:02}" if is_japanese() else f"’{number % 100:02}"


def percent(share: float, form: str = ".0%") -> str:
    """Return a share: "83%", 83％."""
    text = format(share, form)
    return text.replace("%", "％") if is_japanese() else text


def listed(words: Iterable[str]) -> str:
    """Return words as a sentence lists them: "a, b and c", or "none"."""
    names = [*words]
    if is_japanese():
        return "、".join(names) or word("none")
    *first, last = names or ["none"]
    return f"{', '.join(first)} and {last}" if first else last


def joined(words: Iterable[str]) -> str:
    """Return words one after another: "a, b, c", a、b、c."""
    return ("、" if is_japanese() else ", ").join(words)


def clauses(words: Sequence[str]) -> str:
    """Return parts of a description one after another, a full stop at the end."""
    return "；".join(words) + "。" if is_japanese() else "; ".join(words) + "."


def pair(name: str, text: str) -> str:
    """Return a name and what is said of it: "Apr 1967: text", 1967年4月：text."""
    return f"{name}：{text}" if is_japanese() else f"{name}: {text}"


def sentence(lead: str, words: str) -> str:
    """Return words after a lead, or with a capital where there is none."""
    return lead + words if lead else words[0].upper() + words[1:]


def described(title: str, *sentences: str) -> str:
    """Return the description of a chart: its title as a sentence, and what follows it."""
    if is_japanese():
        return "".join([f"{title}。", *sentences])
    return " ".join([f"{title}.", *sentences])


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 case", "2 cases", 2件."""
    if is_japanese():
        return phrase(f"{{count}} {noun}", count=number)
    return f"{number} {noun}{'' if number == 1 else 's'}"


def tallied(counts: pd.Series) -> str:
    """Return how many of each, where there are any, in words: "agreed 3, decided 1"."""
    between = "は" if is_japanese() else " "
    return joined(f"{name}{between}{count}" for name, count in counts.items() if count)
