"""Words that stand around a number, and the bound that they set: about, at least, at most."""

import re

# In this order the words are tried. A key that is "" sets no bound.
BEFORE = {
    "about": (
        "約|およそ|おおよそ|おおむね|概ね|凡そ|ほぼ|だいたい|大体|≒|≈",
        "about|approximately|approx\\.?|around|roughly|some",
    ),
    "at most": (
        "最大限?|最高|上限|(?:供与)?限度額?",
        "up to|at most|not? more than|not exceeding|(?:a )?maximum(?: of)?",
        "(?P<less>less than|fewer than|under|below)",
    ),
    "at least": (
        "最低|最小|下限|少なくとも",
        "at least|not? (?:less|fewer) than|more than|over|(?:a )?minimum(?: of)?",
    ),
    "": (
        "(?:総|合)計金?額?|累計|計|(?:総|金|予算|供与|契約|贈与)額|契約金額|総?事業費",
        "予算|価格|費用|総数|件数|金|全体|合わせて|延べ|のべ",
        "(?:延べ)?(?:人数|人員|隻数|機数|両数|数量)",
        "(?:a )?total(?: of)?",
    ),
}
AFTER = {
    "about": ("程度|ほど|前後|くらい|ぐらい|の?規模", "or so"),
    "at most": (
        "以下|以内|まで",
        "(?P<under>未満|を下回る)",
        "(?:[をが]|まで[をが])?(?:限度|上限)(?:額|に|とし|として|とする)?",
        "を超えない(?:範囲|額|もの)?",
        "or less",
    ),
    "at least": ("余り?|あまり|以上|超|強|を超える|を?上回る|を下回らない", "or more"),
    "": ("也|ちょうど",),
}
MORE = "余り?"  # 百余名: at least a hundred
MORE_WITHIN = "余(?P<scale>[万億兆京])"  # 10余億円: at least a billion
MINUS = "[△▲\u2212]|マイナス|\\A-(?!\\s)"  # a hyphen only where nothing stands before it


def _marks(table: dict[str, tuple[str, ...]], side: str) -> str:
    """Return the pattern of a table's words, each bound a group named by `side` and its place.

    It means the same in a verbose pattern.
    """
    groups = [f"(?P<{side}{place}>{'|'.join(words)})" for place, words in enumerate(table.values())]
    return "|".join(groups).replace(" ", "[ ]")


LEAD = rf"(?P<lead>(?:(?![0-9])(?:{_marks(BEFORE, 'b')})(?:で[はも]?|[にはがの:])?\s*)*)"
TAIL = rf"(?P<tail>(?:(?!$)\s*(?:{_marks(AFTER, 'a')}))*)"


def bound(match: re.Match) -> str:
    """Return exact, about, at least or at most, as the words around a matched number say.

    Raises ValueError for words that contradict each other.
    """
    is_more = bool(match["more"] or match["scale"])
    if not (match["lead"] or match["tail"] or is_more):
        return "exact"
    bounds = {"at least"} if is_more else set()
    for side, table in (("b", BEFORE), ("a", AFTER)):
        bounds |= {name for place, name in enumerate(table) if match[f"{side}{place}"]}
    if bounds >= {"at least", "at most"}:
        raise ValueError("is said to be both at least and at most")
    return next((name for name in ("at least", "at most", "about") if name in bounds), "exact")


def excludes(match: re.Match) -> bool:
    """Return whether the words around a matched number say that it is not reached: 100件未満."""
    return bool(match["less"] or match["under"])


def number_within(match: re.Match) -> str:
    """Return the number of a match with the unit that 余 parts from it: 10余億 → 10億."""
    return match["number"] + (match["scale"] or "")
