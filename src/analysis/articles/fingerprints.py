"""Fingerprints of articles: what stands for a text that cannot be published.

A signature holds the `SIZE` least hashes of an article's sequences of `GRAM` letters (a bottom-k sketch): a fair sample of them,
whatever their order.
"""

import hashlib
import re
import unicodedata

import numpy as np
import pandas as pd

GRAM = 8  # letters and digits to a sequence
SIZE = 256  # hashes to a signature
HALF = np.uint64(32)
MIX = np.uint64(0x9E3779B97F4A7C15)
SEED = np.random.default_rng(1967).integers(1, 1 << 63, GRAM, dtype=np.uint64) | np.uint64(1)
SAME = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "\u00ad": None,
        "\u200b": None,
    }
)


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
    both = known.merge(
        paragraphs, on="paragraph", how="outer", suffixes=("_known", ""), indicator=True, sort=False
    )
    result = (
        both["_merge"]
        .astype("str")
        .map({"left_only": "missing", "right_only": "extra", "both": "same"})
    )
    differs = (both["_merge"] == "both") & (both["sha256_known"] != both["sha256"])
    role = (
        both["role_known"]
        .astype("str")
        .where(both["role_known"].notna(), both["role"].astype("str"))
    )
    return pd.DataFrame(
        {"paragraph": both["paragraph"], "role": role, "result": result.mask(differs, "differs")}
    )


def fingerprint(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """One row per article: `article_id`, `grams` (distinct letter sequences of its body) and `signature` (hexadecimal), no text.

    `paragraphs` is what `read` gives, or several of them with a column `article_id`; without it the article is named by its address or title.
    """
    body = paragraphs[paragraphs["role"] == "body"]
    about = paragraphs.attrs
    article = (
        body["article_id"]
        if "article_id" in body
        else pd.Series(about.get("url") or about.get("title") or "article", body.index)
    )
    texts = body["text"].groupby(article, sort=False).agg(" ".join)
    hashes = [_hashes(text) for text in texts]
    signatures = [least[:SIZE].astype(">u4").tobytes().hex() for least in hashes]
    return pd.DataFrame(
        {
            "article_id": texts.index,
            "grams": [len(least) for least in hashes],
            "signature": signatures,
        }
    )


def _hashes(text: str) -> np.ndarray:
    """The distinct hashes of a text's letter sequences, in ascending order, each below 2³²."""
    letters = re.sub(r"[\W_]+", "", normalised(text))
    codes = np.frombuffer(letters.encode("utf-32-le", "replace"), "<u4").astype(np.uint64)
    if len(codes) < GRAM:
        return np.empty(0, np.uint64)
    mixed = sum(codes[place : len(codes) - GRAM + 1 + place] * SEED[place] for place in range(GRAM))
    mixed = (mixed ^ (mixed >> np.uint64(31))) * MIX
    return np.unique(mixed >> HALF)
