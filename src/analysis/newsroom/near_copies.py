"""Which articles are copies of one another, told by their fingerprints, without their text.

Of two articles, the part of both samples that lies below the lower of the two cuts is compared, so that a short extract is
held against the whole as fairly as a full copy.
"""

import numpy as np
import pandas as pd

from ..articles.fingerprints import HALF, MIX, SIZE

FEW = 24  # articles that share a sequence and are all paired by it; of more, two sequences together are looked at
NEXT = 2  # neighbours that each of more than `FEW` is paired with: what keeps the search linear where thousands share a phrase
SHARED = 6  # hashes that two near-copies share at least, before and after they are compared
WHOLE = np.uint64(1 << 32)


def similar(fingerprints: pd.DataFrame, least: float = 0.4) -> pd.DataFrame:
    """One row per pair of near-copies: `one`, `other`, `shared` hashes, `containment` (of the shorter in the longer), `similarity` (Jaccard).

    Both are estimates between 0 and 1; pairs of `least` containment or more are given, the closest first. Of a text that more than `FEW`
    articles share, each is paired with its `NEXT` neighbours at least, so that a large family is linked, not paired throughout.
    A signature that is not whole raises ValueError.
    """
    signatures = fingerprints["signature"].fillna("").astype("str")
    whole = signatures.str.fullmatch("(?:[0-9a-f]{8})*")
    if not whole.all():
        raise ValueError(
            f"article {fingerprints['article_id'][~whole].iat[0]!r}: its signature is cut or altered; take it again with `fingerprint`"
        )
    sizes = signatures.str.len().to_numpy(np.int64) // 8
    held = np.frombuffer(bytes.fromhex("".join(signatures)), ">u4").astype(np.uint64)
    keys = np.repeat(np.arange(len(sizes), dtype=np.uint64) << HALF, sizes) | held
    cut = np.full(len(sizes), WHOLE)
    cut[sizes == SIZE] = held[np.cumsum(sizes)[sizes == SIZE] - 1] + np.uint64(1)
    one, other = _candidates(keys)
    shared, first, second = _counts(one, other, keys, cut, sizes)
    shorter = np.minimum(first, second)
    result = pd.DataFrame(
        {
            "one": fingerprints["article_id"].to_numpy()[one],
            "other": fingerprints["article_id"].to_numpy()[other],
            "shared": shared,
            "containment": shared / np.maximum(shorter, 1),
            "similarity": shared / np.maximum(first + second - shared, 1),
        }
    )
    result = result[(result["containment"] >= least) & (result["shared"] >= SHARED)]
    return result.sort_values(
        ["containment", "similarity", "one", "other"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def _candidates(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of articles, by position, that share `SHARED` rare hashes, or pairs of common ones; a key is an article above a hash.

    A hash is common that more than `FEW` articles hold; two that follow one another among an article's common ones are rare again.
    """
    by_hash = np.sort(
        _turned(keys)
    )  # two numbers in one of 64 bits are put in order by one fast sort
    often = _often(by_hash >> HALF)
    common = np.sort(_turned(by_hash[often > FEW]))
    hashes, holder = common % WHOLE, common >> HALF
    two = ((hashes[:-1] * MIX ^ hashes[1:]) * MIX >> HALF << HALF | holder[1:])[
        holder[1:] == holder[:-1]
    ]
    pairs = np.sort(np.concatenate([_paired(by_hash[often <= FEW]), _paired(np.sort(two))]))
    edges = _edges(pairs)
    pairs = pairs[edges[:-1]][np.diff(edges) >= SHARED]
    return (pairs >> HALF).astype(np.int64), (pairs % WHOLE).astype(np.int64)


def _paired(keys: np.ndarray) -> np.ndarray:
    """Each two articles, as one number, that share the upper half of a sorted key: of up to `FEW` all, of more the `NEXT` neighbours."""
    often, found = _often(keys >> HALF), []
    keys, often = keys[often > 1], often[often > 1]
    for step in range(1, FEW):
        if step == NEXT + 1:
            keys = keys[often <= FEW]
        at = np.flatnonzero(keys[step:] ^ keys[:-step] < WHOLE)
        found.append(keys[at] << HALF | keys[at + step] % WHOLE)
    return np.concatenate(found)


def _turned(keys: np.ndarray) -> np.ndarray:
    """The same keys with their halves exchanged."""
    return keys << HALF | keys >> HALF


def _often(values: np.ndarray) -> np.ndarray:
    """For each of the sorted values how often it stands there."""
    times = np.diff(_edges(values))
    return np.repeat(times, times)


def _edges(values: np.ndarray) -> np.ndarray:
    """Where in sorted values another one begins, and their end."""
    another = np.flatnonzero(values[1:] != values[:-1]) + 1
    return np.concatenate([np.zeros(min(len(values), 1), np.int64), another, [len(values)]])


def _counts(one, other, keys, cut, sizes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each pair: the hashes that both hold, and how many each holds below the lower cut of the two."""
    start = np.concatenate([[0], np.cumsum(sizes)])
    lower = np.minimum(cut[one], cut[other])
    held = [
        np.searchsorted(keys, who.astype(np.uint64) * WHOLE + lower) - start[who]
        for who in (one, other)
    ]
    shared = np.zeros(len(one), np.int64)
    for batch in np.array_split(np.arange(len(one)), len(one) // 50_000 + 1):
        pair = np.repeat(batch, sizes[one[batch]])
        within = np.arange(len(pair)) - np.repeat(
            np.cumsum(sizes[one[batch]]) - sizes[one[batch]], sizes[one[batch]]
        )
        sought = other[pair].astype(np.uint64) * WHOLE + keys[start[one[pair]] + within] % WHOLE
        place = np.minimum(np.searchsorted(keys, sought), max(len(keys) - 1, 0))
        shared += np.bincount(pair[keys[place] == sought], minlength=len(one)) if len(pair) else 0
    return shared, *held
