"""The rendered site: built without a warning, the same twice, whole, described, and with nothing
from outside.
"""

import csv
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TABLES = json.loads((ROOT / "data/datapackage.json").read_text("utf-8"))["resources"]
MADE = shutil.ignore_patterns(  # but not `figures`, which `make test` draws once for all
    *"_build notebooks data claims countries cases rules provisions ja tables".split(),
    *"downloads api __pycache__".split(),
)
LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "embed": "src",
    "object": "data",
}
OUTSIDE = re.compile(
    r"""(?:url\(|@import|\bsrc\s*=|\bfetch\(|\bimport\b\s*\(?)\s*["'`]?(?:https?:)?//[a-z]""", re.I
)


def clone(place: Path) -> Path:
    """A copy of what the site is made from."""
    shutil.copytree(ROOT / "site", place / "site", ignore=MADE)
    for folder in ("notebooks", "data", "src", "tools"):
        shutil.copytree(
            ROOT / folder, place / folder, ignore=shutil.ignore_patterns(".*", "__pycache__")
        )
    for name in "CITATION.cff LICENSE README.md pyproject.toml requirements.lock".split():
        shutil.copy(ROOT / name, place)
    return place


def render(place: Path) -> subprocess.CompletedProcess:
    """Build the site of a copy, warnings being errors."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "-n",
        "--keep-going",
        "-q",
        "-b",
        "html",
    ]
    command += ["-d", str(place / "doctrees"), str(place / "site"), str(place / "html")]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=place, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The rendered site: the one that `make test` has just built, else one built here."""
    if os.environ.get("RENDERED_SITE"):
        return Path(os.environ["RENDERED_SITE"])
    place = clone(tmp_path_factory.mktemp("site"))
    done = render(place)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return place / "html"


@functools.cache
def page(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


def pages(site: Path) -> list[Path]:
    found = sorted(path for path in site.rglob("*.html") if "_static" not in path.parts)
    assert len(found) >= len(NOTEBOOKS) + 4
    return found


def stored_pictures(notebook: Path) -> list[str]:
    """The descriptions of the pictures that a notebook stores."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    outputs = [
        output
        for cell in cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    return [output["metadata"]["image/png"]["alt"] for output in outputs]


def test_pages_load_nothing_from_outside(site):
    """No script, style, font, picture or frame of another host: the site works without a network
    and tells nobody.
    """
    for path in pages(site):
        loaded = [element.get(LOADS[element.tag]) or "" for element in page(path).iter(*LOADS)]
        loaded += [link.get("href") for link in page(path).iter("link")]
        assert not [address for address in loaded if urlsplit(address).netloc], path.name
        assert not [
            style
            for style in page(path).xpath("//style/text() | //@style | //script/text()")
            if OUTSIDE.search(style)
        ]


def test_styles_and_scripts_load_nothing_from_outside(site):
    """Fonts and modules too come from the site itself."""
    files = [path for path in (site / "_static").rglob("*") if path.suffix in (".css", ".js")]
    assert len(files) > 5
    assert not {
        path.name: found[0] for path in files if (found := OUTSIDE.search(path.read_text("utf-8")))
    }


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_every_notebook_is_rendered_with_its_pictures_described(site, notebook):
    """Its title, its answer, and each stored picture with the description that the notebook gives
    it.
    """
    article = page(site / "notebooks" / f"{notebook.stem}.html").find(".//article")
    title = json.loads(notebook.read_text("utf-8"))["cells"][0]["source"][0].strip("# \n")
    assert article.findtext(".//h1").strip() == title
    assert "The answer." in article.text_content()
    shown = [image.get("alt") for image in article.iter("img")]
    assert shown == stored_pictures(notebook) and all(shown)


def test_every_picture_of_every_page_is_described(site):
    """A reader who hears the page misses no chart: those of notebooks, and one on each sheet.

    In Japanese too.
    """
    pictures = [image for path in pages(site) for image in page(path).iter("img")]
    sheets = [path for path in pages(site) if path.stem == "teach"]
    stored = [len(stored_pictures(notebook)) for notebook in NOTEBOOKS]
    assert len(pictures) == 2 * sum(stored) + len(sheets)
    assert all(len(image.get("alt") or "") > 20 for image in pictures)


def test_every_chart_is_shown_once_with_its_files(site):
    """Drawn for wide and narrow screens, its sentence in sight and met once by ear, and three files
    to take away.
    """
    for notebook in NOTEBOOKS:
        charts = page(site / "notebooks" / f"{notebook.stem}.html").xpath(
            "//figure[@class='chart']"
        )
        assert len(charts) == len(stored_pictures(notebook))
        for chart in charts:
            (said,) = chart.xpath(".//figcaption/p[not(@class)]")
            alt = chart.find(".//img").get("alt")
            assert alt.endswith(said.text_content()) and len(said.text_content()) < len(alt)
            assert said.get("aria-hidden") == "true"
            files = [
                chart.find(".//source").get("srcset"),
                chart.find(".//img").get("src"),
                *chart.xpath(".//a/@href"),
            ]
            assert [name.rsplit("/")[-1].rsplit(".")[-1] for name in files] == [
                "svg",
                "svg",
                "svg",
                "png",
                "csv",
            ]
            assert all((site / "notebooks" / name).is_file() for name in files)


def test_every_page_says_what_it_is(site):
    """A description for search engines, no address that nobody set.

    The data set described where it is offered.
    """
    for path in pages(site):
        tree = page(path)
        (said,) = tree.xpath("//meta[@name='description']/@content")
        assert 20 < len(said) <= 200, path.name
        assert not tree.xpath("//link[@rel='canonical']")
    for name in ("index.html", "reuse.html"):
        (described,) = page(site / name).xpath("//script[@type='application/ld+json']/text()")
        assert all(
            (site / file["contentUrl"]).is_file() for file in json.loads(described)["distribution"]
        )
    assert not (site / "sitemap.xml").exists()


def test_links_lead_somewhere(site):
    """Every internal link finds its file, and its anchor there."""
    seen, anchors = 0, functools.cache(lambda target: {*page(target).xpath("//@id")})
    for path in pages(site):
        for link in sorted({*page(path).xpath("//a/@href")}):
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            assert target.is_file(), f"{path.name}: {link}"
            assert (
                target.suffix != ".html"
                or not address.fragment
                or unquote(address.fragment) in anchors(target)
            ), f"{path.name}: {link}"
            seen += 1
    assert seen > 100


def test_one_page_walks_through_all_notebooks(site):
    """Each with its question; a new notebook needs no edit."""
    article = page(site / "about.html").find(".//article")
    text, links = article.text_content(), article.xpath(".//ol//a/@href")
    assert links == [f"notebooks/{notebook.stem}.html" for notebook in NOTEBOOKS]
    for notebook in NOTEBOOKS:
        question = "".join(json.loads(notebook.read_text("utf-8"))["cells"][0]["source"]).split(
            "**Question.** "
        )[1]
        assert question.split("\n")[0] in text.replace("’", "'") or question.split("\n")[0] in text
    for words in ("not legal advice", "CC BY 4.0", "MIT", "How to cite"):
        assert words in text


@pytest.mark.parametrize("table", TABLES, ids=[table["name"] for table in TABLES])
def test_the_dictionary_tells_of_every_column(site, table):
    """Each column with its description and codes, and the table to download, byte for byte."""
    article = page(site / "tables" / f"{table['name']}.html").find(".//article")
    section = article.xpath(".//section[h2[starts-with(., 'The columns')]]")[0]
    rows = {
        row.findtext(".//code/span"): row.text_content() for row in section.xpath(".//tbody/tr")
    }
    assert list(rows) == [field["name"] for field in table["schema"]["fields"]]
    for field in table["schema"]["fields"]:
        text = rows[field["name"]]
        assert field["type"] in text and field.get("unit", "").replace("`", "") in text
        assert all(code in text for code in field.get("constraints", {}).get("enum", []))
    (download,) = article.xpath(".//a[@download]/@href")
    assert (site / "tables" / download).read_bytes() == (ROOT / "data" / table["path"]).read_bytes()


def test_the_register_can_be_taken_to_a_reference_manager(site):
    """The page of the tables offers it as BibTeX and CSL-JSON, each with every source of the
    register.
    """
    links = page(site / "tables.html").xpath("//a[@download]/@href")
    found = {
        Path(link).name: (site / link).read_text("utf-8") for link in links if "/sources." in link
    }
    with (ROOT / "data/processed/sources.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["source_id"] for row in csv.DictReader(file)]
    assert [item["id"] for item in json.loads(found["sources.csl.json"])] == ids
    assert re.findall(r"^@misc\{(.+),$", found["sources.bib"], re.M) == ids


def test_pages_can_be_used_by_keyboard_and_phone(site):
    """A language, a viewport, and first of all a link past the navigation to the text."""
    for path in pages(site):
        tree = page(path)
        is_japanese = path.is_relative_to(site / "ja")
        assert tree.get("lang") == ("ja" if is_japanese else "en")
        assert "width=device-width" in tree.xpath("//meta[@name='viewport']/@content")[0]
        skip = next(link for link in tree.iter("a", "button") if link.tag == "a")
        assert tree.xpath("//*[@id=$id]", id=skip.get("href").removeprefix("#")), path.name


def digests(root: Path) -> dict[str, str]:
    """The digest of each file of a site by its address, but for make's own note."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".rendered")
    }


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> SimpleNamespace:
    """A second site in another folder: with dead links, and again when these are mended."""
    place = clone(tmp_path_factory.mktemp("elsewhere"))
    pages = [place / "site" / "reuse.md", place / "data" / "README.md"]
    pages.append(place / "notebooks" / NOTEBOOKS[0].name)
    whole = {path: path.read_bytes() for path in pages}
    for number, path in enumerate(pages):
        with_link(path, f"[nowhere](nowhere-{number}.md)")
    built = SimpleNamespace(broken=render(place))
    for path, content in whole.items():
        path.write_bytes(content)
    built.mended = render(place)
    built.again = digests(place / "html")
    return built


def with_link(path: Path, link: str) -> None:
    """Put a link at the end of a page, or of a notebook's first cell."""
    if path.suffix == ".md":
        path.write_text(f"{path.read_text('utf-8')}\n{link}\n", "utf-8")
        return
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][0]["source"].append(f"\n\n{link}")
    path.write_text(json.dumps(notebook), "utf-8")


def test_a_dead_link_stops_the_build(elsewhere):
    """In a page, the codebook or a notebook: what is not there cannot be published."""
    assert elsewhere.broken.returncode != 0
    for number in range(3):
        assert f"nowhere-{number}.md" in elsewhere.broken.stderr


def test_a_build_elsewhere_over_another_is_as_a_first_one(site, elsewhere):
    """No time, no path, no chance in any file, and no trace of pages that changed back."""
    assert elsewhere.mended.returncode == 0 and not elsewhere.mended.stderr
    here = digests(site)
    assert sorted(here) == sorted(elsewhere.again)
    assert not [path for path in here if here[path] != elsewhere.again[path]]
