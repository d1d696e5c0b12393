"""Article HTML or text → tidy paragraphs with fingerprints.

The text of an article is its publisher's and is never committed; a fingerprint of each paragraph is, so that whoever holds the
text can prove that it is the one that was audited.
"""

import hashlib
import re
import unicodedata

import pandas as pd

COLUMNS = ["paragraph", "number", "role", "text", "sha256", "characters"]
RELATED = re.compile(r"^(read also|see also|related|читайте також|читайте также|関連記事|あわせて読みたい)\s*[:：]", re.I)
CREDIT = re.compile(r"^(photo|image|picture|фото|写真)\s*[:：]", re.I)
SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "\u00ad": None, "\u200b": None})


def read(html_or_text: str, url: str | None = None) -> pd.DataFrame:
    """One row per paragraph of an article: `paragraph` (label), `number` (body only), `role`, `text`, `sha256`, `characters`.

    `role` is title, body, related (a line that points to another story) or credit. The frame's `attrs` carry title, outlet,
    published (page metadata only, ISO date) and url where the page gives them. A page without an article raises ValueError.
    """
    is_html = re.search(r"<\s*(html|body|article|p|div)\b", html_or_text, re.I)
    blocks, about = _from_html(html_or_text, url) if is_html else (_from_text(html_or_text), {})
    if len(blocks) < 2:
        raise ValueError("no article was found: a title and at least one paragraph are needed")
    frame = pd.DataFrame({"text": blocks})
    frame["role"] = ["title"] + [_role(block) for block in blocks[1:]]
    counted = frame.groupby("role").cumcount() + 1
    frame["number"] = counted.where(frame["role"] == "body").astype("Int64")
    frame["paragraph"] = counted.astype("str").where(frame["role"] == "body", frame["role"] + " " + counted.astype("str"))
    frame.loc[frame["role"] == "title", "paragraph"] = "title"
    frame["sha256"], frame["characters"] = frame["text"].map(fingerprint_text), frame["text"].map(normalised).str.len()
    frame.attrs = about | {"title": blocks[0]}
    return frame[COLUMNS]


def normalised(text: str) -> str:
    """The text as it is fingerprinted: NFKC, straight quotation marks and hyphens, single blanks, lower case."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(SAME).split()).casefold()


def fingerprint_text(text: str) -> str:
    """The SHA-256 of the normalised text, as 64 hexadecimal digits."""
    return hashlib.sha256(normalised(text).encode("utf-8")).hexdigest()


def compare(paragraphs: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """One row per paragraph of the text at hand or of the known article: label, role, and `same` | `differs` | `missing` | `extra`.

    `known` holds the rows of the `paragraphs` table for one article.
    """
    both = known.merge(paragraphs, on="paragraph", how="outer", suffixes=("_known", ""), indicator=True, sort=False)
    result = both["_merge"].astype("str").map({"left_only": "missing", "right_only": "extra", "both": "same"})
    differs = (both["_merge"] == "both") & (both["sha256_known"] != both["sha256"])
    role = both["role_known"].astype("str").where(both["role_known"].notna(), both["role"].astype("str"))
    return pd.DataFrame({"paragraph": both["paragraph"], "role": role, "result": result.mask(differs, "differs")})


def _from_text(text: str) -> list[str]:
    blocks = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    blocks = blocks if len(blocks) > 2 else text.strip().splitlines()
    return [" ".join(block.split()) for block in blocks if block.strip()]


def _from_html(html: str, url: str | None) -> tuple[list[str], dict]:
    from trafilatura import bare_extraction

    page = bare_extraction(html, url=url, include_comments=False, include_tables=False, favor_recall=True, with_metadata=True)
    if page is None:
        return [], {}
    lines = [" ".join(line.split()) for line in (page.text or "").splitlines() if line.strip()]
    title = " ".join((page.title or "").split())
    about = {"title": title, "outlet": page.sitename, "published": page.date, "url": page.url}
    return [title] + [line for line in lines if line != title], about


def _role(block: str) -> str:
    return "related" if RELATED.match(block) else "credit" if CREDIT.match(block) else "body"
