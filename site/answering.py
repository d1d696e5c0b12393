"""Every answer of `rules.ask`, as data that a page can look up without deciding anything.

`working_out` works the answers out once for both languages; `data` gives them in one, `publish`
writes them beside the pages as `answers.js`, in Japanese `answers-ja.js`.
"""

import json
from pathlib import Path
from typing import Any

import frames
import keeping
import pandas as pd
import resting
import wording
import working_out

from analysis import countries, language, tables
from analysis.language import named
from analysis.language import said as in_language
from analysis.rules.items import advised, item_on, names_of, unsaid
from analysis.rules.recorded import UNITED_NATIONS, Record, record
from analysis.rules.wording import destination_name

FILES = {"en": "answers.js", "ja": "answers-ja.js"}
MAY = ["yes", "if", "no", "unknown"]
HEAD = "window.exportAnswers="
# Tables of which the answers hold nothing, or what `rested_on` tells alone
APART = "articles citations conflict_values conflicts evidence gaps sources".split()


def data() -> dict[str, Any]:
    """Return all answers: things, destinations by class, and the runs of each class and thing.

    Their words are in the language of the page.
    """
    return data_in(language.current())


@tables.cached
def data_in(tongue: str) -> dict[str, Any]:
    """Return all answers in a language: what is shared, with the names and texts of that one."""
    shared = in_both()
    at = working_out.LANGUAGES.index(tongue)
    with language.of(tongue):
        names = {code: name_of(record(), code) for code in working_out.places_asked()}
        return shared | {
            "late": shared["late"][at],
            "unsaid": unsaid(),
            "advised": [[words, texts[tongue]] for words, texts in advised()],
            "things": [told_of_thing(thing) for thing in working_out.things_asked()],
            "places": [[code, names[code], number] for code, number in shared["places"]],
            "cells": [
                [*cell[:2], cell[2][at], *cell[3:5], named(cell[5])] for cell in shared["cells"]
            ],
            "texts": [text[at] for text in shared["texts"]],
        }


@tables.cached
def in_both() -> dict[str, Any]:
    """Return all answers with each text in both languages.

    They take a while, so they are kept for all who ask with the same code, tables and record.
    """
    with resting.tables_at_rest():
        known = record()

        def work_out() -> dict[str, Any]:
            """Return all answers that follow from the record."""
            return working_out.worked_out(known)

        return keeping.kept("answers", work_out, APART, rested_on(known))


def rested_on(known: Record) -> str:
    """Return all that the answers take from the tables of `APART`: a record, names of sources."""
    in_order = {name: sorted(getattr(known, name)) for name in ("disputed", "official")}
    told = known._replace(**in_order, routes={})._asdict()  # routes are those asked before
    return repr([*told.items(), *sorted(working_out.sources_named().items())])


def name_of(known: Record, code: str) -> str:
    """Return the name of a destination as a sentence has it."""
    return destination_name(known, code, language.current())


def told_of_thing(thing: str) -> list:
    """Return id, name, further names, note and cases of a thing."""
    row = item_on(thing, pd.Timestamp("2100-01-01"))
    cases = [[case, case_title(case)] for case in (row["cases"] or "").split(";") if case]
    own = row["name_ja" if language.is_japanese() else "name_en"]
    others = [name for name in names_of(thing) if name != own]
    return [thing, own, others, in_language(row["note"]) or "", cases]


def case_title(case: str) -> str:
    """Return what the page of a case is called."""
    return wording.case_title(frames.one("cases", "transfer_id", case))


def names_of_things() -> list[tuple[str, str]]:
    """Return id and name of each thing, as the form offers them."""
    return [(thing, told_of_thing(thing)[1]) for thing in working_out.things_asked()]


def publish(app, failure: Exception | None) -> None:
    """Write the answers beside the page; Sphinx calls this at the end of a build."""
    if failure or app.builder.format != "html":
        return
    for tongue, file in FILES.items():
        text = json.dumps(data_in(tongue), ensure_ascii=False, separators=(",", ":"))
        (Path(app.outdir) / "_static" / file).write_bytes(f"{HEAD}{text};\n".encode())
    language.settle()


def classes_today() -> list[dict]:
    """Return the destinations by what may go there as of the record's last day.

    Each class has `places`, a list of code and name, and `may`: things by answer.
    """
    return classes_in(language.current())


@tables.cached
def classes_in(tongue: str) -> list[dict]:
    """Return the destinations by what may go there, in a language, that of the page."""
    told = data_in(tongue)
    by_answers: dict[tuple, list] = {}
    by_code = {code: (name, number) for code, name, number in told["places"]}
    for code, _ in countries_with_pages():
        name, number = by_code[code]
        mays = []
        for run in told["classes"][number]:
            stretch = [each for each in told["runs"][run] if each[0] <= told["asOf"]][-1]
            mays.append(told["answers"][stretch[1]][0])
        by_answers.setdefault(tuple(mays), []).append((code, name))
    shown = []
    for mays, places in by_answers.items():
        groups: dict[str, list[str]] = {}
        for thing, may in zip(told["things"], mays, strict=True):
            groups.setdefault(may, []).append(thing[1])
        shown.append({"places": places, "may": {may: groups.get(may, []) for may in MAY}})
    return sorted(shown, key=lambda each: len(each["places"]))


def turns(thing: str, code: str) -> list[tuple[str, str, str | None]]:
    """Return the days on which what may be turned for a thing and a destination.

    Each with what it is from then on, and the rule that decides, if one does. The first is that of
    the first rule; what is said of the days before it is left out.
    """
    told = data_in(language.ENGLISH)
    number = [each[0] for each in told["things"]].index(thing)
    (row,) = [each[2] for each in told["places"] if each[0] == code]
    found: list[tuple[str, str, str | None]] = []
    for day, answer_number in told["runs"][told["classes"][row][number]]:
        may, cell = told["answers"][answer_number][:2]
        if "" < day <= told["asOf"] and (not found or found[-1][1] != may):
            found.append((day, may, told["cells"][cell][1] if cell >= 0 else None))
    return found


def countries_with_pages() -> list[tuple[str, str]]:
    """Return code and customary name of every destination, for the form."""
    codes = [code for code in working_out.places_asked() if code != UNITED_NATIONS]
    codes = sorted(codes, key=wording.place_in_list)
    united = (UNITED_NATIONS, str(in_language("United Nations")))
    return [*((code, str(in_language(countries.name(code)))) for code in codes), united]
