"""What speaks for and against a claim: on which evidence a verdict rests, what each origin does."""

import frames

from analysis.claims import RELATIONS

# What pieces of evidence are that no count holds, by whether they are independent
APART = {
    "partly": "The text itself whose wording or credit is claimed, the proof but no second voice:",
    "no": "Not independent of that report, so not counted:",
}


def origin_name(origin_id: str) -> str:
    """Return what an origin is called, in English as the table has it."""
    return frames.one("origins", "origin_id", origin_id)["name"]


def resting_on(evidence_ids: str) -> list[dict]:
    """Return the origins of some pieces of evidence: `name`, `pieces`, the ids of its own."""
    ids = evidence_ids.split(";")
    return by_origin([frames.one("evidence", "evidence_id", piece) for piece in ids])


def by_origin(rows: list[dict]) -> list[dict]:
    """Return the origins of rows of evidence, each once: `name` and `pieces`, with no `parts`."""
    pieces: dict[str, list[str]] = {}
    for row in rows:
        pieces.setdefault(row["origin_id"], []).append(row["evidence_id"])
    return [
        {"name": origin_name(origin), "pieces": ids, "parts": []} for origin, ids in pieces.items()
    ]


def counted(claim_id: str) -> list[dict]:
    """Return what each independent origin does to a claim, those that support it first.

    One row per relation that an origin has: `relation`, and `origins`, each with its `name`,
    `pieces`, and, where these differ (`mixed`), `parts`: the pieces by what they do.
    """
    voices = [voice for voice in spoken(claim_id) if voice["independent"] == "yes"]
    return [
        {"relation": relation, "origins": told}
        for relation in reversed(RELATIONS)
        if (told := [voice for voice in voices if voice["relation"] == relation])
    ]


def apart(claim_id: str) -> list[dict]:
    """Return the evidence that no count holds: what it is (`how`), and its `origins`."""
    rows = frames.by("evidence", "claim_id", claim_id)
    groups = []
    for code, how in APART.items():
        origins = by_origin([row for row in rows if row["independent"] == code])
        if origins:
            groups.append({"how": how, "origins": origins})
    return groups


def spoken(claim_id: str) -> list[dict]:
    """Return the origins that speak to a claim, each once, with what it does on the whole."""
    told = []
    for voice in frames.by("voices", "claim_id", claim_id):
        pieces = voice["evidence_ids"].split(";")
        name = origin_name(voice["origin_id"])
        parts = by_relation(pieces) if voice["mixed"] else []
        told.append(voice | {"name": name, "pieces": pieces, "parts": parts})
    return told


def by_relation(pieces: list[str]) -> list[tuple[str, list[str]]]:
    """Return pieces of evidence by what they do to the claim, what does least for it first."""
    does = {piece: frames.one("evidence", "evidence_id", piece)["relation"] for piece in pieces}
    groups = [(each, [piece for piece in pieces if does[piece] == each]) for each in RELATIONS]
    return [(relation, ids) for relation, ids in groups if ids]


FOR_TEMPLATES = {
    "resting_on": resting_on,
    "origins_counted": counted,
    "origins_apart": apart,
}
