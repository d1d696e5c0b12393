"""Article HTML or text → tidy paragraphs, and what the page says of itself.

That is outlet, date, language and address.
"""

import re
from collections import Counter
from functools import partial

import numpy as np
import pandas as pd

from .. import decoding, tables
from . import gate, publication, roles, written_days
from .addresses import canonical, host
from .fingerprints import digest, normalised
from .pages import parse
from .particulars import language
from .patterns import JOINED, MARKUP, OUTLET_SUFFIX, UNSEEN, WALL

WORDS = pd.array([], dtype="str").dtype  # as an object: its name is looked up each time
LIMIT = 5_000_000  # characters, or bytes, of a page
MOST = 5_000  # paragraphs of an article
LONGEST_TITLE = 1_000  # characters of a title or name that a page states, and that are looked at
SHORT = 250  # characters of a line that asks to subscribe, at most
OFFERS, OFFER = 12, 60  # lines after it that say what subscribers get, and their characters
OPENING = 800  # characters of the opening that a page shows to those who do not subscribe
NAMED = (
    """title og:title twitter:title headline og:site_name publisher
    application-name""".split()
    + ["page publisher", "page headline"]
)
OUTLET_NAMES = ("og:site_name", "publisher", "page publisher", "application-name")
SLOGAN = re.compile(r"\s*[|｜／»]\s*|\s[-–—:：]+\s|[:：]\s|：|\s/\s")

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
        `attrs` carry title, outlet, published (ISO date, as the page states it, in the time of its
        outlet), published_guess (htmldate's, where the page states none: a guess), date_hint (the
        first date in the text: a hint, not a fact), language (ISO 639-1) and url (AMP and tracking
        twins folded); None where the page gives none; and stub (True where the page shows only the
        opening of a text that is for subscribers).

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
        (block, role)
        for block, role in blocks
        if block and (role == "title" or not roles.is_bar(block))
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
    plain = [normalised(text) for text in texts]
    roles = ["title", *(role for _, role in blocks[1:])]
    counts: Counter[str] = Counter()
    labels = []
    numbers = []
    for role in roles:
        counts[role] += 1
        is_body = role == "body"
        labels.append(str(counts[role]) if is_body else f"{role} {counts[role]}")
        numbers.append(counts[role] if is_body else 0)
    labels[0] = "title"
    hashes = [digest(text) for text in plain]
    words = pd.array([*labels, *roles, *texts, *hashes], dtype=WORDS)  # one array is quicker made
    count = len(texts)
    counted = np.array(numbers, dtype="int64")
    return pd.DataFrame(
        {
            "paragraph": words[:count],
            "number": pd.arrays.IntegerArray(counted, counted == 0),
            "role": words[count : 2 * count],
            "text": words[2 * count : 3 * count],
            "sha256": words[3 * count :],
            "characters": np.array([len(text) for text in plain], dtype="int64"),
        },
        copy=False,
    )


def _text(content: str | bytes) -> str:
    """Return the input as text without what the eye does not see."""
    if len(content) > LIMIT:
        raise ValueError(f"the page is longer than {LIMIT:,} characters: no article is")
    text = decoding.decode(content).text if isinstance(content, bytes) else content
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n"))


def _clean(text: str) -> str:
    """Return a text with single blanks, and without what the eye does not see."""
    is_seen = text.isascii() and text.isprintable()
    return " ".join((text if is_seen else UNSEEN.sub("", text)).split())


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
    if len(page.blocks) > gate.LARGEST:
        raise ValueError(f"{len(page.blocks):,} pieces of text: no page of an article has so many")
    meta = {
        name: _clean(value)[:LONGEST_TITLE] if name in NAMED else value
        for name, value in page.meta.items()
    }
    title = _title(meta, page.blocks)
    blocks = [(title, "title")]
    repeated = normalised(title)
    for element in gate.article(html, page, title):
        if element["tag"] != "title" and normalised(element["text"]) != repeated:
            blocks.append((element["text"], element["as"]))
    address = _address(meta, url)
    blocks, stub = _without_wall(blocks, meta)
    opening = next((text for text, role in blocks[1:] if role == "body"), "")
    published, guess = publication.published(html, page, title, opening, address)
    return blocks, {
        "outlet": _outlet(meta),
        "published": published,
        "published_guess": guess,
        "url": address,
        "lang": meta.get("lang"),
        "stub": "opening" if stub else None,
    }


def _without_wall(blocks: list[Block], meta: dict[str, str]) -> tuple[list[Block], bool]:
    """Return blocks without the lines that ask to subscribe, and whether they are an opening only.

    They are where the page says that its text is not free and does not state it elsewhere, or where
    a short text ends with such lines.
    """
    body = [(place, text) for place, (text, role) in enumerate(blocks) if place and role == "body"]
    asking = _asking(body)
    length = sum(len(text) for place, text in body if place not in asking)
    is_stated = len(meta.get("articlebody", "")) > 0.9 * length
    is_closed = meta.get("free") == "false" or meta.get("page free") == "false"
    stub = (is_closed and not is_stated) or bool(asking and length < OPENING)
    if not stub:
        return blocks, False
    return [block for place, block in enumerate(blocks) if place not in asking], True


def _asking(body: list[tuple[int, str]]) -> set[int]:
    """Return the places of the lines at the end of a body that ask to subscribe.

    They are those among the last three, and all from such a line on after which only short ones
    stand: what members may do.
    """
    asks = [len(text) < SHORT and WALL.search(text) is not None for _, text in body]
    asking = {
        place for (place, _), is_asking in list(zip(body, asks, strict=True))[-3:] if is_asking
    }
    for number in range(max(1, len(body) - OFFERS), len(body)):
        offers = body[number + 1 :]
        if asks[number] and all(len(text) < OFFER for _, text in offers):
            return asking | {place for place, _ in body[number:]}
    return asking


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
    states, without its outlet. A heading that is the outlet's name is no headline.
    """
    names = ("og:title", "headline", "twitter:title", "title")
    stated_titles = [_clean(meta[name])[:LONGEST_TITLE] for name in names if meta.get(name)]
    titles = [OUTLET_SUFFIX.sub("", title).strip() for title in stated_titles]
    stated = [normalised(title) for title in titles]
    outlets = {normalised(name) for name in _outlet_names(meta)}
    heads = [block["text"] for block in blocks if block["tag"] == "h1"]
    heads = [head for head in heads if normalised(head) not in outlets]
    first = next((meta[name] for name in names if meta.get(name)), "")
    parts = {normalised(part) for part in SLOGAN.split(first)} - outlets
    whole = [
        block["text"]
        for block in blocks
        if block["tag"] in ("h1", "h2") and normalised(block["text"]) in parts
    ]
    if whole:  # the outlet's name stands first; a headline is longer, or follows it
        longest = max(map(len, whole))
        return [head for head in whole if 1.5 * len(head) >= longest][-1]
    repeated = [head for head in heads if any(_repeats(head, title) for title in stated)]
    if repeated:
        return max(repeated, key=len)
    if heads and not stated:
        return heads[0]
    headlines = [title for title in titles if normalised(title) not in outlets]
    return next(iter(headlines or titles), "")


def _repeats(head: str, title: str) -> bool:
    """Return whether a heading and a title (as it is fingerprinted) are one, one of them cut."""
    heading = normalised(head)
    is_longer = len(heading) < 3 * len(title) and heading.startswith(title)
    return heading[:40] in title or (len(title) > 5 and is_longer)


def _outlet_names(meta: dict[str, str]) -> list[str]:
    """Return what a page calls its outlet: whole, and without its slogan."""
    stated = [meta.get(name) for name in OUTLET_NAMES]
    names = [_clean(name) for name in stated if name]
    return [*names, *(_without_slogan(name) for name in names)]


def _outlet(meta: dict[str, str]) -> str | None:
    """Return the name of a page's outlet, without its slogan."""
    names = _outlet_names(meta)
    return names[len(names) // 2] if names else None


def _without_slogan(name: str) -> str:
    """Return the name of an outlet without its slogan, which a bar, dash or colon parts from it.

    Of several parts that which the table `outlets` knows, else the first.
    """
    parts = [part for part in SLOGAN.split(name) if part]
    known = set(tables.read("outlets")["alias"])
    return next((part for part in parts if part in known), (parts or [name])[0])


def _about(blocks: list[Block], about: dict[str, str | None]) -> dict[str, str | bool | None]:
    """Return what is known of an article beside its text; see `read`."""
    title = blocks[0][0]
    body = "\n".join(text for text, role in blocks[1:] if role == "body")[:20_000]
    stated = (about.get("lang") or "")[:2].lower()
    outlet = about.get("outlet") or _newsrooms().get(host(about.get("url") or ""))
    return {
        "title": title,
        "outlet": outlet,
        "published": about.get("published"),
        "published_guess": about.get("published_guess"),
        "date_hint": written_days.first_day(body),
        "language": language(title + "\n" + body) or stated or None,
        "url": about.get("url"),
        "stub": about.get("stub") is not None,
    }


@partial(tables.cached, names=("outlets",))
def _newsrooms() -> dict[str, str]:
    """Return the name of the newsroom that each known site belongs to; of several, the first."""
    names = tables.read("outlets").dropna(subset="site").drop_duplicates("site")
    return dict(zip(names["site"], names["name"], strict=True))
