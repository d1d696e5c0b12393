"""Three colours and grey, one meaning each; a shape or a word says the same as each colour.

Blue is for a claim, open to a transfer, there; sky blue between; vermilion against or closed.
Grey judges nothing. The hues are Okabe and Ito's, apart for every eye. What is hollow is not
verified. A page has two grounds: what stands in `DARK` changes on a dark one.
"""

BLUE, SKY, RED = "#0072B2", "#56B4E9", "#D55E00"
INK, GREY, PALE = "#222222", "#6b6b6b", "#d9d9d9"
GROUND = "#ffffff"  # the inside of what is hollow
PAPER = "#fffffe"  # letters on a colour: white on every ground
BLACK = "#111111"  # letters on a pale colour: dark on every ground
DARK = {INK: "#eeeeee", GREY: "#b0b0b0", PALE: "#4a4a4a", GROUND: "#16191d"}
DARK |= {BLUE: "#2b86c8", SKY: "#8ccdf5"}  # as far from one another as on a light page

# The same hues behind words, in cells
CELLS = {"allowed": "#5aa6d8", "conditional": "#c3e2f6", "prohibited": "#f3c5a6"}
CELLS |= {"not addressed": "#ececec"}

EFFECTS = {  # effect of a rule change → marker, colour
    "loosens": ("^", BLUE),
    "tightens": ("v", RED),
    "codifies": ("s", GREY),
    "clarifies": ("o", GREY),
}
OPEN = ["allowed", "conditional"]  # statuses under which something can go
UNSETTLED = "not determinable"  # what was read does not settle it: it has no colour
STATUSES = {  # status of a kind of transfer → colour
    "allowed": BLUE,
    "conditional": SKY,
    "prohibited": RED,
    "not addressed": GREY,
}
# What the pages mark beside words, with a shape of its own each
RELATIONS = {  # relation of evidence to a claim → colour, marker
    "supports": (BLUE, "o"),
    "partly supports": (SKY, "s"),
    "nuance": ("#E69F00", "^"),
    "contradicts": (RED, "X"),
}
VERDICTS = {  # verdict on a claim → colour, marker
    "supported": (BLUE, "o"),
    "mostly supported": (SKY, "s"),
    "misleading by timing": ("#E69F00", "^"),
    "unsupported": ("#CC79A7", "D"),
    "contradicted": (RED, "X"),
    "not checkable": (GREY, "P"),
}
