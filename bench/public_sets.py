"""Public sets of pages: how much of an article is read, and its day, beside other readers.

The sets are others' and are not kept here: they are read where somebody has cloned them, side by
side in the folder that the variable `PUBLIC_SETS` names:

    git clone https://github.com/scrapinghub/article-extraction-benchmark
    git clone https://github.com/adbar/trafilatura
    git clone https://github.com/mozilla/readability
    git clone https://github.com/adbar/htmldate

Of a set that is not there nothing is measured. Texts go nowhere; only figures are printed.
"""

import gzip
import importlib.util
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import trafilatura
from lxml import html
from measure import row

from analysis import articles

FOLDER = Path(os.environ.get("PUBLIC_SETS", "/nowhere"))
PAGE = "site/scale.md"
BLOCKS = "p div li br h1 h2 h3 h4 td tr figcaption section pre blockquote".split()
Page = tuple[str | bytes, str]  # a page, and what is right


def rows() -> Iterator[dict[str, str]]:
    """Give a row for each set that is there."""
    benchmark = FOLDER / "article-extraction-benchmark"
    if not benchmark.is_dir():
        return
    own = module(benchmark / "evaluate.py")
    for name, read in (("this project", body), ("trafilatura", other_body)):
        yield shared(own, f"article-extraction-benchmark, {name}", extraction(benchmark), read)
        if (FOLDER / "readability").is_dir():
            yield shared(own, f"readability's test pages, {name}", readability(), read)
        if (FOLDER / "trafilatura").is_dir():
            yield segments(f"trafilatura's evaluation pages, {name}", read)
    if (FOLDER / "htmldate").is_dir():
        yield days("eval_mediacloud_2020")
        yield days("eval_default")


def body(page: str | bytes) -> str:
    """Return the text that the project takes for the article's; blank for a page it refuses."""
    try:
        frame = articles.read(page)
    except ValueError:
        return ""
    return "\n".join(frame.loc[frame["role"] == "body", "text"])


def other_body(page: str | bytes) -> str:
    """Return the text that trafilatura takes for the article's."""
    return trafilatura.extract(page, include_comments=False) or ""


def module(path: Path) -> ModuleType:
    """Return a set's own measure, from its folder."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def extraction(folder: Path) -> Iterator[Page]:
    """Give the pages of the article extraction benchmark."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for name, about in truth.items():
        packed = folder / "html" / f"{name}.html.gz"
        yield gzip.decompress(packed.read_bytes()).decode("utf-8"), about["articleBody"]


def readability() -> Iterator[Page]:
    """Give readability's test pages; what its own program finds is taken for right."""
    for folder in sorted((FOLDER / "readability/test/test-pages").iterdir()):
        expected = (folder / "expected.html").read_text("utf-8")
        tree = html.fromstring(f"<div>{expected}</div>")
        for element in tree.iter(*BLOCKS):
            element.tail = "\n" + (element.tail or "")
        yield (folder / "source.html").read_bytes(), tree.text_content()


def shared(
    own: ModuleType, name: str, pages: Iterator[Page], read: Callable[[str | bytes], str]
) -> dict[str, str]:
    """Return precision, recall and F1 by sequences of four words, as the benchmark measures."""
    pairs = [(right, read(page)) for page, right in pages]
    counts = [own.string_shingle_matching(true=right, pred=given) for right, given in pairs]
    found = own.metrics_from_tp_fp_fns(counts)
    same = sum(own.get_accuracy(right, given) for right, given in pairs) / len(pairs)
    empty = sum(not given.strip() for _, given in pairs)
    return result(
        f"{name}, {len(pairs)} pages",
        f"F1 {found['f1']:.3f}, precision {found['precision']:.3f}, recall {found['recall']:.3f}, "
        f"whole text right {same:.3f}, nothing found {empty}",
    )


def segments(name: str, read: Callable[[str | bytes], str]) -> dict[str, str]:
    """Return precision, recall and F1 by the segments that a page must and must not give."""
    tests = FOLDER / "trafilatura/tests"
    expected = json.loads((tests / "evaldata.json").read_text("utf-8"))
    right = wrong = missed = 0
    for about in expected.values():
        paths = [tests / part / about["file"] for part in ("cache", "eval")]
        given = " ".join(read(next(filter(Path.is_file, paths)).read_bytes()).split())
        kept = sum(re.sub(r"\s+", " ", text).strip() in given for text in about["with"])
        right += kept
        missed += len(about["with"]) - kept
        wrong += sum(re.sub(r"\s+", " ", text).strip() in given for text in about["without"])
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    figure = f"F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}"
    return result(f"{name}, {len(expected)} pages", figure)


def days(name: str) -> dict[str, str]:
    """Return how often the day is right, wrong or not stated, and what the guess is then."""
    tests = FOLDER / "htmldate/tests"
    expected = json.loads((tests / f"{name}.json").read_text("utf-8"))
    counts = dict.fromkeys(("right", "wrong", "none", "guess right", "guess wrong"), 0)
    for address, about in expected.items():
        paths = [tests / part / about["file"] for part in ("test_set", "cache", "eval")]
        try:
            stated = articles.read(next(filter(Path.is_file, paths)).read_bytes(), address).attrs
        except ValueError:
            stated = {"published": None, "published_guess": None}
        if stated["published"]:
            counts["right" if stated["published"] == about["date"] else "wrong"] += 1
            continue
        counts["none"] += 1
        guess = stated["published_guess"]
        if guess:
            counts["guess right" if guess == about["date"] else "guess wrong"] += 1
    figure = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    return result(f"day of publication, htmldate's {name}, {len(expected)} pages", figure)


def result(what: str, figure: str) -> dict[str, str]:
    """Return a row; the sentence stands on the page about large corpora."""
    return row(what, figure, PAGE, "How it compares on public sets of pages")
