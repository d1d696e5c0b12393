"""Who is named in a sentence: newsrooms, officials, unnamed people, documents. The words come from the tables `outlets` and `cues`."""

import functools
import re
import unicodedata

from .. import tables

LATIN = r"[A-Za-zÀ-ž][\w'’.&-]*"
STOP = (
    r"(?:said|says|saying|told|that|and|or|but|to|by|of|in|on|at|for|from|with|as|which|who|when|while|after|before|if|is|are|was|were|be|been|has|have|had|will|would|could|may|might"
    r"|can|did|does|do|not|it|they|he|she|we|i|than|into|over|about|because|so|although|though|where|whether|according|citing|quoting|quoted|cited|per|reported|reports|writes|wrote|via|under"
    r"|between|against|through|until|since|there|also|what|how|let|lets|its own)"
)
GENERAL = (
    r"(?:The|A|An|It|He|She|They|We|I|You|This|That|These|Those|There|But|And|If|In|On|At|As|For|From|With|By|Critics|Analysts|Experts|Observers|Voters|Opponents|Supporters|Some|Many|Most|Others|Both|Such"
    r"|No|One|What|When|While|After|Before|However|Meanwhile|Earlier|Later|Last|Next|According|Under|Who|Asked|Officials|Sources|His|Her|Their|Its|Our|My|Two|Three|Four|Five|Per|Monday|Tuesday|Wednesday"
    r"|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Article|Read|Polls?|Data|Figures|Residents|Instead|Also|Still|Yet|Then|To|Of|So)"
)
DETERMINER = r"(?:the|a|an|its|his|her|their|one|two|three|four|five|several|some|many|multiple|unnamed|other|another|both|these|those|this|that|our|another)"
KANJI = "一-鿿々〇"
AFTER_NOUN = r"(?:\s+(?:of|for|in|at|to|from)\s+(?:the\s+|both\s+)?(?:[A-Z][\w'’-]*|capitals|charge)(?:\s+(?:of|and|for|the|[A-Z][\w'’-]*))*)?"
AMBIGUOUS = {"共同", "時事", "毎日", "朝日", "読売", "産経", "日経", "タス", "AP"}


def plain(text: str) -> str:
    """A text as it is searched: NFKC, straight quotation marks, single blanks; case kept."""
    return re.sub(
        r"\s+",
        " ",
        unicodedata.normalize("NFKC", text)
        .replace("’", "'")
        .replace("“", '"')
        .replace("”", '"')
        .replace("–", "-")
        .replace("—", "-"),
    )


@functools.cache
def cues(language: str, position: str, kind: str | None = None) -> str:
    """The cues of one language and position as a pattern, the longest first."""
    rows = tables.read("cues").query("language == @language and position == @position")
    rows = rows if kind is None else rows[rows["kind"] == kind]
    words = sorted({plain(word) for word in rows["cue"]}, key=lambda word: (-len(word), word))
    return (
        "(?:" + "|".join(re.escape(word).replace(r"\*", r"[\w'-]*") for word in words) + ")"
        if words
        else "(?!)"
    )


@functools.cache
def _newsrooms() -> dict[str, tuple[str, str, str]]:
    """Spelling, in plain form → name, kind, language."""
    rows = tables.read("outlets")
    return {
        plain(a): (n, k, lang)
        for a, n, k, lang in zip(
            rows["alias"],
            rows["name"],
            rows["kind"].astype("str"),
            rows["language"].astype("str"),
            strict=True,
        )
    }


@functools.cache
def _newsroom_patterns() -> tuple[re.Pattern, re.Pattern, re.Pattern]:
    """Latin spellings, which end at a word's end; Japanese ones; Cyrillic ones, which may be inflected."""
    names = sorted(_newsrooms(), key=lambda name: (-len(name), name))
    latin = [re.escape(name) for name in names if name.isascii() or _newsrooms()[name][2] == "en"]
    ja = [
        re.escape(name)
        for name in names
        if _newsrooms()[name][2] == "ja" and name not in AMBIGUOUS and not name.isascii()
    ]
    cyrillic = [
        rf"{re.escape(name[:-1] if name[-1] in 'аяьй' else name)}\w{{0,3}}"
        for name in names
        if _newsrooms()[name][2] in ("uk", "ru") and not name.isascii()
    ]
    short = "|".join(sorted(AMBIGUOUS))
    return (
        re.compile(rf"(?<![\w&])(?:{'|'.join(latin)})(?![A-Za-z])"),
        re.compile(
            rf"(?:{'|'.join(ja)})|(?<![{KANJI}ァ-ヶー])(?:{short})(?=紙|電子版|によ|が報|は|が伝|の報|＝|=|[)）】])|(?<=【)[{KANJI}ァ-ヶー]{{1,8}}?(?P<line>共同|時事)(?=】)|(?<==)(?P<after>共同|時事)(?=】)"
        ),
        re.compile(rf"(?<!\w)(?:{'|'.join(cyrillic)})(?!\w)"),
    )


def newsrooms(text: str, own: str | None) -> list[tuple[int, int, str, str]]:
    """Mentions of newsrooms: start, end, name, kind; the outlet's own name is of kind self."""
    found = []
    if own:
        found += [(hit.start(), hit.end(), own, "self") for hit in _own(own).finditer(text)]
    for pattern in _newsroom_patterns():
        for hit in pattern.finditer(text):
            groups = hit.groupdict()
            word = groups.get("line") or groups.get("after") or hit[0]
            name, kind, _ = _newsrooms().get(word) or next(
                (
                    value
                    for alias, value in _newsrooms().items()
                    if len(alias) > 2 and word.startswith(alias[:-1])
                ),
                (word, "outlet", ""),
            )
            found.append(
                (hit.start(), hit.end(), name, "self" if own and _same(name, own) else kind)
            )
    return found


@functools.cache
def _own(own: str) -> re.Pattern:
    """The outlet's own name, in any of its spellings; Cyrillic ones may be inflected in each word."""
    spellings = {own} | {alias for alias, (name, _, _) in _newsrooms().items() if _same(name, own)}
    if re.search("[а-яіїєґ]", own):
        return re.compile(
            "(?:"
            + "|".join(
                r"\s".join(
                    rf"{re.escape(word[: max(3, len(word) - 2)])}\w{{0,4}}" for word in name.split()
                )
                for name in spellings
            )
            + ")"
        )
    return re.compile(
        "|".join(
            re.escape(plain(name)) + (r"(?!\w)" if name.isascii() else "")
            for name in sorted(spellings, key=len, reverse=True)
        )
    )


def _same(name: str, own: str) -> bool:
    return (
        plain(name).casefold().removeprefix("the ") == plain(own).casefold().removeprefix("the ")
        or _newsrooms().get(plain(own), (None,))[0] == name
    )


@functools.cache
def _nouns(language: str, kind: str) -> re.Pattern:
    """A noun phrase whose head is a word `within` a source of that kind."""
    heads = cues(language, "within", kind)
    if language == "ja":
        first = rf"(?:[{KANJI}ァ-ヶーA-Za-z・0-9]{{1,14}}の)?[{KANJI}ァ-ヶーA-Za-z・0-9]{{0,12}}?"
        end = r"(?![筋者長])" if kind == "official on record" else ""
        return re.compile(first + heads + rf"(?:ら|たち|側)?(?=[^{KANJI}ァ-ヶー]|$){end}")
    if language in ("uk", "ru"):
        return re.compile(
            rf"(?<![\w-])(?:{heads})(?![\w-])(?:\s(?!{cues(language, 'before')})[\w'-]+){{0,4}}",
            re.I,
        )
    name = r"(?-i:[A-Z])[\w'-]+"
    person = (
        rf"(?:\s+{name}(?:\s{name}){{0,2}}|,\s+{name}(?:\s{name}){{1,2}}(?=,))?"
        if kind == "official on record"
        else ""
    )
    return re.compile(
        rf"(?<![\w-])(?:{DETERMINER}\s+)?(?:(?!{STOP}\b){LATIN}\s+|and\s+(?-i:(?=[A-Z]))){{0,6}}?(?<![\w-])(?:{heads}\s+){{0,3}}{heads}(?![\w'-]){AFTER_NOUN.replace('[A-Z]', '(?-i:[A-Z])')}{person}",
        re.I,
    )


PERSON = re.compile(
    rf"(?<![\w'-])(?!{GENERAL}(?![\w-]))[A-Z][\w'-]+(?:\s(?:of|de|von|van|the)?\s?[A-Z][\w'.-]+){{0,3}}(?:'s (?:[A-Z][\w-]+\s?){{1,5}})?"
)

PAPER = re.compile(
    r"(?:News|Times|Post|Herald|Journal|Tribune|Gazette|Daily|Press|Radio|TV|Television|Observer|Chronicle|Shimbun|Shimpo|Today|Magazine|Review|Broadcasting)$"
)


def _with_name(row: tuple[int, int, str, str], text: str) -> tuple[int, int, str, str]:
    """An official whose name follows is on record."""
    named = row[3] == "unnamed officials" and re.match(
        r"\s[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){1,2}", text[row[1] :]
    )
    return (row[0], row[1] + named.end(), row[2] + named[0], "official on record") if named else row


def others(text: str, language: str) -> list[tuple[int, int, str, str]]:
    """Mentions of unnamed people, officials, documents and unnamed outlets: start, end, words, kind (`name`: words in capitals)."""
    found = []
    for kind in ("unnamed officials", "document", "outlet", "official on record"):
        found += [
            (hit.start(), hit.end(), hit[0].strip(), kind)
            for hit in _nouns(language, kind).finditer(text)
        ]
    if language not in ("ja", "uk", "ru"):
        found = [_with_name(row, text) for row in found]
        found += [
            (hit.start(), hit.end(), hit[0].strip(), "outlet" if PAPER.search(hit[0]) else "name")
            for hit in PERSON.finditer(text)
        ]
    return found
