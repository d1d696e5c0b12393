"""Which articles are copies of one another, told by their fingerprints, without their text.

A fingerprint is a sample of the hashes of an article's word sequences: all below some value, its
cut. Of two articles, the parts of both samples below the lower of the two cuts are compared, so
that a short extract is held against the whole as fairly as a full copy.

A `key` is one number of 64 bits: the place of an article above a hash (or the reverse), so that
one fast sort puts both in order.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..articles.fingerprints import HALF, MIX, SIZE

FEW = 24  # so many articles that share a hash are all paired; where more do, the hash is common
NEXT = 2  # neighbours with which each article is paired where more than `FEW` share a key
SHARED = 6  # hashes that two near-copies share at least, before and after they are compared
QUOTED = 80  # characters from which one paragraph in common is a quotation, and no phrase
WHOLE = np.uint64(1 << 32)
BATCH = 50_000  # pairs that are compared at once


class Samples(NamedTuple):
    """The fingerprints of all articles: sorted keys, and per article its size and its cut."""

    keys: np.ndarray
    sizes: np.ndarray
    cuts: np.ndarray


def similar(fingerprints: pd.DataFrame, least: float = 0.4) -> pd.DataFrame:
    """Return the pairs of near-copies among articles.

    Where more than `FEW` articles share a text, each is paired with its `NEXT` neighbours at
    least, so that a large family is linked, and not every pair of it is listed.

    Parameters
    ----------
    fingerprints : pandas.DataFrame
        One row per article: `article_id` and `signature`, as `analysis.articles.fingerprint` and
        the table `fingerprints` give them.
    least : float
        The containment, from 0 to 1, from which a pair is given.

    Returns
    -------
    pandas.DataFrame
        One row per pair, the closest first: `one` and `other` (ids), `shared` (hashes),
        `containment` (of the shorter in the longer) and `similarity` (Jaccard). The last two are
        estimates between 0 and 1.

    Raises
    ------
    ValueError
        For a signature that is not whole, with the article named.

    Examples
    --------
    >>> signature = "".join(f"{number:08x}" for number in range(60))
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "signature": [signature, signature]})
    >>> similar(articles)[["one", "other", "containment"]].values.tolist()
    [['a', 'b', 1.0]]
    """
    samples = _samples(fingerprints)
    one, other = _candidates(samples.keys)
    shared, count, other_count = _counts(one, other, samples)
    ids = fingerprints["article_id"].to_numpy()
    pairs = pd.DataFrame(
        {
            "one": ids[one],
            "other": ids[other],
            "shared": shared,
            "containment": shared / np.maximum(np.minimum(count, other_count), 1),
            "similarity": shared / np.maximum(count + other_count - shared, 1),
        }
    )
    pairs = pairs[(pairs["containment"] >= least) & (pairs["shared"] >= SHARED)]
    return pairs.sort_values(
        ["containment", "similarity", "one", "other"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def quoted(paragraphs: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the paragraphs that an article has in common with known ones, be it one alone.

    A sketch of a whole article cannot show one paragraph among many; its hash can.

    Parameters
    ----------
    paragraphs : pandas.DataFrame
        One row per paragraph, as `analysis.articles.read` gives it.
    known : pandas.DataFrame
        Paragraphs of known articles, as the table `paragraphs` has them: `article_id`,
        `paragraph`, `role`, `sha256` and `characters`.

    Returns
    -------
    pandas.DataFrame
        One row per paragraph in common and known article: `paragraph` (its label here),
        `article_id`, `known_paragraph` and `characters`. Only paragraphs of the body count, and
        those of `QUOTED` characters or more.

    Examples
    --------
    >>> here = pd.DataFrame({"paragraph": ["7"], "role": ["body"], "sha256": ["aa"]})
    >>> there = here.assign(article_id="A1", paragraph="2", characters=120)
    >>> quoted(here, there).values.tolist()
    [['7', 'A1', '2', 120]]
    """
    here = paragraphs.loc[paragraphs["role"] == "body", ["paragraph", "sha256"]]
    is_long = (known["role"] == "body") & (known["characters"] >= QUOTED)
    there = known.loc[is_long, ["article_id", "paragraph", "sha256", "characters"]]
    there = there.rename(columns={"paragraph": "known_paragraph"})
    both = here.merge(there, on="sha256")
    return both[["paragraph", "article_id", "known_paragraph", "characters"]]


def _samples(fingerprints: pd.DataFrame) -> Samples:
    """Return the signatures as numbers; one that is not whole raises ValueError."""
    signatures = fingerprints["signature"].fillna("").astype("str")
    is_whole = signatures.str.fullmatch("(?:[0-9a-f]{8})*")
    if not is_whole.all():
        article = fingerprints["article_id"][~is_whole].iat[0]
        raise ValueError(
            f"article {article!r}: its signature is cut or altered; "
            "take it again with `fingerprint`"
        )
    sizes = signatures.str.len().to_numpy(np.int64) // 8
    hashes = np.frombuffer(bytes.fromhex("".join(signatures)), ">u4").astype(np.uint64)
    keys = np.repeat(np.arange(len(sizes), dtype=np.uint64) << HALF, sizes) | hashes
    cuts = np.full(len(sizes), WHOLE)
    is_full = sizes == SIZE
    cuts[is_full] = hashes[np.cumsum(sizes)[is_full] - 1] + np.uint64(1)
    return Samples(keys, sizes, cuts)


def _candidates(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of articles, by their places, that share at least `SHARED` rarer keys.

    A hash held by more than `FEW` articles is too common to pair on. Two such hashes that are
    neighbours in one article form a rarer key, and we pair on that.
    """
    by_hash = np.sort(_turned(keys))
    holders = _repetitions(by_hash >> HALF)
    rare = by_hash[holders <= FEW]
    common = np.sort(_turned(by_hash[holders > FEW]))
    pairs = np.sort(np.concatenate([_paired(rare), _paired(_neighbours(common))]))
    edges = _edges(pairs)
    pairs = pairs[edges[:-1]][np.diff(edges) >= SHARED]
    return (pairs >> HALF).astype(np.int64), (pairs % WHOLE).astype(np.int64)


def _neighbours(keys: np.ndarray) -> np.ndarray:
    """Return sorted keys of each two hashes that follow one another in an article."""
    hashes = keys % WHOLE
    articles = keys >> HALF
    mixed = (hashes[:-1] * MIX ^ hashes[1:]) * MIX >> HALF << HALF | articles[1:]
    return np.sort(mixed[articles[1:] == articles[:-1]])


def _paired(keys: np.ndarray) -> np.ndarray:
    """Return each two articles, as one number, that share the upper half of a sorted key.

    Where up to `FEW` share it, all pairs; where more do, each with its `NEXT` neighbours.
    """
    holders = _repetitions(keys >> HALF)
    keys = keys[holders > 1]
    holders = holders[holders > 1]
    pairs = []
    for step in range(1, FEW):
        if step == NEXT + 1:
            keys = keys[holders <= FEW]
        places = np.flatnonzero(keys[step:] ^ keys[:-step] < WHOLE)
        pairs.append(keys[places] << HALF | keys[places + step] % WHOLE)
    return np.concatenate(pairs)


def _turned(keys: np.ndarray) -> np.ndarray:
    """Return the same keys with their halves exchanged."""
    return keys << HALF | keys >> HALF


def _repetitions(values: np.ndarray) -> np.ndarray:
    """Return for each of the sorted values how often it stands there."""
    times = np.diff(_edges(values))
    return np.repeat(times, times)


def _edges(values: np.ndarray) -> np.ndarray:
    """Return where in sorted values another one begins, and their end."""
    another = np.flatnonzero(values[1:] != values[:-1]) + 1
    start = np.zeros(min(len(values), 1), np.int64)
    return np.concatenate([start, another, [len(values)]])


def _counts(
    one: np.ndarray, other: np.ndarray, samples: Samples
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each pair the hashes that both hold, and how many each holds.

    The latter are counted below the lower cut of the two.
    """
    starts = np.concatenate([[0], np.cumsum(samples.sizes)])
    lower = np.minimum(samples.cuts[one], samples.cuts[other])
    count, other_count = (
        np.searchsorted(samples.keys, articles.astype(np.uint64) * WHOLE + lower) - starts[articles]
        for articles in (one, other)
    )
    shared = np.zeros(len(one), np.int64)
    for batch in np.array_split(np.arange(len(one)), len(one) // BATCH + 1):
        shared += _shared(batch, one, other, samples, starts)
    return shared, count, other_count


def _shared(
    batch: np.ndarray, one: np.ndarray, other: np.ndarray, samples: Samples, starts: np.ndarray
) -> np.ndarray:
    """Return for each pair the hashes that both hold; nought for pairs outside the batch."""
    sizes = samples.sizes[one[batch]]
    pair = np.repeat(batch, sizes)
    if not len(pair):
        return np.zeros(len(one), np.int64)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    hashes = samples.keys[starts[one[pair]] + within] % WHOLE
    wanted = other[pair].astype(np.uint64) * WHOLE + hashes
    places = np.minimum(np.searchsorted(samples.keys, wanted), max(len(samples.keys) - 1, 0))
    return np.bincount(pair[samples.keys[places] == wanted], minlength=len(one))
