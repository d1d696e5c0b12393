"""Who was prime minister on a day, so that anything with a day can be told by prime minister."""

import pandas as pd

from .. import periods, tables


def prime_minister(on: object) -> str | None:
    """Return the prime minister of a day.

    Parameters
    ----------
    on : object
        A day, as `periods.day` takes it.

    Returns
    -------
    str or None
        The name, as the table `cabinets` has it; on a day of change, the one who came. None where
        no row covers the day: before 1994 the table holds those alone who changed a rule.

    Raises
    ------
    ValueError
        For what is no day.

    Examples
    --------
    >>> prime_minister("1976-02-27")
    'Takeo Miki'
    >>> prime_minister("1973-01-01") is None
    True
    """
    (name,) = prime_ministers(pd.Series([periods.day(on)]))
    return None if pd.isna(name) else str(name)


def prime_ministers(on: pd.Series) -> pd.Series:
    """Return the prime minister of each day of a column, in the order in which they governed.

    Parameters
    ----------
    on : pandas.Series
        Days, as `periods.days` takes them.

    Returns
    -------
    pandas.Series
        The names on the same index, as ordered categories that name all of the table; missing
        where the day is, and where no row covers it.

    Raises
    ------
    ValueError
        For what is no day.

    Examples
    --------
    >>> prime_ministers(pd.Series(["2014-04-01", "2023-12-22"])).tolist()
    ['Shinzo Abe', 'Fumio Kishida']
    """
    asked = periods.days(on)
    cabinets = tables.read("cabinets").sort_values("from", kind="stable")
    position = cabinets["from"].searchsorted(asked, side="right") - 1
    latest = pd.Series(position, asked.index).where(asked.notna(), -1)
    found = cabinets.reset_index(drop=True).reindex(latest).set_axis(asked.index)
    over = found["to"].notna() & (asked > found["to"])
    names = found["prime_minister"].mask(over)
    order = list(dict.fromkeys(cabinets["prime_minister"]))
    return pd.Series(pd.Categorical(names, order, ordered=True), asked.index)
