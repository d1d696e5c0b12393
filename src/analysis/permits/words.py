"""How releases and newspapers write the categories of permits, the years, the counts, and what is not a count of the year."""

import functools
import re

from .. import tables

PEACE, SECURITY, SMALL, AGGRESSION = HEADS = (
    "peace contribution and international cooperation",
    "Japan's security",
    "extremely small influence",
    "country under aggression",
)
JOINT, COOPERATION, FORCES = SUBHEADS = (
    "joint development and production",
    "security and defence cooperation",
    "SDF activities and safety of nationals",
)
LEVELS = {"total": 0, **dict.fromkeys(HEADS, 1), **dict.fromkeys(SUBHEADS, 2)}
USUAL = {
    1: {PEACE, SECURITY, SMALL},
    2: set(SUBHEADS),
}  # the parts of each year that prints parts of that level

DIGIT = "0-9〇零一二三四五六七八九十百千万壱壹弐貳参參伍拾佰仟阡萬"
_AND = "(?:[・,、/や]|及び|および|又は|または|並びに|と)?"
_TINY = "(?:極めて|きわめて|ごく|非常に)"
NAMES = {
    SMALL: f"誤送品[^。件]{{0,60}}?(?:など|等)|{_TINY}?影響(?:が|は|の)(?:{_TINY}に?)?(?:小さ|軽微|少な)|{_TINY}(?:軽微|小さ)な影響",
    AGGRESSION: "(?:侵略|武力の?行使|武力による威嚇|武力攻撃)[^。件]{0,30}?受け(?:ている|ていた|た|る)(?:国|諸国)|被侵略国",
    PEACE: f"平和(?:へ?の)?貢献(?:{_AND}国際協力)?(?:の(?:積極的な?)?推進)?",
    JOINT: f"(?:国際共同(?:研究)?[・、]?開発(?:{_AND}(?:国際)?(?:共同)?生産)?|共同開発(?:{_AND}(?:共同)?生産|(?=[はがで:=(]*[{DIGIT}])))",
    COOPERATION: f"(?:(?<![一-鿿])|(?<=[{DIGIT}件]))安全保障{_AND}防衛(?:分野(?:に|で)おける|分野の|面での)?(?:協力|力)|安全保障(?:面での)?協力|防衛協力(?=の強化|に資|[はが:=(]*[{DIGIT}])",
    FORCES: "自衛隊(?:を含む政府機関|等|など)?の(?:海外(?:で|における)?の?)?活動|(?:在外)?邦人の安全(?:の)?確保",
    SECURITY: f"(?:(?:我が国|わが国|日本|自国)の|(?<![一-鿿ァ-ヶーの])|(?<=[{DIGIT}件]))安全保障"
    f"(?:(?:の強化)?に(?:資|寄与|貢献|役立)|(?=(?:関係|関連|分野)?(?:の?もの)?[はがで:=(]*[{DIGIT}]))",
}
CATEGORIES = {f"name{i}": category for i, category in enumerate(NAMES)}
_TAIL = "(?:に資する|に関する|する|への|に対する|のため(?:に必要な|の)|い(?:と(?:判断)?される)?)?(?:もの|場合|(?:防衛装備品?の)?(?:海外)?移転)?(?:の(?:個別)?許可(?:件数)?)?"
MARK = r"(?:[・•‣●○◆◇■□▪*※-]|\([0-9一二三四五六七八九十ア-ンA-Za-z]{1,4}\)|[0-9ア-ン]{1,2}[.)](?![0-9])|[①-⓿㈠-㈩])"
YEAR = (
    rf"(?:(?:西暦|平成|令和|[HR]\.?)?(?:元|[0-9]{{1,4}}|[{DIGIT}]{{1,7}})(?:\([^()]{{1,8}}\))?(?:会計)?年度"
    "|FY ?'?[0-9]{2,4}(?![0-9]))"
)
COUNT = rf"(?<![第A-Za-z{DIGIT}])(?<![{DIGIT}][,.、・])[{DIGIT}](?:[,.、・]?[{DIGIT}])*(?:件|\(件\))(?!数|名|目)"
_RIVAL = "(?!比|より|から|[にと](?:比|対)|並|同期|を)"  # 前年度比: a comparison, not the owner of the next count
_PERMIT = "(?<![不括])許可"
_TRANSFER = f"(?<!への)(?<!資する)(?:防衛装備(?:品?等?[の・]?(?:海外)?)(?:移転|輸出)|武器輸出)(?:[はが]|(?=計?[:=(]*[{DIGIT}]))"
KINDS = {f"name{i}": f"(?:{pattern}){_TAIL}" for i, pattern in enumerate(NAMES.values())} | {
    "since": f"{YEAR}(?=以|から|より|比|並|[にと]比|に(?:始|開|導|創|策|発足|スタート)|の(?:制度|三原則|導入|開始|発足|策定|改正))",
    "year": YEAR,
    "told": f"(?<!一)昨年度{_RIVAL}",
    "before": f"(?:前々?年度|一昨年度|前の年度|前回|前年(?!度)|昨年(?![度0-9{DIGIT}秋春夏冬末]))(?:実績)?{_RIVAL}",
    "now": "今回|同年度",
    "each": "それぞれ|各々|順に",
    "all": rf"合計|総計|総数|総件数|合わせて|あわせて|延べ|全体(?:で|は)|全(?=[{DIGIT}])|(?:(?<![一-鿿])|(?<=件))計(?=[:(]*約?[{DIGIT}])|防衛装備[^。件]{{0,24}}個別許可",
    "permit": f"個別許可(?!の?申請)|{_PERMIT}(?:の?件数|総?数|は|が|(?=[:=(]*[{DIGIT}])|(?:した|された|を受けた|を出した)(?:もの|案件|件数|の))|{_TRANSFER}",
    "aside": "向け|へのもの|宛て|仕向|事例|例えば|包括許可|の修理|小計|累計|累積|通算",
    "count": COUNT,
    "mark": rf"[①-⓿㈠-㈩]|(?:\A|(?<=[\n。:;、)件])){MARK}",
    "end": "[。!?]",
}
PREVIOUS = "前年度"

_ANY = re.compile(
    "(?:が|は|の|を)[、「『]*(?:"
    + "|".join(f"(?P<{kind}>{KINDS[kind]})" for kind in CATEGORIES)
    + ")"
)
OVERTAKEN = re.compile(
    "から(?!な)|[にと](?:対|比)|を[上下超]"
)  # 1,498件から: the level that was left
JOINED = re.compile("(?:[、,や・「」『』]|と|及び|および|又は|または|並びに|ならびに)+")
AT_ONCE = re.compile(
    rf"(?:中に|分)?(?:[はがの、:()計]|に|で|実績|{YEAR}){{0,8}}(?:[{DIGIT}]|前年|前々|昨年度)"
)
DATED = re.compile(rf"\(?({YEAR})(?:分|実績|中)?\)")
NO_LEVEL = re.compile(
    "の?(?:増|減|多い|少な|[上下]回|差)|[をも]*含[めむみ]|余|超|以上|程度|前後|弱|強|近く|ほど|につき|当たり|あたり|ごと|を見込|の見"
)
NOT_EXACT = re.compile(
    r"(?:[△▲±]|[(比度][-+−]|プラス|マイナス|約|およそ|おおよそ|ほぼ|概ね|おおむね|(?<![件総可])数)\Z"
)
PERMITTED = re.compile(
    "の?(?:防衛装備品?の)?(?:個別)?(?:海外移転|輸出|移転)?(?:の個別)?(?:を|が|について)?許可"
)
OFFICIAL = re.compile(r"資する|該当|判断される|必要なもの|(?:場合|海外移転)[はが:(]*\Z")
IN_PART = re.compile("うち|の内[、,]|主な|主に|最も多|最多|例えば")


def named_next(text: str, at: int) -> tuple[str, int] | None:
    """The category named right after a count (1,311件が自衛隊の活動…) and the place where its name ends, or None."""
    found = _ANY.match(text, at)
    return (CATEGORIES[found.lastgroup], found.end()) if found else None


@functools.cache
def tokens() -> re.Pattern:
    """The pattern of all that is read in a text, one named group a kind; a country beside a count makes it an aside."""
    aliases = tables.read("aliases").query(
        "language == 'ja' and iso3 != 'JPN' and kind != 'not a country' and alias.str.len() > 1"
    )["alias"]
    countries = tables.read("countries").query("iso3 != 'JPN'")["name_ja"].dropna()
    places = "|".join(
        sorted(map(re.escape, {*aliases, *countries}), key=lambda name: (-len(name), name))
    )
    beside = (
        rf"(?<![ァ-ヶー])(?:{places})(?=(?:[向へにがはとので等、:(]|など|宛|政府){{0,4}}[{DIGIT}])"
    )
    kinds = KINDS | {"aside": f"{KINDS['aside']}|{beside}"}
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))
