"""A wide set of notation: each text is read as a person would read it, or refused.

The cases stand in `notation.csv`; a blank in `expected` says that the text has no one meaning.
"""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import japanese

CASES = (
    pd.read_csv(Path(__file__).with_name("notation.csv"), dtype="str", keep_default_na=False)
    .to_numpy()
    .tolist()
)
FIGURES = "〇一二三四五六七八九"
UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))


def _shown(value: object) -> str:
    """What a reader says of one text, in words."""
    if isinstance(value, pd.DataFrame):
        return " ".join(map(_shown, value.iloc[0]))
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


@pytest.mark.parametrize(("reader", "printed", "published", "expected"), CASES)
def test_each_text_is_read_rightly_or_refused(reader, printed, published, expected):
    days = {"published": published} if published else {}
    read = getattr(japanese, reader)
    if expected:
        assert _shown(read(printed, **days)) == expected
        assert _shown(read(f" {printed}\n", **days)) == expected
    else:
        with pytest.raises(ValueError, match=r".: .*[a-z]"):
            read(printed, **days)


def _block(number: int, zeros: str = "") -> str:
    """A number below 10,000 as kanji with units; `zeros` stands once for each gap inside it."""
    text = ""
    gap = False
    for scale, unit in UNITS:
        figure = number // scale % 10
        if not figure:
            gap = bool(text)
            continue
        one = "" if figure == 1 and unit else FIGURES[figure]
        text += (zeros if gap else "") + one + unit
        gap = False
    return text


def _written(number: int, zeros: str = "") -> str:
    """A number below 10¹⁶ as kanji, with 万, 億 and 兆."""
    text = ""
    for place, unit in ((3, "兆"), (2, "億"), (1, "万"), (0, "")):
        block = number // 10_000**place % 10_000
        if block:
            skipped = zeros if text and block < 1000 else ""
            one = "一" if unit and str(block)[0] == "1" and block in (1, 1000) else ""
            text += skipped + (one + _block(block, zeros)).replace("一一", "一") + unit
    return text


@given(st.integers(1, 10**16 - 1) | st.integers(1, 99_999))
def test_any_number_in_kanji_reads_back(number):
    """With and without a zero for each gap, and with blocks of four figures below 兆, 億 and 万."""
    for zeros in ("", "〇", "零"):
        assert japanese.to_number(_written(number, zeros)) == number
    blocks = f"{number:016d}"
    parts = [blocks[place : place + 4] for place in range(0, 16, 4)]
    units = ["兆", "億", "万", ""]
    first = next(place for place, part in enumerate(parts) if int(part))
    filled = str(int(parts[first])) + units[first]
    last = max(place for place, part in enumerate(parts) if int(part))
    for part, unit in list(zip(parts, units, strict=True))[first + 1 : last + 1]:
        filled += part + unit  # 10億0000万0001; in 10億0001 a 万 may have been lost
    assert japanese.to_number(filled) == number
    assert japanese.to_number(f"{number:,}件") == number


@given(st.integers(1, 9_999), st.sampled_from("十百千"), st.integers(1, 8), st.sampled_from("万億"))
def test_neighbours_after_a_unit_are_refused_wherever_they_stand(number, unit, figure, scale):
    """百二三 may mean 102 or 103: also with what stands before it, after it, and around it."""
    pair = unit + FIGURES[figure] + FIGURES[figure + 1]
    for text in (
        pair,
        f"{pair}人",
        f"{pair}{scale}",
        f"約{pair}件",
        f"{_block(number)}{scale}{pair}",
    ):
        with pytest.raises(ValueError, match="or|well formed|order"):
            japanese.to_number(text)


@given(
    st.lists(
        st.sampled_from(["1,464件", "百二三", "千五六", "10余万", "", "PAC-3", None]), max_size=9
    ),
    st.sampled_from([list, tuple, pd.Series, pd.Index, pd.array]),
)
def test_a_report_agrees_with_the_other_two_ways(values, kind):
    """Where a reason stands, "raise" would have raised; elsewhere the values are the same."""
    column = kind(values) if values else pd.Series(values, dtype="object")
    table = japanese.to_number(column, errors="report")
    coerced = japanese.to_number(column, errors="coerce")
    assert table["value"].astype("object").tolist() == coerced.astype("object").tolist()
    for value, reason in zip(values, table["reason"], strict=True):
        if value is None:
            assert pd.isna(reason)
        elif pd.isna(reason):
            assert isinstance(japanese.to_number(value), int)
        else:
            with pytest.raises(ValueError, match=reason.split("'")[0].strip()):
                japanese.to_number(value)
