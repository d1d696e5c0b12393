"""Files that generators make, written only where they are new: Sphinx reads what was written."""

from pathlib import Path


def file(path: Path, content: bytes) -> None:
    """Write a file, and its folder, unless it holds the same already."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def folder(place: Path, files: dict[str, bytes]) -> None:
    """Let a folder hold some files, named by their paths in it, and nothing else."""
    for name, content in files.items():
        file(place / name, content)
    wanted = {place / name for name in files}
    for path in sorted(place.rglob("*"), reverse=True):  # what a folder holds before the folder
        if path.is_file() and path not in wanted:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
