"""The words that readers meet for the codes of the tables, and sentences made from codes.

Each is in the language of the page; where Japanese is built otherwise, `japanese_wording` does it.
A sign is a shape, a colour and always a word; `reader.css` draws the shapes by these names.
"""

import re
from collections.abc import Iterable

import frames
import japanese_wording
import pandas as pd
import templating
from markupsafe import Markup

from analysis import language, periods
from analysis.language import phrase, said

NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
SCALE = {"prohibited": 0, "conditional": 1, "allowed": 2}
# Status of a kind of transfer → sign, word
STATUSES = {
    "allowed": ("yes", "Yes"),
    "conditional": ("if", "Only if"),
    "prohibited": ("no", "No"),
    "not addressed": ("none", "No rule speaks of it"),
    "not determinable": ("unknown", "We could not verify"),
}
# Answer of the engine → sign, word
ANSWERS = {
    "yes": ("yes", "Yes"),
    "if": ("if", "Only if"),
    "no": ("no", "No"),
    "unknown": ("unknown", "We could not verify"),
}
RELATIONS = {"nuance": "qualifies"}
# State of a case → sign, word
CASES = {
    "delivered": ("done", "Delivered"),
    "part delivered": ("part", "Partly delivered"),
    "decided": ("agreed", "Decided"),
    "agreed": ("agreed", "Agreed"),
    "in development": ("agreed", "In development"),
    "under negotiation": ("talks", "In talks"),
    "planned": ("talks", "Planned"),
    "considered": ("talks", "Considered"),
    "lapsed": ("none", "Lapsed"),
    "outside the rules": ("none", "Outside the rules"),
}
AGREEMENTS = {
    "in force": ("yes", "In force"),
    "signed": ("part", "Signed; entry into force not found"),
    "not found": ("unknown", "Not found"),
}
# How a report credits the next step of a claim's chain, by the kind of that step
CREDITS = {
    "agency": "took it from ",
    "outlet": "took it from ",
    "self": "took it from ",
    "official on record": "cites the ",
    "document": "cites the ",
    "unnamed officials": "cites ",
}
SUMS = {
    "contract": "contract",
    "rent a year": "rent a year",
    "budget": "budget",
    "estimate": "estimate",
    "free": "free of charge",
}
AGREED, CONTRACT = "Agreed {day}.", "Contracted {day}."
LARGE = {1_000_000_000_000: "trillion", 1_000_000_000: "billion", 1_000_000: "million"}
BOUNDS = {"about": "about ", "at least": "at least ", "at most": "at most "}
SIGNS = {"JPY": "¥", "USD": "US$", "GBP": "£", "EUR": "€"}


def number(count: int) -> str:
    """Return a count in words up to twelve, in figures beyond; in Japanese in figures."""
    if language.is_japanese():
        return f"{count:,}"
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "five cases", "one case", "no case"; in Japanese 5件."""
    if language.is_japanese():
        return phrase(f"{{count}} {one}", count=number(count))
    plural = many or f"{one}s"
    return f"{number(count)} {one if count < 2 else plural}"


def capital(text: str) -> str:
    """Return a text that begins with a capital letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Return a word in small letters, as it stands within a sentence."""
    return text if language.is_japanese() else text.lower()


def joint(sign: str) -> str:
    """Return what joins the parts of a sentence or a list in the language of the page."""
    return japanese_wording.JOINTS[sign] if language.is_japanese() else sign


def joint_as_html(sign: str) -> Markup:
    """Return the same for a template, which need not escape it."""
    return Markup(joint(sign))


def listed(names: Iterable[str], sign: str) -> Markup:
    """Return names one after another, as HTML, with what joins them in the page's language."""
    return joint_as_html(sign).join(templating.to_html("{}", name) for name in names)


def day(text: str | None) -> str:
    """Return a date as `frames.rows` gives it, in words: "2024-03" → "March 2024", 2024年3月."""
    if not text:
        return "–"
    if language.is_japanese():
        return japanese_wording.day(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return periods.in_words(pd.Timestamp(text))
    if re.fullmatch(r"\d{4}-\d\d", text):
        return periods.in_words(pd.Timestamp(f"{text}-01"), "month")
    return text.replace("FY", "fiscal ")


def day_in_table(text: str) -> str:
    """Return a day as a wide table has it: YYYY-MM-DD, in Japanese in words."""
    return japanese_wording.day(text) if language.is_japanese() else text


def day_before(text: str) -> str:
    """Return the day before a day, both as YYYY-MM-DD."""
    return f"{pd.Timestamp(text) - pd.Timedelta(days=1):%Y-%m-%d}"


def money(value: int, currency: str, bound: str = "exact") -> str:
    """Return a sum as a newspaper prints it: "about US$100 million", 約1億ドル."""
    if language.is_japanese():
        return japanese_wording.money(value, currency, bound)
    sign = SIGNS.get(currency, f"{currency} ")
    for size, name in LARGE.items():
        if value >= size:
            digits = f"{value / size:.3f}".rstrip("0").rstrip(".")
            return f"{BOUNDS.get(bound, '')}{sign}{digits} {name}"
    return f"{BOUNDS.get(bound, '')}{sign}{value:,}"


def deal(case: dict) -> str:
    """Return the money of a case with what it is, or that no sum was found."""
    if case["value"] is None:
        return ""
    kind = case["value_kind"] or ""
    if kind == "free":
        return str(said(SUMS[kind]))
    told = money(int(case["value"]), case["currency"], case["bound"] or "exact")
    if kind == "grant ceiling":
        return phrase("grant of up to {money}", money=told)
    return phrase("{money} ({kind})", money=told, kind=said(SUMS[kind])) if kind else told


def printed_forms(text: str | None) -> tuple[str, str]:
    """Return the form in which the sum of a case is printed, and those that other places print."""
    taken, _, others = str(said(text or "")).partition(";")
    return (taken.strip(), others.strip()) if taken.strip() else (others.strip(), "")


def verdict(code: str) -> str:
    """Return a verdict as readers see it."""
    return str(said(code))


def relation(code: str) -> str:
    """Return what a piece of evidence does to a claim, as readers see it."""
    return str(said(RELATIONS.get(code, code)))


def coded(column: str, code: str) -> str:
    """Return a code of a column as readers see it; Japanese has a word for each column's own."""
    return str(said(f"{column}: {code}")) if language.is_japanese() else code


def in_english(value: object) -> Markup:
    """Return the attribute of an element with a value that on a Japanese page is in English."""
    is_foreign = language.is_japanese() and language.is_english(str(value))
    return Markup(' lang="en"' if is_foreign else "")


def claim_title(claim: dict) -> str:
    """Return a claim as it stands after its verdict, without its full stop."""
    return str(said(claim["paraphrase"])).rstrip(".。")


def chain(steps: list[dict]) -> str:
    """Return a claim's chain as a sentence: "A took it from B, which took it from C."."""
    if language.is_japanese():
        return japanese_wording.chain(steps)
    first, *others = [step["credited"] for step in steps]
    kinds = [step["kind"] for step in steps]
    if not others:
        return f"{first} states it itself."
    names = [name.replace(f"{first}, ", "its own report of ") for name in others]
    parts = [CREDITS[kind] + name for name, kind in zip(names, kinds[1:], strict=True)]
    if kinds[-1] == "self":
        parts.append("states it itself")
    return f"{first} {', which '.join(parts)}."


def shift(cell: dict) -> str:
    """Return what a rule did to one kind of transfer: one of the names of `SHIFTS`.

    *Opened* is what was barred before, *widened* what was allowed in fewer cases.
    """
    if cell["scope"] == "one-off":
        return "exempted"
    if cell["status"] == "not determinable":
        return "not verified"
    before, after = SCALE.get(cell["status_before"]), SCALE.get(cell["status"])
    if after is None:
        return "no longer addressed"
    if before is None:
        return "addressed again" if was_addressed(cell) else "first addressed"
    if before == after:
        return "kept"
    if after > before:
        return "widened" if before else "opened"
    return "narrowed" if after else "closed"


def was_addressed(cell: dict) -> bool:
    """Return whether a rule spoke of a kind of transfer before the one that set its status."""
    spells = frames.by("spells", "provision_id", cell["provision_id"])
    return any(
        spell["status"] in SCALE and spell["scope"] != "one-off" and spell["start"] < cell["start"]
        for spell in spells
        if spell["start"]
    )


# What a rule did → the heading above the kinds, and the words in the sentence that counts them
SHIFTS = {
    "opened": ("What opened", "opened"),
    "widened": ("What was allowed before and widened", "widened"),
    "closed": ("What closed", "closed"),
    "narrowed": ("What stayed allowed in fewer cases", "narrowed"),
    "kept": ("What kept its answer, though its terms may differ", "left with the same answer"),
    "first addressed": ("What it was the first to rule on", "ruled on for the first time"),
    "addressed again": ("What it ruled on again", "ruled on again"),
    "no longer addressed": ("What it no longer rules on", "no longer ruled on"),
    "exempted": ("What one case was exempted from", "touched by an exemption for one case"),
    "not verified": ("What we could not verify", "left where we could not verify them"),
}


def shifts(rule_id: str) -> dict[str, list[dict]]:
    """Return the kinds of transfer that a rule set, by what it did to them."""
    cells = frames.by("spells", "rule_id", rule_id)
    groups = {name: [cell for cell in cells if shift(cell) == name] for name in SHIFTS}
    return {name: group for name, group in groups.items() if group}


def tally(rule_id: str) -> str:
    """Return in words how many kinds a rule opened, widened and closed: the finding of its page.

    Example: "one kind of transfer opened, four widened, three left with the same answer".
    """
    groups = shifts(rule_id)
    if not groups:
        return str(said("no kind of transfer that we track changed"))
    if language.is_japanese():
        return japanese_wording.tally({name: len(group) for name, group in groups.items()})
    parts = [f"{number(len(group))} {SHIFTS[name][1]}" for name, group in groups.items()]
    first, *rest = parts
    count, _, words = first.partition(" ")
    noun = "kind" if count == "one" else "kinds"
    return ", ".join([f"{count} {noun} of transfer {words}", *rest])


def deed(rule: dict) -> str:
    """Return why a rule was judged to have its effect or, where nobody had to, what it turned."""
    if rule["effect_reason"]:
        return str(said(rule["effect_reason"])).rstrip(".。")
    return capital(tally(rule["rule_id"]))


def rule_title(rule_id: str) -> str:
    """Return a rule's name with its day, so that no two rules have one title."""
    rule = frames.one("rule_changes", "rule_id", rule_id)
    when = day(rule["in_force_from"] or rule["adopted"])
    return phrase("{name} ({day})", name=official_title(rule), day=when)


def official_title(rule: dict) -> str:
    """Return the title of a rule change in the language of the page."""
    return rule["title_ja"] if language.is_japanese() else rule["title_en"]


def case_title(case: dict) -> str:
    """Return what a case is, for whom, and how far it has come."""
    _, state = CASES[case["status"]]
    is_delivered = case["status"] in ("delivered", "part delivered")
    dated = case["delivered"] if is_delivered else case["day"]
    told = phrase(
        "{item} for {country}: {state}",
        item=capital(str(said(case["item"]))),
        country=country(case["recipient"]),
        state=small(str(said(state))),
    )
    return phrase("{told}, {day}", told=told, day=day(dated)) if dated else told


def case_name(case: dict) -> str:
    """Return what a case is and for whom: "Helmets for Ukraine"."""
    return phrase(
        "{item} for {country}", item=said(case["item"]), country=country(case["recipient"])
    )


def settled(case: dict) -> str:
    """Return when a case was decided and contracted, each named by the event that gives the day.

    A day on which no council decided, but a contract was made or notes exchanged, is that of these.
    """
    contract = "Notes exchanged {day}." if case["value_kind"] == "grant ceiling" else CONTRACT
    told = []
    if case["decided"] and case["decided"] != case["contracted"]:
        events = frames.by("transfer_events", "transfer_id", case["transfer_id"])
        approved = any(event["event"] == "approved by the NSC" for event in events)
        told.append(phrase("Decided {day}." if approved else AGREED, day=day(case["decided"])))
    if case["contracted"]:
        told.append(phrase(contract, day=day(case["contracted"])))
    return joint(" ").join(told)


def amount(case: dict) -> str:
    """Return how many things a case is about: "7,000 helmets", 7,000個; empty where not known."""
    if not case["quantity"]:
        return ""
    unit = said(case["quantity_unit"]) or ""
    return f"{case['quantity']:,}{joint(' ')}{unit}".strip()


def country(name: str) -> str:
    """Return a country's name as it stands in a sentence: "the Philippines", フィリピン."""
    if language.is_japanese():
        return str(said(name))
    plural = ("United", "Philippines", "Netherlands", "Solomon", "Marshall", "Maldives")
    return f"the {name}" if name.startswith(plural) else name


def place_in_list(iso3: str) -> tuple[str, str]:
    """Return what a country is sorted by: its name, in Japanese the reading of that."""
    row = frames.one("countries", "iso3", iso3)
    if language.is_japanese():
        return japanese_wording.dictionary_order(row["reading"] or row["name_ja"])
    return row["name_en"], iso3


def by_name(rows: Iterable[dict]) -> list[dict]:
    """Return rows of countries, each with its `iso3`, in the order of their names."""
    return sorted(rows, key=lambda row: place_in_list(row["iso3"]))


def reason(ground: dict) -> str:
    """Return in a sentence why a fact has its grade."""
    if language.is_japanese():
        return japanese_wording.reason(ground["best"])
    return ground["reason"]


FILTERS = {
    "reason": reason,
    "in_words": day,
    "in_table": day_in_table,
    "counted": counted,
    "capital": capital,
    "small": small,
    "official_title": official_title,
    "verdict_words": verdict,
    "relation_words": relation,
    "claim_title": claim_title,
    "chain": chain,
    "case_name": case_name,
    "amount": amount,
    "settled": settled,
    "printed_forms": printed_forms,
    "deed": deed,
    "rule_title": rule_title,
    "case_title": case_title,
    "deal": deal,
    "listed": listed,
    "the": country,
    "by_name": by_name,
    "in_english": in_english,
}
