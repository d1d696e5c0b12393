"""Who may be meant without being a newsroom: officials, unnamed people, documents, outlets."""

import re
from collections.abc import Iterator
from functools import partial

from .. import tables
from .names import KANJI, KATAKANA, Mention, cues, plain

LATIN = r"[A-Za-zÀ-ž][\w'’.&-]*"  # a word in Latin letters: "ministry", "U.S.", "AT&T"
PLATFORMS = "(?:Twitter|Facebook|Telegram|Instagram|YouTube|X|TikTok|Truth Social)"
NO_BODY = "(?:США|РФ|КНР|КНДР|БПЛА|ПВО|ППО|АЭС|АЕС|НПЗ|ВПК|СМИ|ЗМІ)"  # in capitals
LATIN_NAME = re.compile(  # Defense News, in a Ukrainian text; no platform
    rf"(?<![\w-])(?!{PLATFORMS}\b)[A-Z][A-Za-z.&-]+"
    r"(?:\s(?:of|the|and)?\s?[A-Z][A-Za-z.&-]+){0,3}(?![\w-])"
)
ACCORDING_TO = re.compile(  # オックスフォード・エコノミクスによると
    rf"[{KANJI}{KATAKANA}A-Za-z・]{{2,20}}(?=によると|によれば|によりますと"
    "|の(?:話|説明|まとめ|推計|試算|見方)では)"
)
JAPANESE_NAME = re.compile(  # ハマスは; NASAは; 大手「ワイルドベリーズ」は; 首相甲野太郎は
    rf"(?:(?:(?<![{KANJI}{KATAKANA}A-Za-z・のなた])|(?<=[{KATAKANA}国米英仏独伊手業]の))"
    rf"(?:[米英仏独伊豪露韓印中]?(?:[{KANJI}]{{0,8}}(?:大手|団体|企業|会社))?"
    rf"[{KATAKANA}][{KATAKANA}・]+[{KANJI}]{{0,3}}"
    rf"|[A-Z]{{3,6}}|[{KANJI}]?国|北朝鮮|台湾|日本|豪州)|[{KANJI}{KATAKANA}]{{1,8}}「[^」]{{2,20}}」)"
    r"(?=(?:\([^()]{1,25}\))?は)"
    rf"|(?:首相|大統領|総統|主席|国防相|外相|長官|報道官|司令官)[{KANJI}]{{3,5}}(?=は)"
    rf"|(?<![{KANJI}{KATAKANA}A-Za-z・])[{KANJI}{KATAKANA}A-Za-z・]{{2,20}}"
    rf"(?<![由的因問い答容称旨景果題項文人頭初末])"
    r"(?=は、?「[^」]{10}"
    r"|(?<![機艦器弾約法策算化力額費率性数量])(?:\([^()]{1,25}\))?[はが]、?「[^」]{6,}」と(?!いう|いっ))"
    rf"|(?<=」と)(?:、)?(?!彼|私|我|自分|同時)[{KANJI}{KATAKANA}A-Za-z・]{{2,20}}(?=[はが])"
)
REPORTING = re.compile(  # 国際在線は29日、…と報じた; 『聯合早報』が28日に報じた
    rf"(?:『[^『』]{{2,20}}』|(?<![{KANJI}{KATAKANA}A-Za-z・])[{KANJI}{KATAKANA}A-Za-z・]{{2,20}})"
    r"(?=(?:は(?:[^。、「」]{0,9}日、?|、|(?=「))[^。]{0,150}?(?:と|記事を)|が[^。、「」と]{0,12})"
    "(?:報じ(?!ら)|伝え(?!ら)|報道し|掲載し|配信し))"
    "|『[^『』]{2,20}』(?=が[^。、「」と]{0,12}明らかに)"
    f"|(?<![{KANJI}{KATAKANA}のた])報道(?=によると|によれば|によりますと|では)"
)
OF_IT = re.compile(r"(?:\([^()]{1,12}\))?の")
POINTING = re.compile(
    "(?:発表|報道|調べ|説明|話|規定|場合|記事|情報|取材|メディア|調査|予測|推計)$"
)
FULL_NAME = re.compile(r"\s[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){1,2}")  # " Kihara Minoru"
TOKEN = re.compile(r"\S+")
WORD = re.compile(r"[^\W_]+")
FARTHEST = 10  # words of a phrase before its head
AFTER_HEAD = 200  # characters after the beginning of its head
LONGEST_HEAD = 60  # characters after the first word of a head
MOST_PARTS = 10_000  # words of which it is kept whether they may be part of a phrase
ADJECTIVE = (
    "ий|ій|ого|их|ые|ых|ый|ие|ні|кі|ві|ая|яя|ое|ее|ой|ська|цька|льна|ське|льне|ною|ым|им|ими|ому"
)
FIRM_EN = "(?: company | firm | maker | giant | group | concern | manufacturer | contractor )"
FIRM = "(?:電機|精機|電子|自動車|銀行|証券|工業|製作所|産業|建設|ホールディングス|グループ)"
KINDS = ("unnamed officials", "document", "outlet", "official on record")


class Phrases:
    """Finds the noun phrases of one language that may be sources, by the words within them."""

    def __init__(self, language: str):
        builder = {"ja": _japanese_noun, "uk": _slavic_noun, "ru": _slavic_noun}
        build = builder.get(language, _english_noun)
        self.nouns = {kind: build(language, kind) for kind in KINDS}
        self.heads = None if language in builder else _first_words(language)
        self.head = {kind: _head(language, kind) for kind in KINDS}
        self.part = re.compile(  # a word before the head: "senior", "the", not "said"
            rf"and | {cues('en', 'determiner')} | (?! {cues('en', 'outside')} $ ) {LATIN}",
            re.VERBOSE | re.IGNORECASE,
        )
        self.parts: dict[str, bool] = {}
        self.names = _names(language)
        self.outlet_ending = re.compile(cues("en", "ending") + "$")

    def find(self, text: str) -> list[Mention]:
        """Return the phrases of each kind; words in capitals alone are of kind `name`."""
        mentions = [
            Mention(hit.start(), hit.end(), hit[0].strip(), kind) for kind, hit in self._hits(text)
        ]
        if self.names is None:
            mentions = [each for each in mentions if not _is_affiliation(each, mentions, text)]
            ends = {mention.end for mention in mentions}
            names = [
                Mention(hit.start(), hit.end(), hit[0], "name")
                for hit in JAPANESE_NAME.finditer(text)
                if hit.end() not in ends
            ]
            titled = [name for name in names if name.words.endswith("」")]  # 団体「平和の会」
            mentions = [each for each in mentions if not any(map(each.overlaps, titled))]
            return mentions + names + _according_to(text, ends) + _reporting(text, ends)
        if self.heads is not None:
            mentions = [_with_name(mention, text) for mention in mentions]
        if self.heads is None:
            mentions += [
                Mention(*hit.span(), hit[0], "outlet") for hit in LATIN_NAME.finditer(text)
            ]
        for hit in self.names.finditer(text):
            kind = "outlet" if self.outlet_ending.search(hit[0]) else "name"
            mentions.append(Mention(hit.start(), hit.end(), hit[0].strip(), kind))
        return mentions

    def _hits(self, text: str) -> Iterator[tuple[str, re.Match]]:
        """Give what the patterns find in a text; each is tried only where a head is near.

        A phrase reaches back from its head over words that may be part of it, so that the same is
        found as when it is tried everywhere.
        """
        if self.heads is None:
            for kind, pattern in self.nouns.items():
                yield from ((kind, hit) for hit in pattern.finditer(text))
            return
        tokens = list(TOKEN.finditer(text))
        places: dict[str, list[int]] = {kind: [] for kind in KINDS}
        kinds = self.heads
        lower = text.lower().split()
        for place in [n for n, word in enumerate(lower) if word in kinds or not word.isalpha()]:
            for word in [lower[place]] if lower[place] in kinds else WORD.findall(lower[place]):
                for kind in kinds.get(word, ()):
                    places[kind].append(place)
        for kind, heads in places.items():
            done = 0
            for place in heads:
                token = tokens[place]
                if token.end() <= done:
                    continue
                head = self.head[kind].search(text, token.start(), token.end() + LONGEST_HEAD)
                if not head or head.start() >= token.end():
                    continue  # "prime" alone
                start = max(self._start(tokens, place), done)
                end = min(len(text), token.end() + AFTER_HEAD)
                hit = self.nouns[kind].search(text, start, end)
                if hit:
                    done = hit.end()
                    yield kind, hit

    def _start(self, tokens: list[re.Match], place: int) -> int:
        """Return where a phrase may begin at the earliest whose head stands at a place."""
        for before in range(place - 1, max(place - FARTHEST, 0) - 1, -1):
            place = before
            if not self._is_part(tokens[before][0]):
                break
        return tokens[place].start()

    def _is_part(self, word: str) -> bool:
        """Return whether a word may be part of a phrase before its head; each is looked at once."""
        if word not in self.parts:
            if len(self.parts) >= MOST_PARTS:
                self.parts.clear()
            self.parts[word] = self.part.fullmatch(word) is not None
        return self.parts[word]


def _head(language: str, kind: str) -> re.Pattern:
    """Return the pattern of the head of a phrase: prime minister."""
    heads = cues(language, "within", kind)
    return re.compile(rf"(?<![\w-]){heads}(?![\w'-])", re.IGNORECASE)


def _first_words(language: str) -> dict[str, set[str]]:
    """Return the words with which the heads of phrases begin, and the kinds of those phrases."""
    table = tables.read("cues").query("language == @language and position == 'within'")
    kinds: dict[str, set[str]] = {}
    for cue, kind in zip(table["cue"], table["kind"].astype("str"), strict=True):
        if kind in KINDS:
            kinds.setdefault(WORD.findall(plain(cue).lower())[0], set()).add(kind)
    return kinds


def _japanese_noun(language: str, kind: str) -> re.Pattern:
    """Return the pattern of a Japanese phrase: 複数の政府関係者, 米国務省の高官ら."""
    word = rf"[{KANJI}{KATAKANA}A-Za-z・0-9]"
    is_longer_word = "(?![筋者長])" if kind == "official on record" else ""  # 政府 in 政府筋
    given, firm = "", ""
    if kind == "official on record":
        given = rf"(?: [{KANJI}]{{1,3}} [ぁ-ん]{{1,3}} [きよこしみほりえりせろけ] )?"
        firm = rf"(?: (?<![ぁ-ん]) [ぁ-ん]{{2,5}} (?={FIRM}) )?"
    name = rf"(?: (?<=[紙誌]) [{KATAKANA}・]{{2,20}} )?" if kind == "outlet" else ""
    return re.compile(
        rf"""
        (?<! {word} )
        (?: {word}{{1,20}} (?: \([^()]{{1,20}}\) )? の )?  # 米国務省の
        {given} {firm}                      # 甲野はるみ, ひまわり
        {word}{{0,25}}?                     # 政府
        {cues(language, "within", kind)}    # 関係者
        {name}                              # 地元紙エイジ
        (?: ら | たち | 側 )?               # ら
        (?= [^{KANJI}{KATAKANA}・] | $ | (?<!記者) 発表(?:で|によ) )
        {is_longer_word}
        """,
        re.VERBOSE,
    )


def _slavic_noun(language: str, kind: str) -> re.Pattern:
    """Return the pattern of a Ukrainian or Russian phrase: міністр оборони Японії."""
    where = r"(?: \s [ув] \s [\w'-]+ )?" if kind == "unnamed officials" else ""
    return re.compile(
        rf"""
        (?<![\w-]) (?: [а-яіїєґё-]{{2,}}(?:{ADJECTIVE}) \s ){{0,2}}               # національна
        {cues(language, "within", kind)} (?![\w-])                             # міністр
        {where}                                                                # в уряді
        (?: \s (?! (?: {cues(language, "outside")} (?!\w) | {cues(language, "before")} ) )
            [\w'-]+ ){{0,8}}                                                    # оборони Японії
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _english_noun(language: str, kind: str) -> re.Pattern:
    """Return the pattern of an English phrase: the two senior officials of the Defence Ministry."""
    heads = cues(language, "within", kind)
    name = r"(?-i:[A-Z])[\w'-]+"
    person = ""
    if kind == "official on record":
        person = rf"""
            (?: \s+ {name} (?: \s{name} ){{0,2}}          # Prime Minister Kishida Fumio
              | ,\s+ {name} (?: \s{name} ){{1,2}} (?=,)   # the minister, Kihara Minoru, said
            )?
        """
    return re.compile(
        rf"""
        (?<![\w-]) (?: {cues("en", "determiner")} \s+ )?          # the two
        (?: (?! {cues("en", "outside")}\b ) {LATIN} \s+           # senior Japanese
          | and \s+ (?-i:(?=[A-Z])) ){{0,6}}?                     # Japanese and American
        (?<![\w-]) (?: {heads} \s+ ){{0,3}} {heads} (?![\w'-])    # government officials
        (?: \s+ (?: of | for | in | at | to | from )              # from both capitals
            \s+ (?: the \s+ | both \s+ )?
            (?: (?: [a-z-]+ \s+ )? {FIRM_EN} \s+ (?-i:(?=[A-Z])) )?  # of arms maker Acme
            (?: (?-i:[A-Z]) [\w'’-]* | capitals | charge )        # of the Ministry
            (?: \s+ (?: of | and | for | the | (?-i:[A-Z]) [\w'’-]* ) )*
            (?: \s+ (?-i: government | administration | cabinet ) (?![\w'’-]) )?  # Abe cabinet
        )?
        {person}
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _names(language: str) -> re.Pattern | None:
    """Return the pattern of words in capitals that may be a name; None for Japanese."""
    if language == "ja":
        return None
    return _capitalised() if language not in ("uk", "ru") else _capitalised_slavic(language)


def _capitalised_slavic(language: str) -> re.Pattern:
    """Return the pattern of a name in Cyrillic letters: Олексій Данілов, Кисида."""
    return re.compile(
        rf"""
        (?<![\w'-]) (?! {cues(language, "opening")} (?![\w-]) )     # not "Водночас"
        (?: [А-ЯІЇЄҐЁ]\. \s? ){{0,2}}                              # Г.Голдинг
        (?: (?! {NO_BODY} (?!\w) )
            [А-ЯІЇЄҐЁ]{{2,6}} (?: [а-яі]{{1,2}} )?                  # МВС, МИДе
          | [А-ЯІЇЄҐЁ][а-яіїєґё'-]+ (?: - [А-ЯІЇЄҐЁ][а-яіїєґё'-]+ )?    # Данілов
            (?: \s [А-ЯІЇЄҐЁ][а-яіїєґё'-]+ ){{0,2}} ) (?![\w-])       # Олексій Данілов
        """,
        re.VERBOSE,
    )


def _capitalised() -> re.Pattern:
    """Return the pattern of words in capitals that may be a name: Lockheed Martin's Paul Smith."""
    return re.compile(
        rf"""
        (?<![\w'-]) (?=[A-Z]) (?! {cues("en", "opening")} (?![\w-]) )    # not "However"
        (?: (?: Mrs? | Ms | Dr | Sen | Rep | Gov | Gen | Adm | Prof ) \. \s )?   # Mr. Smith
        [A-Z][\w'-]+                                           # Lockheed
        (?: \s (?: of | de | von | van | the )? \s?            # University of
            [A-Z][\w'.-]+ ){{0,3}}                             # Martin
        (?: 's\ (?: [A-Z][\w-]+ \s? ){{1,5}} )?                # 's Paul Smith
        """,
        re.VERBOSE,
    )


def _with_name(mention: Mention, text: str) -> Mention:
    """Return an unnamed official whose name follows as one on record; all others as they are."""
    if mention.kind != "unnamed officials":
        return mention
    name = FULL_NAME.match(text, mention.end)
    if not name:
        return mention
    end = mention.end + name.end()
    return Mention(mention.start, end, mention.words + name[0], "official on record")


def _is_affiliation(mention: Mention, mentions: list[Mention], text: str) -> bool:
    """Return whether a Japanese phrase only tells of a person named after it: 専門家の佐藤氏."""
    return OF_IT.match(text, mention.end) is not None and any(
        each.start < mention.end < each.end for each in mentions
    )


def _according_to(text: str, ends: set[int]) -> list[Mention]:
    """Return the names before によると that no word of the tables tells, nor what only points."""
    return [
        Mention(*hit.span(), hit[0], "official on record")
        for hit in ACCORDING_TO.finditer(text)
        if hit.end() not in ends and not POINTING.search(hit[0])
    ]


def _reporting(text: str, ends: set[int]) -> list[Mention]:
    """Return who reports and is in no table: 国際在線は29日、…と報じた."""
    return [
        Mention(*hit.span(), hit[0].strip("『』"), "outlet")
        for hit in REPORTING.finditer(text)
        if hit.end() not in ends
    ]


@partial(tables.cached, names=("cues", "outlets"))
def phrases(language: str) -> Phrases:
    """Return the finder of one language."""
    return Phrases(language)
