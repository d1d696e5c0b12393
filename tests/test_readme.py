"""README, CONTRIBUTING, MAINTAINING, CHANGELOG and the issue forms say what is true."""

import doctest
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from packaging.version import Version

import analysis
from analysis import citations, releases

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", "MAINTAINING.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md"]
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in PAGES}
MADE = re.compile(r"make ([a-z-]+)")
PATH = re.compile(r"`((?:data|src|site|tests|tools|notebooks|bench)/[\w./-]+|[A-Z]+\.(?:md|cff))`")
COMMAND = re.compile(r"(?:python -m analysis|`japan-arms-export) ([a-z]+)([^`#\n]*)")
FORMS = [ROOT / ".github/ISSUE_TEMPLATE" / f"{name}.yml" for name in ("source", "correction")]


def blocks(text: str, language: str) -> list[str]:
    """The pieces of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_command_of_the_first_screen_prints_what_stands_there():
    """Each line as far as it is shown."""
    (block,) = blocks(TEXTS["README.md"], "console")
    command, *shown = block.splitlines()
    words = shlex.split(command.removeprefix("$ python "))
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, encoding="utf-8", cwd=ROOT
    )
    printed = done.stdout.splitlines()
    assert len(printed) == len(shown)
    assert [line[: len(start)] for line, start in zip(printed, shown, strict=True)] == shown


def test_the_python_of_the_first_screen_gives_what_stands_there():
    """As a doctest."""
    block = blocks(TEXTS["README.md"], "python")[0]
    test = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
    failed, tried = doctest.DocTestRunner().run(test)
    assert tried == 3 and not failed


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_names_is_there(name):
    """The targets of make, the files, the links to files and to their headings."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    in_code = re.findall(r"`[^`]+`", TEXTS[name]) + blocks(TEXTS[name], "sh")
    named = {target for code in in_code for target in MADE.findall(code)}
    assert named <= targets
    paths = set(PATH.findall(TEXTS[name]))
    assert not [path for path in paths if not (ROOT / path).exists()]
    for link in re.findall(r"\]\(([^)]+)\)", TEXTS[name]):
        path, _, heading = link.partition("#")
        assert link.startswith("http") or (ROOT / (path or name)).exists(), link
        if heading:
            text = (ROOT / (path or name)).read_text("utf-8")
            titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
            assert heading in {title.lower().replace(" ", "-") for title in titles}, link


def test_the_commands_of_the_module_are_those_it_has():
    """`python -m analysis …` and `japan-arms-export …`, with options that exist."""
    for text in TEXTS.values():
        for command, rest in COMMAND.findall(text):
            words = [sys.executable, "-m", "analysis", command, "--help"]
            done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8")
            options = [word for word in rest.split() if word.startswith("--")]
            assert done.returncode == 0, command
            assert not [option for option in options if option not in done.stdout], command


def test_every_raw_table_of_a_recipe_is_one():
    """And each folder of raw tables is named by some recipe."""
    named = set(re.findall(r"`data/raw/(\w+)/\w+\.csv`", TEXTS["CONTRIBUTING.md"]))
    assert named == {path.name for path in (ROOT / "data/raw").iterdir() if path.is_dir()}


def test_the_version_is_the_same_everywhere():
    """In the package, the citation and the data package.

    It is the newest release of the changelog or, while something is unreleased, one after it: so no
    two different data packages have one name.
    """
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    package = json.loads((ROOT / "data/datapackage.json").read_text("utf-8"))
    release = re.search(r"^## (\d[\d.]*) \((.+)\)$", TEXTS["CHANGELOG.md"], re.MULTILINE)
    (version,) = {analysis.__version__, citation["version"], package["version"]}
    if "## Unreleased" in TEXTS["CHANGELOG.md"]:
        assert Version(version).is_devrelease and Version(version) > Version(release[1])
        assert citation["date-released"] > release[2]
        assert version not in releases.stored()
    else:
        assert (version, citation["date-released"]) == (release[1], release[2])


def test_the_package_to_install_is_this_version():
    """As the README names it."""
    named = re.findall(r"japan_arms_export-([\w.]+)-py3", TEXTS["README.md"])
    assert set(named) == {analysis.__version__}


@pytest.mark.parametrize("path", FORMS, ids=[path.stem for path in FORMS])
def test_an_issue_form_is_whole(path):
    """Name, description and questions, each with an id of its own and a label."""
    form = yaml.safe_load(path.read_text("utf-8"))
    assert form["name"] and form["description"]
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    ids = [part["id"] for part in asked]
    assert len(ids) == len(set(ids)) >= 4
    for part in asked:
        assert part["type"] in ("input", "textarea", "dropdown") and part["attributes"]["label"]
        assert part["type"] != "dropdown" or len(part["attributes"]["options"]) > 1


def test_every_line_of_the_bench_belongs_to_a_sentence():
    """And the page of the results is the one that the measures give."""
    results = (ROOT / "bench/results.md").read_text("utf-8")
    for path in (ROOT / "bench/measured").glob("*.json"):
        for row in json.loads(path.read_text("utf-8"))["rows"]:
            text = " ".join((ROOT / row["file"]).read_text("utf-8").split())
            assert row["sentence"] in text, row["sentence"]
            assert row["figure"] in results and row["what"] in results


def test_the_rates_of_the_facts_checked_again_are_those_of_the_table():
    """The share that was wrong by grade, with its interval, as the tables give it."""

    def share(rate, name: str) -> str:
        """Write a share and its interval in whole per cent."""
        part, low, high = (100 * rate[f"{name}_{end}"] for end in ("share", "low", "high"))
        return f"{part:.0f} % ({low:.0f}–{high:.0f})"

    rates = citations.recheck_rates()
    assert len(rates)
    for rate in rates.to_dict("records"):
        cells = [rate["grade"], f"{rate['checked']} of {rate['drawn']}"]
        cells += [share(rate, "wrong"), share(rate, "substantive")]
        assert f"| {' | '.join(cells)} |" in TEXTS["README.md"]
