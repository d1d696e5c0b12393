"""The trend-indicator series of arms exports, by vintage."""

import pandas as pd

from .. import tables
from ..tables.credits import credited


@credited("Arms exports by country and year", "arms_export_series", "comparators")
def series() -> pd.DataFrame:
    """Return the trend-indicator values of arms exports.

    Returns
    -------
    pandas.DataFrame
        One row per country × year × vintage, oldest vintage first: the columns of
        `arms_export_series`, `name` (the country's, in the order of `comparators`; missing where
        it is none of them), and `latest` (bool: of the newest vintage of that country).
        `tiv_million` is a volume in million units of the indicator, not money. A year without a
        row holds no delivery; 0 is less than half a million.

    Examples
    --------
    >>> values = series()
    >>> values[values["latest"]].duplicated(["iso3", "year"]).sum().item()
    0
    """
    order = ["iso3", "year", "vintage", "vintage_id"]
    frame = tables.read("arms_export_series").sort_values(order, ignore_index=True)
    newest = frame.groupby("iso3")["vintage"].transform("max")
    names = tables.read("comparators").set_index("iso3")["name"]
    name = pd.Categorical(frame["iso3"].map(names), names, ordered=True)
    return frame.assign(name=name, latest=frame["vintage"] == newest)


@credited("How the published figures of a country moved", "arms_export_series")
def revisions(iso3: str) -> pd.DataFrame:
    """Return the years on which the vintages of one country disagree.

    Parameters
    ----------
    iso3 : str
        A country of the series. One that it does not have gives no row.

    Returns
    -------
    pandas.DataFrame
        One row per year × vintage whose span holds the year, where the vintages differ once
        rounded to whole millions: vintage, vintage_id, source_id, year and `tiv_million`, which is
        missing where the vintage has no delivery in that year.

    Examples
    --------
    Japan's value of 1994 fell from 162 to 130 million.

    >>> values = revisions("JPN").query("year == 1994")["tiv_million"].round()
    >>> int(values.iloc[0]), int(values.iloc[-1])
    (162, 130)
    """
    values = series().query("iso3 == @iso3", local_dict={"iso3": iso3})
    spans = values.groupby(["vintage", "vintage_id"], as_index=False).agg(
        first=("year", "min"), last=("year", "max"), source_id=("source_id", "first")
    )
    years = values[["year"]].drop_duplicates()
    grid = spans.merge(years, how="cross").query("first <= year <= last")
    grid = grid.drop(columns=["first", "last"]).merge(
        values[["year", "vintage_id", "tiv_million"]], on=["year", "vintage_id"], how="left"
    )
    rounded = (grid["tiv_million"] + 0.5).floordiv(1).fillna(0)
    grid = grid[rounded.groupby(grid["year"]).transform("nunique") > 1]
    return grid.sort_values(["year", "vintage"], ignore_index=True)
