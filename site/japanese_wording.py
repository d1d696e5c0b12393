"""How Japanese builds what English says otherwise: days, sums of money, counts of things."""

import re

from language import named, phrase, said

UNITS = ["", "万", "億", "兆"]  # of ten thousand each
# What joins the parts of a sentence or a list
JOINTS = {", ": "、", "; ": "；", ": ": "：", ". ": "。", ".": "。", " ": "", " (": "（", ")": "）"}
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


def tally(counts: dict[str, int]) -> str:
    """Return how many kinds of transfer a rule opened, reworded and closed: its finding.

    `counts` holds the names of `wording.SHIFTS`, each with how many kinds it was.
    """
    parts = [phrase(f"{name}: {{count}} kinds", count=count) for name, count in counts.items()]
    return "、".join(parts)


def shortened(text: str, most: int = 30) -> str:
    """Return the beginning of a text, cut after a mark where there is one in reach."""
    if len(text) <= most:
        return text
    return re.sub(r"[、。（(「][^、。（(「]{0,9}$", "", text[:most]) + "…"


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
