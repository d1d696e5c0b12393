"""The words of the site's search: English as Sphinx takes it, Japanese by any part of a word, wide letters as narrow ones.

A query of three letters or more is looked for inside the words of the index, one of two or one among their pairs and single
letters. The browser splits a query by the same rule, without taking it apart.
"""

import re
import unicodedata

from sphinx.search.en import SearchEnglish

from analysis.japanese.text import LETTERS

TOKENS = re.compile(rf"[{LETTERS}]+|[^\W{LETTERS}]+")
JAPANESE = re.compile(f"[{LETTERS}]")
WHOLE = "~"  # before a whole word: no query is equal to it, and Sphinx looks inside words only where none is


class SearchBoth(SearchEnglish):
    """English and Japanese in one index."""

    lang = "en-ja"
    js_splitter_code = f"""
var splitQuery = (query) =>
  query.normalize("NFKC").match(/[{LETTERS}]+|(?:(?![{LETTERS}])[\\p{{Letter}}\\p{{Number}}_])+/gu) || [];
"""

    def split(self, input: str) -> list[str]:
        """The words of a text as the index holds them."""
        words = TOKENS.findall(unicodedata.normalize("NFKC", input))
        return [
            part for word in words for part in (parts(word) if JAPANESE.match(word) else [word])
        ]


def parts(word: str) -> list[str]:
    """A Japanese word as a whole, its pairs and its single letters, by which any part of it is found."""
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    return [*word, *pairs, *([WHOLE + word] if len(word) > 2 else [])]
