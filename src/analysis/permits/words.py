"""How releases and newspapers write the categories of permits, the years and the counts.

The cues are tables: a pattern, and beside it an example that it matches. A release is read in the
form that `release.flat` gives it: normalised, without blanks save between figures.
"""

import re

from .. import tables

Cues = dict[str, str]  # a pattern → what it matches in a text of its kind

PEACE = "peace contribution and international cooperation"
SECURITY = "Japan's security"
SMALL = "extremely small influence"
AGGRESSION = "country under aggression"
HEADS = (PEACE, SECURITY, SMALL, AGGRESSION)
JOINT = "joint development and production"
COOPERATION = "security and defence cooperation"
FORCES = "SDF activities and safety of nationals"
SUBHEADS = (JOINT, COOPERATION, FORCES)
LEVELS = {"total": 0, **dict.fromkeys(HEADS, 1), **dict.fromkeys(SUBHEADS, 2)}
USUAL = {1: {PEACE, SECURITY, SMALL}, 2: set(SUBHEADS)}  # of a year that prints parts of a level

DIGIT = "0-9〇零一二三四五六七八九十百千万壱壹弐貳参參伍拾佰仟阡萬"


def _any(cues: Cues) -> str:
    """Return a pattern of all patterns of a table."""
    return "|".join(f"(?:{pattern})" for pattern in cues)


# --- the categories

_AND = "(?:[・,、/や]|及び|および|又は|または|並びに|と)?"
_TINY = "(?:極めて|きわめて|ごく|非常に)"
_COUNTED = f"[はがで:=(]*[{DIGIT}]"
_ALONE = rf"(?:(?<![一-鿿])|(?<=[{DIGIT}件]))"
NAMES: dict[str, Cues] = {
    SMALL: {
        "誤送品[^。件]{0,60}?(?:など|等)": "誤送品の返送、見本品の輸出等",
        f"{_TINY}?影響[がはの](?:{_TINY}に?)?(?:小さ|軽微|少な)": "影響が極めて小さ",
        f"{_TINY}(?:軽微|小さ)な影響": "ごく軽微な影響",
    },
    AGGRESSION: {
        "(?:侵略|武力の?行使|武力による威嚇|武力攻撃)[^。件]{0,30}?"
        "受け(?:ている|ていた|た|る)(?:国|諸国)": "侵略や武力の行使を受けている国",
        "被侵略国": "被侵略国",
    },
    PEACE: {
        f"平和(?:へ?の)?貢献(?:{_AND}国際協力)?(?:の(?:積極的な?)?推進)?": (
            "平和貢献・国際協力の積極的な推進"
        ),
    },
    JOINT: {
        f"国際共同(?:研究)?[・、]?開発(?:{_AND}(?:国際)?(?:共同)?生産)?": "国際共同開発・生産",
        f"共同開発(?:{_AND}(?:共同)?生産|(?={_COUNTED}))": "共同開発と共同生産",
    },
    COOPERATION: {
        f"{_ALONE}安全保障{_AND}防衛(?:分野(?:に|で)おける|分野の|面での)?(?:協力|力)": (
            "安全保障・防衛協力"
        ),
        "安全保障(?:面での)?協力": "安全保障協力",
        f"防衛協力(?=の強化|に資|[はが:=(]*[{DIGIT}])": "防衛協力の強化",
    },
    FORCES: {
        "自衛隊(?:を含む政府機関|等|など)?の(?:海外(?:で|における)?の?)?活動": "自衛隊等の活動",
        "(?:在外)?邦人の安全(?:の)?確保": "邦人の安全確保",
    },
    SECURITY: {
        rf"(?:(?:我が国|わが国|日本|自国)の|(?<![一-鿿ァ-ヶーの])|(?<=[{DIGIT}件]))安全保障"
        "(?:(?:の強化)?に(?:資|寄与|貢献|役立)"
        rf"|(?=(?:関係|関連|分野)?(?:の?もの)?{_COUNTED}))": "我が国の安全保障に資する",
    },
}
CATEGORIES = {f"name{place}": category for place, category in enumerate(NAMES)}
_AFTER_NAME = (
    "(?:に資する|に関する|する|への|に対する|のため(?:に必要な|の)|い(?:と(?:判断)?される)?)?"
    "(?:もの|場合|(?:防衛装備品?の)?(?:海外)?移転)?"
    "(?:の(?:個別)?許可(?:件数)?)?"
)

# --- years and counts

_MARKS: Cues = {
    "[・•‣●○◆◇■□▪*※-]": "・",
    "\\([0-9一二三四五六七八九十ア-ンA-Za-z]{1,4}\\)": "(1)",
    "[0-9ア-ン]{1,2}[.)](?![0-9])": "1.",
    "[①-⓿㈠-㈩]": "①",
}
MARK = f"(?:{_any(_MARKS)})"
_YEARS: Cues = {
    f"(?:西暦|平成|令和|[HR]\\.?)?(?:元|[0-9]{{1,4}}|[{DIGIT}]{{1,7}})"
    "(?:\\([^()]{1,8}\\))?(?:会計)?年度": "令和6(2024)年度",
    "FY[ ]?'?[0-9]{2,4}(?![0-9])": "FY2024",
}
YEAR = f"(?:{_any(_YEARS)})"
COUNT = (
    rf"(?<![第A-Za-z{DIGIT}])(?<![{DIGIT}][,.、・])"
    rf"[{DIGIT}](?:[,.、・]?[{DIGIT}])*(?:件|\(件\))(?!数|名|目)"
)
BROKEN = re.compile(rf"[{DIGIT}]+[,.、・]?\s+\Z")  # figures and a blank before a count: 1 841件
ENGLISH_YEAR = re.compile("FY[ ]?'?[0-9]{2,4}\\s+\\Z")  # but not FY2024 1,304件

# --- counts of less or more than one year

_N = "[0-9〇一二三四五六七八九十]"
_TO = "(?:から|[~〜―-])"
_LATER = f"(?:翌年?の?|同年?の?|(?:平成|令和)?(?:元|{_N}{{1,4}})年)?"
_WHOLE_YEAR = f"4月(?:1日)?{_TO}{_LATER}3月"
_MONTH_END = "(?:末|(?:30|31|三十|三〇|三十一|三一)日)"
_MADE = "(?:策定|決定|改正|改定|見直|導入|緩和|制定|閣議|発足|施行|設)"  # 2014年に策定した
_SAID = "(?!に(?:公表|発表|公開|まとめ|明らか))"  # 9月1日までに公表した
PART_OF_YEAR: Cues = {
    "[上下]半?期": "上半期",
    "年度の?[前後]半|[前後]半(?=[はのにで])": "年度前半",
    "半年|半期": "半年間",
    f"第{_N}四半期|四半期": "第1四半期",
    f"(?<!{_N})(?!{_WHOLE_YEAR}){_N}{{1,2}}(?:月(?:{_N}{{1,3}}日)?)?{_TO}{_LATER}{_N}{{1,2}}月": (
        "4~9月"
    ),
    f"(?<!{_N})(?![3三]月){_N}{{1,2}}月{_MONTH_END}?(?:まで|時点|現在){_SAID}": "9月末まで",
    f"(?<!{_N}){_N}{{1,2}}月(?:は|には?|だけで|中に?|分[はが]?|:|\\()(?=約?[{DIGIT}])": "4月に1",
    f"{_N}[かカヶヵ箇個ケ]月|{_N}月間|{_N}(?:週|日)間|単月|月別|月平均": "6カ月",
    f"{_N}{{1,2}}月(?:以降|以来)(?=[^。]{{0,20}}[{DIGIT}]件)": "4月以降に9件",
    f"暦年|年度途中|[0-9]{{4}}年(?:中に?|には?|は)(?![^。]{{0,16}}{_MADE})": "2024年に",
}
SEVERAL_YEARS: Cues = {
    f"(?<!{_N})(?![1一]年間){_N}{{1,3}}年(?:余り?|あまり|近く|以上|超)?(?:間|分|で)": "10年間",
    f"{_N}[かカヶヵ箇個ケ]年": "3カ年",
    f"(?:過去|直近|最近|この)の?{_N}{{1,3}}年|{_N}年度間": "過去5年",
    f"(?:{YEAR}|前年度)分?[とも、を](?:合わせ|あわせ|含め|加え|足)": "23年度と合わせ",
    f"{YEAR}末?(?:分)?まで": "2024年度まで",
    f"(?:{YEAR}|(?<!{_N}){_N}{{2,4}}(?:年度?)?){_TO}{YEAR}": "2014~24年度",
    f"(?:{YEAR}|(?<!{_N}){_N}{{2,4}}年?)[、,・と|/](?:{YEAR}|{_N}{{2,4}}両年度)": "2022、23年度",
    f"(?:両|各|毎)年度?[、,]?(?:とも|で|に|合わせ|の合計|平均)?(?=約?合?計?[{DIGIT}])": "両年度で2",
    f"(?:以降|以来|{YEAR}から)(?!.{{0,6}}(?:最多|最高|初))"
    f"(?=[^。]{{0,40}}(?:累計|合計|総計|計)約?[{DIGIT}])": "以来計1",
    f"これまでに?(?=[^。]{{0,20}}[{DIGIT}]件)": "これまでに計9件",
    "(?<=件)[とにをも](?:合わせ|あわせ|加え|足)": "9件と合わせ",
    "平均": "年平均",
}
SPAN = re.compile(_any(PART_OF_YEAR | SEVERAL_YEARS))
WHOLE_YEAR: Cues = {
    "通年": "通年",
    "年度全体|年度を通": "年度全体",
    f"(?<!{_N})年間": "年間で",
    "[1一]年間": "1年間",
}
ATTACHED = re.compile(
    "(?:まで|末|期|[の(中、])*"
)  # between a year and its part: 2024年度の上期, 2024年度(上期)

# --- cues: what the next count belongs to

_RIVAL = "(?!比|より|から|[にと](?:比|対)|並|同期|を)"  # 前年度比: it does not own the next count
_PERMIT = "(?<![不括])許可"
_TRANSFER = (
    "(?<!への)(?<!資する)(?:防衛装備(?:品?等?[の・]?(?:海外)?)(?:移転|輸出)|武器輸出)"
    f"(?:[はが]|(?=計?[:=(]*[{DIGIT}]))"
)
_SINCE = (
    "以|から|より|比|並|[にと]比|に(?:始|開|導|創|策|発足|スタート)"
    "|の(?:制度|三原則|導入|開始|発足|策定|改正)"
)
CUES: dict[str, Cues] = {
    "span": PART_OF_YEAR | SEVERAL_YEARS,
    "since": {f"{YEAR}(?={_SINCE})": "2014年度以降"},
    "year": {YEAR: "令和6年度"},
    "told": {f"(?<!一)昨年度{_RIVAL}": "昨年度は"},
    "before": {
        f"(?:前々?年度|一昨年度|前の年度|前回)(?:実績)?{_RIVAL}": "前年度は",
        f"(?:前年(?!度)|昨年(?![度0-9{DIGIT}秋春夏冬末]))(?:実績)?{_RIVAL}": "前年は",
    },
    "now": {"今回|同年度": "同年度"},
    "whole": WHOLE_YEAR,
    "each": {"それぞれ|各々|順に": "それぞれ"},
    "all": {
        "合計|総計|総数|総件数|合わせて|あわせて|延べ|全体(?:で|は)": "合計",
        f"全(?=[{DIGIT}])": "全1",
        f"(?:(?<![一-鿿])|(?<=件))計(?=[:(]*約?[{DIGIT}])": "計1",
        "防衛装備[^。件]{0,24}個別許可": "防衛装備の海外移転の個別許可",
    },
    "permit": {
        "個別許可(?!の?申請)": "個別許可",
        f"{_PERMIT}(?:の?件数|総?数|は|が|(?=[:=(]*[{DIGIT}]))": "許可件数",
        f"{_PERMIT}(?:した|された|を受けた|を出した)(?:もの|案件|件数|の)": "許可したもの",
        _TRANSFER: "防衛装備の海外移転は",
    },
    "aside": {
        "向け|へのもの|宛て|仕向": "米国向け",
        "事例|例えば": "例えば",
        "包括許可|の修理": "包括許可",
        "小計|累計|累積|通算": "累計",
    },
    "count": {COUNT: "1,304件"},
    "mark": {rf"[①-⓿㈠-㈩]|(?:\A|(?<=[\n。:;、)件])){MARK}": "(1)"},
    "end": {"[。!?]": "。"},
}
PREVIOUS = "前年度"
SPANNED = "a span that is not one year"  # the label of a part of a year, or of several

# --- what stands beside a name, a year or a count

OVERTAKEN = re.compile(r"\)?(?:から(?!な)|[にと](?:対|比)|を[上下超]|に次|に及)")  # 1,498件から
JOINED = re.compile("(?:[、,や・「」『』]|と|及び|および|又は|または|並びに|ならびに)+")
AT_ONCE = re.compile(
    rf"(?:中に|分)?(?:[はがの、:()計]|に|で|実績|{YEAR}){{0,8}}(?:[{DIGIT}]|前年|前々|昨年度)"
)
DATED = re.compile(rf"\(?({YEAR})(?:分|実績|中)?\)")
# A year that owns another count, or is only compared with: 17年度の1464件, 17年度を上回った.
COMPARED = re.compile(
    rf"(?:の?実績)?(?:[はがの、:(計]{{0,4}}[{DIGIT}]|を[上下超]|に次|に及|より|から|並"
    "|[にと]?(?:比|対)|以[来降])"
)
NO_LEVEL = re.compile(
    _any(
        {
            "の?(?:増|減|多い|少な|[上下]回|差)": "98件減",
            "[をも]*含[めむみ]": "12件を含め",
            "余|超|以上|程度|前後|弱|強|近く|ほど": "千件余",
            "につき|当たり|あたり|ごと": "1件につき",
            "を見込|の見": "千件の見込み",
        }
    )
)
NOT_EXACT = re.compile(
    "(?:"
    + _any(
        {
            "[△▲±]|[(比度][-+−]": "(-5件",
            "プラス|マイナス": "プラス3件",
            "約|およそ|おおよそ|ほぼ|概ね|おおむね": "約千件",
            "(?<![件総可])数": "数件",
        }
    )
    + r")\Z"
)
PERMITTED = re.compile(
    "の?(?:防衛装備品?の)?(?:個別)?(?:海外移転|輸出|移転)?(?:の個別)?(?:を|が|について)?許可"
)
OFFICIAL = re.compile(r"資する|該当|判断される|必要なもの|(?:場合|海外移転)[はが:(]*\Z")
IN_PART = re.compile("うち|の内[、,]|主な|主に|最も多|最多|例えば")

_NAME_PATTERNS = {
    kind: f"(?:{_any(NAMES[category])}){_AFTER_NAME}" for kind, category in CATEGORIES.items()
}
_NAMED_NEXT = re.compile(
    "(?:が|は|の|を)[、「『]*(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _NAME_PATTERNS.items())
    + ")"
)


def named_next(text: str, at: int) -> tuple[str, int] | None:
    """Return the category named right after a count, and where its name ends, or None.

    1,311件が自衛隊の活動… names one.
    """
    match = _NAMED_NEXT.match(text, at)
    return (CATEGORIES[str(match.lastgroup)], match.end()) if match else None


@tables.cached
def tokens() -> re.Pattern:
    """Return the pattern of all that is read in a text, one named group a kind.

    A country beside a count makes the count an aside: it is not the ministry's category.
    """
    aliases = tables.read("aliases").query(
        "language == 'ja' and iso3 != 'JPN' and kind != 'not a country' and alias.str.len() > 1"
    )["alias"]
    countries = tables.read("countries").query("iso3 != 'JPN'")["name_ja"].dropna()
    names = sorted({*aliases, *countries}, key=lambda name: (-len(name), name))
    places = "|".join(map(re.escape, names))
    beside = (
        rf"(?<![ァ-ヶー])(?:{places})(?=(?:[向へにがはとので等、:(]|など|宛|政府){{0,4}}[{DIGIT}])"
    )
    patterns = _NAME_PATTERNS | {kind: _any(cues) for kind, cues in CUES.items()}
    patterns["aside"] += f"|{beside}"
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in patterns.items()))
