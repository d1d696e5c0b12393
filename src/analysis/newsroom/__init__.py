"""The newsroom wing: any article, any page, held against the tables.

`attribution` tells whom a text credits, `near_copies` which articles are copies of one another, `audit` what the tables say of an
article, `web` reads pages over the network (no other room asks it).
"""

from .attribution import attributions
from .chains import chain
from .near_copies import similar

__all__ = ["attributions", "chain", "similar"]
