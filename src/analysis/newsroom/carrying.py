"""Who goes on speaking in a Japanese sentence that leaves its subject to those before it."""

import re
from collections.abc import Callable
from typing import NamedTuple

from .credits_japanese import SPEAKERS, Japanese
from .japanese_patterns import OF_PAPER
from .names import Mention

QUOTATION = re.compile("「[^」]*」。?")  # what is only quoted: who speaks stays the same


class Speaker(NamedTuple):
    """Whom a sentence credits: the source, its kind, the cue."""

    source: str
    kind: str
    cue: str


class Thread:
    """Who speaks, from sentence to sentence of one article.

    So in: 防衛相は5日、豪州を訪れた。記者団に「前向きな話だった」と語った。 Over the break between
    two paragraphs a speaker is carried only where no other speaks in the paragraph before, or
    where its last sentence is of one speaker alone.
    """

    def __init__(self, rules: Japanese, mentions: Callable[[str], list[Mention]]):
        self.rules = rules
        self.mentions = mentions
        self.role = ""
        self.before = ""
        self.carried: list[Speaker] = []
        self.spoken: list[tuple[str, str]] = []
        self.credited: set[tuple[str, str]] = set()
        self.is_first = True

    def begin(self, role: str) -> None:
        """Begin a paragraph; nothing is carried from a title."""
        is_after_title = self.role == "title"
        self.role = role
        self.is_first = True
        if is_after_title:
            self.before = ""
            self.carried = []
            self.spoken = []
            self.credited = set()

    def next(self, sentence: str, credited: list[tuple[str, str]]) -> list[Speaker]:
        """Return who goes on speaking in a sentence, given the sources and kinds it credits."""
        if QUOTATION.fullmatch(sentence):
            return []
        found = [] if credited else self._going_on(sentence)
        if self.is_first:
            self.credited = set()
        self.credited |= set(credited) | {(each.source, each.kind) for each in found}
        is_about_same = not credited and not self.is_first and self.rules.names_nobody(sentence)
        self.carried, self.is_first = found, False
        if is_about_same:
            return found
        self.before = sentence
        self.spoken = [each for each in credited if each[1] in SPEAKERS]
        return found

    def _going_on(self, sentence: str) -> list[Speaker]:
        """Return the speaker of a sentence that credits nobody by a name of its own."""
        cue = self.rules.goes_on(sentence)
        if not cue:
            return []
        found = [each._replace(cue=cue) for each in self.carried] or self._topic(cue)
        return self._over_break(found, cue) if self.is_first else found

    def _topic(self, cue: str) -> list[Speaker]:
        """Return the topic of the sentence before, or its only source, or its subject."""
        sentence = self.before
        topics = [
            each for each in self.mentions(sentence) if self.rules.is_topic(sentence, each, cue)
        ]
        if self.is_first:
            topics = [each for each in topics if _is_alone(sentence, each)]
        subjects = [each for each in topics if sentence.startswith("が", each.end)]
        if len(subjects) == len(topics) and len(self.spoken) == 1:
            return [Speaker(*each, cue) for each in self.spoken]
        topics = [each for each in topics if each not in subjects] or subjects
        return [Speaker(each.words, each.kind, cue) for each in topics[:1]]

    def _over_break(self, found: list[Speaker], cue: str) -> list[Speaker]:
        """Return who goes on in a new paragraph: the only one who spoke in that before."""
        kinds = (*SPEAKERS, "document") if OF_PAPER.search(cue) else SPEAKERS
        speakers = _persons([each for each in self.credited if each[1] in kinds])
        if len(speakers) > 1:
            last = [Speaker(*each, cue) for each in self.spoken]
            return last if len(last) == 1 and all(each == last[0] for each in found) else []
        if not speakers:
            return [each for each in found if each.kind in SPEAKERS]
        speaker = speakers[0]
        named = _persons([speaker, *((each.source, each.kind) for each in found)])
        is_other = any(each != speaker for each in named)
        if is_other and speaker[0] not in self.before:
            return []
        return [Speaker(*speaker, cue)]


def _persons(speakers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return speakers without those that are named again by surname: 甲野太郎外相, 甲野氏."""
    surnames = {
        each: re.sub("(?:氏|さん)$", "", each[0])
        for each in speakers
        if each[0].endswith(("氏", "さん"))
    }
    return [
        each
        for each in speakers
        if each not in surnames
        or not any(other[0].startswith(surnames[each]) for other in speakers if other != each)
    ]


def _is_alone(sentence: str, mention: Mention) -> bool:
    """Return whether a topic is one speaker's: not 首相と外相は; not 160社が."""
    is_subject = sentence.startswith("が", mention.end)
    return not (is_subject or sentence[: mention.start].endswith(("と", "や", "・")))
