"""What people ask, answered with the days and figures that the tables hold.

`holes` fills a template, `tallies` holds the counts that an answer may take, `formats` writes days,
numbers and sums in both languages, `filled` fills the table `questions` and finds its faults.
"""

from .filled import answered, answers, fill, mistakes

__all__ = ["answered", "answers", "fill", "mistakes"]
