"""The API reference: a page per module, made from its docstrings, and the list of these pages.

`gather` writes the pages; `fill` fills the list; `to_rst` lets docstrings be written as plain text.
"""

import importlib
import re
from pathlib import Path

import templating
import written

# What a reader may want to call, by subject, in the order of the list
MODULES = {
    "The tables": ["tables", "sources", "countries", "periods"],
    "The subjects": [
        "articles",
        "claims",
        "rules",
        "permits",
        "transfers",
        "conclusions",
        "questions",
    ],
    "Official notation": ["japanese"],
    "Showing": [
        "show",
        "charts",
        "charts.answers",
        "charts.claims",
        "charts.method",
        "charts.partners",
        "charts.permits",
        "charts.polls",
        "charts.regimes",
        "charts.rules",
        "charts.transfers",
        "charts.world",
    ],
    "Any article": ["newsroom", "newsroom.audit", "newsroom.web"],
    "The method": ["reliability", "checks", "citations", "releases"],
}
PAGE = """\
# {name}

```{{eval-rst}}
.. automodule:: {name}
   :members:
```
"""
# What stays as it is in a line of a docstring, and what RST would act on
CODE = re.compile(r"(``.+?``|`[^`]+`)")
ACTIVE = re.compile(r"[\\*|]|(?<=\w)_(?!\w)|(?<!\w)_(?=\w)")
# *stress*, also over the end of a line; not the stars of *frames and **options
STRESS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*`]*[^\s*`])\*(?![\w*])")
ASIDE = "\ue000"  # stands for the star of a stress while the others are escaped
ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s")


def gather(site: Path) -> None:
    """Write one page per module into `api/`."""
    files = {f"{name}.md": PAGE.format(name=name).encode("utf-8") for name in names()}
    written.folder(site / "api", files)


def names() -> list[str]:
    """Return the full names of the modules, in the order of the list."""
    return [f"analysis.{name}" for modules in MODULES.values() for name in modules]


def fill(app, page: str, source: list[str]) -> None:
    """Fill the list; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "api":
        source[0] = templating.filled(source[0], subjects=subjects(), modules=names())


def subjects() -> dict[str, list[dict[str, str]]]:
    """Return the modules by subject, each with its name and the first sentence of its docstring."""
    return {
        subject: [{"name": f"analysis.{name}", "about": about(name)} for name in modules]
        for subject, modules in MODULES.items()
    }


def about(name: str) -> str:
    """Return the first sentence of a module's docstring."""
    text = importlib.import_module(f"analysis.{name}").__doc__
    return text.strip().split("\n\n")[0].replace("\n", " ")


def to_rst(app, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Turn a docstring into RST: `code` in single backticks, all other signs as they stand.

    Sphinx calls this with the lines of each docstring. Examples stay as they are.
    """
    lines[:] = with_stress_aside(lines)
    example = False
    for number, line in enumerate(lines):
        example = line.lstrip().startswith(">>>") or (example and bool(line.strip()))
        lines[number] = (line if example else plain(line)).replace(ASIDE, "*")
    if what in ("attribute", "property") and lines:
        lines[0] = lines[0].replace(
            ": ", " – ", 1
        )  # napoleon takes words before a colon for a type


def with_stress_aside(lines: list[str]) -> list[str]:
    """Return the lines with the stars of a stress set aside."""
    return STRESS.sub(rf"{ASIDE}\1{ASIDE}", "\n".join(lines)).split("\n")


def plain(line: str) -> str:
    """Return a line of a docstring as RST shows it: nothing but code is marked up."""
    parts = CODE.split(line)
    for place in range(0, len(parts), 2):
        parts[place] = in_words(parts[place], at_start=place == 0)
    for place in range(1, len(parts), 2):
        parts[place] = literal(parts[place], parts[place - 1], parts[place + 1])
    return "".join(parts)


def in_words(text: str, at_start: bool) -> str:
    """Return a text without code; the mark of a list at its start stays one."""
    mark = ITEM.match(text) if at_start else None
    end = mark.end() if mark else 0
    return text[:end] + ACTIVE.sub(r"\\\g<0>", text[end:])


def literal(code: str, before: str, after: str) -> str:
    """Return code as an RST literal, apart from the words beside it: `day`s is none to RST."""
    start = "\\ " if before and not before[-1].isspace() else ""
    end = "\\ " if after and (after[0].isalnum() or after[0] in "_\\") else ""
    return f"{start}``{code.strip('`')}``{end}"
