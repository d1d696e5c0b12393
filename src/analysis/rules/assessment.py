"""A structured question in, a reasoned answer out.

Which provision decides is data: the first row of the table `decisions` whose pattern the question
meets. What that provision said on the day comes from the regimes, who approves and who is told
from the procedures. Code decides nothing.
"""

from typing import Any

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


def assess(kind: str, on: object, destination: str, **facts: Any) -> pd.Series:
    """Return whether this could go there on that day, and what the answer rests on.

    A question that meets no row of the table, or whose row names no provision, is *not
    determinable*. So is one that two provisions may decide, because of the row or of a fact that
    is not known, unless both have one status; the answer then holds what both say alike.

    Parameters
    ----------
    kind : str
        As in `question`.
    on : object
        A day, as `periods.day` takes it.
    destination : str
        As in `question`.
    **facts : bool, str or None
        The other fields of `question`.

    Returns
    -------
    pandas.Series
        One answer; what does not apply is None.

        - `on`, `status` (one of `STATUSES`), `provision_id`, `provision`, `condition`;
        - `rule_id`, `since`, `instrument` and `body` (which made the rule);
        - `approver` (who must approve), `diet` (required, conditional, described or not
          addressed), `diet_note`, `prior_consent`;
        - `agreement`: yes, no, unknown or none signed, where the condition asks for a transfer
          agreement;
        - `one_off`, `sources` (ids joined by `;`), `confidence` (the weakest grade in the chain);
        - `decision` (priority of the row that decides), `reason`.

    Raises
    ------
    ValueError
        Names what is wrong with a question.

    Examples
    --------
    >>> patriots = {"origin": "licensed", "licensor": True}
    >>> assess("finished", "2023-12-21", "USA", **patriots)["status"]
    'prohibited'
    >>> assess("finished", "2023-12-22", "USA", **patriots)["status"]
    'allowed'
    """
    then = day(on)
    fields = question(kind, destination, **facts)
    rows, doubt = _deciding(fields)
    if doubt:
        answer: dict[str, object] = {"status": UNSETTLED, "reason": doubt}
    else:
        provisions = rows[["provision_id", "or_provision_id"]].melt()["value"].dropna().unique()
        answers = [_grounded(each, then, fields["destination"]) for each in provisions]
        answer = _joined(answers, "; or ".join(rows["note"]))
    answer["on"] = then
    answer["decision"] = rows["priority"].iloc[-1] if len(rows) else None
    series = pd.Series(answer, index=ANSWER, dtype="object")
    return series.where(series.notna(), None)


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
    """Return a question as the fields of the table `decisions`.

    Parameters
    ----------
    kind : str
        finished, part, technology or service.
    destination : str
        A country, in any spelling that `countries` knows.
    arms : bool or None
        Lethal equipment, or its parts; False for other equipment under export control.
    origin : str or None
        own design, licensed or joint.
    five_fields : bool or None
        For rescue, transport, warning, surveillance or minesweeping.
    licensor : bool or None
        The destination is the licensor's state.
    partner : bool or None
        The destination is a partner in the joint programme.
    pool : bool or None
        Through a parts pool that the users share.
    onward : bool or None
        Passed on by the state that Japan supplied.
    fighting : bool or None
        Fighting is judged to be under way in the destination.
    aggression : bool or None
        The destination is under attack in breach of international law.
    barred : bool or None
        The destination is party to a conflict in the sense of the text in force, or under a
        Security Council embargo.

    Returns
    -------
    dict
        Field → code, yes or no; None for what is not known.

    Raises
    ------
    ValueError
        For an unknown code or country, and for what is neither True, False nor None.

    Examples
    --------
    >>> fields = question("part", "Israel", pool=True, fighting=None)
    >>> fields["destination"], fields["pool"], fields["fighting"], fields["onward"]
    ('ISR', 'yes', None, 'no')
    """
    flags = {
        "arms": arms,
        "five_fields": five_fields,
        "licensor": licensor,
        "partner": partner,
        "pool": pool,
        "onward": onward,
        "fighting": fighting,
        "aggression": aggression,
        "barred": barred,
    }
    _check_code("kind", kind)
    if origin is not None:
        _check_code("origin", origin)
    answers = _yes_or_no(flags)
    return {"kind": kind, "origin": origin, "destination": countries.to_iso3(destination)} | answers


def _check_code(name: str, value: object) -> None:
    """Raise ValueError for a value that is no code of a field of the table `decisions`."""
    field = next(field for field in tables.fields("decisions") if field["name"] == name)
    codes = field["constraints"]["enum"]
    if value not in codes:
        raise ValueError(f"{name} is one of {', '.join(codes)}, not {value!r}")


def _yes_or_no(flags: dict[str, bool | None]) -> dict[str, str | None]:
    """Return facts as the table writes them; a value that is no fact raises ValueError."""
    wrong = [
        f"{name}={value!r}" for name, value in flags.items() if value not in (True, False, None)
    ]
    if wrong:
        raise ValueError(
            "yes or no is True or False, and None where it is not known: " + ", ".join(wrong)
        )
    words = {True: "yes", False: "no", None: None}
    return {name: words[value] for name, value in flags.items()}


def _deciding(fields: dict[str, str | None]) -> tuple[pd.DataFrame, str]:
    """Return the rows that may decide a question, and why they cannot, if so.

    The last of them is the first that the question surely meets.
    """
    table = _decisions()
    values = pd.Series(fields, dtype="object")
    patterns = table[list(fields)]
    blank = patterns.isna()
    unknown = values.isna()
    met = blank | patterns.eq(values)
    sure = met.all(axis=1)
    possible = table[(met | unknown).all(axis=1)]
    reached = possible.loc[: sure.idxmax()] if sure.any() else possible
    silent = reached[reached["provision_id"].isna()]
    if reached.empty:
        return reached, "no row of the decision table meets this question"
    if sure.any() and silent.empty:
        return reached, ""
    if sure.any() and len(reached) == 1:
        return reached, silent["note"].iloc[0]
    open_facts = values.index[unknown]
    asks = [name for name in open_facts if (~blank.loc[reached.index, name]).any()]
    return reached.iloc[:0], f"it depends on what the question leaves open: {', '.join(asks)}"


def _grounded(provision_id: str, then: pd.Timestamp, destination: str | None) -> dict[str, Any]:
    """Return what one provision said on a day, who is asked and told, and all sources and grades.

    `sources` is a list here; `_joined` makes it text.
    """
    cell = in_force(then).set_index("provision_id", drop=False).loc[provision_id]
    is_open = cell["status"] in OPEN
    asks = is_open and AGREEMENT in str(cell["condition"])
    steps = _procedures(provision_id, then)
    if not is_open:
        steps = steps.iloc[:0]
    treaty = _treaty(destination, then)
    changes = tables.read("rule_changes")
    rule = changes[changes["rule_id"] == cell["rule_id"]]
    parts = [cell.to_frame().T, rule, steps]
    agreement = None
    if asks:
        parts.append(treaty)
        agreement = treaty["in_force"].iloc[0] if len(treaty) else "none signed"
    grounds = pd.concat([part[GROUNDS].astype("str") for part in parts])
    answer = cell.drop("source_id").to_dict() | {
        "approver": steps["arrangement"].get("approver"),
        "prior_consent": steps["arrangement"].get("prior consent"),
        "diet": steps["status"].get("Diet notification"),
        "diet_note": steps["arrangement"].get("Diet notification"),
        "agreement": agreement,
        "sources": list(grounds["source_id"].dropna()),
        "confidence": grounds["confidence"].dropna().max(),
    }
    return answer | {"reason": _reason(answer, destination)}


def _joined(answers: list[dict[str, Any]], note: str) -> dict[str, object]:
    """Return one answer of the provisions that may decide: what all say alike.

    It is *not determinable* where their statuses differ.
    """
    grades = [answer["confidence"] for answer in answers if pd.notna(answer["confidence"])]
    sources = dict.fromkeys(source for answer in answers for source in answer["sources"])
    alike = {
        name: value
        for name, value in answers[0].items()
        if len({str(answer[name]) for answer in answers}) == 1
    }
    reason = "; or ".join(answer["reason"] for answer in answers)
    ground = {
        "sources": ";".join(sources) or None,
        "confidence": max(grades, default=None),
        "reason": f"{reason} (row: {note})",
    }
    return {"status": UNSETTLED} | alike | ground


@tables.cached
def _decisions() -> pd.DataFrame:
    """Return the decision table, the row that is tried first on top."""
    return tables.read("decisions").astype("object").sort_values("priority", ignore_index=True)


@tables.cached
def _scoped() -> pd.DataFrame:
    """Return the procedures, one row per provision where their scope lists some."""
    scopes = tables.read("procedure_scopes")
    return tables.read("procedures").merge(scopes, on=["rule_id", "step"], how="left")


def _procedures(provision_id: str, then: pd.Timestamp) -> pd.DataFrame:
    """Return the latest arrangement of each step in force on a day that holds for a provision.

    An arrangement that `procedure_scopes` lists holds for the provisions listed there, any other
    for all.
    """
    steps = _scoped()
    holds = steps["provision_id"].isna() | (steps["provision_id"] == provision_id)
    steps = steps[holds & (steps["in_force_from"] <= then)].sort_values(
        ["in_force_from", "rule_id"]
    )
    return steps.drop_duplicates("step", keep="last").set_index("step")


def _treaty(destination: str | None, then: pd.Timestamp) -> pd.DataFrame:
    """Return the row of a country among the partners on a day, or none."""
    partner_rows = partners(then)
    return partner_rows[partner_rows["iso3"] == destination]


def _reason(answer: dict[str, Any], destination: str | None) -> str:
    """Return the chain of an answer in words."""
    parts = [f"{answer['provision_id']} ({answer['provision']})", _rule_in_words(answer)]
    if answer["agreement"]:
        country = countries.name(destination)
        parts.append(f"transfer agreement with {country} in force: {answer['agreement']}")
    if pd.notna(answer["confidence"]):
        parts.append(f"weakest grade {answer['confidence']}")
    if pd.notna(answer["remark"]):
        parts.append(answer["remark"])
    return "; ".join(parts)


def _rule_in_words(answer: dict[str, Any]) -> str:
    """Return what the rule behind an answer says, or that there is none."""
    if pd.notna(answer["rule_id"]):
        code = answer["coded"]
        if answer["status"] != code:
            code = f"in the table {code}, which is not verified,"
        rule = f"{answer['rule_id']} ({answer['instrument']}, {answer['body']})"
        return f"{code} since {answer['since']:%Y-%m-%d} by {rule}"
    if answer["status"] == SILENT:
        return "no rule in force speaks of it"
    return "no rule of the table was in force"
