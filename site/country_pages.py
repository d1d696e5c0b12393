"""What the page of one country shows, as rows: from `analysis.country` and `rules`."""

import frames
import wording

from analysis import country, rules, tables, transfers


@tables.cached
def facts(iso3: str) -> dict:
    """Return what the page of a country shows, by name; each a list of rows."""
    agreements = tables.read("agreements")
    agreements = agreements[agreements["iso3"] == iso3].sort_values("signed")
    return {
        "agreements": frames.as_rows(agreements),
        "cases": frames.as_rows(country.cases(iso3)),
        "mentioned": frames.as_rows(country.mentioned(iso3)),
        "money": country.money(iso3).to_dict("records"),
        "assistance": assistance(iso3),
        "changes": changes(iso3),
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
    """Return what changed for a country, oldest first: its agreements and the rules that name it.

    Each has `day` as text, `what` in words and `page`, the id it leads to (None for agreements).
    """
    steps = []
    for row in frames.as_rows(tables.read("agreements").query("iso3 == @iso3")):
        steps.append({"day": row["signed"], "what": f"Signed: {row['title']}", "page": None})
        if row["in_force_from"] and row["in_force_from"] != row["signed"]:
            told = f"In force: {row['title']}"
            steps.append({"day": row["in_force_from"], "what": told, "page": None})
    for row in frames.as_rows(country.rules_naming(iso3)):
        day = row["in_force_from"] or row["adopted"]
        steps.append({"day": day, "what": row["title_en"], "page": row["rule_id"]})
    return sorted(steps, key=lambda step: step["day"])


def title(row: dict) -> str:
    """Return the finding that heads a country's page: its agreement, its cases."""
    name = wording.capital(wording.country(row["country"]))
    agreement = {
        "in force": f"transfer agreement signed in {str(row['signed'])[:4]}, in force",
        "signed": f"transfer agreement signed in {str(row['signed'])[:4]}, entry into force not found",
        "not found": "no transfer agreement found",
    }[row["agreement"]]
    decided = wording.counted(row["counted"], "case")
    return f"{name}: {agreement}; {decided} decided or agreed"


def money_in_words(sums: list[dict]) -> str:
    """Return what the sums of a country's cases add up to, and whether that is all."""
    if not sums:
        return ""
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
    cases = facts(row["iso3"])["cases"]
    decided = [case for case in cases if case["counted"]]
    talked = [case for case in cases if wording.CASES[case["status"]][0] == "talks"]
    name = wording.country(row["country"])
    told = []
    if decided:
        latest = decided[0]
        state = wording.CASES[latest["status"]][1].lower()
        many = wording.capital(wording.counted(len(decided), "case"))
        verb = "was" if len(decided) == 1 else "were"
        told.append(
            f"{many} for {name} {verb} decided or agreed; the latest, of "
            f"{wording.day(latest['day'])}: {latest['item']} ({state})."
        )
    else:
        told.append(f"We found no case for {name} that was decided or agreed.")
    if talked:
        items = "; ".join(case["item"] for case in talked)
        told.append(f"Talked about or planned, not decided as far as we found: {items}.")
    return " ".join(told)


# Kinds of transfer that speak of one country, or of states of one sort, alone
ONLY_FOR_US = ["P10", "P12"]
NOT_FOR_US = ["P11"]
FOR_SOME_STATES = ["P08", "P09", "P14"]


def may_go(iso3: str) -> list[dict]:
    """Return what may go to a country as of the last dated item, a row per kind of transfer.

    Each has `kind`, `example`, `page` (the id it leads to), `sign`, `why` and `grade`.
    """
    left_out = FOR_SOME_STATES + (NOT_FOR_US if iso3 == "USA" else ONLY_FOR_US)
    kinds = frames.as_rows(rules.in_force(rules.known_until()))
    return [
        {
            "kind": frames.one("provisions", "provision_id", kind["provision_id"])["name"],
            "example": "",
            "page": kind["provision_id"],
            "sign": wording.STATUSES[kind["status"]],
            "why": kind["condition"] or "No condition stated.",
            "grade": kind["confidence"],
        }
        for kind in kinds
        if kind["provision_id"] not in left_out
    ]


FOR_TEMPLATES = {
    "of_country": facts,
    "country_title": title,
    "country_lead": lead,
    "money_in_words": money_in_words,
    "may_go": may_go,
}
