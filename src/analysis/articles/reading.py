"""Article HTML or text → tidy paragraphs, and what the page says of outlet, date, language and address."""

import functools
import re
import unicodedata
from collections import Counter
from datetime import date

import pandas as pd

from .. import japanese, tables
from .addresses import canonical, host
from .fingerprints import fingerprint_text, normalised
from .pages import article, parse

LIMIT, MOST = 5_000_000, 5_000  # characters, or bytes, of a page; paragraphs of an article
MARK = r"^[\s\W]{0,6}"
LABEL = (
    r"(?:read (?:also|more)|see also|also read|related(?: (?:articles?|stories|news|coverage|topics?|links?))?|more on this|читайте (?:також|также|ещё|еще)"
    r"|дивіться також|смотрите также|(?:за|по) тем[іе]|関連(?:記事|ニュース|リンク|トピックス|キーワード)?|あわせて(?:読みたい|どうぞ)|合わせて読みたい|こちらも(?:読む|どうぞ)|続きを読む)"
)
RELATED = re.compile(rf"{MARK}{LABEL}\s*(?:[:：►▶»|>＞】》\]］–—-]|$)", re.I)
SHOUTED = re.compile(r"^(READ ALSO|READ MORE|SEE ALSO|RELATED|ЧИТАЙТЕ ТАКОЖ|ЧИТАЙТЕ ТАКЖЕ)\b")
CREDIT = re.compile(
    rf"{MARK}(?:(?:file |illustrative |cover |main )?(?:photos?|image|picture|credit|illustration|caption)(?: (?:by|credit|courtesy of))?|(?:ілюстративне |головне )?фото(?: з архіву)?|(?:иллюстративное )?фото"
    r"|写真(?:提供|説明|は)?|画像|資料写真|提供|撮影|（写真|イラスト)\s*(?:[:：＝=/／©]|by |courtesy )|^(?:getty images|©|\(c\)|фото )|[（(](?:写真|photo)[:：＝=][^）)]*[）)]$|＝(?:共同|ロイター|AP|時事|AFP時事)$",
    re.I,
)
BYLINE = re.compile(
    r"^(?:by|автор|автори|авторы|текст|文＝|取材・文|執筆)[:：\s]+(?:\S+\s?){1,6}$", re.I
)
BAR = set(
    "share this on via tweet post repost follow us facebook twitter x line telegram viber whatsapp linkedin reddit pinterest threads bluesky hatena pocket email e-mail print copy link save comment comments listen subscribe"
    " sign up like advertisement シェア シェアする ツイート ポスト 印刷 はてブ 送る 保存 メール リンクをコピー 広告 поділитися поширити друк надрукувати поделиться поделиться печать реклама".split()
)
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
JOINED = re.compile(
    r"(?<=[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef])[ \t]*\n[ \t]*(?=[\u3001-\u30ff\u4e00-\u9fff\uff00-\uffef])"
)
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, name in enumerate(names.split(), 1)
}
DATES = re.compile(
    rf"(?P<d1>\d{{1,2}})\s+(?P<m1>{'|'.join(MONTHS)})\s*,?\s+(?P<y1>\d{{4}})|(?P<m2>{'|'.join(list(MONTHS)[:12])})\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>\d{{4}})"
    r"|(?P<ja>(?:令和|平成|昭和)?[0-9元]{1,4}年\d{1,2}月\d{1,2}日)|(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>\d{4})",
    re.I,
)
DATED = "article:published_time datepublished og:published_time parsely-pub-date sailthru.date pubdate publishdate publish-date dc.date.issued dc.date date".split()
SCRIPTS = {
    name: re.compile(f"{signs}+")
    for name, signs in {
        "kana": "[ぁ-んァ-ヶ]",
        "han": "[一-鿿]",
        "cyr": "[а-яіїєґА-ЯІЇЄҐ]",
        "hangul": "[가-힣]",
        "latin": "[A-Za-z]",
    }.items()
}
WORDS = {
    "en": "the of and to that with for was",
    "de": "der die und das nicht mit ist",
    "fr": "le les des et une dans est",
    "es": "el los las una que por con",
    "it": "il che della per gli una con",
    "pl": "nie się jest przez oraz który na",
}


def read(html_or_text: str | bytes, url: str | None = None) -> pd.DataFrame:
    """One row per paragraph of an article: `paragraph` (label), `number` (body only), `role`, `text`, `sha256`, `characters`.

    `role` is title, body, related (a line that points to another story) or credit (a caption, a photo's or an author's credit);
    share bars are left out. The frame's `attrs` carry title, outlet, published (ISO date, from the page's metadata only),
    date_hint (the first date in the text: a hint, not a fact), language (ISO 639-1) and url (AMP and tracking twins folded);
    None where the page gives none. A page without an article, of more than `LIMIT` characters or of more than `MOST` paragraphs, raises ValueError.
    """
    given = _text(html_or_text)
    if re.search(r"<\s*(?:!doctype|html|body|article|main|section|p|div)\b", given, re.I):
        blocks, about = _from_html(given, url)
    else:
        blocks, about = _from_text(given), {"url": canonical(url)}
    blocks = [
        (text, role)
        for text, role in ((_clean(text), role) for text, role in blocks)
        if text and (role == "title" or not _is_bar(text))
    ]
    if len(blocks) < 2 or all(role != "body" for _, role in blocks[1:]):
        raise ValueError("no article was found: a title and at least one paragraph are needed")
    if len(blocks) > MOST:
        raise ValueError(f"{len(blocks):,} paragraphs: no article has more than {MOST:,}")
    frame = _labelled(blocks)
    frame.attrs = _about(blocks, about)
    return frame


def _labelled(blocks: list[tuple[str, str]]) -> pd.DataFrame:
    """The blocks as a frame; plain lists until then, because an article is short and pandas' price is by the operation."""
    texts, roles = [text for text, _ in blocks], ["title", *(role for _, role in blocks[1:])]
    seen, places = Counter(), []
    for role in roles:
        seen[role] += 1
        places.append(seen[role])
    labels = [
        "title",
        *(
            str(place) if role == "body" else f"{role} {place}"
            for role, place in zip(roles[1:], places[1:], strict=True)
        ),
    ]
    plain = [normalised(text) for text in texts]
    return pd.DataFrame(
        {
            "paragraph": pd.array(labels, dtype="str"),
            "number": pd.array(
                [
                    place if role == "body" else None
                    for role, place in zip(roles, places, strict=True)
                ],
                dtype="Int64",
            ),
            "role": pd.array(roles, dtype="str"),
            "text": pd.array(texts, dtype="str"),
            "sha256": pd.array([fingerprint_text(text) for text in texts], dtype="str"),
            "characters": [len(text) for text in plain],
        }
    )


def _text(given: str | bytes) -> str:
    """The input as text without what the eye does not see; bytes by their own charset statement, UTF-8, or a Japanese charset."""
    if len(given) > LIMIT:
        raise ValueError(f"the page is longer than {LIMIT:,} characters: no article is")
    if isinstance(given, bytes):
        given = _decoded(given)
    return UNSEEN.sub(
        "",
        given.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n"),
    )


def _decoded(given: bytes) -> str:
    stated = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", given[:4096], re.I)
    for charset in (
        stated[1].decode("ascii", "replace") if stated else "utf-8-sig",
        "utf-8-sig",
        "shift_jis",
        "euc-jp",
    ):
        try:
            return given.decode(charset)
        except (LookupError, ValueError):
            continue
    return given.decode("utf-8", "replace")


def _clean(text: str) -> str:
    return " ".join(UNSEEN.sub("", text).split())


def _from_text(text: str) -> list[tuple[str, str]]:
    """Blocks parted by blank lines; each line its own where lines are too long to have been wrapped, or begin with a wide blank."""
    parts = re.split(r"\n[^\S\n]*\n", text.strip("\n"))
    lines = [line for line in text.splitlines() if line.strip()]
    if (
        len(parts) <= 2
        or any(_width(line) > 160 for line in lines)
        or sum(line.startswith("\u3000") for line in lines) > 1
    ):
        parts = lines
    blocks = [JOINED.sub("", part) for part in parts if part.strip()]
    return [
        (block, _role(_clean(block)) if place else "title") for place, block in enumerate(blocks)
    ]


def _is_bar(text: str) -> bool:
    """Whether a line is nothing but the buttons of a share bar."""
    words = re.findall(r"[\w-]+", text[:200].lower())
    return len(text) < 200 and all(word in BAR or word.isdigit() for word in words)


def _width(line: str) -> int:
    return len(line) + len(re.findall("[\u3000-\u9fff]", line))


def _from_html(html: str, url: str | None) -> tuple[list[tuple[str, str]], dict]:
    page = parse(html)
    said, found = page.meta, article(page)
    title = _title(said, page.blocks)
    skip = {normalised(title)}
    blocks = [(title, "title")] + [
        (block["text"], _role(block["text"], block))
        for block in found
        if normalised(block["text"]) not in skip and block["tag"] != "title"
    ]
    address = canonical(said.get("canonical") or said.get("og:url"), base=url) or canonical(url)
    if url and address and canonical(url) and address.count("/") < 3 <= canonical(url).count("/"):
        address = canonical(url)  # a canonical link to the front page says nothing of the article
    outlet = said.get("og:site_name") or said.get("publisher") or said.get("application-name")
    published = next(filter(None, (_day(said[name]) for name in DATED if name in said)), None)
    return blocks, {
        "outlet": _clean(outlet or "") or None,
        "published": published,
        "url": address,
        "lang": said.get("lang"),
    }


def _title(said: dict, blocks: list[dict]) -> str:
    """The headline: that first-level heading which the page's own title repeats, else the title the page states, without its outlet."""
    stated = [
        said[name] for name in ("og:title", "headline", "twitter:title", "title") if said.get(name)
    ]
    heads = [block["text"] for block in blocks if block["tag"] == "h1"]
    same = [
        head
        for head in heads
        if any(normalised(head)[:40] in normalised(title) for title in stated)
    ]
    if same or heads and not stated:
        return max(same, key=len) if same else heads[0]
    title = stated[0] if stated else ""
    return re.sub(r"\s*(?:[|｜]|\s[:：–—-]\s)\s*[^|｜–—]{2,40}$", "", title) if title else ""


def _role(block: str, element: dict | None = None) -> str:
    start = block[:300]
    if RELATED.match(start) or SHOUTED.match(start):
        return "related"
    if (
        CREDIT.search(start if len(block) < 300 else block[:40])
        and len(block) < 400
        or len(block) < 80
        and BYLINE.match(block)
    ):
        return "credit"
    if element is None:
        return "body"
    pointing = element["linked"] > 0.8 and not re.search(r"[.。!?！？…][\"'”’」』)）]*$", block)
    return element["role"] or ("related" if pointing else "body")


def _about(blocks: list[tuple[str, str]], about: dict) -> dict:
    title, body = (
        blocks[0][0],
        "\n".join(text for text, role in blocks[1:] if role == "body")[:20_000],
    )
    language = _language(title + "\n" + body) or (about.get("lang") or "")[:2].lower() or None
    outlet = about.get("outlet") or _newsrooms().get(host(about.get("url") or ""))
    return {
        "title": title,
        "outlet": outlet,
        "published": about.get("published"),
        "date_hint": _hint(body),
        "language": language,
        "url": about.get("url"),
    }


@functools.cache
def _newsrooms() -> dict[str, str]:
    """The name of the newsroom that each known site belongs to; of several, the first."""
    names = tables.read("outlets").dropna(subset="site").drop_duplicates("site")
    return dict(zip(names["site"], names["name"], strict=True))


def _language(text: str) -> str | None:
    """The language by its script, and by its commonest words where several share one; None where neither tells."""
    count = {name: sum(map(len, signs.findall(text))) for name, signs in SCRIPTS.items()}
    if count["kana"] + count["han"] > 0.15 * (count["latin"] + count["cyr"] + count["hangul"] + 1):
        return "ja" if count["kana"] else "zh"
    if count["hangul"] > count["latin"] + count["cyr"]:
        return "ko"
    if count["cyr"] > count["latin"]:
        return (
            "uk"
            if len(re.findall("[іїєґІЇЄҐ]", text)) > len(re.findall("[ыэъёЫЭЪЁ]", text))
            else "ru"
        )
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    shares = {
        language: sum(words[word] for word in common.split()) for language, common in WORDS.items()
    }
    best = max(shares, key=shares.get)
    return best if shares[best] > 0 else None


def _day(stated: str) -> str | None:
    """The day of a stated time, as ISO date; None where it is none, or of no plausible year."""
    found = re.match(
        r"\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)", unicodedata.normalize("NFKC", stated[:60])
    )
    return _iso(*found.groups()) if found else None


def _iso(year, month, day) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if 1900 <= found.year <= 2100 else None


def _hint(body: str) -> str | None:
    if not re.search(r"\d{4}|年", body):
        return None
    for found in DATES.finditer(unicodedata.normalize("NFKC", body)):
        parts = {name[0]: value for name, value in found.groupdict().items() if value}
        if "j" in parts:
            time = japanese.to_date(parts["j"], errors="coerce")
            day = None if pd.isna(time) else _iso(time.year, time.month, time.day)
        else:
            month = parts["m"].lower()
            day = _iso(parts["y"], MONTHS.get(month, month), parts["d"])
        if day:
            return day
    return None
