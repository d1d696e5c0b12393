"""What the page of one country shows, as rows: from `analysis.country` and `rules`."""

import re

import frames
import japanese_wording
import turning
import wording

from analysis import country, language, rules, tables, transfers
from analysis.language import phrase, said
from analysis.rules.recorded import record


def facts(iso3: str) -> dict:
    """Return what the page of a country shows, by name; each a list of rows."""
    return facts_of(iso3) | {"changes": changes(iso3)}


@tables.cached
def facts_of(iso3: str) -> dict:
    """Return what the page of a country shows of the tables, by name; each a list of rows."""
    agreements = tables.read("agreements")
    agreements = agreements[agreements["iso3"] == iso3].sort_values("signed")
    return {
        "agreements": frames.as_rows(agreements),
        "cases": frames.as_rows(country.cases(iso3)),
        "mentioned": frames.as_rows(country.mentioned(iso3)),
        "money": country.money(iso3).to_dict("records"),
        "assistance": assistance(iso3),
        "gaps": frames.as_rows(country.gaps(iso3)),
    }


def assistance(iso3: str) -> list[dict]:
    """Return the security assistance of a country by fiscal year, and its share of the largest."""
    frame = transfers.osa()
    frame = frame[frame["recipient_iso3"] == iso3]
    if frame.empty:
        return []
    largest = frame["value"].max()
    share = (frame["value"] / largest * 100).astype("float").round()
    return frames.as_rows(frame.assign(share=share.fillna(0)))


def changes(iso3: str) -> list[dict]:
    """Return what changed for a country, oldest first: agreements, rules that name it, answers.

    Each has `day` as text, `what` in words, `page`, the id it leads to, if any, and `sign`, the
    answer where it is one that turned (of the thing that `page` then names), with its `reasons`.
    """
    steps = []
    for row in frames.as_rows(tables.read("agreements").query("iso3 == @iso3")):
        told = phrase("Signed: {title}", title=said(row["title"]))
        steps.append({"day": row["signed"], "what": told, "page": None, "sign": ""})
        if row["in_force_from"] and row["in_force_from"] != row["signed"]:
            told = phrase("In force: {title}", title=said(row["title"]))
            steps.append({"day": row["in_force_from"], "what": told, "page": None, "sign": ""})
    for row in frames.as_rows(country.rules_naming(iso3)):
        day = row["in_force_from"] or row["adopted"]
        steps.append(
            {"day": day, "what": wording.official_title(row), "page": row["rule_id"], "sign": ""}
        )
    for thing, name in (("weapon", "Finished weapons"), ("fps-3", "Radars and the like")):
        for turn in turning.turns(thing, iso3):
            may = turn["may"]
            may_word = wording.small(str(said(wording.ANSWERS[may][1])))
            told = phrase("{name}: {may}", name=said(name), may=may_word)
            steps.append({"what": told, "page": thing, "sign": may} | turn)
    return sorted(steps, key=day_of_step)


def day_of_step(step: dict) -> str:
    """Return the day by which a step stands in its place."""
    return step["day"]


def title(row: dict) -> str:
    """Return the finding that heads a country's page: what may go there."""
    name = wording.capital(wording.country(row["country"]))
    return phrase(
        "{country}: finished weapons {weapons}, radars and other equipment {others}",
        country=name,
        weapons=said(IN_TITLES[answer("weapon", row["iso3"])["may"]]),
        others=said(IN_TITLES[answer("fps-3", row["iso3"])["may"]]),
    )


def money_in_words(sums: list[dict]) -> str:
    """Return what the sums of a country's cases add up to, and whether that is all."""
    if not sums:
        return ""
    if language.is_japanese():
        return japanese_wording.sums(sums)
    told = []
    for row in sums:
        if row["value_kind"] == "free":
            told.append(f"{wording.counted(row['cases'], 'case')} free of charge")
        else:
            kind = {"grant ceiling": "grants of up to", "contract": "contracts of"}
            words = kind.get(row["value_kind"], f"{row['value_kind']}:")
            total = wording.money(int(row["value"]), row["currency"])
            told.append(f"{words} {total} in {wording.counted(row['cases'], 'case')}")
    unsaid = sums[0]["unsaid"]
    partial = ""
    if unsaid:
        partial = f" A partial sum: of {wording.counted(unsaid, 'further case')} no sum was found."
    return f"{wording.capital('; '.join(told))}.{partial}"


def lead(row: dict) -> str:
    """Return the first sentences of a country's page: what was decided, what is talked about."""
    cases = facts_of(row["iso3"])["cases"]
    decided = [case for case in cases if case["counted"]]
    talked = [case for case in cases if wording.CASES[case["status"]][0] == "talks"]
    name = wording.country(row["country"])
    told = [phrase(AGREEMENTS[row["agreement"]], year=str(row["signed"])[:4])]
    if decided:
        latest = decided[0]
        one = len(decided) == 1
        told.append(
            phrase(
                LATEST_OF_ONE if one else LATEST_OF_MANY,
                cases=wording.capital(wording.counted(len(decided), "case")),
                country=name,
                day=wording.day(latest["day"]),
                item=said(latest["item"]),
                state=wording.small(str(said(wording.CASES[latest["status"]][1]))),
            )
        )
    else:
        told.append(
            phrase("We found no case for {country} that was decided or agreed.", country=name)
        )
    if talked:
        names = [str(said(case["item"])) for case in talked]
        items = "; ".join(names)
        if language.is_japanese():
            items = "".join(f"「{name}」" for name in names)
        told.append(
            phrase("Talked about or planned, not decided as far as we found: {items}.", items=items)
        )
    return wording.joint(" ").join(told)


# What a country's page says first, by the state of its agreement
AGREEMENTS = {
    "in force": "Its transfer agreement with Japan, signed in {year}, is in force.",
    "signed": "It signed a transfer agreement with Japan in {year}; since when that is in force, "
    "no source that we read says.",
    "not found": "We found no transfer agreement with Japan.",
}
LATEST_OF_ONE = (
    "{cases} for {country} was decided or agreed; the latest, of {day}: {item} ({state})."
)
LATEST_OF_MANY = (
    "{cases} for {country} were decided or agreed; the latest, of {day}: {item} ({state})."
)
# What the tables of countries and the front page ask about: heading, example, thing of `items`
THINGS = [
    ("Finished weapons", "frigates, missiles of Japan’s own design", "weapon"),
    ("Fighter built with the UK and Italy", "GCAP", "gcap"),
    ("Weapons made under a foreign licence", "Patriots", "patriot"),
    ("Equipment that is not lethal", "radars, patrol aircraft", "fps-3"),
    ("Parts of jointly developed weapons", "F-35 parts", "f-35-parts"),
    ("Parts made under a foreign licence", "F100 engine parts", "f100-parts"),
    ("Repair and other services", "ship repair", "ship-repair"),
    ("Military technology", "", "military-technology"),
    (
        "Technology to develop or make a weapon together",
        "if the country takes part; the finished weapon has its own row",
        "joint-development",
    ),
]
# The destinations of the front page: short and long heading, the country asked about
DESTINATIONS = [
    ("United States", "United States", "", "USA"),
    ("Agreement in force", "With a transfer agreement in force", "Australia", "AUS"),
    ("Signed only", "Agreement signed, entry into force not found", "Philippines", "PHL"),
    ("No agreement", "No agreement found", "New Zealand", "NZL"),
    ("Fighting there", "Where fighting is under way", "Ukraine", "UKR"),
    ("UN embargo", "Under a UN embargo", "North Korea", "PRK"),
]
BRACKETS = {"en": (" (", ")"), "ja": ("（", "）")}
UNJUDGED = ("no fighting", "no conflict")  # what an armed conflict of public record leaves open
UNJUDGED_NOTE = "For {country}: {since}; we found no judgement of Japan’s government on it."
OPENINGS = {
    "en": ("Yes. ", "No. ", "No, as far as we found. ", "We could not verify. "),
    "ja": ("できる。", "条件付き。", "できない。", "確認できた限り、できない。", "確認できず。"),
}
SHORT = {"yes": "Yes", "if": "Only if", "no": "No", "unknown": "Not verified"}
IN_TITLES = {
    "yes": "may go",
    "if": "only on conditions",
    "no": "may not go",
    "unknown": "we could not verify",
}


def answer(thing: str, iso3: str) -> dict:
    """Return the engine's answer for a thing and a country as of the last dated item.

    Its words are in the language of the page.
    """
    return answer_in(language.current(), thing, iso3)


@tables.cached
def answer_in(tongue: str, thing: str, iso3: str) -> dict:
    """Return the engine's answer for a thing and a country, in a language."""
    told = asked(thing, iso3)
    sentence = told["sentence"][tongue]
    for opening in OPENINGS[tongue]:
        sentence = sentence.removeprefix(opening)
    decisive = {"no": "not met", "if": "not known"}.get(told["may"])
    decides = [each for each in told["conditions"] if each["state"] == decisive]
    decides = decides[:1] if told["may"] == "no" else decides
    return told | {
        "grade": grade_of_rule(told["kind_id"], told["rule_id"]),
        "sign": wording.ANSWERS[told["may"]],
        "short": SHORT[told["may"]],
        "why": wording.capital(sentence),
        "asks": wording.joint("; ").join(asked_for(each, tongue) for each in decides),
        "asks_short": wording.joint("; ").join(starred(each, tongue) for each in decides),
    }


@tables.cached
def asked(thing: str, iso3: str) -> dict:
    """Return the engine's answer for a thing and a country, in both languages."""
    return rules.ask(thing, iso3, rules.known_until()).to_dict()


def grade_of_rule(kind: str | None, rule: str | None) -> str | None:
    """Return the grade of what a rule says of a kind, as the page of the question shows it."""
    cells = record().cells.get(kind, [])
    return next((cell["grade"] for cell in cells if cell["rule_id"] == rule), None)


def asked_for(condition: dict, tongue: str) -> str:
    """Return what a condition asks for; of a conflict that Japan did not judge, since when."""
    if not is_unjudged(condition):
        return condition[tongue]
    opening, closing = BRACKETS[tongue]
    return f"{condition[tongue]}{opening}{since_when(condition, tongue)}{closing}"


def starred(condition: dict, tongue: str) -> str:
    """Return what a condition asks for, with a star where `unjudged` says since when."""
    return f"{condition[tongue]}*" if is_unjudged(condition) else condition[tongue]


def is_unjudged(condition: dict) -> bool:
    """Return whether a condition is open for a conflict that Japan did not judge."""
    return condition["asks"] in UNJUDGED and bool(condition["source_id"])


def since_when(condition: dict, tongue: str) -> str:
    """Return since when a conflict is on public record, in words."""
    return re.split(":|が、", condition[f"why_{tongue}"])[0]


def unjudged() -> list[str]:
    """Return what the stars of `picture` stand for, a sentence per destination."""
    tongue = language.current()
    told = {}
    for *_, iso3 in DESTINATIONS:
        for condition in answer("fps-3", iso3)["conditions"]:
            if is_unjudged(condition):
                name = wording.country(frames.one("country_index", "iso3", iso3)["country"])
                told[iso3] = phrase(
                    UNJUDGED_NOTE, country=name, since=since_when(condition, tongue)
                )
    return list(told.values())


def way_in_words(way: str) -> str:
    """Return the name of a way in which a thing may go, as the answers call it."""
    words = tables.read("answer_words").set_index("code")[language.current()]
    return words[f"Way.{way}"]


def may_go(iso3: str) -> list[dict]:
    """Return what may go to a country as of the last dated item, a row per thing of `THINGS`."""
    return [
        {"kind": kind, "example": example, "thing": thing} | answer(thing, iso3)
        for kind, example, thing in THINGS
    ]


def picture() -> list[dict]:
    """Return who may get what: a row per thing of `THINGS`, a cell per one of `DESTINATIONS`."""
    return [
        {
            "kind": kind,
            "example": example,
            "cells": [answer(thing, iso3) for *_, iso3 in DESTINATIONS],
        }
        for kind, example, thing in THINGS
    ]


FOR_TEMPLATES = {
    "unjudged": unjudged,
    "of_country": facts,
    "country_title": title,
    "country_lead": lead,
    "money_in_words": money_in_words,
    "may_go": may_go,
    "picture": picture,
    "wording_of_way": way_in_words,
    "destinations": DESTINATIONS,
}
