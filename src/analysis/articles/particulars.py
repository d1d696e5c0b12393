"""In which language a text is."""

import re
from collections import Counter

SCRIPTS = {
    "kana": re.compile("[ぁ-んァ-ヶ]+"),
    "han": re.compile("[一-鿿]+"),
    "cyr": re.compile("[а-яіїєґА-ЯІЇЄҐ]+"),
    "hangul": re.compile("[가-힣]+"),
}
OTHER_SCRIPT = re.compile("[ぁ-んァ-ヶ一-鿿а-яіїєґА-ЯІЇЄҐ가-힣]")
NOT_LATIN = bytes(code for code in range(256) if not chr(code).isalpha() or code > 127)
COMMON = {  # the commonest words of languages in Latin script
    "en": "the of and to that with for was",
    "de": "der die und das nicht mit ist",
    "fr": "le les des et une dans est",
    "es": "el los las una que por con",
    "it": "il che della per gli una con",
    "pl": "nie się jest przez oraz który na",
}


BLANKS = bytes(32 if code in NOT_LATIN else code for code in range(256))
COMMONEST = frozenset(" ".join(COMMON.values()).split())
WORD = re.compile(r"[^\W\d_]+")


def language(text: str) -> str | None:
    """Return the language of a text (ISO 639-1); None where neither script nor words tell."""
    count = dict.fromkeys(SCRIPTS, 0)
    if not text.isascii() and OTHER_SCRIPT.search(text):
        count = {name: sum(map(len, signs.findall(text))) for name, signs in SCRIPTS.items()}
    count["latin"] = len(text.encode("ascii", "ignore").translate(None, NOT_LATIN))
    alphabetic = count["latin"] + count["cyr"] + count["hangul"]
    if count["kana"] + count["han"] > 0.15 * (alphabetic + 1):
        return "ja" if count["kana"] else "zh"
    if count["hangul"] > count["latin"] + count["cyr"]:
        return "ko"
    if count["cyr"] > count["latin"]:
        ukrainian = len(re.findall("[іїєґІЇЄҐ]", text))
        return "uk" if ukrainian > len(re.findall("[ыэъёЫЭЪЁ]", text)) else "ru"
    words = Counter(filter(COMMONEST.__contains__, _words(text.lower())))
    shares = {name: sum(words[word] for word in common.split()) for name, common in COMMON.items()}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] > 0 else None


def _words(text: str) -> list[str]:
    """Return the words of a text; one in ASCII is parted by bytes, which is quicker."""
    if text.isascii():
        return text.encode().translate(BLANKS).decode().split()
    return WORD.findall(text)
