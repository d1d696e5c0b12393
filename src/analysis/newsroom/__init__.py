"""The newsroom wing: any article, any page, held against the tables.

`attribution` tells whom a text credits (by the rules of `credits_english`, `credits_japanese`,
`credits_slavic` and `endings`), `chains` who relays whom, `near_copies` which articles are copies
of one another or have a paragraph in common, `audit` what the tables say of an article. `web` reads
pages over the network; no other room does.
"""

from .attribution import attributions
from .chains import chain
from .near_copies import quoted, similar

__all__ = ["attributions", "chain", "quoted", "similar"]
