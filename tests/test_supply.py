"""What the project runs and ships comes from where it says, and two makes do not meet."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pydata_sphinx_theme
import pytest

ROOT = Path(__file__).parents[1]
TURN = ROOT / "tools/one_at_a_time.py"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
NOTICES = (ROOT / "site/_static/licences/NOTICES.txt").read_text("utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_named_by_their_commit(path):
    """A tag can be moved; the version stands beside, for people."""
    for action in re.findall(r"uses:\s*(.+)", path.read_text("utf-8")):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[0-9]+\.[0-9.]+.*", action)


def test_every_font_and_script_of_the_theme_has_its_licence():
    """A folder or script that a new version of the theme adds is noticed here."""
    static = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
    shipped = {path.name for path in (static / "vendor").iterdir()}
    shipped |= {path.name.split(".")[0] for path in (static / "scripts").glob("*.js")}
    assert {name for name in shipped if name not in NOTICES.lower()} == set()
    assert "clipboard.js" in NOTICES and "Sphinx" in NOTICES
    for licence in re.findall(r"([\w.-]+\.txt)", NOTICES):
        text = (ROOT / "site/_static/licences" / licence).read_text("utf-8")
        assert "AS IS" in text or "PROVIDED" in text


def test_a_second_make_waits_for_the_first(tmp_path):
    """Their work does not mix, the waiting one says so, and each gives its own status."""
    script = (
        "import sys, time, pathlib; log = pathlib.Path('log'); name = sys.argv[1];"
        "log.open('a').write(f'begin {name}\\n'); time.sleep(1);"
        "log.open('a').write(f'end {name}\\n'); sys.exit(int(name))"
    )
    runs = []
    for name in ("3", "4"):
        command = [sys.executable, str(TURN), sys.executable, "-c", script, name]
        runs.append(subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True))
        time.sleep(0.4)
    told = [run.communicate(timeout=30)[0] for run in runs]
    assert [run.returncode for run in runs] == [3, 4]
    assert (tmp_path / "log").read_text() == "begin 3\nend 3\nbegin 4\nend 4\n"
    assert "waiting for its end" in told[1] and "waiting" not in told[0]


def test_a_make_that_is_told_to_end_ends_its_work(tmp_path):
    """And the next one does not wait for it."""
    command = [sys.executable, str(TURN), sys.executable, "-c", "import time; time.sleep(60)"]
    run = subprocess.Popen(command, cwd=tmp_path)
    time.sleep(0.7)
    run.terminate()
    assert run.wait(20) == 128 + 15
    quick = [sys.executable, str(TURN), sys.executable, "-c", "pass"]
    assert subprocess.run(quick, cwd=tmp_path, timeout=20, check=False).returncode == 0
