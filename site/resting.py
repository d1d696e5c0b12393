"""The tables at rest: while a page is made, no table is written, and none is looked at again."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

from analysis import tables


@contextmanager
def tables_at_rest() -> Iterator[None]:
    """Within it, what rests on tables is kept without asking the disk a million times."""
    look = tables.stamp
    tables.stamp = functools.partial(int, look())
    try:
        yield
    finally:
        tables.stamp = look
