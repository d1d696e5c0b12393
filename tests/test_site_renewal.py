"""A build of the site makes again what changed, and nothing else; what takes long is kept."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.application import Sphinx

from analysis import tables

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "site"))
import keeping  # noqa: E402
import renewal  # noqa: E402
import written  # noqa: E402

CONF = "html_theme = 'basic'\nhtml_copy_source = False\n"
INDEX = "Front\n=====\n\n.. toctree::\n   :glob:\n\n   *\n   rows/*\n"


class Project:
    """A small site: a page of its own, one that is filled, and a page per row of a table."""

    def __init__(self, place: Path):
        self.place = place
        for name, text in {
            "site/conf.py": CONF,
            "site/index.rst": INDEX,
            "site/own.rst": "Own\n===\n\nA page.\n",
            "site/filled.rst": "Filled\n======\n\nTold: {rows}.\n",
            "data/rows": "one two",
        }.items():
            self.write(name, text)
        self.gathered = 0
        self.frame = "a frame"

    def write(self, name: str, text: str) -> None:
        """Write a file of the project."""
        (self.place / name).parent.mkdir(parents=True, exist_ok=True)
        (self.place / name).write_text(text, "utf-8")

    def rows(self) -> list[str]:
        """The rows of the table."""
        return (self.place / "data/rows").read_text("utf-8").split()

    def gather(self, site: Path) -> None:
        """Write a page per row."""
        self.gathered += 1
        pages = {f"{row[:3]}.rst": f"{row}\n=====\n\nA row.\n".encode() for row in self.rows()}
        written.folder(site / "rows", pages)

    def fill(self, app, page: str, source: list[str]) -> None:
        """Fill the page that is a template."""
        if page == "filled":
            source[0] = source[0].format(rows=", ".join(self.rows()))

    def build(self, out: str = "out") -> list[str]:
        """Build the site; the pages that were read."""
        site, out = self.place / "site", self.place / out
        app = Sphinx(site, site, out, f"{out}-doctrees", "html", status=None, warning=None)
        read: list[str] = []
        app.connect("source-read", self.fill)
        app.connect("doctree-read", lambda app, doctree: read.append(app.env.docname))
        renewed = renewal.Renewal([self], [self.publish], [self.finish], self.around)
        renewed.connect(app)
        renewed.gather(app)  # Sphinx has begun already
        app.builder.search = False  # the site has its own
        app.build()
        return sorted(read)

    def finish(self, text: str, page: str) -> str:
        """Complete the text of a page that was written."""
        return text.replace("<body>", f"<body><p>{page}</p>")

    def around(self, app, page: str) -> str:
        """What the frame of a page shows of the tables."""
        return self.frame if page == "own" else ""

    def publish(self, app, failure: Exception | None) -> None:
        """Lay a file beside the pages."""
        (Path(app.outdir) / "rows.txt").write_text(" ".join(self.rows()), "utf-8")

    def made(self, out: str = "out") -> dict[str, bytes]:
        """Every file of the site but Sphinx's note."""
        folder = self.place / out
        paths = [path for path in folder.rglob("*") if path.is_file()]
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in paths
            if path.name != ".buildinfo"
        }


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    """A small site that was built once."""
    monkeypatch.setattr(renewal, "ROOT", tmp_path)
    monkeypatch.setattr(renewal.resting, "rest", lambda: None)
    project = Project(tmp_path)
    assert project.build() == ["filled", "index", "own", "rows/one", "rows/two"]
    return project


def test_nothing_is_made_again_where_nothing_changed(project):
    """No page is gathered, read or written."""
    pages = [project.place / "out" / f"{page}.html" for page in ("own", "filled", "rows/one")]
    before = {path: path.stat().st_mtime_ns for path in pages}
    assert project.build() == []
    assert project.gathered == 1
    assert before == {path: path.stat().st_mtime_ns for path in before}


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("data/rows", "one twofold", ["filled", "rows/two"]),
        ("site/own.rst", "Another title\n=============\n\nText.\n", ["own"]),
        ("data/rows", "one", ["filled", "index", "own", "rows/one"]),
        ("data/rows", "one two three", ["filled", "index", "own", "rows/one", "rows/thr"]),
        ("site/conf.py", f"{CONF}# more\n", ["filled", "index", "own", "rows/one", "rows/two"]),
        ("data/other", "more", []),
    ],
    ids=["a row", "a page", "a row less", "a row more", "code", "a file of no page"],
)
def test_what_changed_is_made_as_in_a_first_build(project, name, text, read):
    """A build over another has the same files, byte for byte, as one that begins with nothing."""
    project.write(name, text)
    again = project.build()
    assert set(read) <= set(again) and (len(again) == len(read) or "index" in again)
    assert len(again) == len(set(again))
    fresh = project.build("fresh")
    assert len(fresh) >= 4
    assert project.made() == project.made("fresh")


def written_again(project: Project) -> list[str]:
    """The pages that another build writes again; Sphinx makes its own index every time."""
    pages = {path: path.stat().st_mtime_ns for path in (project.place / "out").rglob("*.html")}
    project.build()
    again = {path.stem for path, then in pages.items() if path.stat().st_mtime_ns != then}
    return sorted(again - {"genindex"})


def test_pages_are_written_again_for_what_they_show_alone(project):
    """That is their text, the titles of others (Sphinx adds lists), and what surrounds them."""
    project.write("data/rows", "one two ")
    assert written_again(project) == []
    project.write("site/own.rst", "Own\n===\n\nAnother text.\n")
    assert written_again(project) == ["index", "own"]
    project.frame = "another frame"
    project.write("data/rows", "one  two")
    assert written_again(project) == ["index", "own"]
    project.write("site/own.rst", "Another title\n=============\n\nAnother text.\n")
    assert {"filled", "one", "own", "two"} <= {*written_again(project)}


def test_a_page_that_was_taken_away_comes_back(project):
    """As does all that lies beside the pages."""
    whole = project.made()
    for name in ("own.html", "rows.txt"):
        (project.place / "out" / name).unlink()
        project.build()
        assert project.made() == whole


def test_a_build_that_broke_off_is_followed_by_a_new_one(project):
    """Whatever it left behind."""
    whole = project.made()
    project.write("site/own.rst", "Own\n===\n\nAnother text.\n")
    publish, project.publish = project.publish, lambda app, failure: 1 / 0
    with pytest.raises(Exception, match="division by zero"):
        project.build()
    project.publish = publish
    project.write("site/own.rst", "Own\n===\n\nA page.\n")
    assert len(project.build()) == 5
    assert project.made() == whole


def test_what_takes_long_is_worked_out_once(tmp_path, monkeypatch):
    """And again where a table, or code, is another."""
    (tmp_path / "data" / "processed").mkdir(parents=True)
    (tmp_path / "data" / "datapackage.json").write_text("{}", "utf-8")
    monkeypatch.setattr(keeping, "HERE", tmp_path)
    monkeypatch.setattr(tables, "folder", lambda: tmp_path / "data")
    worked = SimpleNamespace(times=0)

    def work_out() -> dict:
        worked.times += 1
        return {"times": worked.times}

    assert [keeping.kept("it", work_out) for _ in range(2)] == [{"times": 1}] * 2
    for changed in ("data/processed/claims.csv", "data/datapackage.json", "code.py"):
        (tmp_path / changed).write_text(json.dumps(changed), "utf-8")
        times = worked.times + 1
        assert [keeping.kept("it", work_out) for _ in range(2)] == [{"times": times}] * 2


def test_what_takes_long_may_not_rest_on_a_table(tmp_path, monkeypatch):
    """It is worked out again for what it takes of that table, which is told beside, and no more."""
    processed = tmp_path / "data" / "processed"
    processed.mkdir(parents=True)
    (tmp_path / "data" / "datapackage.json").write_text("{}", "utf-8")
    monkeypatch.setattr(keeping, "HERE", tmp_path)
    monkeypatch.setattr(tables, "folder", lambda: tmp_path / "data")
    times = iter(range(9))
    results = []
    for name, beside in (("sources", ""), ("sources", "x"), ("claims", "x"), ("sources", "x")):
        (processed / f"{name}.csv").write_text(f"{results}", "utf-8")
        results.append(keeping.kept("it", lambda: next(times), ["sources"], beside))
    assert results == [0, 1, 2, 2]
