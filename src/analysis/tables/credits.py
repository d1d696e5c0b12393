"""What a frame made of several tables carries in `attrs`, as `tables.read` gives it to its own."""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

import pandas as pd

from . import credit

Arguments = ParamSpec("Arguments")


def credited(
    title: str, *names: str
) -> Callable[[Callable[Arguments, Any]], Callable[Arguments, Any]]:
    """Give the frames that a function returns a title, and source, licence, version of its tables.

    `names` are the tables that the rows are made of. What is returned and is no frame stays as it
    is; what the function itself noted in `attrs` stays too.

    Examples
    --------
    >>> @credited("Claims, shortened", "claims", "arms_export_series")
    ... def short():
    ...     return pd.DataFrame({"claim_id": ["C01"]})
    >>> short().attrs["title"], short().copy().attrs["source"].partition(", ")[2]
    ('Claims, shortened', 'japan-arms-export, tables claims, arms_export_series')
    """

    def decorator(function: Callable[Arguments, Any]) -> Callable[Arguments, Any]:
        """Return the function with the credit on what it returns."""

        @functools.wraps(function)
        def crediting(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Any:
            """Return what the function returns; a frame says whose it is."""
            result = function(*args, **kwargs)
            if isinstance(result, pd.DataFrame):
                about = credit(*names)
                kept = {name: each for name, each in result.attrs.items() if name not in about}
                result.attrs = kept | about | {"title": title}
            return result

        return crediting

    return decorator
