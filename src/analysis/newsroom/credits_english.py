"""Whether an English sentence credits a mention, and by which cue.

Each rule is a method with an example of what it takes or leaves; tests/newsroom/test_crediting.py
has more. The words are those of the table `cues`.
"""

import re
from functools import cached_property, partial

from .. import tables
from .names import Mention, cues, plain
from .phrases import LATIN

BESIDE = ["before", "after", "going on"]  # positions of cues beside their source
TAIL = 40  # characters before a mention in which the words stand that lead to it
NEAR = 120  # characters before a mention in which a cue to its left stands
WORD = re.compile(r"[a-z]+")
ANONYMOUS = re.compile("anonym|not (?:to )?be|not author|to be named")
QUOTED = re.compile(r'"[^"]*"')
PREPOSITION = re.compile(
    r"\b(?:of|for|with|to|from|at|in|on|about|over|under|between|against)\ (?:the\ |a\ |an\ )?$",
    re.VERBOSE,
)
PART_OF = re.compile(
    r"(?:one|some|two|three|several|many|both|most)\ of\ (?:the\ |its\ )?$",
    re.VERBOSE | re.IGNORECASE,
)
IN_DOCUMENT = ("in ", "in the ", "in a ", "in an ")  # In a report of March, the panel …
AFTER_INVERTED = re.compile(
    r"""
    \s*[,.;"] | \s*$ | 's                             # said Kishida, …; said Kishida's office
    | \s+ (?: on | in | at | of | during | last       # said Kishida on Friday
            | this | who | after | while | from       # said Kishida, this week
            | with | and | [A-Z]\w+day ) \b           # said Kishida Friday
    """,
    re.VERBOSE,
)
BY_WHOM = r"""
    (?: this | it | that | which ) \s (?: was | is ) \s \w+ \s
    (?: on | in | at | via | during ) \s [\w' ]{2,30} \s by    # this was said on Telegram by
"""
AFTER_NOUN = re.compile(  # Valls' comments came; the reports show; claims of
    r"""
    \s (?: of | by | from | in | on | at | about | for | to | and | or | with | came | comes?
        | show\w* | is | was | were | are | have | has | had | would | will | over | against ) \b
    | \s* [.;)] | \s* $ | \s* ,
    """,
    re.VERBOSE,
)
PASSIVE = re.compile(  # is accused of, were told
    r"\b(?:is|are|was|were|be|been|being)\s(?:\w+ly\s)?(?!quoted|cited)[a-z]+(?:ed|old|id)$"
)
APPOSITION = re.compile(  # officials, called; talks with diplomats, saying
    r"\s*,\s+(?:called|described|accused|quoted|asked|[a-z]+ing)"
)
SUBJECT = re.compile(  # In May, the …
    r"""
    (?: (?: In | On | At | After | During | For | By | With | Since | Before | Later | Earlier
          | Meanwhile | However | Speaking | Asked | Last | This ) \b [^,"]{0,60} , \s )?
    (?: [Tt]he \s | [Aa]n? \s )?
    """,
    re.VERBOSE,
)
NO_SUBJECT = re.compile(r"\b(?:what|things|everything|anything)(?:\sthat)?\s$", re.IGNORECASE)
OTHER_SPEAKER = re.compile(  # RT's bent, he said; the board of the Post Trump said
    r"(?:\b(?:he|she|they|we|I|you|who|it)|\b[A-Z][\w.'-]+)\s(?:(?:has|had|have|also|\w+ly)\s)*$"
)
PLACE = re.compile(  # Roe, who met voters in Columbus, Ohio, said; in Turkey and France, praised
    r"\b(?:in|at|from|near|of|with|between|and)\s"
    r"(?:[A-Z][\w.]+(?:\s[A-Z]\w+)?(?:,\s|\sand\s|,\sand\s))+$"
)
LISTENER = re.compile(
    r"\b(?:told|tells|asked|informed|assured)\s(?:the\s|an?\s)?$"
)  # told the panel
RELATIVE = re.compile(r",\s(?:who|which|whom)\b[^,;\"]*\s$")  # Roe, who endorsed Clinton, said
SERVED_AS = re.compile(r"\bas\s(?:an?\s)?$")  # Roe, who retired as admiral, said
SPOKEN_ABOUT = re.compile("interview with|referring to", re.IGNORECASE)  # of a person: about whom
BESIDE_NEWSROOM = re.compile(  # described by The Post, wrote in the monthly Post, denied a Post
    r'[\s"]*(?:(?:by|to)\s)?(?:[Tt]he\s)?"?|\s(?:in\s(?:[Tt]he\s)?(?:[a-z]+ly\s)?|an?\s)'
)
OF_NEWSROOM = re.compile(  # CNN's Jane Roe said; Post reporter Jane Roe wrote
    r"'s?\s[A-Z]|\b(?:reporter|correspondent|editor|columnist|host|anchor|writer|poll)s?\b"
)
VERB_AFTER = re.compile(r"(?:\s\([^()]{1,30}\))?,?\s(?:[a-z]|[\w'])")


class English:
    """The rules of English: `cue` asks each in turn, and the first that knows decides."""

    def __init__(self) -> None:
        self.left_words = {
            "document": cues("en", "after", "document"),
            "outlet": cues("en", "after", "any"),
            "speaker": f"(?:{BY_WHOM}|{cues('en', 'after', 'official on record')})",
        }
        self.left: dict[str, re.Pattern] = {}
        self.right: dict[tuple[str, bool], re.Pattern] = {}
        self.credited_before = re.compile(
            rf"(?<!\w){cues('en', 'after')} (?:the |an? )?$", re.IGNORECASE
        )
        self.inverted = re.compile(
            rf"(?:[\",]\s*|^){cues('en', 'before', 'any')}\s+$", re.IGNORECASE
        )
        table = tables.read("cues").query("language == 'en' and position in @BESIDE")
        self.words = {plain(cue).lower().split()[0] for cue in table["cue"]}
        self.anonymity = re.compile(cues("en", "anonymity"))
        nouns = cues("en", "noun too")
        to_the_left = cues("en", "after", "any", "document")
        self.verb = re.compile(rf"(?!{to_the_left}$){cues('en', 'before')}", re.IGNORECASE)
        self.noun = re.compile(rf"{nouns}(?!\w)")

    @cached_property
    def going_on(self) -> re.Pattern:
        """Return the pattern from the subject of a sentence to a cue further on; of few texts."""
        verbs = cues("en", "before", "any")
        silent = rf'(?: (?! \b {verbs} \b ) [^;:"] )'  # no other source speaks in between
        return re.compile(
            rf"""
            {silent}{{2,200}}? (?: , | \b while | \bby ) \s (?:\w+ly \s)?
            (?P<cue> {cues("en", "going on")} ) (?! \w | \sto\b )     # spoke in Tokyo, saying
            | (?: (?! \b {verbs} \b ) [^,;:"] ){{2,120}}? \s and \s (?:\w+ly \s)?
              (?P<second> {verbs} ) (?!\w)                         # took the stage and said
            """,
            re.VERBOSE,
        )

    def _left_of(self, kind: str) -> re.Pattern:
        """Return the pattern of a cue to the left of a source of a kind, made when first needed."""
        kind = kind if kind in self.left_words else "speaker"
        if kind not in self.left:
            self.left[kind] = self._left_pattern(self.left_words[kind])
        return self.left[kind]

    def _right_of(self, kind: str) -> re.Pattern:
        """Return the pattern of a cue to the right of such a source, made when first needed."""
        about = ("document" if kind == "document" else "any", kind != "name")
        if about not in self.right:
            self.right[about] = self._right_pattern(*about)
        return self.right[about]

    @staticmethod
    def _left_pattern(words: str) -> re.Pattern:
        """Return the pattern of a cue to the left of its source: according to two senior …"""
        return re.compile(
            rf"""
            (?<!\w) {words} \s+                                   # according to
            (?: {cues("en", "determiner")} \s+ )?                 # two
            (?: (?! {cues("en", "outside")}\b ) {LATIN} \s+ ){{0,2}}  # senior
            $
            """,
            re.VERBOSE | re.IGNORECASE,
        )

    @staticmethod
    def _right_pattern(kind: str, with_detail: bool) -> re.Pattern:
        """Return the pattern of what may stand between a source and the cue to its right."""
        detail = rf"""
            (?: \s+ {cues("en", "detail")} \b                         # officials familiar with it
                (?: (?! {cues("en", "refusal")} ) [^,;:"] ){{0,90}}?
            )?
        """
        words = cues("en", "before", kind)
        return re.compile(
            rf"""
            (?: 's\ [\w ]{{2,30}}? )?                                 # the ministry's spokesman
            {detail if with_detail else ""}
            (?: \s? \( [^()]{{1,30}} \) )?                             # (LDP), (D-Calif.)
            (?: \s*,\s* (?: {cues("en", "aside")} \b | [a-z] | [A-Z][\w.]+ (?=,) )
                [^,"]{{0,120}} , ){{0,2}}                                # , who was there,
            (?: \s*,?\s* (?: {cues("en", "time")} | \d{{1,2}} | \w+ly ) \b ,? ){{0,5}}
                                                                      # on 3 March also firmly
            (?: \s*, )? \s+ (?P<cue> {words} ) (?!\w)                 # said
            """,
            re.VERBOSE,
        )

    def credits_newsroom(self, sentence: str, mention: Mention, start: int, end: int) -> bool:
        """Return whether a cue, which stands from `start` to `end`, is a newsroom's own.

        It is where nobody else speaks between them: not in "RT's bent, he said" nor in "said Roe of
        the VOA". The nouns "state" and "states" are verbs only beside their newsroom.
        """
        cue = sentence[start:end]
        if end <= mention.start:
            between = sentence[end : mention.start]
            is_verb = self.verb.fullmatch(cue) is not None
            return not is_verb or BESIDE_NEWSROOM.fullmatch(between) is not None
        between = sentence[mention.end : start]
        if cue.lower() in ("state", "states"):
            return cue.islower() and not between.strip()
        if OF_NEWSROOM.search(between):
            return True
        return not OTHER_SPEAKER.search(between)

    def may_credit(self, sentence: str) -> bool:
        """Return whether a sentence holds a word by which somebody could be credited."""
        if sentence.startswith("In ") or ANONYMOUS.search(sentence):
            return True
        return not self.words.isdisjoint(WORD.findall(sentence.lower()))

    def cue(self, sentence: str, mention: Mention) -> str | None:
        """Return the cue that credits the mention, or None."""
        before, after = sentence[: mention.start], sentence[mention.end :]
        if self._is_complement(before, mention.kind) or NO_SUBJECT.search(before[-TAIL:]):
            return None
        if self._is_aside(before, after, mention):
            return None
        if self._asks_for_anonymity(after, mention.kind):
            return "on condition of anonymity"
        near = max(0, len(before) - NEAR)
        left = self._left_of(mention.kind).search(before, near)
        if left and (mention.kind != "name" or not SPOKEN_ABOUT.match(left[0])):
            return None if self._is_denied(before[: left.start()]) else left[0]
        if LISTENER.search(before[-TAIL:]):
            return None
        return (
            self._inverted(before, after, mention.kind)
            or self._in_document(before, after, mention.kind)
            or self._right(after, mention)
            or self._going_on(before, after, mention)
        )

    def _is_complement(self, before: str, kind: str) -> bool:
        """Whether it only completes a phrase: "talks with officials", not "two of them"."""
        tail = before[-TAIL:]
        if not PREPOSITION.search(tail) or PART_OF.search(tail):
            return False
        begins = kind == "document" and before.lower() in IN_DOCUMENT
        return not begins and not self.credited_before.search(before, max(0, len(before) - NEAR))

    @staticmethod
    def _is_aside(before: str, after: str, mention: Mention) -> bool:
        """Whether it stands in an aside that a comma closes: Roe, who endorsed Clinton, said."""
        is_common = mention.words[0].islower() and not mention.words.startswith("the ")
        if is_common and SERVED_AS.search(before[-TAIL:]):
            return True
        is_closed = after.startswith(",") and mention.kind == "name"
        return is_closed and bool(PLACE.search(before) or RELATIVE.search(before))

    def _asks_for_anonymity(self, after: str, kind: str) -> bool:
        """Whether the source would not be named: "officials, who asked not to be named"."""
        if kind != "unnamed officials" or "declined to comment" in after:
            return False
        return bool(self.anonymity.search(after))

    @staticmethod
    def _is_denied(before: str) -> bool:
        """Whether the cue is denied: "without citing a source"."""
        return bool(re.search(r"\b(?:without|not) $", before))

    def _inverted(self, before: str, after: str, kind: str) -> str | None:
        """Return the cue of an inversion: "…", said the minister on Friday."""
        inverted = self.inverted.search(before, max(0, len(before) - NEAR))
        if inverted and kind != "document" and AFTER_INVERTED.match(after):
            return inverted[0]
        return None

    @staticmethod
    def _in_document(before: str, after: str, kind: str) -> str | None:
        """Return the cue of a document at the start: In its report of March, the panel …"""
        begins = kind == "document" and before.lower() == "in "
        return "in" if begins and re.match(r"(?! to )[^,]{0,60},", after) else None

    def _right(self, after: str, mention: Mention) -> str | None:
        """Return the cue to the right: the minister, who was there, also said"""
        kind = mention.kind
        rest = QUOTED.sub('""', after)
        hit = self._right_of(kind).match(rest)
        if not hit or PASSIVE.search(hit[0]) or APPOSITION.fullmatch(hit[0]):
            return None
        if hit["cue"] in ("state", "states") and hit[0].split() != [hit["cue"]]:
            return None  # voters in five states
        is_common = mention.words.islower() and not mention.words.startswith("the ")
        if is_common and hit["cue"] == "called" and re.match(r"\s[A-Z]", rest[hit.end() :]):
            return None  # a company called Acme
        is_noun = kind != "document" and self.noun.fullmatch(hit["cue"])
        if is_noun and re.search(r"'s?$", mention.words):  # Trump's comments drew
            return None
        return None if is_noun and AFTER_NOUN.match(rest[hit.end() :]) else hit["cue"]

    def _going_on(self, before: str, after: str, mention: Mention) -> str | None:
        """Return the cue of a source that begins its sentence: Kishida spoke in Tokyo, saying"""
        is_speaker = mention.kind in ("name", "official on record", "unnamed officials")
        is_speaker = is_speaker and not mention.words.isupper()  # PARIS, Aug 31 (Reuters)
        if not is_speaker or not SUBJECT.fullmatch(before) or not VERB_AFTER.match(after):
            return None
        hit = self.going_on.match(QUOTED.sub('""', after))
        return (hit["cue"] or hit["second"]) if hit else None


@partial(tables.cached, names=("cues", "outlets"))
def rules() -> English:
    """Return the rules, with the words that the tables hold."""
    return English()
