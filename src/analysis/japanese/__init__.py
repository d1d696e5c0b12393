"""Japanese official notation read as values: years of eras, fiscal years, dates, numbers and sums of money.

Each reader takes a scalar or a whole Series. A text is read only if every character of it is understood and it has one
meaning; otherwise a ValueError names it (and its place in a Series), or `errors="coerce"` makes it missing.
"""

from .dates import to_date
from .fiscal import to_fiscal_year, to_partial_date
from .money import to_money
from .numerals import to_number
from .text import normalise

__all__ = ["normalise", "to_date", "to_fiscal_year", "to_money", "to_number", "to_partial_date"]
