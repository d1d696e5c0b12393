"""Whether a Japanese sentence credits a mention, and by which cue."""

import re
from functools import partial

from .. import tables
from .names import Mention, cues

SPEECH = re.compile("「[^」]*」")
DIRECT = re.compile(
    r"""
    (?: の発表 | の報道 | の調べ | の説明 | の話 | のまとめ )?
    (?: によると | によれば | によりますと                  # 防衛省の発表によると
      | の話として | の話では | の話を引用                  # 関係者の話として
      | のまとめでは | への取材 | は取材に                  # 同社への取材で
      | では、?.{0,40} (?: とした | としている | 明記 | 記載 )  # 白書では…としている
    )
    """,
    re.VERBOSE,
)
OF_DOCUMENT = re.compile(
    r"""
    で (?: 分か | わか ) った                               # 文書で分かった
    | [にで]は?、?.{0,60}? (?: 明記 | 記載 | 記 | 盛り込 )  # 指針に…と明記された
      (?: まれ | され ) (?: て(?!いない) | た | る )        # not: 明記されていない
    | は、?.{0,60} (?: と明記 | と指摘 | としている )       # 報告書は…と指摘
    """,
    re.VERBOSE,
)
PARTICLE = re.compile(
    r"""
    は | が | も | らは | らが | 、                         # 首相は
    | [(（] [^)）]{1,12} [)）] (?: は | が )                # 木原稔(防衛相)は
    """,
    re.VERBOSE,
)
NOT_SPEECH = (  # 発表された, 表明すること, 説明を求め, 明らかにしていない, 説明していると思う
    "(?!され|て(?:いる)?と思|(?:する)?(?:こと|方針|予定|見通し|方向)|を(?!示)|日|てい?な|なか|ず)"
)
TOPIC = re.compile("[^」]は(?!、?同)")  # 政府は、…者が
FAR = 30  # characters between が and its verb that make another subject likely


class Japanese:
    """The rules of Japanese: a source stands before its cue, marked by a particle."""

    def __init__(self) -> None:
        verb = f"(?<!指){cues('ja', 'before')}"  # not: 指示した
        self.verb = re.compile(verb + NOT_SPEECH)
        self.quoting_verb = re.compile("と" + verb)

    @staticmethod
    def may_credit(sentence: str) -> bool:
        """Return whether a sentence could credit somebody; here every one is looked at."""
        return bool(sentence)

    def cue(self, sentence: str, mention: Mention) -> str | None:
        """Return the cue that credits the mention, or None."""
        after = sentence[mention.end :]
        direct = DIRECT.match(after)
        if direct:
            return direct[0]
        if mention.kind == "document":
            report = OF_DOCUMENT.match(after)
            return report[0] if report else None
        after = SPEECH.sub("「」", after)
        verb = self.verb.search(after)
        if not verb or not PARTICLE.match(after):
            return None
        if self._is_inner_subject(sentence[: mention.start], after, verb.start()):
            return None
        return verb[0]

    def _is_inner_subject(self, before: str, after: str, distance: int) -> bool:
        """Whether が marks the subject of a clause within: 政府は、企業が輸出すると述べた."""
        if not after.startswith("が") or after.startswith("が「"):
            return False
        has_topic = TOPIC.search(before) and self.quoting_verb.search(after)
        return bool(has_topic) or distance > FAR


@partial(tables.cached, names=("cues", "outlets"))
def rules() -> Japanese:
    """Return the rules, with the words that the tables hold."""
    return Japanese()
