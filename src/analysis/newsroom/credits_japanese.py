"""Whether a Japanese sentence credits a mention, and by which cue."""

import re
from functools import partial

from .. import tables
from . import japanese_patterns as patterns
from .names import KANJI, KATAKANA, Mention, alternatives, cues

FAR = 30  # characters between が and its verb that make another subject likely
NEAR = 15  # characters between a source that stands behind what it says and its verb
RELAYS = ("伝え", "報じ")  # what those do by whom all is told: X紙によると、首相は…と伝えた
LEFT_OPEN = re.compile(".?とし[たてま]")  # a verb whose subject is rarely marked by が
LONGEST_CUE = 12  # characters of a cue; a longer one holds what is said
CUE_ENDS = [  # the words of saying at the end of a long cue
    re.compile(r"(?:という|とのこと|として)[^、。「」]{0,10}。?$"),
    re.compile(r"(?:(?<!こ)と|よう)[^と、。「」]{1,10}。?$"),
    re.compile(r"[一-鿿]{0,4}を[^を、。「」]{1,10}。?$"),
]
SPEAKERS = ("official on record", "unnamed officials")


def is_quoted(before: str) -> bool:
    """Return whether what follows stands within a quotation."""
    return before.rfind("「") > before.rfind("」")


def is_newsroom_s(document: Mention, newsrooms: list[Mention], sentence: str) -> bool:
    """Return whether a document is a newsroom's own: 読売新聞の社説は; 朝日新聞の世論調査では."""
    if document.kind != "document":
        return False
    before = [each for each in newsrooms if each.end < document.start]
    is_poll = document.words.endswith("調査")
    return any(is_poll or sentence[each.end : document.start] == "の" for each in before)


class Japanese:
    """The rules of Japanese: a source stands before its cue, marked by a particle."""

    def __init__(self) -> None:
        noun = f"(?<=[{KANJI}{KATAKANA}])(?<!方針)(?<!予定)(?<!意向)"
        will = (
            f"(?!(?:(?<=[おこごそとどのぼもよろ]う)|{noun})とし)"  # not: 送ろうとした; 停職とした
        )
        verb = f"(?<!指){will}{patterns.NO_VERB}{cues('ja', 'before')}"  # not: 指示した
        verb = f"(?:{verb}|{_loose_verb()})"
        self.verb = re.compile(verb + patterns.NOT_SPEECH)
        self.own = re.compile(cues("ja", "within", "self"))
        self.quoting_verb = re.compile("と" + verb)
        before = "と[^、。「」は]{0,6}?|」(?=とし)|(?<=[るただいん])(?=とした)|(?=よう求め)"
        before += "|として、?(?:強く)?|(?<=[」るただいん])(?=と)"
        self.named_verb = re.compile(f"(?:{before}|を(?=発表|公表|表明|批判|非難)){verb}")
        self.cleft = re.compile(
            rf"(?P<verb>と?{verb})[^、。「」]{{0,4}}の[はが]、?[^。「」]{{0,50}}$"
        )
        self.last_verb = re.compile(
            f"{verb}{patterns.NOT_SPEECH}(?:[^、。「」]{{0,6}}。$|(?<=。)$)"
        )

    @staticmethod
    def may_credit(sentence: str) -> bool:
        """Return whether a sentence could credit somebody; here every one is looked at."""
        return bool(sentence)

    def cue(self, sentence: str, mention: Mention) -> str | None:
        """Return the cue that credits the mention, or None."""
        before, after = sentence[: mention.start], sentence[mention.end :]
        if is_quoted(before) and not after.startswith("」") or self.own.fullmatch(mention.words):
            return None
        direct = patterns.DIRECT.match(after)
        if not direct and mention.kind in SPEAKERS:
            direct = patterns.ASKED.match(after)
        if direct:
            return _without_content(direct[0])
        if mention.kind == "document":
            cue = _cue_of_document(before, patterns.SPEECH.sub("「」", after), mention.words)
            return cue and _without_content(cue)
        return self._cue_of_speaker(before, after, mention)

    def _cue_of_speaker(self, before: str, quoting: str, mention: Mention) -> str | None:
        """Return the cue of a person, an office or a newsroom; `quoting` is what follows it."""
        is_speaker = mention.kind in SPEAKERS
        after = patterns.SPEECH.sub("「」", quoting)
        verb = self.verb.search(after)
        demand = patterns.DEMAND.match(after) if not verb and is_speaker else None
        if demand:
            return demand["cue"] or demand["claim"]
        if not verb and patterns.COURT.search(mention.words):
            verb = patterns.RULED.search(after)
        if mention.kind == "name" and patterns.SAID_LAST.match(after):
            return "「"
        thought = patterns.THOUGHT.search(quoting) if is_speaker and not verb else None
        if thought and patterns.SAYS.match(after):
            return thought["cue"] or "「"
        is_apposed = patterns.APPOSED.match(after) is not None
        particle = None if is_apposed else patterns.PARTICLE.match(after)
        if not verb or not particle:
            return self._around(before, quoting, mention)
        last = particle.end() - 1  # of 首相と外相は that of both
        is_inner = self._is_inner_subject(before, after[last:], verb.start() - last)
        is_relayed = mention.kind == "outlet" and verb[0] in RELAYS  # 首相は、X紙が報じたことに
        if is_inner and not is_relayed:
            return None
        if self._is_another_s(verb, before, after):
            return None
        if mention.kind == "name" and not self._is_named(verb, before, after):
            return None
        return verb[0]

    def _is_another_s(self, verb: re.Match, before: str, after: str) -> bool:
        """Return whether the verb is not that of the mention before `after`."""
        if verb[0] in RELAYS and "によると" in before:
            return True
        if verb[0].startswith("と付け加え") and self.verb.search(before):
            return True  # 紙は…と伝え、軍は視察すると付け加えた
        if not after.startswith("が"):
            return False
        if verb[0] in RELAYS and patterns.NEWSPAPER.search(before):
            return True
        if verb[0] == "よう求め" or LEFT_OPEN.match(verb[0]):
            return not patterns.MAIN.match(after)  # 政府が主導するよう求めた; 企業が応えたとした
        if patterns.REQUEST.match(verb[0]):
            return True
        is_deed = patterns.DEED.match(verb[0]) is not None
        return is_deed and patterns.TOLD.match(after, verb.end()) is not None

    def _is_named(self, verb: re.Match, before: str, after: str) -> bool:
        """Return whether a mere name speaks: 甲野は「…」と述べた; 「…」と甲野は述べた."""
        if patterns.TURNED.search(before) and verb.start() < NEAR:
            return True
        if patterns.NO_NAME.search(before):
            return False
        return bool(patterns.NAMED.match(after) and self.named_verb.search(after))

    def _around(self, before: str, after: str, mention: Mention) -> str | None:
        """Return the cue of a speaker beside what is quoted: 「…」と外相。 Or: 外相「…」"""
        if mention.kind not in (*SPEAKERS, "outlet"):
            return None
        begins = patterns.NAMES_ONLY.fullmatch(before) is not None
        if begins and patterns.LABEL.match(after):
            return "「"
        if patterns.NAMES_ONLY.fullmatch(before[-25:]) and patterns.TALK.match(after):
            return "の話"
        if begins and after.startswith(":") and patterns.PERSON.search(mention.words):
            return ":"  # 甲野会長:歯止めは要ります
        if patterns.QUOTED.search(before) and patterns.END.match(after):
            return "と"
        if patterns.LISTED.search(before):
            return before[-3:-1]  # 出所:防衛装備庁
        if before == "【" and after.startswith("】") and mention.words != "記者":
            return "】"  # 【報道官】…
        if patterns.VIEW.match(after) and before.endswith(("というのが", "というのが、")):
            return "というのが"
        beside = _cue_beside(before, after) if mention.kind in SPEAKERS else None
        if beside:
            return beside
        plain = patterns.SPEECH.sub("「」", before)
        cleft = self.cleft.search(plain) or patterns.CLEFT.search(plain)
        return cleft["verb"] if cleft and patterns.CLEFT_END.match(after) else None

    def goes_on(self, sentence: str) -> str | None:
        """Return the cue of a sentence that quotes and leaves its subject to the one before."""
        plain = patterns.INNER.sub("", patterns.SPEECH.sub("「」", sentence))
        stated = patterns.STATED.search(plain)
        if stated and not patterns.OWN_TOPIC.search(plain):
            return stated[0].rstrip("。")
        claimed = patterns.CLAIMED.search(plain)
        if claimed and not _has_subject(plain, claimed.start() + 1):
            return claimed["cue"]
        quoted = patterns.GOING_ON.search(plain)
        verb = self.verb.search(plain, quoted.start()) if quoted else None
        verb = verb or self.last_verb.search(plain)
        if not verb or _has_subject(plain, verb.start()):
            return None
        return verb[0].rstrip("。")

    @staticmethod
    def names_nobody(sentence: str) -> bool:
        """Return whether a sentence has no subject, so that who was spoken of stays the topic."""
        return not patterns.SUBJECT.search(patterns.SPEECH.sub("「」", sentence))

    @staticmethod
    def is_topic(sentence: str, mention: Mention, cue: str) -> bool:
        """Return whether a sentence is about who goes on by a cue: 外相は5日、豪州を訪れた。"""
        is_paper = mention.kind == "document" and patterns.OF_PAPER.search(cue)
        is_fit = mention.kind in SPEAKERS or is_paper
        is_outside = not is_quoted(sentence[: mention.start])
        return bool(is_fit and is_outside and patterns.TOPICAL.match(sentence, mention.end))

    def _is_inner_subject(self, before: str, after: str, distance: int) -> bool:
        """Whether it is the subject of a clause within: 政府は、企業が輸出すると述べた."""
        is_topic = after.startswith("は") and patterns.BEFORE_TOPIC.search(before)
        is_behind = patterns.AFTER_CLAUSE.search(before) or is_topic
        if is_behind and distance < NEAR and "、" not in after[:distance]:
            return False  # …したと、国防省が明らかにした
        outer = patterns.OUTER.search(before) or patterns.OUTER_SUBJECT.search(before)
        is_within = outer and not self.verb.search(before.replace("引用し", ""))
        if after.startswith("は"):
            is_broken = patterns.BROKEN.search(after[:distance]) and not patterns.NESTED.match(
                after
            )
            is_other = is_broken or patterns.LATER.search(after[:distance])
            is_new = patterns.NEW_TOPIC.search(before) is not None
            return bool((is_within and not is_new) or is_other)
        if after.startswith("、"):
            is_one_of = patterns.BESIDE.match(after)
            other = not is_one_of and patterns.SUBJECT.search(after, 1, distance)
            return bool(other or patterns.TOPIC.search(before))  # 委員長は政府、与党が…
        if not after.startswith("が"):
            return False
        if after.startswith("が「") and not patterns.CLAUSE.match(after[:distance]):
            return False
        if outer and patterns.GROUND.match(after):
            return True
        if is_within or patterns.CLAUSE.match(after[:distance]):
            return True
        has_topic = patterns.TOPIC.search(before) and self.quoting_verb.search(after)
        is_far = distance > FAR and not patterns.MAIN.match(after)
        return bool(has_topic) or is_far or bool(patterns.LATER.search(after[:distance]))


def _has_subject(sentence: str, verb: int) -> bool:
    """Return whether a verb has a subject of its own, and not of a clause that ends before it."""
    is_closed = patterns.CLOSED.search(sentence, max(0, verb - FAR), verb + 1) is not None
    for subject in patterns.SUBJECT.finditer(sentence, 0, verb):
        particle = subject.end() - 1
        is_far = sentence[particle] == "が" and verb - particle > FAR
        if not (is_far and is_closed) or patterns.MAIN.match(sentence, particle):
            return True
    return False


def _loose_verb() -> str:
    """Return the pattern of a verb with words after its と: 「…」と政府の姿勢を突き放した."""
    table = tables.read("cues").query("language == 'ja' and position == 'before'")
    words = [word[1:] for word in table["cue"] if word.startswith("と") and len(word) > 3]
    between = "(?:も|[^、。「」はがと]{1,15}[をにへ])"
    return f"(?<=[」たるだいん])と{between}{alternatives(words)}"


def _cue_of_document(before: str, after: str, words: str) -> str | None:
    """Return the cue of a document; in `after` nothing stands between quotation marks."""
    is_turned = patterns.TURNED.search(before) or patterns.AFTER_CLAUSE.search(before)
    if is_turned and patterns.TEXT.match(after):
        return "と"
    report = patterns.OF_DOCUMENT.match(after)
    is_inner = "では、" in before or patterns.TOPIC.search(before) or patterns.TOO.search(before)
    if report and after.startswith("は") and is_inner:
        return None  # 提言では、三原則は…と指摘した: the proposal
    if not report and patterns.OF_POLL.search(words):
        report = patterns.POLLED.match(after)
    if not report and patterns.OF_COUNT.search(words) and patterns.COUNTED.match(after):
        return "では"
    return report[0] if report else None


def _without_content(cue: str) -> str:
    """Return a cue without what is said: ということです of では、輸出は…ということです。"""
    if len(cue) <= LONGEST_CUE:
        return cue
    ends = filter(None, (end.search(cue) for end in CUE_ENDS))
    return next((end[0].rstrip("。") for end in ends), cue)


def _cue_beside(before: str, after: str) -> str | None:
    """Return the cue of a speaker who is no subject: 「…」と話す店主; 住民からは「…」との声."""
    if before.endswith("と") and patterns.THINKS.match(after):
        return "みる"  # 転換点だ、と教授はみる
    related = patterns.RELATED.search(before)
    if related:
        return related["verb"]
    voiced = patterns.VOICED.match(after)
    return voiced["cue"] if voiced else None


@partial(tables.cached, names=("cues", "outlets"))
def rules() -> Japanese:
    """Return the rules, with the words that the tables hold."""
    return Japanese()
