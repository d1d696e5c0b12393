"""Whom an article credits, through which cue; and the chain that it thereby proposes."""

import functools
import re

import pandas as pd

from .names import DETERMINER, LATIN, STOP, cues, newsrooms, others, plain

COLUMNS = ["paragraph", "source", "kind", "cue"]
NEWS = ("outlet", "agency", "self")
OWN = re.compile(
    r"(?:As|Earlier,) (.{2,30}?) (?:previously |earlier )?(?:reported|wrote)\b|.*, (\S.{1,30}?) (?:saw|has learned|reports)\.$"
    r"|(?:Як|Как) (?:раніше |ранее )?(?:повідомля\w+|сообщал\w*|писал\w*) (\S.{1,30}?),"
)
COLLECTIVE = re.compile(
    "media|press|メディア|報道|ЗМІ|СМИ", re.I
)  # several outlets, none of them named
THEIRS = re.compile(
    "newspaper|publication|agency|outlet|daily|broadcaster|агентств|газет|видання|издани", re.I
)  # a newsroom's own sources
QUOTED = re.compile(r'"[^"]*"')
ASIDE = r"(?:\s*,\s*(?:who|which|a|an|the|citing|quoting|speaking|asked|in|its|first|on|also|though|whose|now)\b[^,]{2,120},)"
TIME = r"(?:\s*,?\s*(?:on|in|late|early|earlier|later|last|this|next|yesterday|at|again|first|also|then|already|previously|recently|since|publicly|privately|jointly|separately|meanwhile|however|still|only|has|have|had|was|were|been|being|is|are|turn|the|time|same|day|week|month|year|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|October|November|December)|\d{1,2}|\w+ly)\b,?)"


def attributions(paragraphs: pd.DataFrame, outlet: str | None = None) -> pd.DataFrame:
    """One row per attribution: `paragraph` (label), `source`, `kind`, `cue`; in the order of the text, once per paragraph and source.

    `paragraphs` is what `read` gives. `kind` is outlet, agency, official on record (whoever speaks under a name: a person, office or firm),
    unnamed officials, document or self (the article's own outlet, whose name is `outlet`, or what the page states, or what the text shows).
    Proposals for a reader, found by the cues of the table `cues`: pronouns are not resolved, and neither is what is meant by it.
    """
    language = paragraphs.attrs.get("language") or "en"
    language = language if language in ("ja", "uk", "ru") else "en"
    said = paragraphs[paragraphs["role"].isin(["title", "body"])]
    texts = [plain(text) for text in said["text"]]
    own = outlet or paragraphs.attrs.get("outlet") or _own_outlet(texts)
    rows = []
    for label, role, text in zip(said["paragraph"], said["role"], texts, strict=True):
        found = _title(text, own, language) if role == "title" else []
        for sentence in _sentences(text, language):
            found += _credited(sentence, own, language)
        rows += [(label, *row) for row in _once(found)]
    result = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    result.attrs = {"outlet": own}
    return result


def _own_outlet(texts: list[str]) -> str | None:
    """The outlet that speaks of its own reports: "As X reported", "X saw" at the end of a paragraph."""
    for text in texts[::-1]:
        hit = OWN.match(text)
        name = hit and next(filter(None, hit.groups()))
        known = newsrooms(name, None) if name else []
        if known and known[0][:2] == (0, len(name)):
            return known[0][2]
    return None


def _sentences(text: str, language: str) -> list[str]:
    if language == "ja":
        return [part for part in re.split(r"(?<=。)(?![^「]*」)", text[:20_000]) if part]
    return re.split(
        r"(?<=[.!?])\"?\s+(?=[\"A-ZА-ЯІЇЄҐ0-9«])(?<!U\.S\. )(?<!Mr\. )(?<!No\. )(?<!Gen\. )(?<!Lt\. )",
        text[:20_000],
    )


def _credited(sentence: str, own: str | None, language: str) -> list[tuple[str, str, str]]:
    """The sources that one sentence credits: source, kind, cue."""
    sentence = sentence[:3_000]
    named, unnamed = newsrooms(sentence, own), others(sentence, language)
    rule = {
        "ja": _ja,
        "uk": functools.partial(_slavic, "uk"),
        "ru": functools.partial(_slavic, "ru"),
    }.get(language, _en)
    spoken = re.compile(
        rf"(?<!\w)(?:{cues(language, 'before')}|{cues(language, 'after')})(?!\w)"
        if language != "ja"
        else cues("ja", "before") + "|社説|報道(?![官陣])|取材|調べ|調査|[【)]",
        re.I,
    )
    heard = [
        (hit.start(), hit.end(), "dateline" if hit[0] in "【)" else hit[0].lower())
        for hit in spoken.finditer(sentence)
    ]
    heard += [
        (hit.start(), hit.end(), "dateline")
        for hit in re.finditer(r"(?<=\()[^()]{2,30}(?=\) ?-)", sentence)
    ]
    found = [
        (start, end, name, kind, _nearest(heard, start, end))
        for start, end, name, kind in named
        if heard and _reports(sentence, start, end, kind == "self")
    ]
    taken = [(start, end) for start, end, *_ in found]
    for start, end, words, kind in _longest(unnamed, named, sentence):
        cue = rule(sentence, start, end, kind)
        if cue:
            found.append(
                (
                    start,
                    end,
                    _trimmed(words),
                    "official on record" if kind == "name" else kind,
                    cue.strip(' ,"').lower(),
                )
            )
            taken.append((start, end))
    own_report = re.search(cues(language, "within", "self"), sentence, re.I)
    if own_report and not any(kind == "self" for *_, kind, _ in found):
        found.append(
            (
                own_report.start(),
                own_report.end(),
                own or own_report[0],
                "self",
                own_report[0].lower(),
            )
        )
    return [(name, kind, cue) for _, _, name, kind, cue in sorted(found)]


def _reports(sentence: str, start: int, end: int, own: bool) -> bool:
    """Whether a newsroom that is named speaks, and is not spoken of."""
    if (
        re.search(r"(?:told|interview with|spoke to) (?:the )?$", sentence[:start])
        and own
        or own
        and re.match("の取材に(?!よ)", sentence[end:])
    ):
        return False
    return not re.match(
        r"(?:'s)? (?:journalists? (?:was|were)|employee|offices? (?:was|were|in)|subscribers|headquarters|building)",
        sentence[end:],
    )


def _nearest(heard: list[tuple[int, int, str]], start: int, end: int) -> str:
    return min(heard, key=lambda cue: max(cue[0] - end, start - cue[1]))[2]


def _longest(mentions: list[tuple], named: list[tuple], sentence: str) -> list[tuple]:
    """Mentions that do not overlap: unnamed people, documents and outlets before officials, the longer before the shorter."""
    rank = {"outlet": 0, "unnamed officials": 1, "document": 2, "official on record": 3, "name": 4}
    kept = []
    for start, end, words, kind in sorted(
        mentions, key=lambda row: (row[0], rank[row[3]], -row[1])
    ):
        beside = [
            row
            for row in named
            if row[0] < end
            and start < row[1]
            or kind == "outlet"
            and (re.fullmatch(r"\s[«\"]?", sentence[end : row[0]]) or 0 <= start - row[1] < 3)
        ]
        if beside and kind == "outlet":
            kept.append((start, end, words, ""))
        if beside and (kind != "unnamed officials" or beside[0][0] == start):
            continue
        if not any(other[0] < end and start < other[1] for other in kept):
            kept.append((start, end, words, kind))
    return sorted(row for row in kept if row[3])


def _trimmed(words: str) -> str:
    return re.sub(r"^(?:the|a|an|that|this)\s+", "", words.strip(" ,"), flags=re.I)


def _once(found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    rows = {}
    for name, kind, cue in found:
        rows.setdefault((name.casefold(), kind), (name, kind, cue))
    return list(rows.values())


def _title(text: str, own: str | None, language: str) -> list[tuple[str, str, str]]:
    """What a headline credits before its colon or after its dash."""
    part = re.match(
        r"(.{2,40}?):\s|.*(?:\s-|,)\s(.{2,40}?)(?:\s(?:says?|said|writes|reports?|сообщает|повідомляє))?$",
        text,
    )
    words = part and (part[1] or part[2])
    if not words:
        return []
    named = newsrooms(words, own)
    if named:
        return [(*named[0][2:], "headline")]
    last = [
        (start, name, kind)
        for start, end, name, kind in others(words, language)
        if end >= len(words) and not (kind == "document" and part[1])
    ]
    kinds = [row for row in sorted(last) if row[2] != "name"]
    return [(_trimmed(kinds[0][1]), kinds[0][2], "headline")] if kinds else []


def _en(sentence: str, start: int, end: int, kind: str) -> str | None:
    """The English cue that credits the mention at that place, or None."""
    before, after = sentence[:start], sentence[end:]
    if (
        not re.search(
            r"(?:one|some|two|three|several|many|both|most) of (?:the |its )?$", before, re.I
        )
        and re.search(r"\b(?:of|for|with|to|from|at|in|between|against) (?:the |a |an )?$", before)
        and not (kind == "document" and before.lower() in ("in ", "in the ", "in a ", "in an "))
        and not re.search(rf"(?<!\w){cues('en', 'after', 'any')} (?:the )?$", before, re.I)
    ):
        return None
    if (
        re.search(
            r"(?:anonym|not to be (?:named|identified)|not authori[sz]ed|not be named|declined to be named)",
            after,
        )
        and kind == "unnamed officials"
        and not re.search(r"declined to comment", after)
    ):
        return "on condition of anonymity"
    left = re.search(
        rf"(?<!\w){_left(kind)}\s+(?:{DETERMINER}\s+)?(?:(?!{STOP}\b){LATIN}\s+){{0,2}}$",
        before,
        re.I,
    )
    if left:
        return None if re.search(r"\b(?:without|not) $", before[: left.start()]) else left[0]
    inverted = re.search(rf"(?:[\",]\s*|^){cues('en', 'before', 'any')}\s+$", before, re.I)
    if (
        inverted
        and kind != "document"
        and re.match(
            r"\s*[,.;\"]|\s*$|'s|\s+(?:on|in|at|of|during|last|this|who|after|while|from|with|and|[A-Z]\w+day)\b",
            after,
        )
    ):
        return inverted[0]
    if (
        kind == "document"
        and re.search(r"(?:^|, )in (?:the |a |an |its )?$", before, re.I)
        and re.match(r"[^,]{0,60},", after)
        and before.strip().lower() == "in"
    ):
        return "in"
    after = QUOTED.sub('""', after)
    verbs = cues("en", "before", "document" if kind == "document" else "any")
    within = r"(?:\s+(?:of|in|at|for|from|with|within|to|involved|briefed|familiar|close|who|that|and|on|the|near|whose)\b(?:(?!declin|refus|did not|would not)[^,;:\"]){0,90}?)?"
    right = re.match(
        rf"(?:'s [\w ]{{2,30}}?)?{within if kind != 'name' else ''}{ASIDE}{{0,2}}{TIME}{{0,5}}(?:\s*,)?\s+(?P<cue>{verbs})(?!\w)",
        after,
    )
    return right["cue"] if right else None


def _left(kind: str) -> str:
    if kind == "document":
        return cues("en", "after", "document")
    if kind == "outlet":
        return cues("en", "after", "any")
    return r"(?:(?:this|it|that|which) (?:was|is) \w+ (?:on|in|at|via|during) [\w' ]{2,30} by|according to|citing|cites|cited|quoting|quoted|quotes|referring to|refers to|with reference to|(?:reported|confirmed|revealed|disclosed|announced|stated|made|told|voiced|said|released|issued|posted|published|given) by|in the words of|per|interview with|attributed to)"


def _ja(sentence: str, start: int, end: int, kind: str) -> str | None:
    """The Japanese cue that credits the mention at that place, or None."""
    after = sentence[end:]
    direct = re.match(
        r"(?:の発表|の報道|の調べ|の説明|の話|のまとめ)?(?:によると|によれば|によりますと|の話として|の話では|の話を引用|のまとめでは|への取材|は取材に|では、?.{0,40}(?:とした|としている|明記|記載))",
        after,
    )
    if direct:
        return direct[0]
    if kind == "document":
        told = re.match(
            r"(?:で(?:分か|わか)った|[にで]は?、?.{0,60}?(?:明記|記載|記|盛り込)(?:まれ|され)(?:て(?!いない)|た|る)|は、?.{0,60}(?:と明記|と指摘|としている))",
            after,
        )
        return told[0] if told else None
    after = re.sub("「[^」]*」", "「」", after)
    cue = re.search(cues("ja", "before") + "(?!され|を(?!示)|日|てい?な|なか|ず)", after)
    if not cue or not re.match(r"(?:は|が|も|らは|らが|、|[(（][^)）]{1,12}[)）](?:は|が))", after):
        return None
    top = re.search(r"[^」]は(?!、?同)", sentence[:start])
    if (
        after.startswith("が")
        and not after.startswith("が「")
        and (top and re.search("と" + cues("ja", "before"), after) or cue.start() > 30)
    ):
        return None
    return cue[0]


def _slavic(language: str, sentence: str, start: int, end: int, kind: str) -> str | None:
    """The Ukrainian or Russian cue that credits the mention at that place, or None."""
    left = re.search(
        rf"(?<!\w){cues(language, 'after')}\s+(?:[\w'-]+\s+){{0,2}}$", sentence[:start], re.I
    )
    if left or kind == "document":
        return left[0] if left else None
    right = re.match(
        rf"[^.;:]{{0,60}}?(?<!\w){cues(language, 'before')}(?!\w)", sentence[end:], re.I
    )
    within = re.search(rf"\s({cues(language, 'before')})(?!\w)", sentence[start:end], re.I)
    return (right[0] if right else None) or (within[1] if within else None)


def chain(credits: pd.DataFrame) -> pd.DataFrame:
    """The chain that the attributions propose: one row per link, `by` (who relays), `credited`, `kind`, `paragraph` (where first), `cue`.

    In a paragraph that names several newsrooms each rests on the next; people and documents rest with the newsroom of their paragraph, else
    with the article's own outlet. An outlet that is not named is taken for the first named one that follows. Proposals, not findings.
    """
    own = credits.attrs.get("outlet") or "the article"
    links, known = [], []  # known: named newsrooms, in the order of the text
    body = credits["paragraph"] != "title"
    for _, rows in [
        *credits[body].groupby("paragraph", sort=False),
        *credits[~body].groupby("paragraph"),
    ]:
        by = own
        for row in sorted(
            rows[rows["kind"] != "self"].to_dict("records"), key=lambda row: row["kind"] not in NEWS
        ):
            links, by = _linked(links, known, row, by, own)
    return pd.DataFrame(
        links, columns=["by", "credited", "kind", "paragraph", "cue"], dtype="str"
    ).drop_duplicates(["by", "credited"], ignore_index=True)


def _linked(
    links: list[dict], known: list[str], row: dict, by: str, own: str
) -> tuple[list[dict], str]:
    """The links with what one attribution adds, and the newsroom on which what follows in the paragraph rests."""
    name, news = row["source"], row["kind"] in NEWS
    named = news and bool(newsrooms(name, None))
    meant = [
        link["credited"] for link in links if link["kind"] in NEWS and link["credited"] not in known
    ]
    if named and name not in known:
        known.append(name)
        if meant:  # an outlet that was spoken of without its name, and now is named
            return [
                {**link, "credited": name, "kind": row["kind"]}
                if link["credited"] == meant[-1]
                else link
                for link in links
            ], name
    elif known and (
        news
        and not named
        and (row["paragraph"] == "title" or not COLLECTIVE.search(name))
        or by == own
        and THEIRS.search(name)
    ):
        by = next((newsroom for newsroom in known[::-1] if newsroom != by), by)
        name = by if news else name
    if name == by or named and any(link["credited"] == name for link in links):
        return links, name if news else by
    return [
        *links,
        {
            "by": by,
            "credited": name,
            **{column: row[column] for column in ("kind", "paragraph", "cue")},
        },
    ], name if news else by
