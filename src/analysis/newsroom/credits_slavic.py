"""Whether a Ukrainian or Russian sentence credits a mention, and by which cue."""

import re
from functools import partial

from .. import tables
from .names import Mention, cues

BEFORE_VERB = r"""
    (?: ^ | [,»"!?] \s* (?: -\s* )? | - \s                     # «…», - зазначив
      | (?: [Пп]ро\ (?:це|що) | [Оо]б\ этом | [Оо]\ ч[её]м | [Яя]к | [Кк]ак | [Тт]ак )
        \s (?: [\w'-]+ \s ){0,3}                               # Про це в ефірі сказав
    )
"""


class Slavic:
    """The rules of one of the two languages; the words are those of the table `cues`."""

    def __init__(self, language: str):
        before = cues(language, "before") + "(?<!ть)(?<!ти)"  # no infinitive
        after = cues(language, "after")
        self.left = re.compile(  # за словами високопосадовців
            rf"(?<!\w){after}\s+(?:[\w'-]+\s+){{0,2}}$", re.IGNORECASE
        )
        self.inverted = re.compile(  # «…», - зазначив у Києві Данілов
            rf"{BEFORE_VERB} (?P<verb>{before}) \s (?: [а-яіїєґё'-]+ \s ){{0,3}} $", re.VERBOSE
        )
        self.right = re.compile(  # міністр у п'ятницю заявив
            rf"(?:\s*,[^,.;:]{{2,90}},)?[^.;:,]{{0,60}}?(?<!\w){before}(?!\w)", re.IGNORECASE
        )
        self.right_of_name = re.compile(  # Данілов також зазначив; Данілов (секретар) заявив
            rf"""
            (?: \s \( [^()]{{1,40}} \) )? (?: , \s [^,]{{2,80}} , )?
            (?: \s (?!{before}) [а-яіїєґё'-]+ ){{0,3}}? \s (?P<verb>{before}) (?!\w)
            """,
            re.VERBOSE,
        )
        self.within = re.compile(rf"\s({before})(?!\w)", re.IGNORECASE)  # джерело повідомило

    @staticmethod
    def may_credit(sentence: str) -> bool:
        """Return whether a sentence could credit somebody; here every one is looked at."""
        return bool(sentence)

    def cue(self, sentence: str, mention: Mention) -> str | None:
        """Return the cue that credits the mention, or None; a document needs one before it."""
        before, after = sentence[: mention.start], sentence[mention.end :]
        left = self.left.search(before)
        if left:
            return left[0]
        if mention.kind == "document":
            return None
        inverted = self.inverted.search(before)
        if inverted:
            return inverted["verb"]
        if mention.kind == "name":
            right = self.right_of_name.match(after)
            return right["verb"] if right else None
        right = self.right.match(after)
        if right:
            return right[0]
        within = self.within.search(sentence[mention.start : mention.end])
        return within[1] if within else None


@partial(tables.cached, names=("cues", "outlets"))
def rules(language: str) -> Slavic:
    """Return the rules of Ukrainian (`uk`) or Russian (`ru`)."""
    return Slavic(language)
