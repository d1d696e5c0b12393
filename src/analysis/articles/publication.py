"""The day on which an article appeared: what its page states, in the time of its outlet.

A time stated in UTC is turned into the outlet's time before the day is cut: 16:30 UTC on 9 March is
10 March in Tokyo. The zones are those of the table `time_zones`.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .. import tables
from .addresses import host
from .pages import Page, same
from .patterns import DATED, SENTENCE_END
from .written_days import any_day, iso, numeric_day

CLOCK = re.compile(
    r"""
    (?<!\d) (?P<hour>\d{1,2}) : (?P<minute>\d{2}) (?: :\d{1,2} (?:[.,]\d+)? )?   # 16:30:00.000
    \s* (?P<half> [AaPp]\.?[Mm]\.? (?!\w) )?                                   # 4:30 pm
    \s* (?P<zone> Z | UTC | GMT | [+-]\d{2}:?\d{2} (?!\d) )?                   # Z, +09:00
    """,
    re.VERBOSE,
)
IN_ADDRESS = re.compile(
    r"""
      / (?P<y1>(?:19|20)\d{2}) / (?P<m1>\d{1,2}) / (?P<d1>\d{1,2}) (?=/|$|[-_])    # /2024/03/10/
    | (?<!\d) (?P<y2>(?:19|20)\d{2}) ([-_]) (?P<m2>\d{2}) \5 (?P<d2>\d{2}) (?!\d)  # 2024-03-10
    | [/_-] (?P<y3>20\d{2}) (?P<m3>[01]\d) (?P<d3>[0-3]\d) (?=[/_.-]|$)            # /20240310/
    """,
    re.VERBOSE,
)
STATED = """article:published_time datepublished og:published_time og:article:published_time
    article:published article.published article:publish_date article:publication_date
    parsely-pub-date sailthru.date pubdate publishdate publish-date publish_date published_time
    published-date publication_date bt:pubdate dc.date.issued dcterms.issued dc.date dcterms.date
    dc.date.created dcterms.created citation_publication_date cxenseparse:recs:publishtime
    shareaholic:article_published_time article_date_original rnews:datepublished datecreated
    displaydate originalpublicationdate date date_published mediator_published_time
    cxenseparse:publishtime parsely-pubdate weibo:article:create_at""".split()
PAGE_STATED = ["page datepublished"]
RDF = re.compile(r"\bdc:date=[\"']([^\"']{8,40})[\"']")  # what blogs state in a comment
EPOCH = "1970-01-01"  # what a program writes that knows no day
LINE = 100  # characters of a line beside the headline that may state the day
LINES = 4  # such lines that are looked at after the headline


class Stated(NamedTuple):
    """A day that is stated, and whether it was cut from a time in UTC."""

    day: str
    is_utc: bool


def published(
    html: str, page: Page, title: str, opening: str, url: str | None
) -> tuple[str | None, str | None]:
    """Return the day that a page states, and where it states none a guess (ISO dates or None).

    It is stated by metadata, else by a `time` element, else by the address, else by a line between
    the headline and the `opening` paragraph. The guess is htmldate's.
    """
    place = zone(page.meta, url)
    language = _language(page.meta)
    texts = [page.meta[name] for name in [*STATED, *PAGE_STATED] if page.meta.get(name)]
    texts += RDF.findall(html)[:1] if "dc:date=" in html else []
    texts += _times(page, title)
    days = [day for day in (stated(text, place, language) for text in texts) if day]
    beside = filter(None, [address_day(url), *_line_days(page, title, opening, language)])
    if not days:
        found = next(beside, None)
        return (found, None) if found else (None, _guessed(html))
    return _local(days, list(beside)), None


def stated(text: str, place: str | None = None, language: str = "") -> Stated | None:
    """Return the day of a stated time; None where it is none, or implausible.

    A time in UTC is cut in the time zone `place`, if that is known; any other as it is printed.
    """
    text = unicodedata.normalize("NFKC", text[:80]).strip()
    day, end = numeric_day(text)
    day = day or any_day(text, language)
    if not day or day == EPOCH:
        return None
    moment = _moment(day, text[end:])
    if moment is None:
        return Stated(day, False)
    if not place:
        return Stated(day, True)
    return Stated(moment.astimezone(ZoneInfo(place)).date().isoformat(), False)


def _language(meta: dict[str, str]) -> str:
    """Return the language in which a page says that it is, as `en-us`."""
    names = ("lang", "og:locale", "content-language", "inlanguage")
    stated = next((meta[name] for name in names if meta.get(name)), "")
    return stated.lower().replace("_", "-")


def _local(days: list[Stated], beside: list[str]) -> str:
    """Return the first day, or where it is cut in UTC another that is not and lies next to it."""
    first = days[0]
    if first.is_utc:
        for day in [*(other.day for other in days if not other.is_utc), *beside]:
            if abs((date.fromisoformat(day) - date.fromisoformat(first.day)).days) <= 1:
                return day
    return first.day


def _times(page: Page, title: str) -> list[str]:
    """Return what the first `time` element after the headline states, or just before it."""
    heads = [block["at"] for block in page.blocks if same(block["text"], title)]
    head = heads[0] if heads else 0
    times = [(number, text) for number, text in page.times if text]
    after = [text for number, text in times if number > head]
    before = [text for number, text in times if number < head]
    return [*after[:1], *before[-1:]]


def _line_days(page: Page, title: str, opening: str, language: str) -> Iterator[str]:
    """Give the days that short lines name after the headline, or before the opening paragraph."""
    blocks = page.blocks
    texts = [block["text"] for block in blocks]
    heads = [place for place, text in enumerate(texts) if same(text, title)]
    heads.sort(key=lambda place: blocks[place]["tag"] != "h1")
    lines = [line for head in heads[:2] for line in blocks[head + 1 : head + 1 + LINES]]
    if opening in texts:
        start = texts.index(opening)
        lines += blocks[max(start - LINES, 0) : start]
    lines += [line for head in heads[:1] for line in blocks[max(head - 1, 0) : head]]
    for line in lines:
        day = any_day(line["text"], language) if _may_date(line) else None
        if day:
            yield day


def _may_date(line: dict) -> bool:
    """Return whether a line may state when an article appeared: it is short, and no sentence."""
    text = line["text"]
    if len(text) > LINE or line["tag"] in ("h2", "h3", "h4", "h5", "h6", "li"):
        return False
    return bool(DATED.match(text)) or not SENTENCE_END.search(text)


def _guessed(html: str) -> str | None:
    """Return the day that htmldate takes for the day of publication: a guess."""
    import htmldate  # half a second, only where a page states no day

    return htmldate.find_date(html, original_date=True, extensive_search=True)


def address_day(url: str | None) -> str | None:
    """Return the day that an address holds, as ISO date; None where it holds none."""
    for match in IN_ADDRESS.finditer(url or ""):
        parts = {name[0]: value for name, value in match.groupdict().items() if value}
        day = iso(parts["y"], parts["m"], parts["d"])
        if day:
            return day
    return None


def zone(meta: dict[str, str], url: str | None) -> str | None:
    """Return the time zone of a page's outlet: by its country, its host or its language.

    None where the table `time_zones` knows none of them.
    """
    known = _zones()
    country = meta.get("country") or meta.get("page country") or ""
    name = host(url or "")
    labels = name.split(".")
    endings = [".".join(labels[start:]) for start in range(len(labels))]
    keys = [("country", country.lower()), *(("host", ending) for ending in endings)]
    language = _language(meta)
    keys += [("language", language), ("language", language[:2])]
    return next((known[key] for key in keys if key in known), None)


def _moment(day: str, rest: str) -> datetime | None:
    """Return the moment of a day and what is printed after it, if that is a time in UTC."""
    clock = CLOCK.search(rest)
    if not clock or clock["zone"] is None:
        return None
    if clock["zone"].strip("+-").replace(":", "") not in ("Z", "UTC", "GMT", "0000"):
        return None
    hour = int(clock["hour"]) % 12 if clock["half"] else int(clock["hour"])
    if clock["half"] and clock["half"].lower().startswith("p"):
        hour += 12
    if hour > 23 or int(clock["minute"]) > 59:
        return None
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return start + timedelta(hours=hour, minutes=int(clock["minute"]))


@partial(tables.cached, names=("time_zones",))
def _zones() -> dict[tuple[str, str], str]:
    """Return the time zone of each country, ending of a host, and language that is known."""
    known = tables.read("time_zones")
    keys = zip(known["basis"].astype("str"), known["place"].str.lower(), strict=True)
    return dict(zip(keys, known["zone"], strict=True))
