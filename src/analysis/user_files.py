"""Files that a person names: read at once or refused; written whole, and never over another's."""

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from . import tables

LARGEST = 20_000_000  # bytes of a file that is read


def content(path: Path, most: int = LARGEST) -> bytes:
    """Return the bytes of a file.

    Parameters
    ----------
    path : pathlib.Path
        A regular file; a link to one is followed.
    most : int
        Bytes that it may have.

    Returns
    -------
    bytes
        All of them.

    Raises
    ------
    OSError
        Where there is no such file, or it is a folder, a pipe or a device (which might be waited
        for without end), or it may not be read.
    ValueError
        Where it is larger.

    Examples
    --------
    >>> content(Path("."))
    Traceback (most recent call last):
    ...
    IsADirectoryError: it is a folder, not a file
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError("it is a folder, not a file")
        if not stat.S_ISREG(mode):
            raise OSError("it is a pipe or a device, not a file")
        with path.open("rb") as file:
            found = file.read(most + 1)
    except FileNotFoundError:
        raise FileNotFoundError("there is no such file") from None
    except PermissionError:
        raise PermissionError("it may not be read; change its permissions") from None
    except OSError as error:
        if not error.strerror:
            raise
        reason = error.strerror[0].lower() + error.strerror[1:]
        raise OSError(f"it cannot be read ({reason})") from None
    if len(found) > most:
        raise ValueError(f"it is larger than {most:,} bytes")
    return found


def write(folder: Path, contents: dict[str, bytes], inputs: Iterable[Path] = ()) -> None:
    """Write files into a folder, all of them or none, each in one step; the folder is made.

    Parameters
    ----------
    folder : pathlib.Path
        Where they go.
    contents : dict of str to bytes
        What each file holds. One that stands there already is replaced only if its first line is
        the same: then the same command made it.
    inputs : iterable of pathlib.Path
        Files that were read, and may not be replaced.

    Raises
    ------
    FileExistsError
        For a file that may not be replaced: one of the inputs or of the project's tables, a link,
        a folder, or a file that begins otherwise. Nothing is written then.
    OSError
        Where a file cannot be written; those that stood there are whole.

    Examples
    --------
    >>> write(Path("."), {"pyproject.toml": b"first line"})
    Traceback (most recent call last):
    ...
    FileExistsError: pyproject.toml is there and was not made by this command; name another file
    """
    for name, wanted in contents.items():
        check_output(folder / name, inputs)
        check_replaced(folder / name, wanted)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as waiting:
            for name, wanted in contents.items():
                Path(waiting, name).write_bytes(wanted)
            for name in contents:
                os.replace(Path(waiting, name), folder / name)
    except OSError as error:
        reason = error.strerror or error
        raise OSError(
            f"{folder} could not be written ({reason}); make room or name another place"
        ) from None


def check_output(path: Path, inputs: Iterable[Path] = ()) -> None:
    """Raise FileExistsError where a file or folder may not be written, whatever it is to hold.

    No link is followed, neither at the end nor on the way; only those at the top of the disk are,
    which are the system's (`/tmp` on a Mac). Nothing goes among the project's tables, or over what
    is read.
    """
    data = tables.folder().resolve()
    if data in [path.resolve(), *path.resolve().parents]:
        raise FileExistsError(f"{path} lies among the project's tables; name a place elsewhere")
    for place in (path, *path.parents):
        is_of_system = place.is_absolute() and place.parent == Path(place.anchor)
        if place.is_symlink() and not is_of_system:
            raise FileExistsError(f"{place} is a link; name the place that it points to")
    for given in inputs:
        if path.exists() and given.exists() and path.samefile(given):
            raise FileExistsError(f"{path} is the file that is read; name another")


def check_replaced(path: Path, wanted: bytes) -> None:
    """Raise FileExistsError where something stands with another first line than is wanted."""
    if path.is_dir():
        raise FileExistsError(f"{path} is a folder; name a file")
    if not path.exists():
        return
    if not path.is_file():
        raise FileExistsError(f"{path} is a pipe or a device; name a file")
    first_line = wanted.partition(b"\n")[0]
    with path.open("rb") as file:
        if file.read(len(first_line) + 1).rstrip(b"\n") != first_line:
            raise FileExistsError(
                f"{path} is there and was not made by this command; name another file"
            )
