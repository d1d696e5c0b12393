"""One colour, one meaning, in every chart; a marker or a word says the same as each colour.

Blue is for a claim or open to a transfer, vermilion against or closed, the pale blue and the
orange between. Greens are transfers, the darker the further they have come; browns are voices, the
darker the better one can look them up; purple is Japan among others. Slate, black and grey judge
nothing. What is hollow counts for less, and its chart says why: of grade D, not independent,
undated.
"""

from .figure import GREY, INK

FOR, PARTLY, QUALIFIED, AGAINST = "#0072B2", "#56B4E9", "#E69F00", "#D55E00"
BARE = "#CC79A7"  # nothing was found for it
PLAIN = "#5b7083"  # an amount, a share, a time: no judgement
DARK, LIGHT = "#2c3e4d", "#c3ced8"  # parts of it
JAPAN = "#7A1F7A"  # among other countries
# kinds of origin
UNNAMED = "#b3b3b3"
NEWSROOM = "#CDB38B"
OFFICE = "#94713A"
DOCUMENT = "#4D3612"

RELATIONS = {  # relation of evidence to a claim → colour, marker
    "supports": (FOR, "o"),
    "partly supports": (PARTLY, "s"),
    "nuance": (QUALIFIED, "^"),
    "contradicts": (AGAINST, "X"),
}
VERDICTS = {  # verdict on a claim → colour, marker
    "supported": (FOR, "o"),
    "mostly supported": (PARTLY, "s"),
    "misleading by timing": (QUALIFIED, "^"),
    "unsupported": (BARE, "D"),
    "contradicted": (AGAINST, "X"),
    "not checkable": (GREY, "P"),
}
EFFECTS = {  # effect of a rule change → marker, colour
    "loosens": ("^", FOR),
    "tightens": ("v", AGAINST),
    "codifies": ("s", INK),
    "clarifies": ("o", GREY),
}
OPEN = ["allowed", "conditional"]  # statuses under which something can go
UNSETTLED = "not determinable"  # what was read does not settle it: it has no colour
STATUSES = {  # status of a kind of transfer → colour
    "allowed": FOR,
    "conditional": PARTLY,
    "prohibited": AGAINST,
    "not addressed": GREY,
}
STAGES = {  # stage of a transfer → marker, colour
    "decided": ("o", "#7CC8A4"),
    "contracted": ("s", "#2E9C73"),
    "delivered": ("^", "#004D38"),
}
