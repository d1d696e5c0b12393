"""What outside text reaches grows with its size, and no faster: eight times the text, not 64."""

import time
from collections.abc import Callable
from contextlib import suppress

import pandas as pd
import pytest

from analysis import articles, decoding, newsroom, permits
from analysis.newsroom import attribution, sentences
from analysis.newsroom.audit import audit, days, subjects
from analysis.newsroom.web import answers, robots

SIZE = 4_000  # characters of the smallest text, and lines of the smallest table
TIMES = 8
MOST = 24  # n log n gives about 11, a square 64
NOISE = 0.01  # seconds that a shared machine may add to the smallest run


def seconds(function: Callable, given: object) -> float:
    """The time of the processor for one run, the lesser of two."""
    spans = []
    for _ in range(2):
        begun = time.process_time()
        with suppress(ValueError):
            function(given)
        spans.append(time.process_time() - begun)
    return min(spans)


def grows_gently(function: Callable, make: Callable[[int], object]) -> bool:
    """Whether eight times the input takes at most `MOST` times as long."""
    seconds(function, make(10))  # tables are read, patterns compiled
    small = max(seconds(function, make(SIZE)), NOISE)
    return seconds(function, make(TIMES * SIZE)) <= MOST * small


def text_of(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece) + 1)


PIECES = ["。", "「", "」", "」。", "「。", ". ", '."', "   ", "a", "「あ。」。", "! A", "U.S. A"]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    "split",
    [
        sentences.split_any,
        lambda text: sentences.split_plain(text, "ja"),
        lambda text: sentences.split_plain(text, "en"),
    ],
    ids=["any", "ja", "en"],
)
def test_sentences(split, piece):
    assert grows_gently(split, text_of(piece))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("一。二。", ["一。", "二。"]),
        ("「一。二。」三。四。", ["「一。二。」三。", "四。"]),
        ("「一。二。三。", ["「一。", "二。", "三。"]),
        ("一。」二。", ["一。」二。"]),
        ("", []),
    ],
)
def test_a_japanese_sentence_does_not_end_within_a_quotation(text, parts):
    assert sentences.split_plain(text, "ja") == parts
    assert sentences.split_any(text) == parts


P = "<p>The Ministry said on Friday that the rules would be eased.</p>"


@pytest.mark.parametrize(
    "page",
    [
        "<title>A{}B</title>" + P,
        "<meta property='og:title' content='A{}B'>" + P,
        "<link rel=canonical href='http://a/{}'>" + P,
        "<body class='{}'>" + P,
        P + "<div class='share{}'>x</div>",
        P + "<p>{}</p>",
        P + "{}",
    ],
)
@pytest.mark.parametrize(
    "piece",
    [" ", "- ", "|", " : ", "-bar", "a b ", "/amp", "www.", "&#1", "<", "<b>x", "<div>", "\n "],
)
def test_pages(page, piece):
    """Titles, addresses, classes, references, open elements: wherever a page repeats itself."""
    make = text_of(piece)
    assert grows_gently(articles.read, lambda size: page.replace("{}", make(size)))


def test_many_headings_and_a_long_title():
    """Each heading is sought in the title."""
    assert grows_gently(
        articles.read,
        lambda size: f"<title>{'a b ' * size}</title>" + "<h1>x y</h1>" * (size // 4) + P,
    )


@pytest.mark.parametrize(
    "piece",
    [
        "1,",
        "((件))",
        "4月から",
        "2014年度から",
        "1 ",
        "\n1. ",
        "誤送品",
        "平和貢献",
        "1件(",
        ": 1 ",
        "FY2023 ",
    ],
)
@pytest.mark.parametrize(
    "start",
    ["防衛装備の海外移転の許可 令和5年度 ", "In FY2023, it issued 1,196 permits for arms. "],
)
def test_releases(start, piece):
    make = text_of(piece)
    assert grows_gently(permits.read_release, lambda size: start + make(size // 4))


@pytest.mark.parametrize(
    "piece",
    [b"a", b"\xe0", b"\x82\xa0", b"\xff", b"a\xe9b", b"\x00a", b"\x1b$B", b"<?xml ", b"<meta "],
)
def test_bytes_to_text(piece):
    assert grows_gently(decoding.decode, lambda size: piece * (size * 10 // len(piece)))


@pytest.mark.parametrize(
    "piece",
    [
        "22 December 2023, ",
        "on March ",
        "2023年",
        "1",
        "十",
        "昨年12月",
        "8日",
        "in May ",
        "Dec. 2",
    ],
)
def test_dates(piece):
    make = text_of(piece)
    published = pd.Timestamp("2024-03-10")
    assert grows_gently(
        lambda text: days.periods(pd.Series([text]), published), lambda size: make(size // 4)
    )


@pytest.mark.parametrize(
    "piece", ["Patriot ", "Three Principles ", "防衛装備移転三原則", "be increased "]
)
def test_words_of_the_subject(piece):
    make = text_of(piece)
    assert grows_gently(lambda text: subjects.words(pd.Series([text])), make)
    assert grows_gently(lambda text: subjects.words(pd.Series(text.split())), make)


@pytest.mark.parametrize(
    "sentence",
    [
        "The officials of the Ministry said so. ",
        "Reuters " * 20,
        "official " * 20,
        "A ",
        "In the of ",
        '"said ',
        "首相は「述べた」。",
        "政府関係者の",
    ],
)
def test_attributions(sentence):
    """Many paragraphs; how long a sentence may be is limited (see `attribution`)."""
    text = text_of(sentence)(400)

    def paragraphs(size: int) -> pd.DataFrame:
        count = size // 1_000 + 1
        labels = [str(number) for number in range(count)]
        return pd.DataFrame({"paragraph": labels, "role": "body", "text": [text] * count})

    assert grows_gently(lambda frame: attribution.attributions(frame, outlet="X"), paragraphs)


def test_an_audit():
    """A page of many lines, each of which names a rule, a transfer and a day."""
    line = "On 22 December 2023 Japan eased the Three Principles and Patriot exports increased. "

    def page(size: int) -> str:
        lines = [f"Line {number}. {line * 4}" for number in range(size // 400)]
        return "\n\n".join(["Title", *lines, "End."])

    assert grows_gently(audit, page)


@pytest.mark.parametrize("every", [1, 2, 3])
def test_chains(every):
    """Each outlet another; or in turn one without its name, that then gets it."""

    def credits(size: int) -> pd.DataFrame:
        count = size // 16
        names = [f"Paper {n}" if n % every else "a newspaper" for n in range(count)]
        names = [f"Reuters {n}" if n % 5 == 0 else name for n, name in enumerate(names)]
        labels = [str(number // 3) for number in range(count)]
        frame = pd.DataFrame({"paragraph": labels, "source": names, "kind": "outlet"})
        return frame.assign(cue="said")

    assert grows_gently(newsroom.chain, credits)


@pytest.mark.parametrize(
    "piece",
    ["<script", "<!--", "<", "<meta ", "&#", "<style>", "-->", "</script", "&#1", "&#x1", "9"],
)
def test_the_visible_text_and_the_charset(piece):
    make = text_of(piece)
    assert grows_gently(answers.visible, make)
    assert grows_gently(answers.visible, lambda size: "&#" + make(size))
    assert grows_gently(answers.decode, lambda size: make(size).encode() + b"\xff" * 9)


@pytest.mark.parametrize("byte", [b"\x81", b"\xe0", b"\xa4\xa2", b"\x82\xa0\xff", b"\x1b$B"])
def test_a_charset_that_is_guessed(byte):
    assert grows_gently(answers.decode, lambda size: byte * size)


@pytest.mark.parametrize(
    "lines",
    [
        "User-agent: a\n",
        "User-agent: *\n",
        "User-agent: *\nDisallow: /x\n",
        "Disallow: /*a*a*b$\n",
        " \n",
        "allow ",
        "user-agent:   ",
    ],
)
def test_robots(lines):
    """Many names before many rules was the case that took all memory."""
    make = text_of(lines)
    assert grows_gently(robots.read, make)
    many = "User-agent: a\n"
    assert grows_gently(robots.read, lambda size: many * size + "Disallow: /x\n" * (size // 10))


def test_a_path_and_its_rule():
    """Stars are sought one behind the other."""
    assert grows_gently(
        lambda path: robots.check(robots.read("User-agent: *\nDisallow: /*a*a*a*b$"), path),
        lambda size: "/" + "a" * size,
    )
    rules = robots.read("User-agent: *\nDisallow: /" + "*a" * 2_000 + "b$")
    assert grows_gently(lambda path: robots.check(rules, path), lambda size: "/" + "a" * size)
