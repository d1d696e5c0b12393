"""Articles: their paragraphs, whom they credit, and which of them are copies of one another.

The text of an article is its publisher's and is never committed. Fingerprints of its paragraphs are, so that whoever holds the
text can prove that it is the one that was audited, and copies can be found without it.
"""

from .attribution import attributions, chain
from .copies import compare, fingerprint, fingerprint_text, normalised, similar
from .reading import LIMIT, read

__all__ = [
    "LIMIT",
    "attributions",
    "chain",
    "compare",
    "fingerprint",
    "fingerprint_text",
    "normalised",
    "read",
    "similar",
]
