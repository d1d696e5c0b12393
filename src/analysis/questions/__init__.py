"""What people ask, answered with the days and figures that the tables hold.

`holes` fills a template, `tallies` holds the counts that an answer may take, `wording` writes days,
numbers and sums in both languages, `asked` fills the table `questions` and finds its faults.
"""

from .asked import answered, answers, fill, mistakes

__all__ = ["answered", "answers", "fill", "mistakes"]
