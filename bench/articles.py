"""Articles: reading pages against trafilatura, finding near-copies against datasketch and rensa, and how that grows."""

import functools
import math
import statistics

import corpus
import numpy as np
import pandas as pd
from measure import memory, pair, seconds

from analysis import articles, newsroom

SIZES = [1_000, 10_000, 100_000]
THRESHOLD, PERMUTATIONS = 0.4, 128
MEMORY = """
import sys
sys.path.insert(0, {here!r})
import articles
known = articles.signatures({count})
work = lambda: articles.ours(known)
"""


def rows():
    """Reading, signatures, the search at three sizes, its peers at two, what each finds, memory."""
    import trafilatura

    pages = corpus.pages(2_000)
    yield pair(
        "`articles.read`, 2,000 pages",
        "peer: bare `trafilatura.extract`",
        lambda: [*map(articles.read, pages)],
        lambda: [*map(trafilatura.extract, pages)],
        repeats=3,
        goal=1.15,
    )
    frame = paragraphs(2_000)
    taken = min(seconds(lambda: articles.fingerprint(frame)) for _ in range(3))
    yield {
        "what": "`articles.fingerprint`",
        "against": "rate",
        "figure": f"{2_000 / taken:,.0f} signatures a second",
    }
    yield from growth()
    for name, peer in {
        "datasketch, LSH on the same hashes": datasketch,
        "rensa, LSH on the same hashes": rensa,
    }.items():
        for count in SIZES[:2]:
            known = signatures(count)
            yield pair(
                f"`newsroom.similar`, {count:,} articles",
                f"peer: {name}",
                lambda k=known: ours(k),
                lambda k=known, p=peer: p(k),
                repeats=3,
            )
    known = signatures(SIZES[1])
    for name, search in {
        "`newsroom.similar`": ours,
        "datasketch": datasketch,
        "rensa": rensa,
    }.items():
        yield {
            "what": f"{name}, {SIZES[1]:,} articles",
            "against": "planted copies",
            "figure": told(search(known), SIZES[1]),
        }
    code = MEMORY.format(here=str(corpus.__file__).rsplit("corpus", 1)[0], count=SIZES[1])
    yield memory("`newsroom.similar`", code, SIZES[1], unit="articles")


def growth():
    """The search at the three sizes, and one bare sort of as many keys, in turns; the exponents of their growth."""
    taken = {work: {count: [] for count in SIZES} for work in ("search", "sort")}
    for _ in range(3):
        for count in SIZES:
            known = signatures(count)
            keys = np.random.default_rng(1967).integers(
                1 << 63, size=known["signature"].str.len().sum() // 8, dtype=np.uint64
            )
            taken["search"][count].append(seconds(lambda k=known: ours(k)))
            taken["sort"][count].append(seconds(lambda k=keys: np.sort(k)))
    floor, found = exponent(taken["sort"]), exponent(taken["search"])
    yield {
        "what": "one `numpy.sort` of the same number of hashes, growth exponent",
        "against": "the floor of the next line",
        "figure": told_growth(taken["sort"], floor),
    }
    yield {
        "what": "`newsroom.similar`, growth exponent",
        "against": "floor: 1, linear",
        "figure": told_growth(taken["search"], found),
        "value": found,
        "goal": 1.1,
    }


def exponent(taken: dict[int, list[float]]) -> float:
    """The slope of log time over log size, by least squares over the sizes."""
    return float(
        np.polyfit(
            np.log(list(taken)), [math.log(statistics.median(each)) for each in taken.values()], 1
        )[0]
    )


def told_growth(taken: dict[int, list[float]], slope: float) -> str:
    """An exponent, that of its last step, and the times behind it."""
    less, more = (statistics.median(taken[count]) for count in SIZES[-2:])
    shown = ", ".join(
        f"{count:,}: {statistics.median(each):.3g} s" for count, each in taken.items()
    )
    return f"{slope:.2f} (the last step {math.log(more / less) / math.log(SIZES[-1] / SIZES[-2]):.2f}); {shown}"


def paragraphs(count: int) -> pd.DataFrame:
    """The bodies of so many articles as `articles.read` gives them."""
    rows = [(name, "body", text) for name, texts in corpus.stories(count).items() for text in texts]
    return pd.DataFrame(rows, columns=["article_id", "role", "text"])


@functools.cache
def signatures(count: int) -> pd.DataFrame:
    """The fingerprints of so many articles."""
    return articles.fingerprint(paragraphs(count))


def ours(known: pd.DataFrame) -> set[tuple[str, str]]:
    """The pairs that `newsroom.similar` calls near-copies."""
    found = newsroom.similar(known)
    return set(zip(found["one"], found["other"], strict=True))


def datasketch(known: pd.DataFrame) -> set[tuple[str, str]]:
    """The pairs that datasketch's LSH proposes and its MinHash confirms."""
    from datasketch import MinHash, MinHashLSH

    index, sketches, found = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS), {}, set()
    for name, hashes in held(known):
        sketch = MinHash(PERMUTATIONS, hashfunc=lambda value: value)
        sketch.update_batch(hashes)
        found |= {
            (other, name)
            for other in index.query(sketch)
            if sketches[other].jaccard(sketch) >= THRESHOLD
        }
        index.insert(name, sketch)
        sketches[name] = sketch
    return found


def rensa(known: pd.DataFrame) -> set[tuple[str, str]]:
    """The pairs that rensa's LSH proposes and its MinHash confirms."""
    from rensa import RMinHash, RMinHashLSH

    index, names, sketches, found = RMinHashLSH(THRESHOLD, PERMUTATIONS, 32), [], [], set()
    for number, (name, hashes) in enumerate(held(known)):
        sketch = RMinHash(PERMUTATIONS, 1967)
        sketch.update([str(value) for value in hashes])
        found |= {
            (names[other], name)
            for other in index.query(sketch)
            if sketches[other].jaccard(sketch) >= THRESHOLD
        }
        index.insert(number, sketch)
        names.append(name)
        sketches.append(sketch)
    return found


def held(known: pd.DataFrame):
    """Each article's name with the hashes of its signature."""
    for name, signature in zip(known["article_id"], known["signature"], strict=True):
        yield name, np.frombuffer(bytes.fromhex(signature), ">u4").astype(np.uint64)


def told(found: set[tuple[str, str]], count: int) -> str:
    """How many planted pairs (an original with one of its copies) were found, and how many pairs that are none."""
    right = sum(
        corpus.is_copy(*pair) and any(name.endswith("original") for name in pair) for pair in found
    )
    return f"{right:,} of {corpus.copies(count):,} found, {sum(not corpus.is_copy(*pair) for pair in found):,} false"
