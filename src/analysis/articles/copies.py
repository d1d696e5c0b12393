"""Which articles are copies of one another, told without their text.

A signature holds the `SIZE` least hashes of an article's sequences of `GRAM` letters (a bottom-k sketch): a fair sample of them, whatever
their order. Of two articles, the part of both samples that lies below the lower of the two cuts is compared, so that a short extract is
held against the whole as fairly as a full copy.
"""

import hashlib
import re
import unicodedata

import numpy as np
import pandas as pd

GRAM = 8  # letters and digits to a sequence
SIZE = 256  # hashes to a signature
WINDOW = 24  # neighbours that one sequence may propose: what keeps the search linear where thousands share a phrase
RARE = 96  # hashes by which an article proposes its likes: phrases that all articles share tell nothing
SHARED = 6  # hashes that two near-copies share at least, before and after they are compared
WHOLE = np.uint64(1 << 32)
SEED = np.random.default_rng(1967).integers(1, 1 << 63, GRAM, dtype=np.uint64) | np.uint64(1)
SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "\u00ad": None, "\u200b": None})


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


def fingerprint(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """One row per article: `article_id`, `grams` (distinct letter sequences of its body) and `signature` (hexadecimal), no text.

    `paragraphs` is what `read` gives, or several of them with a column `article_id`; without it the article is named by its address or title.
    """
    body = paragraphs[paragraphs["role"] == "body"]
    about = paragraphs.attrs
    article = body["article_id"] if "article_id" in body else pd.Series(about.get("url") or about.get("title") or "article", body.index)
    texts = body["text"].groupby(article, sort=False).agg(" ".join)
    hashes = [_hashes(text) for text in texts]
    signatures = [least[:SIZE].astype(">u4").tobytes().hex() for least in hashes]
    return pd.DataFrame({"article_id": texts.index, "grams": [len(least) for least in hashes], "signature": signatures})


def similar(fingerprints: pd.DataFrame, least: float = 0.4) -> pd.DataFrame:
    """One row per pair of near-copies: `one`, `other`, `shared` hashes, `containment` (of the shorter in the longer), `similarity` (Jaccard).

    Both are estimates between 0 and 1; pairs of `least` containment or more are given, the closest first. Of a phrase that very many
    articles share, each proposes its `WINDOW` neighbours only, so that a large family is linked, not paired throughout.
    """
    held = [np.frombuffer(bytes.fromhex(signature), ">u4").astype(np.uint64) for signature in fingerprints["signature"].fillna("")]
    sizes = np.array([len(hashes) for hashes in held], dtype=np.int64)
    article = np.repeat(np.arange(len(held), dtype=np.uint64), sizes)
    keys = article * WHOLE + (np.concatenate(held) if held else np.empty(0, np.uint64))
    cut = np.array([int(hashes[-1]) + 1 if len(hashes) == SIZE else 1 << 32 for hashes in held], dtype=np.uint64)
    one, other = _candidates(keys % WHOLE, article, len(held))
    shared, first, second = _counts(one, other, keys, cut, sizes)
    shorter = np.minimum(first, second)
    result = pd.DataFrame({
        "one": fingerprints["article_id"].to_numpy()[one], "other": fingerprints["article_id"].to_numpy()[other], "shared": shared,
        "containment": shared / np.maximum(shorter, 1), "similarity": shared / np.maximum(first + second - shared, 1),
    })  # fmt: skip
    result = result[(result["containment"] >= least) & (result["shared"] >= SHARED)]
    return result.sort_values(["containment", "similarity", "one", "other"], ascending=[False, False, True, True], ignore_index=True)


def _hashes(text: str) -> np.ndarray:
    """The distinct hashes of a text's letter sequences, in ascending order, each below 2³²."""
    letters = re.sub(r"[\W_]+", "", normalised(text))
    codes = np.frombuffer(letters.encode("utf-32-le", "replace"), "<u4").astype(np.uint64)
    if len(codes) < GRAM:
        return np.empty(0, np.uint64)
    mixed = sum(codes[place : len(codes) - GRAM + 1 + place] * SEED[place] for place in range(GRAM))
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    return np.unique(mixed >> np.uint64(32))


def _candidates(hashes: np.ndarray, article: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of articles, by position, of whose rarest shared hashes at least `SHARED` are the same among neighbours in their order."""
    hashes, article = _rarest(hashes, article)
    found = [np.empty(0, np.uint64)]
    for step in range(1, WINDOW + 1):
        at = np.flatnonzero(hashes[step:] == hashes[:-step]) if len(hashes) > step else np.empty(0, np.int64)
        found.append(article[at] * np.uint64(max(count, 1)) + article[at + step])
    pairs, times = np.unique(np.concatenate(found), return_counts=True)
    pairs = pairs[times >= SHARED]
    return (pairs // max(count, 1)).astype(np.int64), (pairs % max(count, 1)).astype(np.int64)


def _rarest(hashes: np.ndarray, article: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each article the `RARE` hashes that the fewest others hold, those that no other holds left out; in the order of the hashes."""
    order = np.argsort(hashes, kind="stable")
    hashes, article = hashes[order], article[order]
    starts = np.flatnonzero(np.diff(hashes, prepend=hashes[:1] + np.uint64(1)))
    often = np.repeat(np.diff(np.append(starts, len(hashes))), np.diff(np.append(starts, len(hashes))))
    hashes, article, often = hashes[often > 1], article[often > 1], often[often > 1]
    ranked = np.argsort(article * WHOLE + often.astype(np.uint64), kind="stable")
    first = np.flatnonzero(np.diff(article[ranked], prepend=article[ranked][:1] + np.uint64(1)))
    place = np.arange(len(ranked)) - np.repeat(first, np.diff(np.append(first, len(ranked))))
    kept = np.sort(ranked[place < RARE])
    return hashes[kept], article[kept]


def _counts(one, other, keys, cut, sizes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each pair: the hashes that both hold, and how many each holds below the lower cut of the two."""
    start = np.concatenate([[0], np.cumsum(sizes)])
    lower = np.minimum(cut[one], cut[other])
    held = [np.searchsorted(keys, who.astype(np.uint64) * WHOLE + lower) - start[who] for who in (one, other)]
    shared = np.zeros(len(one), np.int64)
    for batch in np.array_split(np.arange(len(one)), len(one) // 50_000 + 1):
        pair = np.repeat(batch, sizes[one[batch]])
        within = np.arange(len(pair)) - np.repeat(np.cumsum(sizes[one[batch]]) - sizes[one[batch]], sizes[one[batch]])
        sought = other[pair].astype(np.uint64) * WHOLE + keys[start[one[pair]] + within] % WHOLE
        place = np.minimum(np.searchsorted(keys, sought), max(len(keys) - 1, 0))
        shared += np.bincount(pair[keys[place] == sought], minlength=len(one)) if len(pair) else 0
    return shared, *held
