"""What is installed, and from what: wheel, source archive, lock, conda environment, citation."""

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement

import analysis
import analysis.rules
from analysis import tables
from analysis.__main__ import main
from analysis.commands import parsing

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = json.loads((ROOT / "data/datapackage.json").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = {name: extra for name, extra in PROJECT["optional-dependencies"].items() if name != "dev"}
DIRECT = {
    wanted.name: wanted
    for wanted in map(Requirement, [*PROJECT["dependencies"], *sum(EXTRAS.values(), [])])
}


def build(source: Path, into: Path, kind: str) -> Path:
    """Build a wheel or an sdist from a folder, without network or environment of its own."""
    code = f"import hatchling.build, sys; print(hatchling.build.build_{kind}(sys.argv[1]))"
    command = [sys.executable, "-W", "error", "-c", code, str(into)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return into / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


def contents(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel but for its own metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name
        }


def locked() -> dict[str, tuple[Requirement, int]]:
    """Each package of the lock with the number of its hashes."""
    entries = re.findall(
        r"^([^\s#].*?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", lock_text(), re.M
    )
    return {
        Requirement(line).name: (Requirement(line), hashes.count("sha256:"))
        for line, hashes in entries
    }


def lock_text() -> str:
    return (ROOT / "requirements.lock").read_text("utf-8")


def environment() -> list:
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]


def same(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_wheel_carries_tables_schema_and_look(wheel):
    """Byte for byte those of the clone; of the raw files only the samples, which notebooks read."""
    files = contents(wheel)
    for path in [
        "README.md",
        "datapackage.json",
        *(table["path"] for table in PACKAGE["resources"]),
    ]:
        assert files[f"japan_arms_export/data/{path}"] == (ROOT / "data" / path).read_bytes(), path
    assert (
        files["japan_arms_export/house.mplstyle"]
        == (ROOT / "src/analysis/house.mplstyle").read_bytes()
    )
    assert {name.split("/")[0] for name in files} == {"japan_arms_export"}
    raw = {name for name in files if name.startswith("japan_arms_export/data/raw/")}
    samples = ("raw/article/sample-article.html", "raw/transfers/sample-release.txt")
    assert raw == {f"japan_arms_export/data/{path}" for path in samples}
    for path in samples:
        assert files[f"japan_arms_export/data/{path}"] == (ROOT / "data" / path).read_bytes()


@pytest.fixture
def installed(wheel, tmp_path):
    """The wheel unpacked, a folder elsewhere, and what a code prints there without the clone."""
    place, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)

    def run(code: str, *words: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", code, *words]
        done = subprocess.run(
            command,
            cwd=elsewhere,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return SimpleNamespace(place=place, elsewhere=elsewhere, run=run)


def test_an_installed_wheel_reads_its_tables_from_anywhere(installed):
    """In another folder, without the clone."""
    code = """
from japan_arms_export import tables
print(tables.folder())
print(*(len(tables.read(name)) for name in tables.names()))
"""
    folder, rows = installed.run(code).splitlines()
    assert Path(folder).resolve() == (installed.place / "japan_arms_export/data").resolve()
    assert list(map(int, rows.split())) == [
        len(tables.read(table["name"])) for table in PACKAGE["resources"]
    ]


def test_a_notebook_of_an_installed_wheel_shows_the_same_from_anywhere(installed):
    """Copied to a folder of its own: every cell runs and every stored output comes again."""
    copy = installed.elsewhere / "05-what-was-allowed-when.ipynb"
    text = (ROOT / "notebooks" / copy.name).read_text("utf-8")
    copy.write_text(text.replace("from analysis import", "from japan_arms_export import"), "utf-8")
    installed.run(
        "import nbformat, sys; from nbclient import NotebookClient\n"
        "book = nbformat.read(sys.argv[1], 4)\n"
        "asked = 'import japan_arms_export; print(japan_arms_export.__file__)'\n"
        "book.cells.insert(0, nbformat.v4.new_code_cell(asked))\n"
        "NotebookClient(book, timeout=120, record_timing=False).execute()\n"
        "nbformat.write(book, sys.argv[1])",
        str(copy),
    )
    asked, *cells = nbformat.read(copy, 4).cells
    assert str(installed.place) in asked.outputs[0].text
    stored = nbformat.read(ROOT / "notebooks" / copy.name, 4).cells
    assert [shown(cell) for cell in cells] == [shown(cell) for cell in stored]


def test_a_users_own_analysis_breaks_nothing(installed):
    """An `analysis.py` in the folder one works in is another module than ours."""
    (installed.elsewhere / "analysis.py").write_text("raise RuntimeError('not ours')", "utf-8")
    code = "from japan_arms_export import rules; print(rules.status('P02', '2023-12-22'))"
    assert installed.run(code).split() == [analysis.rules.status("P02", "2023-12-22")]


def test_the_command_works_in_a_clone_and_installed(installed):
    """`japan-arms-export` gives the same in both."""
    asked = ["rules", "--on", "2024-03-10"]
    code = "import sys; from japan_arms_export.__main__ import main; main(sys.argv[1:])"
    command = [str(Path(sys.executable).with_name("japan-arms-export")), *asked]
    clone = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert installed.run(code, *asked) == clone.stdout
    assert installed.run("import japan_arms_export as j; print(j.__version__)").split() == [
        analysis.__version__
    ]


RUN_EACH = """
import contextlib, io, json, sys
from japan_arms_export.__main__ import main
answers = []
for words in json.loads(sys.argv[1]):
    out, said = io.StringIO(), None
    with contextlib.redirect_stdout(out):
        try:
            main(words)
        except SystemExit as end:
            said = end.code
    answers.append([out.getvalue(), said])
print(json.dumps(answers))
"""


def test_every_command_answers_where_only_the_wheel_is(installed):
    """Tables, answers, an audit and charts are there; what needs raw tables says so in a line."""
    sample = str(ROOT / "data/raw/article/sample-article.html")
    asked = [
        ["tables"],
        ["tables", "permits"],
        ["tables", "--codebook"],
        ["tables", "permits", "--csv", "new/permits.csv"],
        ["ask", "Patriot", "--to", "Ukraine", "--on", "2024-03-10"],
        ["audit", sample],
        ["chart"],
        ["chart", "by_year", "year.png"],
        ["chart", "by_year", "year.svg"],
        ["check"],
        ["check", "claims.csv"],
        ["build"],
        ["check", "--text", sample],
    ]
    answers = json.loads(installed.run(RUN_EACH, json.dumps(asked)))
    (listed, one, codebook, written, *_), (*refused, _) = answers[:9], answers[9:]
    assert [line.split()[0] for line in listed[0].splitlines()] == tables.names()
    assert all(field["name"] in one[0] for field in tables.fields("permits"))
    assert codebook[0].strip() == (ROOT / "data/README.md").read_text("utf-8").strip()
    assert "31 rows" in written[0] or "rows of" in written[0]
    csv = (installed.elsewhere / "new/permits.csv").read_bytes()
    assert csv.decode("utf-8-sig") == tables.to_csv("permits", tables.read("permits"))
    assert all(said is None and out.strip() for out, said in answers[:9])
    for out, said in refused:
        assert not out and "clone" in said and "\n" not in said
    out, said = answers[-1]
    assert "this is not the text that was audited" in said and out
    assert (installed.elsewhere / "year.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (installed.elsewhere / "year.svg").read_text("utf-8")


def test_help_is_a_line_and_an_example_for_each_command():
    """Each example is one that the command reads, and the list of them fits a narrow window."""
    made = parsing.parser()
    (commands,) = (action for action in made._actions if action.dest == "command")
    lines = {choice.dest: choice.help for choice in commands._choices_actions}
    assert set(lines) == set(commands.choices)
    for name, parser in commands.choices.items():
        assert len(lines[name]) <= 64 and parser.description.endswith(".")
        example = shlex.split(parser.epilog.removeprefix("example: "))
        assert example[0] == name and made.parse_args(example).command == name
    examples = re.findall(rf"^  {re.escape(made.prog)} (.+)$", made.format_help(), re.MULTILINE)
    told = [made.parse_args(shlex.split(example)).command for example in examples]
    assert told == ["tables", "rules", "ask", "audit", "check", "chart"]


def test_without_a_command_the_help_is_shown(capsys):
    """And nothing is reproached."""
    with pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == 0 and "examples:" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["chart", "no_such"], ["chart", "by_year", "a.pdf"]])
def test_a_chart_that_cannot_be_is_refused_in_one_line(words, tmp_path, monkeypatch):
    """An unknown name lists those there are; another ending names the two that serve."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as refused:
        main(words)
    assert "\n" not in str(refused.value) and list(tmp_path.iterdir()) == []
    assert "by_year" in str(refused.value) or ".svg" in str(refused.value)


def test_a_chart_is_not_written_over_another_file(tmp_path, capsys):
    """Unless that is asked for; the same chart again is no other file."""
    path = tmp_path / "years.svg"
    main(["chart", "by_year", str(path)])
    first = path.read_bytes()
    main(["chart", "by_year", str(path)])
    path.write_text("my own drawing", "utf-8")
    with pytest.raises(SystemExit, match="--replace"):
        main(["chart", "by_year", str(path)])
    assert path.read_text("utf-8") == "my own drawing"
    path.write_bytes(first + b" ")
    with pytest.raises(SystemExit, match="--replace"):
        main(["chart", "by_year", str(path)])
    main(["chart", "by_year", str(path), "--replace"])
    assert path.read_bytes() == first and "permit" in capsys.readouterr().out


def test_the_readme_leads_somewhere_from_an_index(wheel):
    """There are no files beside it: a link is absolute, or only its text."""
    spec = importlib.util.spec_from_file_location("index", ROOT / "tools/index_metadata.py")
    index = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(index)
    text = (ROOT / "README.md").read_text("utf-8")
    here = index.LINK.findall(text)
    assert len(here) > 20 and any(picture for picture, _, _ in here)
    for repository in ("", "https://example.org/o/r", "https://example.org/o/r/"):
        links = index.LINK.findall(index.readme(text, repository, "1.0"))
        assert [target for *_, target in links if "://" not in target and target[0] != "#"] == []
        for _, _, target in links if repository else ():
            _, ours, path = target.rpartition("https://example.org/o/r/")
            assert not ours or (ROOT / path.split("/", 2)[2].partition("#")[0]).exists(), target
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("METADATA"))
        metadata = archive.read(name).decode()
    assert index.readme(text, index.address(), analysis.__version__).strip() in metadata


def test_reading_the_tables_needs_no_yaml(installed):
    """What an installed package reads is JSON and CSV."""
    installed.run(
        "import sys; sys.modules['yaml'] = None; from japan_arms_export.__main__ import main; "
        "main(['rules', '--on', '2024-03-10'])"
    )


def shown(cell) -> list[dict]:
    """What a cell shows: texts, tables, pictures with their descriptions."""
    return [{**output, "execution_count": None} for output in cell.get("outputs", [])]


def test_the_source_archive_gives_the_same_wheel(wheel, tmp_path):
    """And holds what a rebuild of the tables, the notebooks and the site needs."""
    with tarfile.open(build(ROOT, tmp_path, "sdist")) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
    for needed in (
        "Makefile",
        "requirements.lock",
        "data/raw/sources/sources.csv",
        "notebooks",
        "site/conf.py",
        "tests",
        "tools",
    ):
        assert (source / needed).exists(), needed
    assert contents(build(source, tmp_path, "wheel")) == contents(wheel)


def test_the_lock_names_no_place():
    """A lock with an address in it would send everyone to one registry."""
    assert "://" not in lock_text() and "://" not in (ROOT / "environment.yml").read_text("utf-8")


def test_every_package_of_the_lock_is_hashed_once():
    """One version per package on every system and every Python, each with its hashes."""
    lines = re.findall(r"^([A-Za-z0-9._-]+)==", lock_text(), re.M)
    assert len(lines) == len(set(lines)) == len(locked()) > 100
    assert all(
        re.fullmatch(r"==[^,*]+", str(wanted.specifier)) and hashes
        for wanted, hashes in locked().values()
    )


@pytest.mark.parametrize("name", DIRECT)
def test_the_lock_keeps_the_ranges(name):
    """What pyproject.toml asks for is locked, at a version that it allows."""
    chosen = {same(other): wanted for other, (wanted, _) in locked().items()}[same(name)]
    (version,) = (clause.version for clause in chosen.specifier)
    assert DIRECT[name].specifier.contains(version)


def test_the_lock_holds_what_builds_the_package():
    """`pip install --no-build-isolation -e .` asks for nothing more."""
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert {Requirement(line).name for line in needed} | {"editables"} <= set(locked())


def test_the_lock_lacks_nothing():
    """It is installed as it is: what its packages ask for must be in it, at a fitting version."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_conda_environment_is_in_step():
    """The same packages with the same ranges; conda gets them where it has them, pip the rest."""
    *conda, last = environment()
    *pip, here = last["pip"]
    listed = {wanted.name: wanted for wanted in map(Requirement, [*conda[2:], *pip])}
    assert conda[:2] == ["python=3.12", "pip"] and here == "-e .[dev]"
    assert {name: wanted.specifier for name, wanted in listed.items()} == {
        name: wanted.specifier for name, wanted in DIRECT.items()
    }


def test_dev_is_all_extras():
    """`pip install -e .[dev]` gives what every target of the Makefile needs, and its installer."""
    everything, installer = map(Requirement, PROJECT["optional-dependencies"]["dev"])
    assert everything.name == PROJECT["name"] and everything.extras == set(EXTRAS)
    assert installer.name == "uv" and "uv" in locked()


def test_citation_and_data_package_agree_with_the_project():
    """One version, one author, one pair of licences."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0" and {"message", "title", "type"} <= set(citation)
    assert citation["version"] == analysis.__version__ == PACKAGE["version"]
    assert citation["authors"] == PROJECT["authors"]
    assert " AND ".join(sorted(citation["license"], reverse=True)) == PROJECT["license"]
    assert citation["license"][0] == PACKAGE["licenses"][0]["name"]


MADE_BY_MAKE = [".venv/.locked-python3", ".venv/.installed", ".venv/.data-built"]
MADE_BY_MAKE += ["site/figures/figures.json", "site/_build/html/.rendered"]


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_does_again_what_an_edit_asks_for_and_nothing_else(tmp_path):
    """Where all is made nothing is; a table that a person edits in place is newer than its site."""
    for name in "data notebooks site src Makefile pyproject.toml requirements.lock".split():
        copy = shutil.copy2 if (ROOT / name).is_file() else shutil.copytree
        ignored = {} if copy is shutil.copy2 else {"ignore": shutil.ignore_patterns("_build")}
        copy(ROOT / name, tmp_path / name, **ignored)
    for name in ("CITATION.cff", "LICENSE"):
        shutil.copy2(ROOT / name, tmp_path / name)
    for stamp in MADE_BY_MAKE:
        (tmp_path / stamp).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / stamp).touch()

    def waiting(target: str) -> int:
        """0 where there is nothing to do for a target, 1 where there is."""
        command = ["make", "-q", "PYTHON=python3", "UV=", "SITE_URL=", target]
        return subprocess.run(command, cwd=tmp_path, capture_output=True).returncode

    rendered = MADE_BY_MAKE[-1]
    assert [waiting(target) for target in ("data", rendered)] == [0, 0]
    table = tmp_path / tables.raw("gaps")
    later = table.stat().st_mtime + 1e9
    os.utime(table, (later, later))
    assert [waiting(target) for target in ("data", rendered)] == [1, 1]


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
WRITES = {  # what may do more than read, and why it must
    ("release", "release"): {"contents": "write"},
    ("pages", "build"): {"contents": "read", "pages": "read"},
    ("pages", "deploy"): {"pages": "write", "id-token": "write"},
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.stem for path in WORKFLOWS])
def test_a_workflow_has_the_least_rights(path):
    """No job may write but those named, and none of these runs anything of the repository."""
    text = path.read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    rights = {
        (path.stem, name): job["permissions"]
        for name, job in workflow["jobs"].items()
        if "permissions" in job
    }
    assert rights == {key: right for key, right in WRITES.items() if key[0] == path.stem}
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            if job.get("permissions", {}).get("contents") == "write":
                assert "checkout" not in step.get("uses", "")  # it runs nothing of the repository
            assert "${{" not in step.get("run", "")  # no text of strangers becomes a command


def test_one_action_has_one_version():
    """Everywhere the same commit, with the same version beside it."""
    used = {line for path in WORKFLOWS for line in re.findall(r"uses: (\S+@\S+)", path.read_text())}
    names = [line.split("@")[0] for line in used]
    assert len(names) == len(set(names))


def test_the_wheel_is_tried_on_every_python_that_it_names():
    """From the oldest that it takes on, without a hole."""
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]
    tried = jobs["wheel"]["strategy"]["matrix"]["python"]
    oldest = int(PROJECT["requires-python"].removeprefix(">=3."))
    assert tried == [f"3.{minor}" for minor in range(oldest, oldest + len(tried))]
    assert tried == jobs["make"]["strategy"]["matrix"]["python"] and len(tried) >= 4


def test_the_dev_container_sets_itself_up():
    """With a command of the Makefile, and the environment that this makes."""
    told = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert told["postCreateCommand"] == "make data" and "\ndata:" in makefile
    assert ".venv/bin" in told["remoteEnv"]["PATH"] and told["image"].startswith("python:3.")
