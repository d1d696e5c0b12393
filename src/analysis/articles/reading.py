"""Article HTML or text → tidy paragraphs, and what the page says of itself.

That is outlet, date, language and address.
"""

import re
from collections import Counter

import pandas as pd

from .. import tables
from . import gate, roles
from .addresses import canonical, host
from .fingerprints import fingerprint_text, normalised
from .pages import parse
from .particulars import first_day, language, stated_day
from .patterns import CHARSET, JOINED, MARKUP, OUTLET_SUFFIX, UNSEEN

LIMIT = 5_000_000  # characters, or bytes, of a page
MOST = 5_000  # paragraphs of an article
DATED = """article:published_time datepublished og:published_time parsely-pub-date sailthru.date
    pubdate publishdate publish-date dc.date.issued dc.date date""".split()

Block = tuple[str, str]  # a paragraph's text and role


def read(html_or_text: str | bytes, url: str | None = None) -> pd.DataFrame:
    """Return the paragraphs of an article.

    Parameters
    ----------
    html_or_text : str or bytes
        A page of HTML, or text whose first line is the title.
    url : str, optional
        The page's address, where it does not state one.

    Returns
    -------
    pandas.DataFrame
        One row per paragraph: paragraph (its label), number (body only), role, text, sha256,
        characters. The role is title, body, related (a line that points to another story) or
        credit (a caption, a photo's or an author's credit); share bars are left out. The frame's
        `attrs` carry title, outlet, published (ISO date, from the page's metadata only), date_hint
        (the first date in the text: a hint, not a fact), language (ISO 639-1) and url (AMP and
        tracking twins folded); None where the page gives none.

    Raises
    ------
    ValueError
        The page holds no article, more than `LIMIT` characters or more than `MOST` paragraphs.

    Examples
    --------
    >>> page = "<h1>A headline</h1><p>The first paragraph.</p><p>Read also: another story</p>"
    >>> read(page)[["paragraph", "role"]].to_numpy().tolist()
    [['title', 'title'], ['1', 'body'], ['related 1', 'related']]
    """
    text = _text(html_or_text)
    if MARKUP.search(text):
        blocks, about = _from_html(text, url)
    else:
        blocks, about = _from_text(text), {"url": canonical(url)}
    blocks = [(_clean(block), role) for block, role in blocks]
    blocks = [
        (block, role) for block, role in blocks if block and (role == "title" or not roles.is_bar(block))
    ]
    if all(role != "body" for _, role in blocks[1:]):
        raise ValueError("no article was found: a title and at least one paragraph are needed")
    if len(blocks) > MOST:
        raise ValueError(f"{len(blocks):,} paragraphs: no article has more than {MOST:,}")
    frame = _labelled(blocks)
    frame.attrs = _about(blocks, about)
    return frame


def _labelled(blocks: list[Block]) -> pd.DataFrame:
    """Return the blocks as a frame.

    Plain lists until then, because an article is short and pandas' price is by the operation.
    """
    texts = [text for text, _ in blocks]
    roles = ["title", *(role for _, role in blocks[1:])]
    counts: Counter[str] = Counter()
    labels = []
    numbers = []
    for role in roles:
        counts[role] += 1
        is_body = role == "body"
        labels.append(str(counts[role]) if is_body else f"{role} {counts[role]}")
        numbers.append(counts[role] if is_body else None)
    labels[0] = "title"
    return pd.DataFrame(
        {
            "paragraph": pd.array(labels, dtype="str"),
            "number": pd.array(numbers, dtype="Int64"),
            "role": pd.array(roles, dtype="str"),
            "text": pd.array(texts, dtype="str"),
            "sha256": pd.array([fingerprint_text(text) for text in texts], dtype="str"),
            "characters": [len(normalised(text)) for text in texts],
        }
    )


def _text(content: str | bytes) -> str:
    """Return the input as text without what the eye does not see."""
    if len(content) > LIMIT:
        raise ValueError(f"the page is longer than {LIMIT:,} characters: no article is")
    text = _decoded(content) if isinstance(content, bytes) else content
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n"))


def _decoded(content: bytes) -> str:
    """Return bytes as text, by their own charset statement, UTF-8 or a Japanese charset."""
    stated = CHARSET.search(content[:4096])
    charsets = [stated[1].decode("ascii", "replace")] if stated else []
    for charset in [*charsets, "utf-8-sig", "shift_jis", "euc-jp"]:
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def _clean(text: str) -> str:
    """Return a text with single blanks, and without what the eye does not see."""
    return " ".join(UNSEEN.sub("", text).split())


def _from_text(text: str) -> list[Block]:
    """Return the blocks of a text, which blank lines part.

    Each line is its own where lines are too long to have been wrapped, or begin with a wide blank.
    """
    parts = re.split(r"\n[^\S\n]*\n", text.strip("\n"))
    lines = [line for line in text.splitlines() if line.strip()]
    indented = sum(line.startswith("\u3000") for line in lines)
    if len(parts) <= 2 or indented > 1 or any(_width(line) > 160 for line in lines):
        parts = lines
    blocks = [JOINED.sub("", part) for part in parts if part.strip()]
    first, *rest = blocks or [""]
    return [(first, "title"), *((block, roles.role(_clean(block))) for block in rest)]


def _width(line: str) -> int:
    """Return how many columns a line takes; a Japanese character takes two."""
    return len(line) + len(re.findall("[\u3000-\u9fff]", line))


def _from_html(html: str, url: str | None) -> tuple[list[Block], dict[str, str | None]]:
    """Return the blocks of a page's article, and what the page says of itself."""
    page = parse(html)
    meta = page.meta
    title = _title(meta, page.blocks)
    blocks = [(title, "title")]
    repeated = normalised(title)
    for element in gate.article(html, page, title):
        if element["tag"] != "title" and normalised(element["text"]) != repeated:
            blocks.append((element["text"], element["as"]))
    outlet = meta.get("og:site_name") or meta.get("publisher") or meta.get("application-name")
    days = (stated_day(meta[name]) for name in DATED if name in meta)
    return blocks, {
        "outlet": _clean(outlet or "") or None,
        "published": next(filter(None, days), None),
        "url": _address(meta, url),
        "lang": meta.get("lang"),
    }


def _address(meta: dict[str, str], url: str | None) -> str | None:
    """Return the address that a page states, else the one at which it was read.

    A canonical link to the front page says nothing of the article.
    """
    asked = canonical(url)
    stated = canonical(meta.get("canonical") or meta.get("og:url"), base=url)
    if asked and stated and stated.count("/") < 3 <= asked.count("/"):
        return asked
    return stated or asked


def _title(meta: dict[str, str], blocks: list[dict]) -> str:
    """Return the headline.

    That is the first-level heading which the page's own title repeats, else the title that the page
    states, without its outlet.
    """
    names = ("og:title", "headline", "twitter:title", "title")
    stated = [normalised(meta[name]) for name in names if meta.get(name)]
    heads = [block["text"] for block in blocks if block["tag"] == "h1"]
    repeated = [head for head in heads if any(normalised(head)[:40] in title for title in stated)]
    if repeated:
        return max(repeated, key=len)
    if heads and not stated:
        return heads[0]
    titles = [meta[name] for name in names if meta.get(name)]
    return OUTLET_SUFFIX.sub("", titles[0]) if titles else ""


def _about(blocks: list[Block], about: dict[str, str | None]) -> dict[str, str | None]:
    """Return what is known of an article beside its text; see `read`."""
    title = blocks[0][0]
    body = "\n".join(text for text, role in blocks[1:] if role == "body")[:20_000]
    stated = (about.get("lang") or "")[:2].lower()
    outlet = about.get("outlet") or _newsrooms().get(host(about.get("url") or ""))
    return {
        "title": title,
        "outlet": outlet,
        "published": about.get("published"),
        "date_hint": first_day(body),
        "language": language(title + "\n" + body) or stated or None,
        "url": about.get("url"),
    }


@tables.cached
def _newsrooms() -> dict[str, str]:
    """Return the name of the newsroom that each known site belongs to; of several, the first."""
    names = tables.read("outlets").dropna(subset="site").drop_duplicates("site")
    return dict(zip(names["site"], names["name"], strict=True))
