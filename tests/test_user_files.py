"""Files that a person names: a pipe is not waited for, and nothing of theirs is written over."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import tables, user_files
from analysis.__main__ import main

ARTICLE = "Title\n\nThe Implementation Guidelines changed, the Ministry said.\n\nEnd.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def refusal(*arguments: object) -> str:
    """What the command says where it refuses: one line."""
    with pytest.raises(SystemExit) as error:
        main(list(map(str, arguments)))
    told = str(error.value.code)
    assert "\n" not in told and "Errno" not in told and "Traceback" not in told
    return told


def commands(path: Path) -> list[list[object]]:
    """The commands that read a file."""
    draft = path.with_name("gaps.csv")
    if not draft.exists() and not draft.is_symlink():
        draft.symlink_to(path)
    return [["audit", path], ["check", "--text", path], ["check", draft]]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("pipe", "it is a pipe or a device"),
        ("device", "it is a pipe or a device"),
        ("folder", "it is a folder"),
        ("missing", "there is no such file"),
    ],
)
def test_what_is_no_file_is_refused_at_once(tmp_path, kind, why):
    """Nothing waits for what a pipe may say; each command names the cause and the path."""
    path = tmp_path / kind
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = tmp_path / "null"
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    for command in commands(path):
        told = refusal(*command)
        assert why in told and str(command[-1]) in told


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(user_files.LARGEST + 1)
    for command in commands(path):
        assert "larger than 20,000,000 bytes" in refusal(*command)


def test_a_file_of_just_the_size_is_read(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes(b"four")
    assert user_files.content(path, most=4) == b"four"
    with pytest.raises(ValueError, match="larger than 3 bytes"):
        user_files.content(path, most=3)


def test_what_the_system_says_of_a_file_is_told_in_a_sentence(tmp_path):
    """In its own words, small at the beginning, without its number."""
    with pytest.raises(OSError, match=r"^it cannot be read \([a-z][a-z ]+\)$") as error:
        user_files.content(tmp_path / ("a" * 5000))
    reason = os.strerror(36 if sys.platform == "linux" else 63)  # the name is too long
    assert str(error.value).lower() == f"it cannot be read ({reason.lower()})"


def test_a_folder_is_made_with_those_above_it(tmp_path):
    user_files.write(tmp_path / "new" / "deep", {"a.csv": b"head\n"})
    assert (tmp_path / "new" / "deep" / "a.csv").read_bytes() == b"head\n"


def test_its_own_report_may_be_written_again(article, tmp_path):
    """The second run replaces what the first has made, whole, with the same bytes."""
    arguments = ["audit", article, "--csv", tmp_path / "frames", "--html", tmp_path / "report.html"]
    main(list(map(str, arguments)))
    made = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    main(list(map(str, arguments)))
    assert made == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    rules = ["rules", "--on", "2024-03-10", "--csv", str(tmp_path / "rules.csv")]
    main(rules)
    main([*rules[:2], "2025-01-01", *rules[3:]])


def outputs(path: Path, folder: Path, article: Path) -> list[list[object]]:
    """The commands that write to a file, or into a folder."""
    return [
        ["audit", article, "--html", path],
        ["audit", article, "--csv", folder],
        ["rules", "--on", "2024-03-10", "--csv", path],
        ["rules", "--on", "2023-12-21", "--compare", "2023-12-22", "--csv", path],
        ["tables", "landmarks", "--csv", path],
    ]


@pytest.mark.parametrize("content", [b"", b"a", b"<!doctype html>\n<p>My page", b"mine,\n1,\n"])
def test_a_file_of_a_person_is_not_written_over(article, tmp_path, content):
    """Not even an empty one; a folder keeps what it holds, and gets nothing beside it."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (tmp_path / "mine.csv", folder / "transfers.csv"):
        path.write_bytes(content)
    for command in outputs(tmp_path / "mine.csv", folder, article):
        assert "was not made by this command" in refusal(*command)
    assert (tmp_path / "mine.csv").read_bytes() == content
    assert [path.name for path in folder.iterdir()] == ["transfers.csv"]


def test_no_link_is_followed(article, tmp_path):
    """A link at the output's place, to a file, a folder or nothing, stays as it is."""
    mine = tmp_path / "mine.csv"
    mine.write_text("mine", "utf-8")
    folder = tmp_path / "real"
    folder.mkdir()
    for number, target in enumerate((mine, tmp_path / "nothing")):
        link = tmp_path / f"link{number}"
        link.symlink_to(target)
        linked_folder = tmp_path / f"folder{number}"
        linked_folder.symlink_to(folder)
        for command in outputs(link, linked_folder, article):
            assert "is a link" in refusal(*command)
        inner = tmp_path / f"inner{number}"
        inner.mkdir()
        (inner / "transfers.csv").symlink_to(target)
        assert "is a link" in refusal("audit", article, "--csv", inner)
    assert mine.read_text("utf-8") == "mine" and not list(folder.iterdir())
    assert not (tmp_path / "nothing").exists()


def test_no_link_on_the_way_is_followed(article, tmp_path, monkeypatch):
    """A folder that is a link, also further up or named from where one stands; not one's own."""
    real = tmp_path / "real"
    (real / "deep").mkdir(parents=True)
    (tmp_path / "linked").symlink_to(real)
    monkeypatch.chdir(tmp_path)
    for start in (tmp_path, Path()):
        for way in ("linked", "linked/deep", "linked/deep/new", "linked/../linked", "linked/.."):
            for command in outputs(start / way / "x.csv", start / way / "new", article):
                assert "linked is a link; name the place" in refusal(*command)
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "article.txt",
        "deep",
        "linked",
        "real",
    ]
    monkeypatch.chdir(tmp_path / "linked")
    main(["tables", "landmarks", "--csv", "x.csv"])
    assert (real / "x.csv").exists()


def test_the_article_and_the_tables_are_never_outputs(article, tmp_path):
    """By its name, another name for it (a hard link), or a way round through folders."""
    twin = tmp_path / "twin.html"
    os.link(article, twin)
    for path in (article, twin, tmp_path / "x" / ".." / "article.txt"):
        (tmp_path / "x").mkdir(exist_ok=True)
        assert "is the file that is read" in refusal("audit", article, "--html", path)
    assert article.read_text("utf-8") == ARTICLE
    for folder in (tables.folder() / "raw" / "rules", tables.folder() / "new", tables.folder()):
        assert "among the project's tables" in refusal("audit", article, "--csv", folder)
        path = folder / "rule_changes.csv"
        assert "among the project's tables" in refusal("rules", "--on", "2024-03-10", "--csv", path)


def test_what_cannot_be_written_is_one_line(article, tmp_path):
    """A folder that is a file, a folder where a file is meant."""
    (tmp_path / "file").write_text("mine", "utf-8")
    (tmp_path / "folder").mkdir()
    below = tmp_path / "file" / "below"
    for command in outputs(below / "x.csv", below, article):
        assert "could not be written" in refusal(*command)
    assert "is a folder" in refusal("audit", article, "--html", tmp_path / "folder")
    assert "is a folder" in refusal("rules", "--on", "2024-03-10", "--csv", tmp_path / "folder")


def test_of_tables_and_page_none_is_written_where_one_may_not_be(article, tmp_path):
    """The page is a person's, or would stand among the tables under the name of one."""
    folder = tmp_path / "tables"
    mine = tmp_path / "mine.html"
    mine.write_text("mine", "utf-8")
    for page in (mine, folder, folder / "claims.csv"):
        assert "name" in refusal("audit", article, "--csv", folder, "--html", page)
        assert not folder.exists()
    main(["audit", str(article), "--csv", str(folder), "--html", str(folder / "report.html")])
    assert (folder / "report.html").exists() and (folder / "claims.csv").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", [["rules", "--on", "2024-03-10"], ["audit", "ARTICLE"]])
def test_a_full_disk_behind_the_output_is_named(command, article):
    """Where the report is sent to a file and the disk is full: /dev/full always is."""
    words = [str(article) if word == "ARTICLE" else word for word in command]
    with open("/dev/full", "w", encoding="utf-8") as full:
        shown = subprocess.run(
            [sys.executable, "-m", "analysis", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert shown.returncode == 1
    assert shown.stderr.startswith("not all was shown (No space left on device);")
    assert len(shown.stderr.splitlines()) == 1


def test_all_files_or_none(tmp_path, monkeypatch):
    """A disk that fills at the third file leaves what stood there."""
    names = ["a.csv", "b.csv", "c.csv"]
    user_files.write(tmp_path, dict.fromkeys(names, b"head\nold\n"))
    written = Path.write_bytes

    def full(path, content):
        if path.name == "c.csv":
            raise OSError(28, "No space left on device")
        return written(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=r"could not be written \(No space left on device\)"):
        user_files.write(tmp_path, dict.fromkeys(names, b"head\nnew\n"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(
        names, b"head\nold\n"
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp932", "latin-1", "utf-8"])
def test_any_terminal_shows_the_report(article, tmp_path, encoding):
    """Signs that it lacks become their like in ASCII, and the files are written all the same."""
    article.write_text("Tōkyō’s “plan” – 計画…\n\nThe Ministry said so.\n\nEnd.", "utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "analysis",
            "audit",
            str(article),
            "--html",
            str(tmp_path / "r.html"),
        ],
        env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    first = done.stdout.decode(encoding).splitlines()[0]
    assert done.returncode == 0 and done.stderr == b"" and (tmp_path / "r.html").is_file()
    if encoding == "ascii":
        assert first == 'Tokyo\'s "plan" - ??.'
    assert "Traceback" not in first


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("9999-12-31", "'9999-12-31': names a year outside 1873 to 2100"),
        ("0001-01-01", "'0001-01-01': names a year outside 1873 to 2100"),
        ("2026-13-01", "write it as YYYY-MM-DD"),
    ],
)
def test_a_day_of_publication_that_is_none_is_named_as_typed(article, day, why):
    assert why in refusal("audit", article, "--published", day)
