"""The words that credit a source, and the newsrooms: both from tables (`cues` and `outlets`)."""

import re
import unicodedata
from functools import partial
from typing import NamedTuple

import pandas as pd

from .. import tables

KANJI = "一-鿿々〇"
KATAKANA = "ァ-ヶー"
IN_WORD = f"[^\\W{KANJI}{KATAKANA}ぁ-ん]|&"  # before a Latin name: not が in 幹部がNHKの取材に
STRAIGHT = str.maketrans({"’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


class Mention(NamedTuple):
    """A stretch of a sentence that may be a source: where it stands, its words, their kind."""

    start: int
    end: int
    words: str
    kind: str

    def overlaps(self, other: "Mention") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


def plain(text: str) -> str:
    """Return a text as it is searched: NFKC, straight quotation marks, single blanks; case kept."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).translate(STRAIGHT))


@partial(tables.cached, names=("cues", "outlets"))
def cues(language: str, position: str, *kinds: str) -> str:
    """Return the words of one language and position (and of kinds) as a pattern, longest first."""
    found = _words().get((language, position), [])
    words = {word for word, kind in found if not kinds or kind in kinds}
    return alternatives(sorted(words, key=_longest_first)) if words else "(?!)"


@partial(tables.cached, names=("cues",))
def _words() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return each cue as it is searched, with its kind, under its language and position."""
    words: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for cue, language, position, kind in tables.read("cues").itertuples(index=False):
        words.setdefault((language, position), []).append((plain(cue), kind))
    return words


def alternatives(words: list[str]) -> str:
    """Return the pattern of any of some words, the longest first; a * stands for any letters.

    What words begin with alike is tried once: of a hundred words nearly all are left at the first
    letter.
    """
    tree: dict = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict) -> str:
    """Return the pattern of all words that go on from a node; the end of one is tried last."""
    parts = [_letter(letter) + _branches(after) for letter, after in node.items() if letter]
    if "" in node:
        parts.append("")
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _letter(letter: str) -> str:
    """Return the pattern of a letter of a word, or of its *."""
    return r"[\w'-]*" if letter == "*" else re.escape(letter)


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


class Directory:
    """The newsrooms of the table `outlets` in all their spellings, and the patterns they give."""

    def __init__(self, outlets: pd.DataFrame):
        self.newsrooms = {
            plain(alias): (name, kind)
            for alias, name, kind in zip(
                outlets["alias"], outlets["name"], outlets["kind"].astype("str"), strict=True
            )
        }
        languages = outlets["language"].astype("str")
        self.language = {
            plain(alias): language
            for alias, language in zip(outlets["alias"], languages, strict=True)
        }
        self.patterns = (self._latin(), self._japanese(), self._cyrillic())

    def _spellings(self, *languages: str) -> list[str]:
        """Return the spellings in these languages, the longest first."""
        names = [name for name, language in self.language.items() if language in languages]
        return sorted(names, key=_longest_first)

    def _latin(self) -> re.Pattern:
        """Return the pattern of Latin spellings, which end where their word ends."""
        names = {name for name in self.newsrooms if name.isascii()} | set(self._spellings("en"))
        escaped = map(re.escape, sorted(names, key=_longest_first))
        first = "".join(sorted({re.escape(name[0]) for name in names}))
        return re.compile(rf"(?=[{first}])(?<!{IN_WORD})(?:{'|'.join(escaped)})(?![A-Za-z])")

    def _japanese(self) -> re.Pattern:
        """Return the pattern of Japanese spellings; short ones that mean other things need more."""
        short = cues("ja", "ambiguous")
        names = [
            re.escape(name)
            for name in self._spellings("ja")
            if not name.isascii() and not re.fullmatch(short, name)
        ]
        return re.compile(
            rf"""
            (?:{"|".join(names)})                             # 読売新聞は報じた
            | (?<![{KANJI}{KATAKANA}A-Za-z]) {short}          # 共同によると
              (?= 紙 | 電子版 | 世論調査 | によ | が報 | は | が伝 | の報 | ＝ | = | [)）】〕/] )
            | (?<=【) [{KANJI}{KATAKANA}A-Z]{{1,12}}?         # 【ワシントン共同】
              (?P<line> 共同 | 時事 ) (?=】)
            | (?<==) (?P<after> 共同 | 時事 ) (?=】)          # 【ワシントン=共同】
            """,
            re.VERBOSE,
        )

    def _cyrillic(self) -> re.Pattern:
        """Return the pattern of Ukrainian and Russian spellings, which may be inflected."""
        stems = [
            re.escape(name[:-1] if name[-1] in "аяьй" else name)
            for name in self._spellings("uk", "ru")
            if not name.isascii()
        ]
        inflected = "|".join(rf"{stem}\w{{0,3}}" for stem in stems)
        return re.compile(rf"(?<!\w)(?:{inflected})(?!\w)")

    def newsroom(self, spelling: str) -> tuple[str, str]:
        """Return the name and kind of a spelling; an inflected one is told by its stem."""
        if spelling in self.newsrooms:
            return self.newsrooms[spelling]
        for alias, newsroom in self.newsrooms.items():
            if len(alias) > 2 and spelling.startswith(alias[:-1]):
                return newsroom
        return spelling, "outlet"


class Finder:
    """Finds the newsrooms in the texts of one outlet, which is told from the others."""

    def __init__(self, directory: Directory, outlet: str | None = None):
        self.directory = directory
        self.outlet = outlet
        self.pattern = self._outlet_pattern() if outlet else None

    def find(self, text: str) -> list[Mention]:
        """Return the newsrooms that a text names, in all spellings; the outlet is of kind self."""
        mentions = []
        if self.outlet and self.pattern:
            mentions += [
                Mention(hit.start(), hit.end(), self.outlet, "self")
                for hit in self.pattern.finditer(text)
            ]
        patterns = self.directory.patterns[:1] if text.isascii() else self.directory.patterns
        for pattern in patterns:
            for hit in pattern.finditer(text):
                groups = hit.groupdict()
                spelling = groups.get("line") or groups.get("after") or hit[0]
                name, kind = self.directory.newsroom(spelling)
                kind = "self" if self.outlet and self._is_outlet(name) else kind
                mentions.append(Mention(hit.start(), hit.end(), name, kind))
        return mentions

    def _is_outlet(self, name: str) -> bool:
        """Whether a name is the outlet's, with or without its article, or its official one."""
        given = plain(self.outlet or "")
        official = self.directory.newsrooms.get(given, (None, ""))[0]
        return name == official or _folded(name) == _folded(given)

    def _outlet_pattern(self) -> re.Pattern:
        """Return the outlet's name in any spelling; Cyrillic words may each be inflected."""
        outlet = self.outlet or ""
        newsrooms = self.directory.newsrooms.items()
        spellings = {outlet} | {alias for alias, (name, _) in newsrooms if self._is_outlet(name)}
        names = sorted(spellings, key=_longest_first)
        if re.search("[а-яіїєґ]", outlet):
            return re.compile("|".join(map(_inflected, names)))
        return re.compile(
            "|".join(
                re.escape(plain(name)) + (r"(?!\w)" if name.isascii() else "") for name in names
            )
        )


def _inflected(name: str) -> str:
    """Return the pattern of a name of several words, each with any ending."""
    stems = [re.escape(word[: max(3, len(word) - 2)]) for word in name.split()]
    return r"\s".join(rf"{stem}\w{{0,4}}" for stem in stems)


def _folded(name: str) -> str:
    return plain(name).casefold().removeprefix("the ")


@partial(tables.cached, names=("cues", "outlets"))
def directory() -> Directory:
    """Return the newsrooms that the tables know."""
    return Directory(tables.read("outlets"))


@partial(tables.cached, names=("cues", "outlets"))
def finder(outlet: str | None = None) -> Finder:
    """Return the finder of newsrooms in the texts of one outlet, or of none."""
    return Finder(directory(), outlet)
