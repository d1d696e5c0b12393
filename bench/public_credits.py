"""Whom articles credit, on PolNeAR: US political articles whose attributions were marked by hand.

The corpus is read where somebody has cloned it, in the folder that `PUBLIC_SETS` names:

    git clone https://github.com/networkdynamics/PolNeAR

A paragraph is a line. Found is a source with which a row of the same paragraph shares a word that
tells; pronouns are left out, since the reader does not resolve them. PolNeAR marks thoughts and
wishes too; the second recall is that of sources with a verb of reporting. It does not mark
datelines, nor the newsroom to which somebody spoke, which the reader credits: the second precision
is that without such rows.
"""

import os
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from measure import row

from analysis import newsroom

FOLDER = Path(os.environ.get("PUBLIC_SETS", "/nowhere")) / "PolNeAR/data"
REPORTING = re.compile(
    r"""\b(?: said | says? | saying | tell(?:s|ing)? | told | report(?:s|ed|ing)? | writes? | wrote
        | written | writing | announc\w+ | stat(?:e[sd]?|ing) | not(?:e[sd]?|ing) | add(?:s|ed|ing)?
        | claim\w* | confirm\w* | reveal\w* | disclos\w* | explain\w* | emphasi\w* | stress\w*
        | declar\w* | warn\w* | argu\w* | insist\w* | acknowledg\w* | admit\w* | conced\w*
        | point\w*\ out | comment\w* | assert\w* | maintain\w* | suggest\w* | indicat\w*
        | describ\w* | call(?:s|ed|ing)? | inform\w* | testif\w* | recall\w* | remind\w*
        | den(?:y|ies|ied|ying) | urg\w* | tweet\w* | post(?:s|ed) | quot\w* | cit(?:e[sd]?|ing)
        | critici[sz]\w* | respon\w* | repl(?:y|ie)\w* | ask(?:s|ed|ing)? | according | accus\w*
        | remark\w* | observ\w* | caution\w* | estimat\w* | promis\w* | vow\w* )\b""",
    re.IGNORECASE | re.VERBOSE,
)
PRONOUNS = set("he she they it we i you who his her their him them its one this that those".split())
EMPTY = PRONOUNS | set(
    """these which the a an of and or in on at for to with from by as mr ms mrs sen rep gov
    dr""".split()
)
SPOKEN_TO = ("told", "dateline", "interview", "spoke", "speaking", "tells")
NEWS = ("outlet", "agency", "self")


def rows() -> Iterator[dict[str, str]]:
    """Give a row for the test part, if the corpus is there."""
    if FOLDER.is_dir():
        yield measured("test")


def measured(part: str) -> dict[str, str]:
    """Return recall and precision on one part of the corpus."""
    sources, given, seconds = [], [], 0.0
    paths = sorted((FOLDER / part / "attributions").glob("*.ann"))
    for path in paths:
        name = re.sub(r"_[0-9a-f]{4}\.ann$", ".txt", path.name)
        text = (FOLDER / part / "text" / name).read_text("utf-8")
        marked = attributions(path.read_text("utf-8"), text)
        start = time.process_time()
        credits = newsroom.attributions(paragraphs(text))
        seconds += time.process_time() - start
        sources += against_rows(marked, credits)
        given += against_marks(credits, marked)
    all_found = [found for found, _ in sources]
    reporting = [found for found, is_reporting in sources if is_reporting]
    right = [is_right for is_right, _ in given]
    of_our_unit = [is_right for is_right, is_spoken_to in given if is_right or not is_spoken_to]
    return row(
        f"PolNeAR, {part} part, {len(paths)} articles",
        f"recall {share(all_found)}, with a verb of reporting {share(reporting)}; "
        f"precision {share(right)}, without datelines and those spoken to {share(of_our_unit)}; "
        f"{len(paths) / seconds:.0f} articles a second",
        "site/scale.md",
        "How it compares on public sets of pages",
    )


def share(marks: list[bool]) -> str:
    """Return the share of those that hold, and their number."""
    return f"{sum(marks) / len(marks):.3f} of {len(marks):,}"


def paragraphs(text: str) -> pd.DataFrame:
    """Return the lines of a text as paragraphs, labelled by their number."""
    lines = [(str(number), line) for number, line in enumerate(text.split("\n")) if line.strip()]
    frame = pd.DataFrame(lines, columns=["paragraph", "text"], dtype="str").assign(role="body")
    frame.attrs = {"language": "en"}
    return frame


def attributions(marks: str, text: str) -> list[tuple[set[int], str, str]]:
    """Return what is marked: the lines of source and cue, the words of either."""
    spans, found = {}, []
    for line in marks.splitlines():
        number, _, rest = line.partition("\t")
        if number.startswith("T"):
            places = rest.split("\t")[0].split(" ", 1)[1].split(";")
            spans[number] = [tuple(map(int, place.split())) for place in places]
        elif number.startswith("E"):
            parts = defaultdict(list)
            for part in rest.split():
                role, _, span = part.partition(":")
                parts[role.rstrip("0123456789")] += spans.get(span, [])
            if parts["Source"]:
                cues = parts["Cue"] or parts["Source"]
                lines = {text.count("\n", 0, parts[0][0]) for parts in (parts["Source"], cues)}
                found.append((lines, words_of(parts["Source"], text), words_of(cues, text)))
    return found


def words_of(spans: list[tuple[int, int]], text: str) -> str:
    """Return the words of some stretches of a text."""
    return " ".join(text[start:end] for start, end in spans)


def telling(words: str) -> set[str]:
    """Return the words of a source that tell it from others."""
    plain = words.lower().replace("’", "'").replace("'s", "")
    return {word for word in re.findall(r"[a-z0-9']+", plain) if len(word) > 1} - EMPTY


def against_rows(marked: list, credits: pd.DataFrame) -> list[tuple[bool, bool]]:
    """Return for each source that is marked whether it is found, and has a verb of reporting."""
    found = []
    for lines, source, cue in marked:
        if telling(source):
            near = credits[credits["paragraph"].isin([str(line) for line in lines])]
            hit = any(telling(name) & telling(source) for name in near["source"])
            found.append((hit, REPORTING.search(cue) is not None))
    return found


def against_marks(credits: pd.DataFrame, marked: list) -> list[tuple[bool, bool]]:
    """Return for each row whether its source is marked, and is a newsroom that is spoken to."""
    given = []
    for credit in credits.itertuples():
        near = [source for lines, source, _ in marked if int(credit.paragraph) in lines]
        is_right = any(telling(credit.source) & telling(source) for source in near)
        is_spoken_to = credit.kind in NEWS and credit.cue.split()[0] in SPOKEN_TO
        given.append((is_right, is_spoken_to))
    return given
