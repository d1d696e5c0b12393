"""How much of an article is read of pages in Japanese, Ukrainian and Russian, marked by hand.

The pages are test pages of others' repositories and are not kept here: they are read where somebody
has cloned those, side by side in the folder that the variable `PUBLIC_SETS` names:

    git clone https://github.com/adbar/htmldate
    git clone https://github.com/alexmazuka/ukrinform
    git clone https://github.com/flairNLP/fundus
    git clone https://github.com/postlight/parser

`marked_pages.csv` tells repository, commit and path of each page, and the hashes of its blocks that
one person marked before the reader was run on it: `text` is the article's, `either` may be left out
or not (short lines, a box). All else is furniture: captions, pointers to other stories, walls.
"""

import gzip
import hashlib
import os
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import public_sets
from lxml import etree, html
from measure import row

from analysis import decoding

FOLDER = Path(os.environ.get("PUBLIC_SETS", "/nowhere"))
MARKED = Path(__file__).with_name("marked_pages.csv")
NAMES = {"ja": "Japanese", "uk": "Ukrainian", "ru": "Russian"}
UNSEEN = "script style template noscript svg select head textarea rt rp".split()
INLINE = set(
    """a abbr b bdi bdo cite code em font i ins label mark q small span strong sub sup time u var
    wbr rb ruby""".split()
)
PAGE = ["repository", "commit", "path"]
LENGTH = 4  # words of a sequence; letters in Japanese


def rows() -> Iterator[dict[str, str]]:
    """Give a row for each language and reader, where all repositories are there."""
    marked = pd.read_csv(MARKED, encoding="utf-8-sig")
    if not all((FOLDER / name.split("/")[1]).is_dir() for name in marked["repository"].unique()):
        return
    for name, read in (("this project", public_sets.body), ("trafilatura", public_sets.other_body)):
        for language, its_rows in marked.groupby("language", sort=False):
            measured = [scores(page, language, read) for page in its_rows.groupby(PAGE, sort=False)]
            precision, recall = pd.DataFrame(measured).mean()
            least = min(score for score, _ in measured)
            yield row(
                f"{NAMES[language]} pages, {name}, {len(measured)} pages",
                f"precision {precision:.3f} (least {least:.3f}), recall {recall:.3f}",
                public_sets.PAGE,
                "How it compares on public sets of pages",
            )


def scores(
    page: tuple[tuple[str, str, str], pd.DataFrame], language: str, read: Callable[[bytes], str]
) -> tuple[float, float]:
    """Return precision and recall of a page's text, by sequences of words or letters."""
    (repository, commit, path), marks = page
    content = stored(repository, commit, path)
    hashes = marks.groupby("mark")["sha256"].agg(set).to_dict()
    parts: dict[str, list[str]] = defaultdict(list)
    for block in blocks(content):
        for mark in hashes:
            if hashlib.sha256(block.encode()).hexdigest()[:16] in hashes[mark]:
                parts[mark].append(block)
    right, either = sequences(parts["text"], language), sequences(parts["either"], language)
    given = sequences(read(content).split("\n"), language)
    found = (given & right).total()
    wrong = (given - right - either).total()
    return found / max(1, found + wrong), found / right.total()


def stored(repository: str, commit: str, path: str) -> bytes:
    """Return a page of a repository that was cloned."""
    folder = FOLDER / repository.split("/")[1]
    content = subprocess.run(
        ["git", "-C", folder, "show", f"{commit}:{path}"], capture_output=True, check=True
    ).stdout
    return gzip.decompress(content) if path.endswith(".gz") else content


def sequences(texts: list[str], language: str) -> Counter[tuple[str, ...]]:
    """Return how often each sequence stands in some texts."""
    counts: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        words = re.findall(r"\w" if language == "ja" else r"\w+", text.lower())
        counts.update(
            tuple(words[start : start + LENGTH]) for start in range(max(1, len(words) - LENGTH + 1))
        )
    return counts


def blocks(content: bytes) -> list[str]:
    """Return all blocks of text that a page holds, its furniture too; no reader is asked."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decoding.decode(content).text)
    tree = html.document_fromstring(text)
    for element in [*tree.iter(*UNSEEN), *tree.iter(etree.Comment)]:
        if element.getparent() is not None:
            element.drop_tree()
    found: list[str] = []
    words: list[str] = []
    gather(tree, words, found)
    end(words, found)
    return found


def gather(element: html.HtmlElement, words: list[str], found: list[str]) -> None:
    """Add the blocks of an element; what is not inline ends one."""
    is_block = element.tag not in INLINE
    if is_block:
        end(words, found)
    words.append(element.text or "")
    for child in element:
        if child.tag == "br":
            if (child.tail or "").strip():
                words.append("\n")
            else:
                end(words, found)
        elif isinstance(child.tag, str):
            gather(child, words, found)
        words.append(child.tail or "")
    if is_block:
        end(words, found)


def end(words: list[str], found: list[str]) -> None:
    """End a block."""
    block = " ".join("".join(words).split())
    words.clear()
    if block:
        found.append(block)
