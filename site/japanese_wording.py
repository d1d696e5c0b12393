"""How Japanese builds what English says otherwise: days, sums of money, counts of things."""

import re
import unicodedata

from analysis.language import named, phrase, said

UNITS = ["", "万", "億", "兆"]  # of ten thousand each
# What joins the parts of a sentence or a list
JOINTS = {
    ", ": "、",
    "; ": "、",
    ": ": "：",
    ":": "：",
    ".": "。",
    " ": "",
    " (": "（",
    ")": "）",
}
# What a report takes of the next step of a claim's chain, by the kind of that step
CREDITED = {
    "agency": "の報道を",
    "outlet": "の報道を",
    "self": "の報道を",
    "official on record": "の発言を",
    "document": "を",
    "unnamed officials": "の話を",
}
# A blank that an English template has after a mark which takes none in Japanese: "である。 条件"
BLANK = re.compile(
    r"([。、：；）」](?:</[a-z]+>)*) +(?=(?:<[a-z][^>]*>)*[（「ぁ-んァ-ヶ一-龥])",
)
VOICED = re.compile("[\u3099\u309a]")  # marks of voicing, apart from their letters
SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
VOWELS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみり",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれ",
    "お": "おこそとのほもよろを",
}
BOUNDS = {"about": "約{}", "at least": "{}以上", "at most": "{}以下"}


def day(text: str) -> str:
    """Return a date of `frames.rows`: "2024-03-10" → 2024年3月10日, "FY2024" → 2024年度."""
    if text.startswith("FY"):
        return f"{text[2:]}年度"
    parts = [str(int(part)) for part in text.split("-")]
    return "".join(part + unit for part, unit in zip(parts, "年月日", strict=False))


def money(value: int, currency: str, bound: str = "exact") -> str:
    """Return a sum as a newspaper prints it: 約1億ドル, 19億2,100万円."""
    told = number(value) + str(said(currency))
    return BOUNDS.get(bound, "{}").format(told)


def number(value: int) -> str:
    """Return a number in 兆, 億 and 万: 1921000000 → 19億2,100万."""
    parts = []
    rest = value
    for unit in UNITS:
        rest, part = divmod(rest, 10_000)
        if part:
            parts.append(f"{part:,}{unit}")
    return "".join(reversed(parts)) or "0"


def dictionary_order(reading: str) -> tuple[str, str]:
    """Return what a reading is sorted by in Japanese: 五十音順, as JIS X 4061 has it.

    Voicing and size count only between readings that are alike without them; ー counts as the
    vowel it draws out, ・ as nothing: オーストリア as おおすとりあ.
    """
    told = "".join(hiragana(letter) for letter in reading if letter != "・")
    plain = VOICED.sub("", unicodedata.normalize("NFD", told)).translate(SMALL)
    letters: list[str] = []
    for letter in plain:
        letters.append(vowel(letters[-1]) if letter == "ー" and letters else letter)
    return "".join(letters), told


def hiragana(letter: str) -> str:
    """Return a letter of katakana as hiragana, and any other as it is."""
    return chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter


def vowel(letter: str) -> str:
    """Return the vowel in which a letter of hiragana ends; of ん the letter itself."""
    return next((vowel for vowel, row in VOWELS.items() if letter in row), letter)


def tally(counts: dict[str, int]) -> str:
    """Return how many kinds of transfer a rule opened, widened and closed: its finding.

    `counts` holds the names of `wording.SHIFTS`, each with how many kinds it was.
    """
    parts = [phrase(f"{name}: {{count}} kinds", count=count) for name, count in counts.items()]
    return "、".join(parts)


def shortened(text: str, most: int = 30) -> str:
    """Return the beginning of a text, cut after a mark where there is one in reach."""
    if len(text) <= most:
        return text
    return re.sub(r"[、。（(「][^、。（(「]{0,9}$", "", text[:most]) + "…"


def without_blanks(page: bytes) -> bytes:
    """Return a page without the blanks that Japanese does not have after a mark."""
    return BLANK.sub(r"\1", page.decode("utf-8")).encode("utf-8")


def reason(best: dict | None) -> str:
    """Return why a fact has its grade, by its weightiest citation: see `frames.weightiest`."""
    if best is None:
        return str(said("No source that was read states it."))
    second = "second: {name}" if best["second"] else "no second source"
    return phrase(
        "{who} ({kind}) {says}, read: {read}; {second}.",
        who=named(best["who"]),
        kind=said(best["kind"]),
        says=said(f"says: {best['says']}"),
        read=said(f"read: {best['read']}"),
        second=phrase(second, name=named(best["second"])),
    )


def chain(steps: list[dict]) -> str:
    """Return from whom a claim was taken: AはBの報道を引き、BはCの報道を引いている。"""
    first, *others = [str(said(step["credited"])) for step in steps]
    kinds = [step["kind"] for step in steps]
    told = [name.replace(f"{first}、", "自社の") for name in others]
    takers = [first, *("同報道" if name.startswith("自社の") else name for name in told)]
    links = [
        f"{taker}は{name}{CREDITED[kind]}"
        for taker, name, kind in zip(takers, told, kinds[1:], strict=False)
    ]
    if kinds[-1] == "self":
        return "、".join([*(f"{link}引き" for link in links), f"{takers[-1]}は独自に述べている。"])
    return "引き、".join(links) + "引いている。"


def sums(rows: list[dict]) -> str:
    """Return what the sums of a country's cases add up to: see `country_pages.money_in_words`."""
    told = []
    for row in rows:
        kind = f"sum: {row['value_kind']}"
        total = "" if row["value_kind"] == "free" else money(int(row["value"]), row["currency"])
        told.append(phrase(kind + " {money} {cases}", money=total, cases=f"{row['cases']}件"))
    partial = ""
    if rows[0]["unsaid"]:
        text = "A partial sum: of {cases} no sum was found."
        partial = phrase(text, cases=f"{rows[0]['unsaid']}件")
    return f"{'、'.join(told)}。{partial}"
