"""From a fresh clone to green tests and the site; README.md says how long, and is told anew."""

import re
import subprocess
import tempfile
from pathlib import Path

from measure import ROOT, command, row, seconds, taken

README = "README.md"
SET_UP = "The set-up takes half a minute"
MINUTES = "one two three four five six seven eight nine ten eleven twelve".split()
SENTENCE = "from a fresh clone to green tests and the rendered site about {} minutes"


def rows():
    """Return the seconds of the set-up alone, and of all, of a clone in a folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        work = Path(place, "clone")
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, work], check=True)
        setup = seconds(command("make", "data", cwd=work))
        whole = setup + seconds(command("make", "test", "site", cwd=work))
    yield row("the set-up of a fresh clone, packages cached", taken([setup]), README, SET_UP)
    yield row("set-up, `make test site`", taken([whole]), README, told(ROOT / README, whole))


def told(path: Path, whole: float) -> str:
    """Let a page say how many minutes that is, and return the sentence."""
    number = round(whole / 60)
    words = MINUTES[number - 1] if 0 < number <= len(MINUTES) else str(number)
    text = path.read_text("utf-8")
    new = SENTENCE.format(words)
    path.write_text(re.sub(SENTENCE.format(r"[\w-]+"), new, text), "utf-8")
    return new
