"""A structured question in, a reasoned answer out.

Which provision decides is data: the first row of the table `decisions` whose pattern the question meets. What that provision
said on the day comes from the regimes, who approves and who is told from the procedures. Code decides nothing.
"""

import functools

import pandas as pd

from .. import countries, tables
from ..periods import day
from .agreements import partners
from .regimes import OPEN, SILENT, UNSETTLED, in_force

AGREEMENT = "transfer agreement"  # a condition that asks for one says so in these words
GROUNDS = ["source_id", "confidence"]
ANSWER = [
    "on",
    "status",
    "provision_id",
    "provision",
    "condition",
    "rule_id",
    "since",
    "instrument",
    "body",
    "approver",
    "diet",
    "diet_note",
    "prior_consent",
    "agreement",
    "one_off",
    "sources",
    "confidence",
    "decision",
    "reason",
]


def assess(kind: str, on: object, destination: str, **facts: object) -> pd.Series:
    """Could this go there on that day: one answer, the provision that decides, and all that it rests on.

    `kind`, `destination` and `facts` are those of `question`. The answer has: on, status (one of `STATUSES`), provision_id,
    provision, condition, rule_id, since, instrument, body (which made the rule), approver (who must approve), diet (required |
    conditional | described | not addressed) and diet_note, prior_consent, agreement (yes | no | unknown | none signed, where the
    condition asks for a transfer agreement), one_off, sources (ids joined by `;`), confidence (the weakest grade in the
    chain), decision (priority of the row that decides), reason. What does not apply is None. A question that meets no
    row, or whose row names no provision, is *not determinable*; so is one that two provisions may decide, because of the row or
    of a fact not known, unless both have one status; the answer then holds what both say alike. ValueError names what is wrong with a question.
    """
    then, asked = day(on), question(kind, destination, **facts)
    rows, doubt = _deciding(asked)
    if doubt:
        answer = {"status": UNSETTLED, "reason": doubt}
    else:
        provisions = rows[["provision_id", "or_provision_id"]].melt()["value"].dropna().unique()
        answer = _joined(
            [_grounded(provision, then, asked["destination"]) for provision in provisions],
            "; or ".join(rows["note"]),
        )
    answer |= {"on": then, "decision": rows["priority"].iloc[-1] if len(rows) else None}
    answer = pd.Series(answer, index=ANSWER, dtype="object")
    return answer.where(answer.notna(), None)


def question(
    kind: str,
    destination: str,
    *,
    arms: bool | None = True,
    origin: str | None = "own design",
    five_fields: bool | None = False,
    licensor: bool | None = False,
    partner: bool | None = False,
    pool: bool | None = False,
    onward: bool | None = False,
    fighting: bool | None = False,
    aggression: bool | None = False,
    barred: bool | None = False,
) -> dict[str, str | None]:
    """A question as the fields of the table `decisions`: codes, yes or no, and None for what is not known.

    kind: finished | part | technology | service. arms: lethal equipment, or its parts (False: other equipment under export
    control). origin: own design | licensed | joint. five_fields: for rescue, transport, warning, surveillance or minesweeping.
    destination: a country in any spelling that `countries` knows. Of the destination: licensor (it is the licensor's state), partner
    (a partner in the joint programme), fighting (fighting is judged to be under way there), aggression (it is under attack in breach of
    international law), barred (party to a conflict in the sense of the text in force, or under a Security Council embargo). pool:
    through a parts pool shared by the users. onward: passed on by the state that Japan supplied.
    """
    flags = {
        "arms": arms,
        "five_fields": five_fields,
        "licensor": licensor,
        "partner": partner,
        "pool": pool,
        "onward": onward,
    }
    flags |= {"fighting": fighting, "aggression": aggression, "barred": barred}
    wrong = {name: value for name, value in flags.items() if value not in (True, False, None)}
    for name, value in {"kind": kind, "origin": origin}.items():
        codes = next(
            field["constraints"]["enum"]
            for field in tables.fields("decisions")
            if field["name"] == name
        )
        if value not in codes and not (name == "origin" and value is None):
            raise ValueError(f"{name} is one of {', '.join(codes)}, not {value!r}")
    if wrong:
        raise ValueError(
            "yes or no is True or False, and None where it is not known: "
            + ", ".join(f"{k}={v!r}" for k, v in wrong.items())
        )
    answers = {
        name: None if value is None else "yes" if value else "no" for name, value in flags.items()
    }
    return {"kind": kind, "origin": origin, "destination": countries.to_iso3(destination)} | answers


def _deciding(asked: dict[str, str | None]) -> tuple[pd.DataFrame, str]:
    """The rows that may decide, the last of them the first that the question surely meets; and why they cannot, if so."""
    table, values = _decisions(), pd.Series(asked, dtype="object")
    patterns = table[list(asked)]
    blank, unknown = patterns.isna(), values.isna()
    met = blank | patterns.eq(values)
    sure = met.all(axis=1)
    reached = table[(met | unknown).all(axis=1)].loc[: sure.idxmax() if sure.any() else None]
    silent = reached[reached["provision_id"].isna()]
    if reached.empty:
        return reached, "no row of the decision table meets this question"
    if sure.any() and len(silent) == 0:
        return reached, ""
    asks = [name for name in values.index[unknown] if (~blank.loc[reached.index, name]).any()]
    if sure.any() and len(reached) == 1:
        return reached, silent["note"].iloc[0]
    return reached.iloc[:0], f"it depends on what the question leaves open: {', '.join(asks)}"


def _grounded(provision_id: str, then: pd.Timestamp, destination: str) -> dict:
    """What one provision said on a day, who is asked and told, and the sources and grades of it all."""
    cell = in_force(then).set_index("provision_id", drop=False).loc[provision_id]
    steps, treaty = _procedures(provision_id, then), _treaty(destination, then)
    if cell["status"] not in OPEN:
        steps = steps.iloc[:0]
    asks = cell["status"] in OPEN and AGREEMENT in str(cell["condition"])
    rule = _rules()[_rules().index == cell["rule_id"]]
    grounds = pd.concat(
        [
            frame[GROUNDS].astype("str")
            for frame in (cell.to_frame().T, rule, steps, treaty.iloc[: int(asks)])
        ]
    )
    answer = cell.drop("source_id").to_dict()
    answer |= {
        "approver": steps["arrangement"].get("approver"),
        "prior_consent": steps["arrangement"].get("prior consent"),
    }
    answer |= {
        "diet": steps["status"].get("Diet notification"),
        "diet_note": steps["arrangement"].get("Diet notification"),
    }
    answer["agreement"] = (
        (treaty["in_force"].iloc[0] if len(treaty) else "none signed") if asks else None
    )
    answer |= {
        "sources": list(grounds["source_id"].dropna()),
        "confidence": grounds["confidence"].dropna().max(),
    }
    return answer | {"reason": _reason(answer, destination)}


def _joined(answers: list[dict], note: str) -> dict:
    """One answer of the provisions that may decide: what all say alike; *not determinable* where their statuses differ."""
    grades = [answer["confidence"] for answer in answers if pd.notna(answer["confidence"])]
    sources = dict.fromkeys(source for answer in answers for source in answer["sources"])
    alike = {
        name: value
        for name, value in answers[0].items()
        if len({str(answer[name]) for answer in answers}) == 1
    }
    reason = "; or ".join(answer["reason"] for answer in answers) + f" (row: {note})"
    ground = {
        "sources": ";".join(sources) or None,
        "confidence": max(grades, default=None),
        "reason": reason,
    }
    return {"status": UNSETTLED} | alike | ground


@functools.cache
def _decisions() -> pd.DataFrame:
    return tables.read("decisions").astype("object").sort_values("priority", ignore_index=True)


@functools.cache
def _scoped() -> pd.DataFrame:
    return tables.read("procedures").merge(
        tables.read("procedure_scopes"), on=["rule_id", "step"], how="left"
    )


@functools.cache
def _rules() -> pd.DataFrame:
    return tables.read("rule_changes").set_index("rule_id")


def _procedures(provision_id: str, then: pd.Timestamp) -> pd.DataFrame:
    """The latest arrangement of each step in force on a day that holds for a provision, by step.

    An arrangement that `procedure_scopes` lists holds for the provisions listed there, any other for all.
    """
    steps = _scoped()
    steps = steps[
        (steps["in_force_from"] <= then)
        & (steps["provision_id"].isna() | (steps["provision_id"] == provision_id))
    ]
    return (
        steps.sort_values(["in_force_from", "rule_id"])
        .drop_duplicates("step", keep="last")
        .set_index(steps["step"].name)
    )


def _treaty(destination: str, then: pd.Timestamp) -> pd.DataFrame:
    return partners(then)[lambda frame: frame["iso3"] == destination]


def _reason(answer: dict, destination: str) -> str:
    parts = [f"{answer['provision_id']} ({answer['provision']})"]
    if pd.isna(answer["rule_id"]):
        parts.append(
            "no rule in force speaks of it"
            if answer["status"] == SILENT
            else "no rule of the table was in force"
        )
    else:
        code = (
            answer["coded"]
            if answer["status"] == answer["coded"]
            else f"in the table {answer['coded']}, which is not verified,"
        )
        parts.append(
            f"{code} since {answer['since']:%Y-%m-%d} by {answer['rule_id']} ({answer['instrument']}, {answer['body']})"
        )
    if answer["agreement"]:
        parts.append(
            f"transfer agreement with {countries.name(destination)} in force: {answer['agreement']}"
        )
    if pd.notna(answer["confidence"]):
        parts.append(f"weakest grade {answer['confidence']}")
    return "; ".join(parts + [answer["remark"]] * pd.notna(answer["remark"]))
