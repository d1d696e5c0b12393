"""Printed forms beside typed values: each is read again, and must say the same as what was noted.

The schema names the pairs: a field with `printed` holds what a person noted, the column it names holds what the source prints, and
`notation` says how to read that. Several spellings of one value are parted by " / ". What stands behind ";" is not read: what other
sources print, and words that hold no such value (a cell that begins with ";" holds none). Remarks in brackets are passed over.
A spelling that no reader understands is refused, never guessed.
"""

import pandas as pd

from . import countries, japanese, tables

REMARK = r"\s*\([^)]*\)"
READERS = {
    "money": lambda printed, published, spellings: japanese.to_money(printed, errors="coerce")[
        ["amount", "currency"]
    ],
    "country": lambda printed, published, spellings: countries.to_iso3(
        printed, errors="coerce", spellings=spellings
    ),
    "date": lambda printed, published, spellings: japanese.to_date(
        printed, published=published, errors="coerce"
    ),
    "fiscal year": lambda printed, published, spellings: japanese.to_fiscal_year(
        printed, published=published, errors="coerce"
    ),
}


def pairs(name: str) -> list[dict]:
    """The fields of a table that a printed form stands beside."""
    return [field for field in tables.fields(name) if "printed" in field]


def read_again(
    name: str, frame: pd.DataFrame, spellings: countries.Spellings | None = None
) -> pd.DataFrame:
    """One row per spelling: table, row, column, printed, noted, read, and result: `same` | `differs` | `refused`.

    `spellings` are those of countries, where other tables than the stored ones are read.
    """
    found = [_spellings(name, frame, field, spellings) for field in pairs(name)]
    columns = ["table", "row", "column", "printed", "noted", "read", "result"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def faults(frames: dict[str, pd.DataFrame]) -> list[str]:
    """Every printed form that reads as something else than what was noted beside it, with both values, or cannot be read at all."""
    spellings = countries.spellings(frames["countries"], frames["aliases"])
    rows = pd.concat(
        [read_again(name, frame, spellings) for name, frame in frames.items()], ignore_index=True
    )
    differs = "{noted!r} is noted, but {printed!r} reads as {read!r}; mend one of them"
    refused = "{printed!r} cannot be read; write it as the source prints it, or put it behind ';' if it holds no such value"
    words = rows["result"].map({"differs": differs, "refused": refused}).dropna()
    told = rows.loc[words.index].to_dict("records")
    return [
        f"{tables.raw(row['table'])}, row {row['row']}, column {row['column']}: {word.format(**row)}"
        for row, word in zip(told, words, strict=True)
    ]


def bounds(frame: pd.DataFrame, printed: str) -> pd.Series:
    """Whether the first spelling of each printed sum is exact, about, at least or at most; missing where it is not a sum."""
    first = (
        frame[printed].str.split(r";| / ", regex=True).str[0].str.replace(REMARK, "", regex=True)
    )
    return japanese.to_money(first, errors="coerce")["bound"]


def _spellings(
    name: str, frame: pd.DataFrame, field: dict, spellings: countries.Spellings | None
) -> pd.DataFrame:
    """The spellings of one printed column, read, beside what was noted, all as text."""
    columns = [field["name"], "currency"] if field["notation"] == "money" else [field["name"]]
    noted = frame.loc[frame[field["name"]].notna() & frame[field["printed"]].notna()]
    spelt = noted[field["printed"]].str.split(";").str[0].str.split(" / ").explode()
    spelt = spelt.str.replace(REMARK, "", regex=True).str.strip()
    spelt = spelt[spelt != ""]
    published = noted[field["published"]].reindex(spelt.index) if "published" in field else None
    rows = pd.DataFrame(
        {"table": name, "row": spelt.index, "column": field["name"], "printed": spelt.array}
    )
    read = READERS[field["notation"]](
        spelt.reset_index(drop=True),
        published if published is None else published.reset_index(drop=True),
        spellings,
    )
    rows["read"] = _text(pd.DataFrame(read))
    rows["noted"] = _text(noted[columns].reindex(spelt.index).reset_index(drop=True))
    result = pd.Series("differs", rows.index).mask(rows["read"] == rows["noted"], "same")
    return rows.assign(result=result.mask(rows["read"] == "", "refused"))


def _text(values: pd.DataFrame) -> pd.Series:
    """A row of values as one text, blank where the first is missing: 1921000000 JPY, 2024-03-10."""
    parts = [values[column].astype("str").str.removesuffix(" 00:00:00") for column in values]
    joined = parts[0].str.cat(parts[1:], sep=" ", na_rep="") if len(parts) > 1 else parts[0]
    return joined.mask(values.iloc[:, 0].isna(), "").fillna("")
