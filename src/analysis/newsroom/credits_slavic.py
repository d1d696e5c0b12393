"""Whether a Ukrainian or Russian sentence credits a mention, and by which cue."""

import re

from .. import tables
from .names import Mention, cues


class Slavic:
    """The rules of one of the two languages; the words are those of the table `cues`."""

    def __init__(self, language: str):
        before, after = cues(language, "before"), cues(language, "after")
        self.left = re.compile(  # за словами високопосадовців
            rf"(?<!\w){after}\s+(?:[\w'-]+\s+){{0,2}}$", re.IGNORECASE
        )
        self.right = re.compile(  # міністр у п'ятницю заявив
            rf"[^.;:]{{0,60}}?(?<!\w){before}(?!\w)", re.IGNORECASE
        )
        self.within = re.compile(rf"\s({before})(?!\w)", re.IGNORECASE)  # джерело повідомило

    @staticmethod
    def may_credit(sentence: str) -> bool:
        """Return whether a sentence could credit somebody; here every one is looked at."""
        return bool(sentence)

    def cue(self, sentence: str, mention: Mention) -> str | None:
        """Return the cue that credits the mention, or None; a document needs one before it."""
        left = self.left.search(sentence[: mention.start])
        if left:
            return left[0]
        if mention.kind == "document":
            return None
        right = self.right.match(sentence[mention.end :])
        if right:
            return right[0]
        within = self.within.search(sentence[mention.start : mention.end])
        return within[1] if within else None


@tables.cached
def rules(language: str) -> Slavic:
    """Return the rules of Ukrainian (`uk`) or Russian (`ru`)."""
    return Slavic(language)
