"""Fingerprints of articles: what stands for a text that cannot be published.

A signature holds the `SIZE` least hashes of an article's sequences of `GRAM` letters (a bottom-k
sketch): a fair sample of them, whatever their order.
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
    """Return a text as it is fingerprinted.

    Parameters
    ----------
    text : str
        A paragraph.

    Returns
    -------
    str
        The text in NFKC, with straight quotation marks and hyphens, single blanks, lower case.

    Examples
    --------
    >>> normalised("The  “five fields” – ５類型")
    'the "five fields" - 5類型'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(SAME)
    return " ".join(text.split()).casefold()


def fingerprint_text(text: str) -> str:
    """Return the SHA-256 of a normalised text.

    Parameters
    ----------
    text : str
        A paragraph.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> fingerprint_text("The  Rules") == fingerprint_text("the rules")
    True
    >>> fingerprint_text("the rules")[:8]
    'c53b0f3a'
    """
    return digest(normalised(text))


def digest(text: str) -> str:
    """Return the SHA-256 of a text that is normalised, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def compare(paragraphs: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return, paragraph by paragraph, whether a text is that of a known article.

    Parameters
    ----------
    paragraphs : pandas.DataFrame
        The text at hand, as `read` gives it.
    known : pandas.DataFrame
        The rows of the table `paragraphs` for one article.

    Returns
    -------
    pandas.DataFrame
        One row per paragraph of either: paragraph (its label), role, and result: `same`,
        `differs`, `missing` (in the text at hand) or `extra` (in it alone).

    Examples
    --------
    >>> known = pd.DataFrame({"paragraph": ["1", "2"], "role": "body", "sha256": ["aa", "bb"]})
    >>> compare(known.assign(sha256=["aa", "cc"]), known)["result"].tolist()
    ['same', 'differs']
    """
    both = known.merge(
        paragraphs, on="paragraph", how="outer", suffixes=("_known", ""), indicator=True, sort=False
    )
    sides = {"left_only": "missing", "right_only": "extra", "both": "same"}
    result = both["_merge"].astype("str").map(sides)
    differs = (both["_merge"] == "both") & (both["sha256_known"] != both["sha256"])
    role = both["role_known"].astype("str")
    role = role.where(both["role_known"].notna(), both["role"].astype("str"))
    return pd.DataFrame(
        {"paragraph": both["paragraph"], "role": role, "result": result.mask(differs, "differs")}
    )


def fingerprint(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Return a signature of each article, from which near-copies are found and no text is read.

    Parameters
    ----------
    paragraphs : pandas.DataFrame
        What `read` gives; or several of them, told apart by a column `article_id`. Without it the
        article is named by its address or title.

    Returns
    -------
    pandas.DataFrame
        One row per article: article_id, grams (distinct letter sequences of its body) and
        signature (hexadecimal; blank for a body of less than `GRAM` letters).

    Examples
    --------
    >>> article = pd.DataFrame({"role": ["body"], "text": ["Rules on exports are reviewed."]})
    >>> fingerprint(article)["article_id"].tolist(), int(fingerprint(article)["grams"].iloc[0])
    (['article'], 18)
    """
    body = paragraphs[paragraphs["role"] == "body"]
    if "article_id" in body:
        article = body["article_id"]
    else:
        about = paragraphs.attrs
        name = about.get("url") or about.get("title") or "article"
        article = pd.Series(name, body.index)
    texts = body["text"].groupby(article, sort=False).agg(" ".join)
    hashes = [_hashes(text) for text in texts]
    signatures = [distinct[:SIZE].astype(">u4").tobytes().hex() for distinct in hashes]
    return pd.DataFrame(
        {
            "article_id": texts.index,
            "grams": [len(distinct) for distinct in hashes],
            "signature": signatures,
        }
    )


def _hashes(text: str) -> np.ndarray:
    """Return the distinct hashes of a text's letter sequences, rising, each below 2³²."""
    letters = re.sub(r"[\W_]+", "", normalised(text))
    codes = np.frombuffer(letters.encode("utf-32-le", "replace"), "<u4").astype(np.uint64)
    count = len(codes) - GRAM + 1
    if count < 1:
        return np.empty(0, np.uint64)
    mixed = np.zeros(count, np.uint64)
    for offset in range(GRAM):
        mixed += codes[offset : offset + count] * SEED[offset]
    mixed = (mixed ^ (mixed >> np.uint64(31))) * MIX
    return np.unique(mixed >> HALF)
