"""The table that a chart draws in Japanese: heads with units, words for codes, the same values.

Ids, figures, days, quotations and what stands in Japanese already are left as they are.
"""

import re

import pandas as pd

from analysis import language
from analysis.language import said

BOM = "\ufeff"  # by which a spreadsheet knows UTF-8
KEPT = re.compile(
    r"""
    _id$ | _ids$ | ^source_id | ^sources$ | iso3$ | ^evidence_(then|now)$   # ids
    | ^letters$                                                             # signs of the chart
    | _as_printed$ | ^title_en$                                             # quotations
    | _ja$
    """,
    re.VERBOSE,
)
WRITTEN = {  # how some values are written → the same in Japanese
    r"FY(\d{4})": r"\1年度",
    r"calendar (\d{4})": r"\1年（暦年）",
    r"related (\d+)": r"関連記事\1",
}


def in_japanese(table: pd.DataFrame, chart: str) -> pd.DataFrame:
    """Return the table of a chart in Japanese.

    What has no Japanese raises LookupError, which names all of it.
    """
    with language.of(language.JAPANESE):
        columns = {head(str(name), chart): words(str(name), table[name]) for name in table}
    language.settle(f"the table of the chart {chart}")
    if len(columns) < len(table.columns):
        raise ValueError(f"two columns of {list(table.columns)} have one Japanese head")
    return pd.DataFrame(columns, index=table.index)


def head(name: str, chart: str) -> str:
    """Return what stands above a column: that of this chart alone, or that of every chart."""
    own = language.japanese(f"head: {chart}.{name}")
    return own or str(said(f"head: {name}"))


def words(name: str, values: pd.Series) -> pd.Series:
    """Return a column in Japanese; one of figures, days or ids as it is."""
    is_bare = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if is_bare or pd.api.types.is_datetime64_any_dtype(values) or KEPT.search(name):
        return values
    texts = values.astype("str").where(values.notna())
    known = {text: cell(name, text) for text in texts.dropna().unique()}
    return texts.map(known)


def cell(name: str, text: str) -> str:
    """Return what a cell says: by its column, as a sentence without its stop, or as it stands."""
    for english, japanese in WRITTEN.items():
        if re.fullmatch(english, text):
            return re.sub(english, japanese, text)
    own = language.japanese(f"{name}: {text}")
    whole = language.japanese(f"{text}.")
    if own or (whole and not language.japanese(text)):
        return own or whole.removesuffix("。")
    return str(said(text))
