"""What the scripts of question form, any day and search say, in the language of their page."""

import json

import wording
from country_pages import OPENINGS
from markupsafe import Markup

from analysis import language
from analysis.language import said

MONTHS = "January February March April May June July August September October November December"
# What `_static/ask.js` says, by the name it knows it by; holes are filled there
WORDS = {
    "date": "{day} {month} {year}",
    "noDay": "“{day}” is no day; write it as YYYY-MM-DD.",
    "wholeDay": "Choose a whole day: year, month and day of the month.",
    "noThing": "“{thing}” is no thing that the tables know; pick one of the list, or leave the "
    "field empty and say what kind of thing it is.",
    "nothing": "Name a thing, or say below what kind of thing it is.",
    "ofKind": "{kind} ({made}; {lethal})",
    "could": "Could {thing} go to {country} on {days}?",
    "may": "May {thing} go to {country} on {days}?",
    "bothDays": "{day}, and on {other}",
    "asks": "What the rule asks",
    "because": "Because",
    "asksOf": "What the rule in force on {day} asks, one by one",
    "inBrackets": "({text})",
    "source": "source",
    "then": "{fact}: then {answer}",
    "otherFacts": "What would change it: other facts",
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
    "firstWay": "Answered here: {way}. The other ways stand below.",
    "advice": "Research, not legal advice. Each transfer needs a licence all the same.",
}
# What `_static/search.js` says
SEARCH = {
    "answer": "Answer",
    "answerTitle": "{thing}, to {country}, on {day}",
    "wholeAnswer": "The answer with its conditions, rule and source",
    "allowed": "What was allowed on {day}",
    "none": "No page has these words. Try fewer or other words, or:",
    "best": "The best {count} for “{query}”",
    "nothing": "Nothing for “{query}”",
}
# What `_static/allowed.js` says
ALLOWED = {
    "noDay": "“{day}” is no day; write it as YYYY-MM-DD.",
    "wholeDay": "Choose a whole day: year, month and day of the month.",
    "outside": "{day} lies outside the days that this page answers for, {first} to {last}.",
    "besides": "Besides, for a single case: {condition} ({rule})",
    "on": "On {day}",
    "fromTo": "From {on} to {and}",
    "nothing": "Nothing differs between these two days.",
    "ofKinds": "Of {count} kinds of transfer on {day}: {counts}.",
    "differ": "From {on} to {and}: {count} differ ({counts}).",
    "differs": "From {on} to {and}: 1 differs ({counts}).",
    "same": "From {on} to {and}: none differs.",
    "counted": "{name} {count}",
    "link": "Link to this answer",
}
COLUMNS = ["Kind of transfer", "Status", "Condition", "Since", "By", "Grade"]
COMPARED = ["Kind of transfer", "Change", "Before", "After", "Since", "By", "Grade"]
SUGGESTED = {
    "questions.html": "Questions people ask",
    "ask.html": "May this go there, on that day?",
    "glossary.html": "The terms",
    "rules.html": "The rules",
}
KINDS = "Claim,Country,Case,Rule,Kind of transfer,Notebook,Table,Page,Thing,Term,Question"
KINDS += ",Doubt,Not found"
STATES = ("met", "not met", "not known", "assumed")


def of_page(root: str) -> Markup:
    """Return the words of the form as JSON; `root` leads to the English front page."""
    return as_json(
        {
            "words": {name: said(text) for name, text in WORDS.items()},
            "signs": {may: said(word) for may, (_, word) in wording.ANSWERS.items()},
            "states": {state: said(state) for state in STATES},
            "openings": OPENINGS[language.current()],
            "months": months(),
            "joint": wording.joint(" "),
            "root": root,
        }
    )


def months() -> list[str]:
    """Return what a day calls its month: by its name in English, by its number in Japanese."""
    return [f"{n}" for n in range(1, 13)] if language.is_japanese() else MONTHS.split()


def of_allowed(known: dict) -> dict:
    """Return the words of the page of any day; `known` holds the codes of statuses and changes."""
    called = {code: wording.STATUSES[code][1] for code in known["statuses"]}
    called |= {code: code for code in known["changes"]}
    return {
        "words": {name: said(text) for name, text in ALLOWED.items()},
        "date": "{year}年{month}月{date}日" if language.is_japanese() else "{date} {month} {year}",
        "months": months(),
        "called": {code: wording.small(str(said(name))) for code, name in called.items()},
        "columns": [said(name) for name in COLUMNS],
        "compared": [said(name) for name in COMPARED],
        "joints": [wording.joint(", "), wording.joint(" "), wording.joint(".")],
    }


def of_search(root: str) -> Markup:
    """Return the words of the search as JSON, with the ending of the files that it reads."""
    tongue = language.current()
    return as_json(
        {
            "words": {name: said(text) for name, text in SEARCH.items()},
            "kinds": {kind: said(kind) for kind in KINDS.split(",")},
            "signs": {may: [sign, said(word)] for may, (sign, word) in wording.ANSWERS.items()},
            "suggested": [[page, said(text)] for page, text in SUGGESTED.items()],
            "suffix": {"en": "", "ja": "-ja"}[tongue],
            "days": {"en": "en-GB", "ja": "ja-JP"}[tongue],
            "joint": wording.joint(" "),
            "root": root,
        }
    )


def as_json(told: dict) -> Markup:
    """Return words as JSON that can stand in a script of the page."""
    return Markup(json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"))
