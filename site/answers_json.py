"""The answers of the day as JSON, one file a destination with a page: for programs to read.

`countries/PHL.json` says of every thing whether it may go to the Philippines as of the record's
last day, in a sentence, with the address of the full answer. Its address lasts.
"""

import json
import re
from pathlib import Path

import answering
import wording

from analysis import country


def publish(app, failure: Exception | None) -> None:
    """Write the files beside the countries' pages; Sphinx calls this at the end of a build."""
    if failure or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "countries"
    folder.mkdir(exist_ok=True)
    for code in country.index()["iso3"]:
        text = json.dumps(of_place(code), ensure_ascii=False, indent=1) + "\n"
        (folder / f"{code}.json").write_bytes(text.encode("utf-8"))


def of_place(code: str) -> dict:
    """Return what may go to a destination as of the record's last day: `answers`, one a thing."""
    told = answering.data()
    ((name, number),) = [(name, number) for each, name, number in told["places"] if each == code]
    rows = [
        answer(told, thing, told["runs"][run], name)
        | {"ask": f"ask.html?what={thing[0]}&to={code}"}
        for thing, run in zip(told["things"], told["classes"][number], strict=True)
    ]
    return {
        "country": name,
        "iso3": code,
        "as_of": told["asOf"],
        "note": "Research, not legal advice. Each transfer needs a licence all the same.",
        "license": "CC BY 4.0",
        "answers": rows,
    }


def answer(told: dict, thing: list, stretches: list, place: str) -> dict:
    """Return one answer: the thing, whether it may go, and the sentence."""
    stretch = [each for each in stretches if each[0] <= told["asOf"]][-1]
    may, _, sentence, *_ = told["answers"][stretch[1]]
    text = filled(told["texts"][sentence], thing[1], place)
    return {"thing": thing[0], "name": thing[1], "may": may, "sentence": text}


def filled(text: str, thing: str, place: str) -> str:
    """Return a text of the answers with its names in their holes, as the page fills them."""
    names = {"t": thing, "c": place, "T": wording.capital(thing), "C": wording.capital(place)}
    return re.sub(r"\{([cCtT])\}", lambda hole: names[hole[1]], text)
