"""In which language a text is."""

import re
from collections import Counter

SCRIPTS = {
    "kana": re.compile("[ぁ-んァ-ヶ]+"),
    "han": re.compile("[一-鿿]+"),
    "cyr": re.compile("[а-яіїєґА-ЯІЇЄҐ]+"),
    "hangul": re.compile("[가-힣]+"),
    "latin": re.compile("[A-Za-z]+"),
}
COMMON = {  # the commonest words of languages in Latin script
    "en": "the of and to that with for was",
    "de": "der die und das nicht mit ist",
    "fr": "le les des et une dans est",
    "es": "el los las una que por con",
    "it": "il che della per gli una con",
    "pl": "nie się jest przez oraz który na",
}


def language(text: str) -> str | None:
    """Return the language of a text (ISO 639-1); None where neither script nor words tell."""
    count = dict.fromkeys(SCRIPTS, 0)
    for name, signs in SCRIPTS.items():
        if name == "latin" or not text.isascii():
            count[name] = sum(map(len, signs.findall(text)))
    alphabetic = count["latin"] + count["cyr"] + count["hangul"]
    if count["kana"] + count["han"] > 0.15 * (alphabetic + 1):
        return "ja" if count["kana"] else "zh"
    if count["hangul"] > count["latin"] + count["cyr"]:
        return "ko"
    if count["cyr"] > count["latin"]:
        ukrainian = len(re.findall("[іїєґІЇЄҐ]", text))
        return "uk" if ukrainian > len(re.findall("[ыэъёЫЭЪЁ]", text)) else "ru"
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    shares = {name: sum(words[word] for word in common.split()) for name, common in COMMON.items()}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] > 0 else None
