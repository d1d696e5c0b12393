"""The words of the site's search: English as Sphinx takes it, Japanese by any part of a word.

Wide letters count as narrow ones. A query of three letters or more is looked for inside the words
of the index; one of two or one, among their pairs and single letters. The browser splits a query by
the same rule, without taking it apart.
"""

import re
import unicodedata

from sphinx.search.en import SearchEnglish

from analysis.japanese.text import LETTERS

TOKENS = re.compile(rf"[{LETTERS}]+|[^\W{LETTERS}]+")
JAPANESE = re.compile(f"[{LETTERS}]")
# Stands before a whole word: no query equals it, and Sphinx looks inside words only if none does
WHOLE = "~"
SPLIT_QUERY = f"""
var splitQuery = (query) =>
  query.normalize("NFKC")
    .match(/[{LETTERS}]+|(?:(?![{LETTERS}])[\\p{{Letter}}\\p{{Number}}_])+/gu) || [];
"""


class SearchBoth(SearchEnglish):
    """English and Japanese in one index."""

    lang = "en-ja"
    js_splitter_code = SPLIT_QUERY

    def split(self, input: str) -> list[str]:
        """Return the words of a text as the index holds them."""
        words = []
        for word in TOKENS.findall(unicodedata.normalize("NFKC", input)):
            words += parts(word) if JAPANESE.match(word) else [word]
        return words


def parts(word: str) -> list[str]:
    """Return what finds any part of a Japanese word: its letters, its pairs, and the whole."""
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    whole = [WHOLE + word] if len(word) > 2 else []
    return [*word, *pairs, *whole]
