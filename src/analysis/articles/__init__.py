"""Articles: their paragraphs, and fingerprints that stand for their text.

The text of an article is its publisher's and is never committed. Fingerprints of its paragraphs
are, so that whoever holds the text can prove that it is the one that was audited, and copies can be
found without it.
"""

from .fingerprints import compare, fingerprint, fingerprint_text, normalised
from .reading import LIMIT, read

__all__ = ["LIMIT", "compare", "fingerprint", "fingerprint_text", "normalised", "read"]
