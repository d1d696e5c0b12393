"""What the script of the question form says, in the language of its page."""

import json

import language
import wording
from country_pages import OPENINGS
from language import said
from markupsafe import Markup

MONTHS = "January February March April May June July August September October November December"
# What `_static/ask.js` says, by the name it knows it by; holes are filled there
WORDS = {
    "date": "{day} {month} {year}",
    "noDay": "“{day}” is no day; write it as YYYY-MM-DD.",
    "wholeDay": "Choose a whole day: year, month and day of the month.",
    "noThing": "“{thing}” is no thing that the tables know; pick one of the list.",
    "could": "Could {thing} go to {country} on {days}?",
    "may": "May {thing} go to {country} on {days}?",
    "bothDays": "{day}, and on {other}",
    "asks": "What the rule asks",
    "because": "Because",
    "asksOf": "What the rule of {day} asks, one by one",
    "otherWays": "The other ways",
    "otherWay": "{way}: {answer}. {why}",
    "decides": "The rule that decides: {rule}. Grade {grade}, source: {source}.",
    "decidesKind": "The rule that decides: {rule}; the {kind}. Grade {grade}, source: {source}.",
    "kind": "kind of transfer",
    "same": "The answer is the same for every day from {first} to {last}.",
    "from": "From {day}",
    "thatDay": "the answer of that day",
    "another": "What would change it: another day",
    "allOf": "All that is known of {country}",
    "everyKind": "Every kind of transfer on {day}",
    "readOn": "Cases of this thing, and where to read on",
    "copy": "Copy the link to this answer",
    "copied": "Copied",
    "link": "Link to this answer",
    "firstWay": "The way asked about first: {way}.",
    "advice": "Research, not legal advice. Each transfer needs a licence all the same.",
}
STATES = ("met", "not met", "not known", "assumed")


def of_page(root: str) -> Markup:
    """Return the words as JSON; `root` leads from the page to the front page in English."""
    told = {
        "words": {name: said(text) for name, text in WORDS.items()},
        "signs": {may: said(word) for may, (_, word) in wording.ANSWERS.items()},
        "states": {state: said(state) for state in STATES},
        "openings": OPENINGS[language.current()],
        "months": [f"{n}" for n in range(1, 13)] if language.is_japanese() else MONTHS.split(),
        "joint": wording.joint(" "),
        "root": root,
    }
    return Markup(json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"))
