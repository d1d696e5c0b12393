"""A structured question in, a reasoned answer out.

Which provision decides is data: the first row of the table `decisions` whose pattern the question meets. What that provision
said on the day comes from the regimes, who approves and who is told from the procedures. Code decides nothing.
"""

import functools

import pandas as pd

from analysis import countries, tables
from analysis.rules.days import day
from analysis.rules.partners import partners
from analysis.rules.regimes import OPEN, SILENT, UNSETTLED, in_force

AGREEMENT = "transfer agreement"  # a condition that asks for one says so in these words
GROUNDS = ["source_id", "confidence"]
ANSWER = [
    "on", "status", "provision_id", "provision", "condition", "rule_id", "since", "instrument", "body", "approver", "diet", "diet_note",
    "prior_consent", "agreement", "one_off", "sources", "confidence", "decision", "reason",
]  # fmt: skip
_table = functools.cache(tables.read)


def assess(kind: str, on: object, destination: str, **facts: object) -> pd.Series:
    """Could this go there on that day: one answer, the provision that decides, and all that it rests on.

    `kind`, `destination` and `facts` are those of `question`. The answer has: on, status (one of `STATUSES`), provision_id,
    provision, condition, rule_id, since, instrument, body (which made the rule), approver (who must approve), diet (required |
    conditional | described | not addressed) and diet_note, prior_consent, agreement (yes | no | unknown | none signed, where the
    condition asks for a transfer agreement), one_off, sources (ids joined by `;`), confidence (the weakest grade in the
    chain), decision (priority of the row that decides), reason. What does not apply is None. A question that meets no
    row, or whose row names no provision, is *not determinable*. ValueError names what is wrong with a question.
    """
    then, asked = day(on), question(kind, destination, **facts)
    row = _decision(asked)
    answer = {"on": then, "status": UNSETTLED, "decision": row["priority"], "reason": row["note"]}
    if pd.notna(row["provision_id"]):
        answer |= _grounded(row, then, asked["destination"])
    answer = pd.Series(answer, index=ANSWER, dtype="object")
    return answer.where(answer.notna(), None)


def question(
    kind: str, destination: str, *, arms: bool | None = True, origin: str | None = "own design", five_fields: bool | None = False,
    licensor: bool | None = False, partner: bool | None = False, pool: bool | None = False, onward: bool | None = False,
    fighting: bool | None = False, aggression: bool | None = False, barred: bool | None = False,
) -> dict[str, str | None]:  # fmt: skip
    """A question as the fields of the table `decisions`: codes, yes or no, and None for what is not known.

    kind: finished | part | technology | service. arms: lethal equipment, or its parts (False: other equipment under export
    control). origin: own design | licensed | joint. five_fields: for rescue, transport, warning, surveillance or minesweeping.
    destination: a country in any spelling that `countries` knows. Of the destination: licensor (it is the licensor's state), partner
    (a partner in the joint programme), fighting (fighting is judged to be under way there), aggression (it is under attack in breach of
    international law), barred (party to a conflict in the sense of the text in force, or under a Security Council embargo). pool:
    through a parts pool shared by the users. onward: passed on by the state that Japan supplied.
    """
    flags = {"arms": arms, "five_fields": five_fields, "licensor": licensor, "partner": partner, "pool": pool, "onward": onward}
    flags |= {"fighting": fighting, "aggression": aggression, "barred": barred}
    wrong = {name: value for name, value in flags.items() if value not in (True, False, None)}
    for name, value in {"kind": kind, "origin": origin}.items():
        codes = next(field["constraints"]["enum"] for field in tables.fields("decisions") if field["name"] == name)
        if value not in codes and not (name == "origin" and value is None):
            raise ValueError(f"{name} is one of {', '.join(codes)}, not {value!r}")
    if wrong:
        raise ValueError("yes or no is True or False, and None where it is not known: " + ", ".join(f"{k}={v!r}" for k, v in wrong.items()))
    answers = {name: None if value is None else "yes" if value else "no" for name, value in flags.items()}
    return {"kind": kind, "origin": origin, "destination": countries.to_iso3(destination)} | answers


def _decision(asked: dict[str, str | None]) -> pd.Series:
    """The first row that the question meets: priority, provision_id, note; without provision where that is not settled."""
    table, values = _table("decisions").sort_values("priority", ignore_index=True), pd.Series(asked, dtype="object")
    patterns = table[list(asked)].astype("object")
    blank, unknown = patterns.isna(), values.isna()
    met = blank | patterns.eq(values)
    sure, possible = met.all(axis=1), (met | unknown).all(axis=1)
    reached = table[possible].loc[: sure.idxmax() if sure.any() else None]
    if reached.empty:
        return pd.Series({"priority": None, "provision_id": None, "note": "no row of the decision table meets this question"})
    if sure.any() and reached["provision_id"].nunique(dropna=False) == 1:
        return table.loc[sure.idxmax()]
    open_fields = [name for name in values.index[unknown] if (~blank.loc[reached.index, name]).any()]
    return pd.Series({"priority": None, "provision_id": None, "note": f"it depends on what the question leaves open: {', '.join(open_fields)}"})


def _grounded(row: pd.Series, then: pd.Timestamp, destination: str) -> dict:
    """What the deciding provision said on that day, who is asked and told, and the sources and grades of it all."""
    cell = in_force(then).set_index("provision_id", drop=False).loc[row["provision_id"]]
    steps, treaty = _procedures(cell["provision_id"], then), _treaty(destination, then)
    if cell["status"] not in OPEN:
        steps = steps.iloc[:0]
    asks = cell["status"] in OPEN and AGREEMENT in str(cell["condition"])
    rule = _table("rule_changes")[lambda frame: frame["rule_id"] == cell["rule_id"]]
    grounds = pd.concat([frame[GROUNDS].astype("str") for frame in (cell.to_frame().T, rule, steps, treaty.iloc[: int(asks)])])
    answer = cell.drop("source_id").to_dict()
    answer |= {"approver": steps["arrangement"].get("approver"), "prior_consent": steps["arrangement"].get("prior consent")}
    answer |= {"diet": steps["status"].get("Diet notification"), "diet_note": steps["arrangement"].get("Diet notification")}
    answer["agreement"] = (treaty["in_force"].iloc[0] if len(treaty) else "none signed") if asks else None
    answer["sources"] = ";".join(grounds["source_id"].dropna().unique()) or None
    answer["confidence"] = grounds["confidence"].dropna().max()
    answer["decision"] = row["priority"]
    return answer | {"reason": _reason(answer, row, destination)}


def _procedures(provision_id: str, then: pd.Timestamp) -> pd.DataFrame:
    """The latest arrangement of each step in force on a day that holds for a provision, by step.

    An arrangement that `procedure_scopes` lists holds for the provisions listed there, any other for all.
    """
    steps = _table("procedures").merge(_table("procedure_scopes"), on=["rule_id", "step"], how="left")
    steps = steps[(steps["in_force_from"] <= then) & (steps["provision_id"].isna() | (steps["provision_id"] == provision_id))]
    return steps.sort_values(["in_force_from", "rule_id"]).drop_duplicates("step", keep="last").set_index(steps["step"].name)


def _treaty(destination: str, then: pd.Timestamp) -> pd.DataFrame:
    return partners(then)[lambda frame: frame["iso3"] == destination]


def _reason(answer: dict, row: pd.Series, destination: str) -> str:
    parts = [f"{answer['provision_id']} decides ({row['note']})"]
    if pd.isna(answer["rule_id"]):
        parts.append("no rule in force speaks of it" if answer["status"] == SILENT else "no rule of the table was in force")
    else:
        code = answer["coded"] if answer["status"] == answer["coded"] else f"in the table {answer['coded']}, which is not verified,"
        parts.append(f"{code} since {answer['since']:%Y-%m-%d} by {answer['rule_id']} ({answer['instrument']}, {answer['body']})")
    if answer["agreement"]:
        parts.append(f"transfer agreement with {countries.name(destination)} in force: {answer['agreement']}")
    if pd.notna(answer["confidence"]):
        parts.append(f"weakest grade {answer['confidence']}")
    return "; ".join(parts + [answer["remark"]] * pd.notna(answer["remark"]))
