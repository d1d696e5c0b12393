"""A fiscal year without its era or century, 27年度 or FY27, placed by the day of publication."""

import pandas as pd
import pytest

from analysis.japanese import to_fiscal_year

ERAS = (
    (1868, "1868-01-25", "1912-07-30"),
    (1912, "1912-07-30", "1926-12-25"),
    (1926, "1926-12-25", "1989-01-07"),
    (1989, "1989-01-08", "2019-04-30"),
    (2019, "2019-05-01", "9999-12-31"),
)

# Bare years of budgets and plans, as newspapers and ministries printed them ahead of the year.
AHEAD = {
    "Sankei 2016": ("29年度", "2016-12-01", 2017),
    "Sankei 2016, the year after": ("30年度", "2016-12-01", 2018),
    "Nikkei 2017": ("18年度", "2017-12-15", 2018),
    "Tokyo Shimbun 2017": ("一八年度", "2017-12-23", 2018),
    "Peace Forum 2018, a day before": ("18年度", "2018-03-31", 2018),
    "a request for the budget, 2018": ("31年度", "2018-08-31", 2019),
    "a request for the budget, 2023": ("24年度", "2023-08-31", 2024),
    "dailydefense 2023, three years ahead": ("8年度", "2023-11-24", 2026),
    "dailydefense 2023": ("7年度", "2023-12-15", 2025),
    "economic.jp 2023": ("25年度", "2023-12-15", 2025),
    "economic.jp 2023, three years ahead": ("26年度", "2023-12-15", 2026),
    "Sankei 2024": ("7年度", "2024-12-27", 2025),
    "Sankei 2024, two years ahead": ("8年度", "2024-12-27", 2026),
    "Sankei 2024, three years ahead": ("9年度", "2024-12-27", 2027),
    "Finance 2025": ("7年度", "2025-03-01", 2025),
    "Kyodo 2025": ("27年度", "2025-08-19", 2027),
    "Yomiuri 2025": ("26年度", "2025-09-17", 2026),
    "Yomiuri 2025, ten days later": ("26年度", "2025-09-27", 2026),
    "San-in Chuo 2025": ("27年度", "2025-12-10", 2027),
    "a budget of 2025": ("8年度", "2025-12-26", 2026),
    "the last year of a programme": ("27年度", "2023-04-01", 2027),
}


@pytest.mark.parametrize(("printed", "published", "expected"), AHEAD.values(), ids=AHEAD)
def test_real_years_of_budgets_and_plans(printed, published, expected):
    """Each was once read as a year of the past, 12 to 63 years too early."""
    assert to_fiscal_year(printed, published) == expected


@pytest.mark.parametrize(
    ("printed", "published", "expected"),
    [
        ("FY26", "2025-09-17", 2026),
        ("FY27", "2025-09-17", 2027),
        ("FY'26", "2025-12-26", 2026),
        ("FY30", "2025-06-01", 2030),
        ("FY31", "2025-06-01", 2031),
        ("FY50", "2025-06-01", 2050),
        ("FY 14", "2026-11-26", 2014),
        ("FY98", "2025-06-01", 1998),
        ("FY29 / 平成29年度", "2018-06-01", None),
        ("FY15 / 平成27年度", None, 2015),
        ("FY15 / 27年度", None, 2015),
        ("FY76", "2025-06-01", None),
        ("FY26", None, None),
    ],
)
def test_english_short_years_are_never_years_of_an_era(printed, published, expected):
    """FY26 is 1926 or 2026, whatever the eras say; FY76 lies halfway between two centuries."""
    year = to_fiscal_year(printed, published, errors="coerce")
    assert (None if pd.isna(year) else year) == expected


@pytest.mark.parametrize(
    ("printed", "published", "expected"),
    [
        ("35年度", "2018-12-18", 2023),  # the five years of a programme: 31年度 to 35年度
        ("35年度 / 2023年度", "2018-12-18", 2023),
        ("70年度", "1988-06-01", 1995),
        ("12年度", "2026-11-26", 2030),
        ("63年度", "1990-06-01", 1988),
        ("2年度", "2021-11-01", 2020),
        ("元年度", "2018-12-18", 1989),
        ("10年度", "2019-04-30", 2010),
    ],
)
def test_an_era_counts_from_its_first_day_and_into_its_future(printed, published, expected):
    """Plans count on in the era of their day; an era yet to begin has no years."""
    assert to_fiscal_year(printed, published) == expected


@pytest.mark.parametrize(
    ("printed", "published", "reason"),
    [
        ("25年度", "2019-10-01", "may be 2013 or 2025"),
        ("30年度", "2025-09-01", "may be 2018 or 2030"),  # Toyo Keizai, who meant 2030
        ("10年度", "2019-05-01", "may be 2010 or 2028"),
        ("14年度", "2025-11-26", "may be 2014 or 2032"),
        ("27年度", None, "cannot be placed without the day of publication"),
        ("35年度 / 2023年度", "2024-06-01", "its spellings do not agree"),
        ("3年度", "1880-06-01", "lies outside 1886 to 2100"),
        ("86年度", "2099-06-01", "lies outside 1886 to 2100"),
        ("一九九年度", "2020-06-01", "has more than two digits, and no era"),
    ],
)
def test_what_may_be_two_years_is_refused(printed, published, reason):
    """The error names both years; `coerce` gives a missing value."""
    with pytest.raises(ValueError, match=f"'{printed}': {reason}"):
        to_fiscal_year(printed, published)
    assert pd.isna(to_fiscal_year(printed, published, errors="coerce"))


def meanings(number, day):
    """The years that a bare number may mean in a text of a day."""
    years = {century + number for century in (1800, 1900, 2000)}
    for first_year, first, last in ERAS:
        year = first_year + number - 1
        if number and first <= day and (day <= last or f"{year}-04-01" <= last):
            years.add(year)
    return years


@pytest.mark.parametrize("month_and_day", ["03-31", "04-01"])
def test_the_nearest_year_is_read_if_the_next_is_far_enough(month_and_day):
    """All numbers, on days of 140 years: the next must be four years away and twice as far."""
    rows = []
    for calendar_year in range(1920, 2060):
        day = f"{calendar_year}-{month_and_day}"
        this_year = calendar_year - (month_and_day == "03-31")
        for number in range(100):
            years = sorted(meanings(number, day), key=lambda year: abs(year - this_year))
            nearest, second = (abs(year - this_year) for year in years[:2])
            expected = years[0] if second >= max(4, 2 * nearest) else pd.NA
            rows.append((f"{number}年度", day, expected))
    frame = pd.DataFrame(rows, columns=["printed", "published", "expected"])
    read = to_fiscal_year(frame["printed"], frame["published"], errors="coerce")
    assert read.tolist() == frame["expected"].tolist()
