"""What a package index is told beside pyproject.toml: the README with links that lead somewhere.

An index shows the README without the repository's files beside it. Where the address of the
repository is set (`REPOSITORY` in src/analysis/__init__.py), links and pictures lead there, to the
tag of the version; where it is not, a link becomes its text and a picture is left out.
"""

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parents[1]
# [text](target) and ![description](target); a text may go over the end of a line
LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+)\)")


def readme(text: str, repository: str, version: str) -> str:
    """Return the README as an index shows it."""

    def absolute(link: re.Match) -> str:
        """Return a link that leads somewhere from an index, or what stands for it."""
        picture, words, target = link["picture"], link["text"], link["target"]
        if "://" in target:
            return link[0]
        if not repository or target.startswith("#"):
            return "" if picture else words
        folder = "raw" if picture else "blob"
        return f"{picture}[{words}]({repository.rstrip('/')}/{folder}/v{version}/{target})"

    return LINK.sub(absolute, text)


def address() -> str:
    """Return the address of the repository, or nothing where none is set."""
    code = (ROOT / "src/analysis/__init__.py").read_text("utf-8")
    return re.search(r'^REPOSITORY = "(.*?)"', code, re.MULTILINE)[1]


class IndexMetadata(MetadataHookInterface):
    """Asked by the builder for what pyproject.toml lists as dynamic."""

    def update(self, metadata: dict) -> None:
        """Add the README and, where there is one, the address of the repository."""
        text = (ROOT / "README.md").read_text("utf-8")
        shown = readme(text, address(), metadata["version"])
        metadata["readme"] = {"content-type": "text/markdown", "text": shown}
        if address():
            metadata["urls"] = {"Repository": address()}
