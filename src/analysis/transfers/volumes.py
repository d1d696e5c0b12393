"""The trend-indicator series of arms exports, by vintage."""

import pandas as pd

from .. import tables


def series() -> pd.DataFrame:
    """The trend-indicator values, one row per country × year × vintage, oldest vintage first; `latest` marks the newest of a country.

    `tiv_million` is a volume, not money. A year without a row holds no delivery, 0 is less than half a million.
    """
    frame = tables.read("arms_export_series").sort_values(
        ["iso3", "year", "vintage", "vintage_id"], ignore_index=True
    )
    names = tables.read("comparators").set_index("iso3")["name"]
    return frame.assign(
        latest=frame["vintage"] == frame.groupby("iso3")["vintage"].transform("max"),
        name=pd.Categorical(frame["iso3"].map(names), names, ordered=True),
    )


def revisions(iso3: str) -> pd.DataFrame:
    """The series of one country, only the years on which its vintages disagree once rounded to whole millions.

    One row per year × vintage whose span holds the year; `tiv_million` is missing where the vintage has no delivery in that year.
    """
    own = series().query("iso3 == @iso3")
    spans = own.groupby(["vintage", "vintage_id"], as_index=False).agg(
        first=("year", "min"), last=("year", "max"), source_id=("source_id", "first")
    )
    grid = (
        spans.merge(own[["year"]].drop_duplicates(), how="cross")
        .query("first <= year <= last")
        .drop(columns=["first", "last"])
    )
    grid = grid.merge(
        own[["year", "vintage_id", "tiv_million"]], on=["year", "vintage_id"], how="left"
    )
    rounded = (grid["tiv_million"] + 0.5).floordiv(1).fillna(0)
    grid = grid[rounded.groupby(grid["year"]).transform("nunique") > 1]
    return grid.sort_values(["year", "vintage"], ignore_index=True)
