"""Looking up and citing sources."""

import pandas as pd
import pytest

from analysis import sources


def test_a_citation_names_each_publisher_once_in_order():
    """The host stands in where nobody noted the publisher."""
    register = sources.register()
    unnamed = register.index[register["publisher"].isna()][0]
    named = register.index[register["publisher"] == "World Bank"][0]
    host = register.loc[unnamed, "url"].split("/")[2].removeprefix("www.")
    assert sources.cite([named, unnamed, named]) == f"World Bank, {host}"


def test_an_unknown_source_is_refused_by_name():
    """With what to do about it."""
    with pytest.raises(ValueError, match="'nobody-1'; add it to data/raw/sources.csv"):
        sources.cite(["nobody-1"])


def test_every_source_has_a_name():
    """No citation is ever empty."""
    assert sources.name(sources.register()).str.len().gt(2).all() and isinstance(sources.register().index, pd.Index)
