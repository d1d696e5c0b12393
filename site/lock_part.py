"""Those entries of requirements.lock that one purpose needs, with their hashes.

`python site/lock_part.py notebooks` prints them: what a notebook needs, and no more. Without a
name, what the tables and charts need. Only the standard library is used.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def requirements(*extras: str) -> list[str]:
    """Return the packages that the project asks for, with its ranges; then those of its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    return project["dependencies"] + [package for extra in extras for package in optional[extra]]


def locked(*extras: str) -> str:
    """Return the entries of the lock for them, each with its hashes.

    An entry is needed if it is a requirement, or if a needed one stands under its `# via`.
    """
    text = (ROOT / "requirements.lock").read_text("utf-8")
    entries = dict(re.findall(r"^(([\w.-]+)(?:\[[^\]]*\])?==(?:.+\n)(?:[ ].*\n?)*)", text, re.M))
    entries = {name: entry for entry, name in entries.items()}
    wanted = {re.match(r"[\w.-]+", line)[0].lower() for line in requirements(*extras)}
    while True:
        more = {
            name
            for name, entry in entries.items()
            if name not in wanted and wanted & set(re.findall(r"# +(?:via )?([\w.-]+)", entry))
        }
        if not more:
            return "".join(entries[name] for name in sorted(wanted & set(entries)))
        wanted |= more


if __name__ == "__main__":
    print(locked(*sys.argv[1:]), end="")
