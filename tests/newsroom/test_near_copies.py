"""Near-copies without the text: found and false ones counted on families of generated articles."""

import numpy as np
import pandas as pd
import pytest

from analysis import articles, newsroom, tables
from analysis.newsroom import near_copies

COMMON = (
    "the of to a in and that for on with by from as at its would be has have will said not after "
    "before under which new last year month government japan defence export rules weapons transfer "
    "equipment ministry minister cabinet council security agreement partner countries decision "
    "plan guidelines talks"
).split()
SYLLABLES = (
    "ka ri to mo ne su ba del gor win tas pel ion rum ver lan sto che dro fi olp top opr col"
).split()
FAMILIES = 200


def _paragraphs(random, subject, count) -> list[str]:
    """Paragraphs of three sentences: half of the words common, half the family's own."""
    words = np.where(
        random.random((count, 54)) < 0.5,
        random.choice(COMMON, (count, 54)),
        subject[(60 * random.random((count, 54)) ** 2).astype(int)],
    )
    return [". ".join(" ".join(row[at : at + 18]) for at in (0, 18, 36)) + "." for row in words]


def _family(random) -> dict[str, list[str]]:
    """An article, four kinds of copies, and another story that shares one paragraph in eight."""
    subject = np.array(
        ["".join(random.choice(SYLLABLES, random.integers(2, 5))) for _ in range(60)]
    )
    text, rival = _paragraphs(random, subject, 8), _paragraphs(random, subject, 7)
    return {
        "original": text,
        "letters deleted": [paragraph.replace("op", "").replace("ol", "") for paragraph in text],
        "cut": text[:2],
        "closing added": text + _paragraphs(random, subject, 2),
        "reordered": [text[place] for place in random.permutation(8)],
        "rival": [*rival, text[4]],
    }


@pytest.fixture(scope="module")
def pairs() -> pd.DataFrame:
    """The near-copies found among all families at once."""
    random = np.random.default_rng(1)
    rows = [
        (f"{family}/{kind}", "body", text)
        for family in range(FAMILIES)
        for kind, texts in _family(random).items()
        for text in texts
    ]
    found = newsroom.similar(
        articles.fingerprint(pd.DataFrame(rows, columns=["article_id", "role", "text"]))
    )
    return found.assign(
        same=found["one"].str.split("/").str[0] == found["other"].str.split("/").str[0]
    )


@pytest.mark.parametrize("kind", ["letters deleted", "cut", "closing added", "reordered"])
def test_copies_are_found(pairs, kind):
    """Of each kind of copy, at most one in a hundred is missed."""
    ends = pairs[["one", "other"]].apply(lambda column: column.str.split("/").str[1])
    found = (
        pairs["same"] & ends.isin([kind]).any(axis=1) & ends.isin(["original"]).any(axis=1)
    ).sum()
    assert found >= 0.99 * FAMILIES, found


def test_other_stories_are_not_called_copies(pairs):
    """At most one false pair in a thousand articles, the other story on the subject counted."""
    rival = pairs["one"].str.endswith("rival") | pairs["other"].str.endswith("rival")
    assert (~pairs["same"] | rival).sum() <= FAMILIES * 6 / 1000


def test_containment_of_a_copy_is_near_one(pairs):
    """A cut copy stands whole in its original; of one with letters deleted most is the same."""
    whole = pairs[
        pairs["same"] & pairs["one"].str.endswith("original") & pairs["other"].str.endswith("cut")
    ]
    assert len(whole) and whole["containment"].ge(0.95).all()
    assert (whole["similarity"] < 0.5).all()


@pytest.mark.parametrize("family", [near_copies.FEW, 60])
def test_a_family_among_strangers_is_linked_whatever_the_order(family):
    """Of few copies every pair is found; of many each is reached from neighbour to neighbour."""
    random = np.random.default_rng(7)
    strangers = {
        f"s{number}": random.permutation(_family(random)["original"]) for number in range(150)
    }
    story = _family(random)["original"]
    told = {
        f"c{number}": [story[place] for place in random.permutation(8)[:6]]
        for number in range(family)
    }
    rows = [(name, "body", text) for name, texts in {**strangers, **told}.items() for text in texts]
    known = articles.fingerprint(pd.DataFrame(rows, columns=["article_id", "role", "text"])).sample(
        frac=1, random_state=1
    )
    found = newsroom.similar(known, least=0.3)
    assert (found["one"].str.startswith("c") & found["other"].str.startswith("c")).all()
    reached = {"c0"}
    for _ in range(family):
        near = found["one"].isin(reached) | found["other"].isin(reached)
        reached |= set(found.loc[near, ["one", "other"]].to_numpy().ravel())
    assert len(reached) == family
    assert len(found) == family * (family - 1) / 2 or family > near_copies.FEW


def test_signatures_hold_no_text_and_repeat():
    """One text gives one signature, whatever its typography; the frame holds figures only."""
    random = np.random.default_rng(7)
    text = "A title\n\n" + "\n\n".join(_family(random)["original"])
    one, other = (
        articles.fingerprint(articles.read(text)),
        articles.fingerprint(articles.read(text.replace(" the ", "  THE "))),
    )
    assert one.equals(other) and list(one) == ["article_id", "grams", "signature"]
    assert (
        one["signature"].str.fullmatch("[0-9a-f]+").all()
        and one["signature"].str.len().le(256 * 8).all()
    )


def test_the_stored_signature_finds_a_copy_of_the_sample():
    """The table `fingerprints` holds the sample, and a cut copy of it is found by it alone."""
    known = tables.read("fingerprints")
    frame = articles.read(
        (tables.folder() / "raw" / "article" / "sample-article.html").read_text("utf-8")
    )
    given = articles.fingerprint(frame.assign(article_id="sample")).iloc[0]
    assert known.set_index("article_id").loc["sample", "signature"] == given["signature"]
    cut = articles.fingerprint(frame.head(5).assign(article_id="a cut copy"))
    found = newsroom.similar(pd.concat([known, cut], ignore_index=True))
    assert (
        found[["one", "other"]].to_numpy().tolist() == [["sample", "a cut copy"]]
        and found["containment"].iat[0] > 0.9
    )


def test_related_lines_and_captions_do_not_make_a_copy():
    """Only the body is fingerprinted."""
    random = np.random.default_rng(8)
    body = "\n\n".join(_family(random)["original"])
    plain, dressed = (
        f"T\n\n{body}",
        "Other\n\nPhoto: somebody of the agency\n\n"
        f"{body}\n\nRead also: another story of the same day",
    )
    signatures = [
        articles.fingerprint(articles.read(text))["signature"].iat[0] for text in (plain, dressed)
    ]
    assert signatures[0] == signatures[1]


@pytest.mark.parametrize("count", [0, 1])
def test_few_articles_have_no_pairs(count):
    """An empty frame, with its columns."""
    one = articles.fingerprint(
        articles.read("Title\n\nA body of some length, which is short.\n\nAnother.")
    ).head(count)
    assert newsroom.similar(one).empty and list(newsroom.similar(one)) == [
        "one",
        "other",
        "shared",
        "containment",
        "similarity",
    ]


@pytest.mark.parametrize("signature", ["0011223", "001122334455", "00112233 ", "0011223g"])
def test_a_cut_signature_is_refused_by_the_name_of_its_article(signature):
    """Also where the hashes of the next article would fill the hole."""
    frame = pd.DataFrame(
        {
            "article_id": ["whole", "cut", "other"],
            "grams": 9,
            "signature": ["0" * 8, signature, signature],
        }
    )
    with pytest.raises(ValueError, match="article 'cut': its signature is cut"):
        newsroom.similar(frame)


@pytest.mark.parametrize("common", [0, 128])
def test_the_search_grows_with_the_articles_and_not_with_their_pairs(common):
    """Of twelve thousand articles few pairs are compared, and planted copies are found.

    Also where half of each one's hashes stand in many others.
    """
    random, count = np.random.default_rng(3), 12_000
    hashes = random.integers(1 << 12, 1 << 29, (count, 256), dtype=np.uint32)
    hashes[:, :common] = random.integers(0, 1 << 12, (count, common))
    hashes[1::100] = hashes[::100]
    held = [np.unique(row).astype(np.uint64) for row in hashes]
    one, other = near_copies._candidates(
        np.concatenate([np.uint64(number << 32) | row for number, row in enumerate(held)])
    )
    assert len(one) < 60 * count  # all pairs would be 6,000 for each
    frame = pd.DataFrame(
        {
            "article_id": range(count),
            "grams": 2_000,
            "signature": [row.astype(">u4").tobytes().hex() for row in held],
        }
    )
    found = newsroom.similar(frame)
    assert (
        (found["one"] % 100 == 0).sum() == (found["other"] == found["one"] + 1).sum() == count / 100
    )


def test_one_quoted_paragraph_among_many_is_found():
    """By its hash, which the sketch of the whole article cannot show; short ones do not count."""
    quotation = "The panel said that parts of licensed goods may go back to the country of origin, "
    quotation += "and that finished weapons may not."
    others = [
        f"Paragraph {number} speaks of the weather in towns of the north." for number in range(9)
    ]
    here = articles.read("\n\n".join(["A title", *others, quotation, "It goes on."]))
    there = articles.read("\n\n".join(["Another title", quotation, "It goes on.", "End of it."]))
    known = there.assign(article_id="known")
    assert newsroom.quoted(here, known)[
        ["paragraph", "article_id", "known_paragraph"]
    ].to_numpy().tolist() == [["10", "known", "1"]]
    assert newsroom.quoted(here.iloc[:3], known).empty
