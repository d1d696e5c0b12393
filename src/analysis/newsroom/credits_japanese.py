"""Whether a Japanese sentence credits a mention, and by which cue."""

import re
from functools import partial

from .. import tables
from .names import KANJI, KATAKANA, Mention, cues

SPEECH = re.compile("「[^」]*」")
DIRECT = re.compile(
    rf"""
    (?: など | \([^()]{{1,12}}\) )?
    (?: の [{KANJI}{KATAKANA}]{{1,8}} | の調べ | のまとめ | への取材 )?
    (?: によると | によれば | によりますと                  # 防衛省の発表によると
      | いわく | 曰く | の話として | の話では | の話を引用 | を引用し        # 関係者の話として
      | のまとめでは | への取材 | は取材に                  # 同社への取材で
      | では、?.{{0,40}} (?: とした | としてい[るま] | 明記 | 記載 )  # 白書では…としている
    )
    | では、?[^。「」]{{5,120}}としてい(?:る|ます)。$
    | (?:\([^()]{{1,12}}\))?(?:によって|により)(?:発表|公表|公開|明らかに)され
    | では、?「[^」]+」(?:など)?と (?: し | コメント | 話 | 説明 | 述べ | 回答 )
    | では、? [^「」。]{{5,150}} (?: という | とのこと | ということ ) (?: です | だ )? 。$
    | の (?: 話 | 説明 | 発表 | 報告 | まとめ | 推計 | 試算 | 集計 | 分析 | 見方 | 調べ | 調査 | 統計 ) では、?
    | [のが] [^。、「」はがの]{{0,12}} (?:[{KANJI}]た)?  # 研究所が1日公表した報告書によると
      [{KANJI}{KATAKANA}A-Z]{{0,12}} (?: 報告書 | 報告 | 調査 | 統計 | 資料 | 論文 | 集計 | データ )
      (?: によると | によれば | によりますと | で(?!は)[^。「」]{{0,90}}? (?:分か|わか|明らかにな)っ )
    | の [{KANJI}]{{0,4}} (?: 調べ | 調査 | 分析 | まとめ ) で(?!は)
      [^。「」]{{0,90}}? (?:分か|わか|明らかにな)っ          # 検査院の調べで…分かった
    """,
    re.VERBOSE,
)
OF_DOCUMENT = re.compile(
    r"""
    では、?.{0,80} とし (?: た | てい[るま] )                # 計画では…としている
    | で (?: 分か | わか ) った                               # 文書で分かった
    | [にで]は?、?.{0,60}? (?: 明記 | 記載 | 記 | 書か | 盛り込 | うたわ )
      (?: まれ | され | れ ) (?: て(?!いない) | た | る )    # 指針に…と明記された
    | には、?[^はが]{0,60}? と? (?: 明記 | 記載 ) [しす]     # 案には…と明記した
    | では、?[^は]{0,60}? と (?: の認識を | [^、。「」は]{1,12}を )?
      (?: 指摘 | 分析 | 予測 | 推計 | 強調 | 警告 | 批判 | 結論 | 示 | 明言 | し )  # …と指摘
    | は、?.{0,60} (?: と明記 | と指摘 | としてい[るま] | と記 | と結論
      | と警告 | の(?:認識|見方|見通し|懸念|方針)を示
      | [いたのな]、?(?:懸念|警戒感?|期待)を示 )  # 報告書は…と指摘
    | は、?.{0,100}? (?:                                     # 社説は「…」と主張した
        と [^、。「」は]{0,10}? (?: 主張 | 判断 | 分析 | 強調 | 批判 | 認定 | 説明 | 評価 | 予測 | 推計 | 断じ | 論じ
          | 訴え | 提言 | 結論付け | 呼びかけ | 求め | 書 | うた | 述べ )
      | (?: 」 | [たるいだん] ) として | [るたいだん]とした (?= [。、が] | $ )
      | を (?: たたえ | (?: 歓迎 | 非難 | 表明 | 支持 ) [しす] ) | を (?: 認定 | 強調 | 指摘 | 求め | 訴え | うたっ | 批判 | 予測 | 提言 | 警告 | 主張 | 勧告 )
        (?: [しすた] | てい | る | 。 ) )
    | では、? [^は。]{0,60}? と (?: 説明 | 主張 | 批判 | 訴え )
    """,
    re.VERBOSE,
)
PARTICLE = re.compile(
    rf"""
    (?: \([^()]{{1,25}}\) )? (?: =[^=。「」]{{1,12}}= )?             # 甲野さん(30)=千葉市=は
    (?: の [1一] 人 | (?: ら | など )? [0-9]{{1,3}} [人名] | など | 自身 )?       # 幹部の一人は
    (?: は | が | も | らは | らが | 、 )                   # 首相は
    | [とや](?!の) [{KANJI}{KATAKANA}A-Za-z・の]{{2,20}} (?: は | が | も )  # 首相と外相は
    """,
    re.VERBOSE,
)
FREE = "上|後|際|中(?![国東])|時|点|通|一方|直後|直前|場合|翌|同|会見|見"  # 述べた上で, 述べた後
RELATIVE = f"(?:(?:てい)?[るたす]|(?<=[るた]))(?!{FREE})[{KANJI}{KATAKANA}]"  # と主張する学者の論文
NOT_SPEECH = (  # 発表された, 表明すること, 説明を求め, 明らかにしていない, 説明していると思う
    "(?!され|られ|(?<=する)と(?![もの])|て(?:いる)?と思|(?:する)?よう(?!求)|(?:する)?(?:こと|方針|予定|見通し|方向)"
    "|(?<=を)(?!(?:改めて|強く|重ねて)?[示表述伝明強語口に])|を(?!(?:改めて|強く|重ねて)?示)|日|方|合[いう]|てい?な|な[いか]|(?:てい)?ませ|ず|[たる]ことを(?:、|明らか|受け|認め|踏まえ|確認|発表)|(?:てい)?[るたす](?:もの|とき|ような)(?![のだで、。])"
    f"|{RELATIVE}|[^。、]{{0,4}}(?:こと|の)が(?:分か|わか|明らか|判明))"
)
NO_VERB = "(?!によ|の[話報発ま取]|が[報伝]|への取材|関係者によ|報道によ)"  # by whom, not who says
OUTER_SUBJECT = re.compile("[氏相長官領府省庁党側者軍社授員]が(?:[0-9]{1,2}日)?、")  # 首相が、政府が…と
TOPIC = re.compile("[^」でにとて]は(?!、?同)")  # 政府は、…者が
NO_NAME = re.compile(f"{TOPIC.pattern}|^(?:その上で|そのうえで|さらに|また)、?$")  # who spoke goes on
OUTER = re.compile(  # 首相は、政府は…と述べた
    "[A-Z氏相長官領府省庁党側者軍社紙信表授員決]は(?:(?!おり|もの|が)[^「」]){0,12}、"
    "(?!.*(?:おり|ものの|一方|[るたすいだ]が)、)"
)
LATER = re.compile(
    rf"(?<=[ぁ-ん])と、?[{KANJI}{KATAKANA}0-9と]{{1,25}}[はが][^、。「」]{{0,12}}$"
)  # 防衛相が認めたと首相が述べた
BROKEN = re.compile(
    "(?:おり|ものの|一方|[るたすいだん]が)、.*[^にでとて]は"
)  # 与党は…だが、首相は…と述べた
MAIN = re.compile(  # 首相が5日、…と述べた; 首相が会見で
    r"が(?:(?:[^、「]{0,10}[日月年前後])?、"
    r"|[^、「]{0,20}(?:会見|演説|答弁|講演|取材|委員会|番組|声明|会合|インタビュー)(?:\([^()]*\))?[でに])"
)
FAR = 30  # characters between が and its verb that make another subject likely
NEAR = 15  # characters between a source that stands behind what it says and its verb
TURNED = re.compile("」と、?$")
AFTER_CLAUSE = re.compile("[」るただいん]と、$")
ASKED = re.compile("に(?:も|話を)?(?:聞くと|尋ねると|取材すると|問い合わせると|聞いたところ|尋ねたところ)")
COURT = re.compile("(?:裁|裁判所|裁判長)$")
RULED = re.compile("と(?:判断|認定|認め)(?![らさ])")  # what only a court says by it
THINKS = re.compile(r"(?:\([^()]{1,12}\))?は(?:みる|見る|みている|考える|いう|言う)(?:。|$)")
DEMAND = re.compile(  # 経団連は提言で、拡大を求めた
    "(?:は|が)[^。「」]{0,20}(?:会見|声明|報告書|提言|演説|談話|集会|意見書|書簡|文書|インタビュー)で、?"
    "[^。「」は]{0,60}を(?P<cue>求めた|求めて|求める|訴えた|促した)"
    "|(?:は|が)、?[^。「」]{2,80}[たるい]として、?[^。「」は、]{1,40}を(?P<claim>求め|批判|非難|抗議)[たしる]"
)
RELATED = re.compile(  # 「…」と話す店主; not: 「…」と呼ぶ人
    "」(?:など)?と、?(?P<verb>話す|語る|訴える|明かす|嘆く|憤る|打ち明ける|振り返る|胸を張る|力を込める|説明する|指摘する"
    "|強調する|主張する|警告する|期待する|懸念する|分析する)$"
)
DEED = re.compile("と?(?:歓迎|支持|要請|公開|謝罪|抗議|約束|掲載)")
TOLD = re.compile(f"[^、。「」]{{0,6}}と、?[{KANJI}{KATAKANA}A-Za-z・の]{{2,25}}[はが]")
TEXT = re.compile("は(?:述べ|記|指摘|説明|いう|言う|伝え|結論)")
LISTED = re.compile("(?:^|[^一-鿿])(?:出所|出典):$")
VIEW = re.compile("の(?:見方|見解|立場|主張|説明|認識|考え|見立て)(?:だ|で)")  # …というのが識者の見方だ
VOICED = re.compile(  # 住民からは「…」との声が上がった; not: 野党からは懸念の声
    "(?:ら)?(?:から|の間)(?:は|で|では|も)?(?:、|[^「」。]{0,20})「[^」]{4,}」(?:など|など、)?"
    "(?P<cue>と(?:の|いう|いった|する)[^「」。]{0,12}(?:声|意見|批判|懸念|指摘|疑問|不満|反発|見方|注文|異論))"
)
CLEFT = re.compile(  # 「…」と話すのは、…の代表の甲野さん(30)。
    r"(?:」と|そう|こう)(?P<verb>[^、。「」]{1,10}[すうるむぶぐくつ])のは、?[^。]{0,50}$"
)
LABEL = re.compile(r"\s?[::]?\s?「[^」]{6,}(?!」[の(])(?:」|$)")  # 防衛相「…」
NAMES_ONLY = re.compile(rf"[{KANJI}{KATAKANA}・の\s]{{0,25}}")  # 甲野太郎 外相「…」
RELAYS = ("伝え", "報じ")  # what those do by whom all is told: X紙によると、首相は…と伝えた
QUOTED = re.compile(r"(?:」と、?|(?:[ぁ-ん、。]|[^「」]{12})」\()$")  # 「…」と外相。「…」(外相)
END = re.compile(r"ら?(?:。|$|\)(?!の))")
CLEFT_END = re.compile(r"ら?(?:\([^()]{1,12}\))?(?:だ|で|。|$)")  # …と話すのは関係者だ。
SUBJECT = re.compile(f"[{KANJI}{KATAKANA}A-Za-z)々]ら?(?:は(?!な[いかく])|が)(?![^「]*」)")
INNER = re.compile(  # 企業が開発した艦; 協議が進んでいることを
    f"[{KANJI}{KATAKANA}]{{1,8}}が[^、。「」はが]{{1,20}}(?:[たる](?=[{KANJI}{KATAKANA}])|(?:こと|の)(?=[をに]))"
)
TOPICAL = re.compile(r"ら?(?:\([^()]{1,12}\))?(?:は|が|も|です。|だ。|である。)")  # 土田さん(85)です。
GOING_ON = re.compile("」(?:など)?と(?:も|の)?")  # 「…」と語った, whose subject stands before
CLAUSE = re.compile(  # 本部があるパリの外相は; 首相が写った写真を
    "が(?:[^、「]{0,40}(?:聞く|尋ねる|問う|質問する|問われる)と、"
    f"|[^、]{{0,80}}(?:こと|の|点|件|問題|方針|提言|決定|動き|」)(?:について|をめぐ|を巡|に関し|に対し|を受け)"
    f"|あ|い[るた]|な[いか]|[^、「]{{1,12}}(?<!対す)(?<!関す)(?<!よ)(?<!おけ)[たる][{KANJI}{KATAKANA}])"
)
SAYS = re.compile(r"(?:の[1一]人|ら?[0-9]{1,3}[人名]|=[^=。「」]{1,12}=)?(?:\([^()]{1,12}\))?(?:も?は|も|が)(?=[^「」]{0,30}「)")
THOUGHT = re.compile(  # …は「…」と心配顔だ; not: 「…」と呼ぶ
    f"「(?:[^」]{{10,}}|[^」]{{3,}}[ぁ-ん]|[^」]*[{KANJI}][^」]*[ぁ-ん])」(?:など)?"
    "(?P<cue>として|と(?!呼|名付|命名|位置|題|銘打|称し|同じ|同様|い[うえった]|の|なっ|なる)(?:[^、。「」はが]|とが){1,10})(?:。?$|(?<=として))"
    "|「[^」]{10,}(?P<open>」。?$|$)"
)
NAMED = re.compile(  # ハマスは「…」と; ダイムラーは、…と発表
    "は(?:[0-9]{1,2}日|[^は「」]{0,25}「」(?:など)?と|、?[^は「」]{0,80}"
    "(?:と(?:した|発表|表明|明言|述べ|批判|主張|非難|警告|反発|強調|訴え|説明|指摘|反論|抗議|求め)|よう求め)"
    "|(?:[^は「」、]{0,8}(?:声明|談話|会見|演説|報告書|ブログ|SNS|X))[でに])"
)
POLLED = re.compile(  # 世論調査では反対が6割に上った
    r"(?:\([^()]{1,8}\))?(?:では|で(?!きょう|の))、?[^。]{0,90}?(?:[0-9.]\s?(?:%|割|パーセント|人に1人)|[一二三四五六七八九]割)"
)
OF_POLL = re.compile("(?:調査|アンケート)$")
APPOSED = re.compile(rf"、[{KANJI}{KATAKANA}ぁ-ん・]{{2,14}}?(?:さん|氏)")  # 団体の代表、甲野さん
STATED = re.compile("と(?:した|してい[るま][^、]{0,2}|明記した|記した|指摘した)。$")
OWN_TOPIC = re.compile(f"[{KANJI}{KATAKANA}A-Za-z)々]は")
OF_PAPER = re.compile("とし|記し|指摘")  # what a document does
SPEAKERS = ("official on record", "unnamed officials")


def is_quoted(before: str) -> bool:
    """Return whether what follows stands within a quotation."""
    return before.rfind("「") > before.rfind("」")


class Japanese:
    """The rules of Japanese: a source stands before its cue, marked by a particle."""

    def __init__(self) -> None:
        noun = f"(?<=[{KANJI}{KATAKANA}])(?<!方針)(?<!予定)(?<!意向)"
        will = f"(?!(?:(?<=う)|{noun})とし)"  # not: 送ろうとした; 停職とした
        verb = f"(?<!指){will}{NO_VERB}{cues('ja', 'before')}"  # not: 指示した
        self.verb = re.compile(verb + NOT_SPEECH)
        self.own = re.compile(cues("ja", "within", "self"))
        self.quoting_verb = re.compile("と" + verb)
        before = "と[^、。「」は]{0,6}?|」(?=とし)|(?<=[るただいん])(?=とした)|(?=よう求め)|を(?=発表|公表|表明|批判|非難)"
        self.named_verb = re.compile(f"(?:{before}){verb}")
        self.cleft = re.compile(rf"(?P<verb>と?{verb})[^、。「」]{{0,4}}のは、?[^、。]{{0,25}}$")
        self.last_verb = re.compile(f"{verb}{NOT_SPEECH}(?:[^、。「」]{{0,6}}。$|(?<=。)$)")

    @staticmethod
    def may_credit(sentence: str) -> bool:
        """Return whether a sentence could credit somebody; here every one is looked at."""
        return bool(sentence)

    def cue(self, sentence: str, mention: Mention) -> str | None:
        """Return the cue that credits the mention, or None."""
        before, after = sentence[: mention.start], sentence[mention.end :]
        if is_quoted(before) and not after.startswith("」") or self.own.fullmatch(mention.words):
            return None
        direct = DIRECT.match(after)
        if direct:
            return direct[0]
        asked = ASKED.match(after) if mention.kind in SPEAKERS else None
        if asked:
            return asked[0].rstrip("、")
        thought = THOUGHT.search(after) if mention.kind in SPEAKERS else None
        after = SPEECH.sub("「」", after)
        if mention.kind == "document":
            if TURNED.search(before) and TEXT.match(after):
                return "と"
            report = OF_DOCUMENT.match(after)
            if report and after.startswith("は") and "では、" in before:
                return None  # 提言では、三原則は…と指摘した: the proposal
            if not report and OF_POLL.search(mention.words):
                report = POLLED.match(after)
            return report[0] if report else None
        verb = self.verb.search(after)
        demand = DEMAND.match(after) if not verb and mention.kind in SPEAKERS else None
        if demand:
            return demand["cue"] or demand["claim"]
        if not verb and COURT.search(mention.words):
            verb = RULED.search(after)
        if thought and not verb and SAYS.match(after):
            return thought["cue"] or "「"
        particle = None if APPOSED.match(after) else PARTICLE.match(after)
        if not verb or not particle:
            return self._around(before, sentence[mention.end :], mention)
        last = particle.end() - 1  # of 首相と外相は that of both
        is_inner = self._is_inner_subject(before, after[last:], verb.start() - last)
        is_report = (
            mention.kind == "outlet" and verb[0] in RELAYS
        )  # 首相は、X紙が報じたことについて
        if is_inner and not is_report:
            return None
        if verb[0] in RELAYS and "によると" in before:
            return None
        if after.startswith("が") and verb[0] == "よう求め" and not MAIN.match(after):
            return None  # 政府が主導するよう求めた: who asks is not said here
        if after.startswith("が") and DEED.match(verb[0]) and TOLD.match(after, verb.end()):
            return None  # 首相が歓迎したと、外相が明らかにした
        if verb[0].startswith("と付け加え") and self.verb.search(before):
            return None  # 紙は…と伝え、軍は視察すると付け加えた
        is_turned = TURNED.search(before) and verb.start() < NEAR  # 「…」と甲野は述べた
        if mention.kind == "name" and not is_turned and NO_NAME.search(before):
            return None
        if mention.kind == "name" and not is_turned and not (NAMED.match(after) and self.named_verb.search(after)):
            return None
        return verb[0]

    def _around(self, before: str, after: str, mention: Mention) -> str | None:
        """Return the cue of a speaker beside what is quoted: 「…」と外相。 Or: 外相「…」"""
        kind = mention.kind
        if kind not in (*SPEAKERS, "outlet"):
            return None
        if NAMES_ONLY.fullmatch(before) and LABEL.match(after):
            return "「"
        if NAMES_ONLY.fullmatch(before) and after.startswith(":"):
            return ":"  # 甲野会長:歯止めは要ります
        if QUOTED.search(before) and END.match(after):
            return "と"
        if LISTED.search(before):
            return before[-3:-1]  # 出所:防衛装備庁
        if before == "【" and after.startswith("】") and mention.words != "記者":
            return "】"  # 【報道官】…
        if VIEW.match(after) and before.endswith(("というのが", "というのが、")):
            return "というのが"
        if before.endswith("と") and THINKS.match(after) and kind in SPEAKERS:
            return "みる"  # 転換点だ、と教授はみる
        related = RELATED.search(before)
        if related and kind in SPEAKERS:
            return related["verb"]
        voiced = VOICED.match(after) if kind in SPEAKERS else None
        if voiced:
            return voiced["cue"]
        plain = SPEECH.sub("「」", before)
        cleft = self.cleft.search(plain) or CLEFT.search(plain)
        return cleft["verb"] if cleft and CLEFT_END.match(after) else None

    def goes_on(self, sentence: str) -> str | None:
        """Return the cue of a sentence that quotes and leaves its subject to the one before."""
        plain = INNER.sub("", SPEECH.sub("「」", sentence))
        stated = STATED.search(plain)
        if stated and not OWN_TOPIC.search(plain):
            return stated[0].rstrip("。")
        quoted = GOING_ON.search(plain)
        verb = self.verb.search(plain, quoted.start()) if quoted else None
        verb = verb or self.last_verb.search(plain)
        if not verb or SUBJECT.search(plain, 0, verb.start()):
            return None
        return verb[0].rstrip("。")

    @staticmethod
    def is_topic(sentence: str, mention: Mention, cue: str) -> bool:
        """Return whether a sentence is about who goes on by a cue: 外相は5日、豪州を訪れた。"""
        is_paper = mention.kind == "document" and OF_PAPER.search(cue)
        is_fit = mention.kind in SPEAKERS or is_paper
        is_outside = not is_quoted(sentence[: mention.start])
        return bool(is_fit and is_outside and TOPICAL.match(sentence, mention.end))

    def _is_inner_subject(self, before: str, after: str, distance: int) -> bool:
        """Whether it is the subject of a clause within: 政府は、企業が輸出すると述べた."""
        if AFTER_CLAUSE.search(before) and distance < NEAR and "、" not in after[:distance]:
            return False  # …したと、国防省が明らかにした
        outer = OUTER.search(before) or OUTER_SUBJECT.search(before)
        is_within = outer and not self.verb.search(before)
        if after.startswith("は"):
            is_other = BROKEN.search(after[:distance]) or LATER.search(after[:distance])
            return bool(is_within or is_other)
        if not after.startswith("が"):
            return False
        if after.startswith("が「") and not CLAUSE.match(after[:distance]):
            return False
        if is_within or CLAUSE.match(after[:distance]):
            return True
        has_topic = TOPIC.search(before) and self.quoting_verb.search(after)
        is_far = distance > FAR and not MAIN.match(after)
        return bool(has_topic) or is_far or bool(LATER.search(after[:distance]))


@partial(tables.cached, names=("cues", "outlets"))
def rules() -> Japanese:
    """Return the rules, with the words that the tables hold."""
    return Japanese()
