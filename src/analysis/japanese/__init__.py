"""Japanese official notation as values: years of eras, fiscal years, dates, numbers and money.

Each reader takes one text or a list-like of texts. A text is read only if every character of it is
understood and it has one meaning. Otherwise a ValueError names it, and its place in a Series;
`errors="coerce"` makes it missing, and `errors="report"` puts the reason beside what was read.
"""

from .counts import to_number
from .dates import to_date
from .fiscal import to_fiscal_year, to_partial_date
from .money import to_money
from .text import normalise

__all__ = ["normalise", "to_date", "to_fiscal_year", "to_money", "to_number", "to_partial_date"]
