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

NO_VERB = (  # the infinitive, the passive, nouns
    r"(?<!ть)(?<!ти)(?<!ться)(?<!ется)(?<!\bзаяви)(?<!\bзаяву)(?<!\bзаяв)"
    "(?<!ння)(?<!нням)(?<!нні)(?<!ние)(?<!ния)(?<!нии)"
)
SOURCE_LINE = re.compile(r"(?:Джерел[оа]|Источники?)\s?:\s*", re.IGNORECASE)  # Джерело: СБУ
LISTED = re.compile(r"(?:^|,\s|\s(?:та|і|и|з посиланням на|со ссылкой на)\s)(?:[а-яіїєґё'-]+\s)?$")
GOVERNED = re.compile(  # в Киеве; у прокуратури: no subject, unless the verb is in the plural
    r"(?<![\w-])(?:[ВвУу]|[Вв]о|[Нн]а|[Зз]|[Ізі]з|[Ии]з|[Вв]ід|[Оо]т|[Дд]о|[Пп]о|[Нн]ад|[Пп]од"
    r"|[Пп]ід|[Дд]ля|[Сс]|[Кк])\s$"
)
PLURAL = re.compile(r"(?:ли|ють|ять|ют|ят|уть|ут)$")
ADJECTIVE = re.compile(r"(?:ськ|цьк|ск|цк)(?:ий|ого|ому|им|ій|ої|ою|ой|ая|а|у|ую|их|ие|ом)$")
SUBJECT_AFTER = re.compile(r"\s(?:[ву]\s)?[«\"]?[А-ЯІЇЄҐA-Z]")  # …, заявил Сикорский
NOT_SAID = re.compile(r"(?<!\w)не\s$")


class Slavic:
    """The rules of one of the two languages; the words are those of the table `cues`."""

    def __init__(self, language: str):
        before = cues(language, "before") + NO_VERB
        after = cues(language, "after")
        self.left = re.compile(  # за словами високопосадовців
            rf"(?<!\w){after}\s+(?:(?!(?:про|о|об|щодо|що|что)\s)[\w'-]+\s+){{0,2}}$",
            re.IGNORECASE,
        )
        self.inverted = re.compile(  # «…», - зазначив у Києві Данілов
            rf"{BEFORE_VERB} (?P<verb>{before}) \s (?: [а-яіїєґё'-]+ \s ){{0,3}} $", re.VERBOSE
        )
        self.right = re.compile(  # міністр у п'ятницю заявив
            rf"(?:\s*,[^,.;:]{{2,90}},)?[^.;:,]{{0,60}}?(?<!\w)(?P<verb>{before})(?!\w)",
            re.IGNORECASE,
        )
        self.right_of_name = re.compile(  # Данілов також зазначив; Данілов (секретар) заявив
            rf"""
            (?: \s \( [^()]{{1,40}} \) )? (?: , \s [^,]{{2,80}} , )?
            (?: \s (?!{before}) [а-яіїєґё\d'-]+ ){{0,3}}? \s (?P<verb>{before}) (?!\w)
            """,
            re.VERBOSE,
        )
        self.quoted = re.compile(  # як пише «Європейська правда»
            rf"(?<!\w)(?P<cue>{before}|{after})\s(?:[а-яіїєґё'-]+\s){{0,2}}[«\"]"
            rf"(?P<name>[А-ЯІЇЄҐA-Z][^«»\"]{{2,40}})[»\"](?!\w)"
        )
        self.within = re.compile(rf"\s({before})(?!\w)", re.IGNORECASE)  # джерело повідомило

    @staticmethod
    def may_credit(sentence: str) -> bool:
        """Return whether a sentence could credit somebody; here every one is looked at."""
        return bool(sentence)

    def cue(self, sentence: str, mention: Mention) -> str | None:
        """Return the cue that credits the mention, or None; a document needs one before it."""
        before, after = sentence[: mention.start], sentence[mention.end :]
        line = SOURCE_LINE.match(sentence)
        if line:
            is_listed = mention.start >= line.end() and LISTED.search(before[line.end() :])
            return line[0] if is_listed else None
        if (
            mention.kind == "name"
            and ADJECTIVE.search(mention.words)
            and re.match(r"\s[а-яі]", after)
        ):
            return None
        left = self.left.search(before)
        if left:
            return left[0]
        if mention.kind == "document":
            return None
        inverted = self.inverted.search(before)
        if inverted:
            return inverted["verb"]
        pattern = self.right_of_name if mention.kind == "name" else self.right
        right = pattern.match(after)
        if right:
            verb = self._own_verb(before, after, right)
            return right[0] if verb and mention.kind != "name" else verb
        if mention.kind == "name":
            return None
        within = self.within.search(sentence[mention.start : mention.end])
        return within[1] if within else None

    @staticmethod
    def _own_verb(before: str, after: str, right: re.Match) -> str | None:
        """Return the verb to the right, unless it is another's, is denied, or has no subject here.

        It is another's in: Здание повреждено, заявил Сикорский; and in: целью в Киеве, сообщило.
        """
        verb = right["verb"]
        lead = after[: right.start("verb")]
        is_aside = lead.rstrip().endswith(",") and SUBJECT_AFTER.match(after, right.end())
        is_governed = GOVERNED.search(before) and not PLURAL.search(verb)
        return None if is_aside or is_governed or NOT_SAID.search(lead) else verb


@partial(tables.cached, names=("cues", "outlets"))
def rules(language: str) -> Slavic:
    """Return the rules of Ukrainian (`uk`) or Russian (`ru`)."""
    return Slavic(language)
