"""The source register: look up, cite."""

import pandas as pd

from analysis import tables


def register() -> pd.DataFrame:
    """One row per source, indexed by `source_id`."""
    return tables.read("sources").set_index("source_id")


def cite(source_ids: list[str]) -> str:
    """A short line that names the publishers behind some sources, in the order given, each once.

    A source whose publisher was not noted is named by the host of its address. An unknown id raises ValueError.
    """
    known = register()
    wanted = pd.unique(pd.Series(source_ids, dtype="str").dropna())
    lost = [i for i in wanted if i not in known.index]
    if lost:
        raise ValueError(f"unknown source {', '.join(map(repr, lost))}; add it to data/raw/sources.csv")
    return ", ".join(pd.unique(name(known.loc[wanted])))


def name(sources: pd.DataFrame) -> pd.Series:
    """The publisher of each source, or the host of its address where no publisher was noted."""
    host = sources["url"].str.extract(r"^https?://(?:www\.)?([^/:]+)", expand=False)
    return sources["publisher"].fillna(host)
