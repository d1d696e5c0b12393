"""Articles made for the bench: families of one story with its copies; the same on every run."""

import functools

import numpy as np

COMMON = """
    the of to a in and that for on with by from as at its would be has have will said not after
    before under which new last year month government japan defence export rules weapons
    transfer equipment ministry minister cabinet council security agreement partner countries
    decision plan guidelines talks
""".split()
SYLLABLES = """
    ka ri to mo ne su ba del gor win tas pel ion rum ver lan sto che dro fi olp top opr col
""".split()
KINDS = ["original", "cut", "closing added", "reordered", "rival"]
PAGE = """\
<!doctype html><html lang="en"><head><title>{title} | The Daily</title>
<meta property="og:title" content="{title}">
<meta property="article:published_time" content="2024-03-{day:02d}T08:00:00Z">
<style>p {{ margin: 0 }}</style></head><body>
<nav><ul>{links}</ul></nav>
<main><article><h1>{title}</h1><p class="byline">By the staff</p>{body}
<aside class="related"><a href="/other">Read also: another story</a></aside></article></main>
<div class="sidebar"><ul>{links}</ul></div>
<footer><p>All rights reserved</p><script>var a = 1;</script></footer></body></html>"""
LINKS = "".join(
    f'<li><a href="/section/{number}">Section {number}</a></li>' for number in range(40)
)


@functools.cache
def stories(count: int) -> dict[str, list[str]]:
    """Return so many articles, by name `family/kind`, each a list of paragraphs."""
    random = np.random.default_rng(1967)
    texts = {}
    for number in range(count // len(KINDS)):
        for kind, paragraphs in _family(random).items():
            texts[f"{number}/{kind}"] = paragraphs
    return texts


def pages(count: int) -> list[str]:
    """Return so many web pages with navigation, side column and footer around the text."""
    return [_page(number, text) for number, text in enumerate(stories(count).values())]


def _page(number: int, paragraphs: list[str]) -> str:
    """Return a web page around a text."""
    return PAGE.format(
        title=f"Story {number} on the rules of export",
        day=number % 28 + 1,
        links=LINKS,
        body="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
    )


def _family(random: np.random.Generator) -> dict[str, list[str]]:
    """Return a story, three copies of it, and another story with one paragraph of it."""
    subject = np.array(["".join(random.choice(SYLLABLES, 3)) for _ in range(60)])
    text = _paragraphs(random, subject, 8)
    rival = _paragraphs(random, subject, 7)
    variants = (
        text,
        text[:3],
        text + _paragraphs(random, subject, 2),
        [text[place] for place in random.permutation(8)],
        [*rival, text[4]],
    )
    return dict(zip(KINDS, variants, strict=True))


def _paragraphs(random: np.random.Generator, subject: np.ndarray, count: int) -> list[str]:
    """Return so many paragraphs of three sentences, half of common words, half of the subject's."""
    words = np.where(
        random.random((count, 54)) < 0.5,
        random.choice(COMMON, (count, 54)),
        subject[(60 * random.random((count, 54)) ** 2).astype(int)],
    )
    return [". ".join(" ".join(row[at : at + 18]) for at in (0, 18, 36)) + "." for row in words]
