"""Whom an article credits, through which cue. Proposals for a reader: pronouns are not resolved."""

import re
from functools import partial
from typing import NamedTuple

import pandas as pd

from .. import tables
from . import carrying, credits_english, credits_japanese, credits_slavic, endings, sentences
from .choosing import longest
from .names import KANJI, KATAKANA, Finder, Mention, cues, finder, plain
from .phrases import Phrases, phrases

NEWS = ("outlet", "agency", "self")
WORDS = pd.array([], dtype="str").dtype  # as an object: its name is looked up each time
COLUMNS = ["paragraph", "source", "kind", "cue"]
LONGEST_PARAGRAPH = 20_000  # characters of a paragraph, and of a sentence, that are looked at
LONGEST_SENTENCE = 3_000
AT_ONCE = 3  # characters between a source and a closing mark that quotes its name
OWN_REPORT = re.compile(
    r"""
    (?: As | Earlier, )\ (.{2,30}?)\                        # As Ukrinform reported
        (?: previously\ | earlier\ )? (?: reported | wrote ) \b
    | .*,\ (\S.{1,30}?)\ (?: saw | has\ learned | reports )\.$   # …, Ukrinform saw.
    | (?: Як | Как )\ (?: раніше\ | ранее\ )?               # Як повідомляв Укрінформ,
      (?: повідомля\w+ | сообщал\w* | писал\w* )\ (\S.{1,30}?),
    """,
    re.VERBOSE,
)
DATELINE = re.compile(r"(?<=\()[^()]{2,30}(?=\)(?: ?-|\.(?: |$)))")  # TOKYO (Reuters) - …
JAPANESE_SPOKEN = (  # 【ワシントン=共同】; [東京 6日 ロイター] -; /タス/.
    r"社説|報道(?![官陣])|取材|インタビュー|調べ|調査|[【)]|\](?= ?-)|/(?=[. ])"
)
ASKED = re.compile(r"(?:told|interview with|spoke to) (?:the )?$")  # told Reuters
ASKED_IN_JAPANESE = re.compile("の取材に(?!よ)")  # 共同通信の取材に
SEAT = "(?!を置|がある|所在|ビル|を?移転)"  # not: 東京に本社を置く
NOT_ANSWERED = re.compile(  # ロイターの要請に; 朝日新聞社など後援
    "の(?:コメント|取材)?(?:の?要請|の?求め|の?依頼)|社?(?:など)?の?(?:主催|後援|共催|協賛)"
    "|の?元?(?:[一-鿿]{1,3}部)?(?:記者|論説委員|編集委員)[のでだ]"  # 東京新聞記者の甲野氏
)
SPOKEN_OF = re.compile(
    r"""
    (?: 's )?\ (?: journalists?\ (?: was | were )           # Reuters' journalists were held
      | employee | offices?\ (?: was | were | in )          # Kyodo's office in Seoul
      | subscribers | headquarters | building
      | (?:\w+\ )?(?: TV\ )? (?: show | host | anchor | debate | channel ) \b  # CNN host
      | presidential | Democratic | Republican )
    | 's\ "                                                 # ABC's "Good Morning America"
    """,
    re.VERBOSE,
)
PICTURED = re.compile(r"(?:фото|photo)\s?:\s?(?:[^.!?/]{0,60}/\s?)*$", re.IGNORECASE)  # … / AP
APPEARED = re.compile(
    r"\b[Oo]n (?:the )?$|\b(?:Michael|Mike|Mayor|Mr\.) $"
)  # on CNN; Mr. Bloomberg
APPOSITION = re.compile(r"(?:an?|the|one of|former|then)\b")  # Jane Roe, a former executive
HEADLINE = re.compile(
    r"""
    (?P<before> .{2,40}? ):\s                               # Reuters: Japan to sell ships
    | .* [=―] (?P<told> .{2,20} ) $                         # 火薬を調達へ=関係者
    | .* (?: \s- | , ) \s (?P<after> .{2,40}? )             # Japan to sell ships - Reuters
      (?: \s (?: says? | said | writes | reports? | сообщает | повідомляє ) )? $
    """,
    re.VERBOSE,
)


class Credit(NamedTuple):
    """A source that a sentence credits: its place, its name, its kind, the cue."""

    start: int
    end: int
    source: str
    kind: str
    cue: str


class Language(NamedTuple):
    """What is needed to read one language: patterns, and the rules that decide."""

    phrases: Phrases
    rules: "credits_english.English | credits_japanese.Japanese | credits_slavic.Slavic"
    spoken: re.Pattern
    own_report: re.Pattern


def attributions(paragraphs: pd.DataFrame, outlet: str | None = None) -> pd.DataFrame:
    """Return whom an article credits.

    The words are those of the tables `cues` and `outlets`. What is found are proposals for a
    reader: pronouns are not resolved.

    Parameters
    ----------
    paragraphs : pandas.DataFrame
        One row per paragraph, as `analysis.articles.read` gives it, with its `attrs`.
    outlet : str, optional
        The article's own outlet; without it, that which the page states, or which the text shows.

    Returns
    -------
    pandas.DataFrame
        One row per paragraph and source, in the order of the text: `paragraph` (its label),
        `source`, `kind` and `cue` (in lower case). `kind` is outlet, agency, official on record
        (whoever speaks under a name: a person, an office or a firm), unnamed officials, document,
        or self (the article's own outlet). `attrs["outlet"]` is that outlet, or None.

    Examples
    --------
    >>> text = "The plan was dropped, two officials said."
    >>> paragraphs = pd.DataFrame({"paragraph": ["1"], "role": ["body"], "text": [text]})
    >>> attributions(paragraphs)[["paragraph", "source", "cue"]].values.tolist()
    [['1', 'two officials', 'said']]
    """
    stated = paragraphs.attrs.get("language") or "en"
    code = stated if stated in ("ja", "uk", "ru") else "en"
    language = _language(code)
    given = [paragraphs[name].tolist() for name in ("paragraph", "role", "text")]
    lines = [(label, role, plain(text)) for label, role, text in zip(*given, strict=True)]
    spoken = [line for line in lines if line[1] in ("title", "body")]
    outlet = outlet or paragraphs.attrs.get("outlet")
    outlet = outlet or _outlet_by_text([text for _, _, text in spoken])
    newsrooms = finder(outlet)
    split = sentences.splitter(code)
    thread = _thread(language)
    rows = []
    last: list[tuple[str, str]] = []
    for label, role, text in spoken:
        credits = _headline(text, newsrooms, language) if role == "title" else []
        is_quoted = False
        if thread:
            thread.begin(role)
        for sentence in split(text[:LONGEST_PARAGRAPH]):
            found = _credits(sentence[:LONGEST_SENTENCE], newsrooms, language)
            if thread:
                named = [(credit.source, credit.kind) for credit in found]
                found += [Credit(0, 0, *each) for each in thread.next(sentence, named)]
            if code == "en":
                found = [credit for credit in found if not _is_within(credit, sentence, is_quoted)]
                is_quoted ^= sentence.count('"') % 2 == 1
            end = found[-1] if len(found) > 1 else None
            if end and end.kind in NEWS and endings.passes_on(end.start, end.end, sentence, code):
                last.append((label, end.source))
            credits += found
        rows += [(label, credit.source, credit.kind, credit.cue) for credit in _once(credits)]
    rows += endings.closing(lines, newsrooms, {row[1] for row in rows})
    values = pd.array([row[place] for place in range(len(COLUMNS)) for row in rows], dtype=WORDS)
    count = len(rows)
    columns = {name: values[n * count : (n + 1) * count] for n, name in enumerate(COLUMNS)}
    result = pd.DataFrame(columns, copy=False)
    result.attrs = {"outlet": outlet, "last": last}
    return result


def _thread(language: Language) -> carrying.Thread | None:
    """Return what tells who goes on speaking; None where a sentence names its subject."""
    rules = language.rules
    if not isinstance(rules, credits_japanese.Japanese):
        return None
    return carrying.Thread(rules, partial(_mentions, language=language))


def _mentions(sentence: str, language: Language) -> list[Mention]:
    """Return who may be meant in a sentence without being a newsroom."""
    return longest(language.phrases.find(sentence), [], sentence)


def _is_within(credit: Credit, sentence: str, is_quoted: bool) -> bool:
    """Return whether somebody is credited by what is quoted: "The director said so," he added."""
    is_open = is_quoted ^ (sentence.count('"', 0, credit.start) % 2 == 1)
    closing = sentence.find('"', credit.end)
    return is_open and (closing < 0 or closing > credit.end + AT_ONCE)


def _rules(
    code: str,
) -> "credits_english.English | credits_japanese.Japanese | credits_slavic.Slavic":
    """Return the rules by which a language credits its sources."""
    if code == "en":
        return credits_english.rules()
    if code == "ja":
        return credits_japanese.rules()
    return credits_slavic.rules(code)


@partial(tables.cached, names=("cues", "outlets"))
def _language(code: str) -> Language:
    """Return the patterns and rules of a language: en, ja, uk or ru."""
    before = cues(code, "before")
    after = cues(code, "after", "any", "document")
    rules = _rules(code)
    spoken = rf"(?<!\w)(?:{before}|{after})(?!\w)"
    own = cues(code, "within", "self") + SEAT
    if code == "ja":
        spoken = f"{before}(?!合[いうわ])|{JAPANESE_SPOKEN}"  # not: 話し合い
        own = f"(?<![{KANJI}{KATAKANA}]){own}"  # not: 米本社
    return Language(
        phrases(code),
        rules,
        re.compile(spoken, re.IGNORECASE),
        re.compile(own, re.IGNORECASE),
    )


def _outlet_by_text(texts: list[str]) -> str | None:
    """Return the outlet that speaks of its own reports: "As X reported", or "X saw" at an end."""
    for text in texts[::-1]:
        hit = OWN_REPORT.match(text)
        name = next(filter(None, hit.groups()), "") if hit else ""
        mentions = finder().find(name) if name else []
        if mentions and (mentions[0].start, mentions[0].end) == (0, len(name)):
            return mentions[0].words
    return None


def _credits(sentence: str, outlets: Finder, language: Language) -> list[Credit]:
    """Return the sources that one sentence credits, in its order."""
    newsrooms = outlets.find(sentence)
    if not newsrooms and not language.rules.may_credit(sentence):
        report = language.own_report.search(sentence)
        return [_self(report, outlets)] if report else []
    cue_places = _cue_places(sentence, language) if newsrooms else []
    credits = []
    for mention in newsrooms:
        places = _own_places(cue_places, sentence, mention, language)
        if places and _reports(sentence, mention):
            credits.append(Credit(*mention, _nearest(places, mention)))
    others = longest(language.phrases.find(sentence), newsrooms, sentence)
    for mention in others:
        cue = language.rules.cue(sentence, mention)
        if cue:
            kind = "official on record" if mention.kind == "name" else mention.kind
            source, cue = _trimmed(mention.words), cue.strip(' ,"').lower()
            credits.append(Credit(mention.start, mention.end, source, kind, cue))
    if isinstance(language.rules, credits_slavic.Slavic):
        credits += _quoted_names(sentence, language.rules, credits)
    if len(credits) > 1:  # in a statement on Sunday, the ministry said: the ministry
        credits = [each for each in credits if (each.kind, each.cue) != ("document", "in")]
    ends = {credit.end: credit for credit in credits}
    credits = [each for each in credits if not _explains(each, ends, sentence)]
    report = language.own_report.search(sentence)
    if report and isinstance(language.rules, credits_japanese.Japanese):
        is_quoted = credits_japanese.is_quoted(sentence[: report.start()])
        report = None if is_quoted else report  # 会長は「当社は…」と述べた
    if report and all(credit.kind != "self" for credit in credits):
        credits.append(_self(report, outlets))
    return sorted(credits)


def _quoted_names(
    sentence: str, rules: credits_slavic.Slavic, credits: list[Credit]
) -> list[Credit]:
    """Return the newsrooms that no table knows, by their names in quotation marks."""
    found = []
    for hit in rules.quoted.finditer(sentence):
        start, end = hit.span("name")
        if not any(credit.start < end and start < credit.end for credit in credits):
            found.append(Credit(start, end, hit["name"], "outlet", hit["cue"].lower()))
    return found


def _explains(credit: Credit, ends: dict[int, Credit], sentence: str) -> bool:
    """Return whether a source only explains the one before it.

    So in: Jane Roe, a former executive; and in: Jane Roe, Vice Minister of Trade, said.
    """
    named = ends.get(credit.start - 2)
    if named is None or sentence[credit.start - 2 : credit.start] != ", ":
        return False
    is_office = named.cue == credit.cue and credit.kind == named.kind == "official on record"
    return is_office or APPOSITION.match(sentence, credit.start) is not None


def _self(report: re.Match, outlets: Finder) -> Credit:
    """Return the credit of an outlet that speaks of its own report."""
    return Credit(*report.span(), outlets.outlet or report[0], "self", report[0].lower())


def _cue_places(sentence: str, language: Language) -> list[Credit]:
    """Return the words of a sentence by which a newsroom may be credited, with their places."""
    places = []
    for hit in language.spoken.finditer(sentence):
        cue = "dateline" if hit[0] in "【)]/" else hit[0].lower()
        places.append(Credit(*hit.span(), "", "", cue))
    for hit in endings.copyrights(sentence):
        places.append(Credit(*hit.span(), "", "", "copyright"))
    for hit in DATELINE.finditer(sentence):
        places.append(Credit(*hit.span(), "", "", "dateline"))
    return places


def _own_places(
    cue_places: list[Credit], sentence: str, mention: Mention, language: Language
) -> list[Credit]:
    """Return the cues that may be a newsroom's; in English, not those of whoever else speaks."""
    rules = language.rules
    if not isinstance(rules, credits_english.English):
        return cue_places
    return [
        place
        for place in cue_places
        if place.cue in ("dateline", "copyright")
        or rules.credits_newsroom(sentence, mention, place.start, place.end)
    ]


def _nearest(cue_places: list[Credit], mention: Mention) -> str:
    """Return the cue that stands nearest to a mention, the first of several."""
    gaps = [max(cue.start - mention.end, mention.start - cue.end) for cue in cue_places]
    return cue_places[gaps.index(min(gaps))].cue


def _reports(sentence: str, mention: Mention) -> bool:
    """Whether a newsroom that is named speaks, and is not spoken of, or itself the one told."""
    before, after = sentence[: mention.start], sentence[mention.end :]
    if mention.kind == "self" and (ASKED.search(before) or ASKED_IN_JAPANESE.match(after)):
        return False
    if PICTURED.search(before):
        return False
    is_shown = APPEARED.search(before) and not after.startswith((" radio", " television"))
    return not (SPOKEN_OF.match(after) or NOT_ANSWERED.match(after) or is_shown)


def _trimmed(words: str) -> str:
    """Return a source without its article."""
    return re.sub(r"^(?:the|a|an|that|this)\s+", "", words.strip(" ,"), flags=re.I)


def _once(credits: list[Credit]) -> list[Credit]:
    """Return the first credit of each source and kind."""
    first: dict[tuple[str, str], Credit] = {}
    for credit in credits:
        first.setdefault((credit.source.casefold(), credit.kind), credit)
    return list(first.values())


def _headline(text: str, outlets: Finder, language: Language) -> list[Credit]:
    """Return what a headline credits before its colon or after its dash."""
    part = HEADLINE.match(text)
    if not part:
        return []
    words = part["before"] or part["told"] or part["after"]
    newsrooms = outlets.find(words)
    if newsrooms:
        return [Credit(*newsrooms[0], "headline")]
    last = [
        mention
        for mention in language.phrases.find(words)
        if mention.end >= len(words)
        and (mention.kind != "name" or _is_named(part, mention, language))
        and not (mention.kind == "document" and part["before"])
    ]
    if not last:
        return []
    first = min(last, key=lambda mention: (mention.start, mention.words, mention.kind))
    kind = "official on record" if first.kind == "name" else first.kind
    return [Credit(first.start, first.end, _trimmed(first.words), kind, "headline")]


def _is_named(part: re.Match, mention: Mention, language: Language) -> bool:
    """Return whether a headline names who speaks before its colon: Данілов: Японія …"""
    is_slavic = isinstance(language.rules, credits_slavic.Slavic)
    return is_slavic and mention.words == part["before"]
