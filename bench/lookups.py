"""A million (provision, day) look-ups of the rule time machine, against numpy's search in the same intervals."""

import numpy as np
import pandas as pd
from measure import memory, pair

from analysis import rules, tables

MILLION = 1_000_000


def rows():
    """The status column for a million questions."""
    random = np.random.default_rng(1967)
    ids = tables.read("provisions")["provision_id"].to_numpy()
    codes = random.integers(0, len(ids), MILLION)
    asked = pd.Series(ids[codes])
    days = pd.Series(
        pd.Timestamp("1949-01-01") + pd.to_timedelta(random.integers(0, 28_000, MILLION), unit="D")
    )
    bands = rules.bands()
    bands = bands[bands["scope"] == "standing"]
    numbers, starts = (
        bands["provision_id"].map({name: code for code, name in enumerate(ids)}),
        bands["start"].dt.normalize(),
    )
    keys = np.sort((numbers.to_numpy() << 32) + day_number(starts))
    statuses = bands["status"].astype("str").to_numpy()
    sought = (codes.astype("int64") << 32) + day_number(days)
    floor = lambda: statuses[np.maximum(np.searchsorted(keys, sought, side="right") - 1, 0)]  # noqa: E731
    yield pair(
        "status on a million days",
        "floor: numpy `searchsorted`",
        lambda: rules.status(asked, days),
        floor,
        repeats=7,
        goal=3,
    )
    code = (
        "import pandas as pd\nfrom analysis import rules\n"
        "asked = pd.Series(['P02'] * 1_000_000)\ndays = pd.Series(pd.Timestamp('2023-12-22')).repeat(1_000_000).reset_index(drop=True)\nwork = lambda: rules.status(asked, days)"
    )
    yield memory("status, a million", code, MILLION)


def day_number(days: pd.Series) -> np.ndarray:
    """Days since 1900."""
    return (days - pd.Timestamp("1900-01-01")).dt.days.to_numpy()
