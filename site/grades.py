"""The page of the grades: what each means, how many facts have it, how often one was wrong.

`fill` fills the page; every number on it comes from `analysis.citations`.
"""

import re

import pages
import pandas as pd

from analysis import citations, language, tables

RULE = re.compile(r"- \*\*([A-D])\*\* (.+?)(?=\n- |\Z)", re.DOTALL)


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "grades":
        source[0] = pages.filled(source[0], **values())


def values() -> dict:
    """Return what fills the page."""
    lines = rates()
    checked = any(line["checked"] for line in lines)
    return {"rule": rule(), "rates": lines, "checked": checked, "shares": shares()}


def rule() -> list[dict[str, str]]:
    """Return what each grade says, in the words of the codebook."""
    found = RULE.findall(citations.__doc__.strip())
    return [{"code": code, "text": " ".join(text.split())} for code, text in found]


def rates() -> list[dict]:
    """Return one row per grade: how many facts were drawn, checked and wrong, told in words."""
    lines = citations.recheck_rates().to_dict("records")
    for line in lines:
        for name in ("wrong", "substantive"):
            line[f"{name}_told"] = rate(line, name)
    return lines


def rate(line: dict, name: str) -> str:
    """Return a count with its share and interval: "2 (5 %, 1 to 17 %)"."""
    if not line["checked"]:
        return "–"
    share, low, high = (line[f"{name}_{end}"] * 100 for end in ("share", "low", "high"))
    return language.phrase(
        "{count} ({share:.0f} %, {low:.0f} to {high:.0f} %)",
        count=line[name],
        share=share,
        low=low,
        high=high,
    )


def shares() -> list[dict]:
    """Return one row per table of facts, and one for all: facts, each grade, printed forms."""
    lines = citations.printed_shares()
    lines = lines.astype(object).where(lines.notna(), None).to_dict("records")
    together = pd.Series(0, list(citations.GRADES))
    for line in lines:
        if line["table"]:
            grades = tables.read(line["table"])["grade"].astype("str").value_counts()
            counts = grades.reindex(together.index, fill_value=0)
            together += counts
            line["title"] = tables.resource(line["table"])["title"]
        else:
            counts = together
        line |= {code: int(count) for code, count in counts.items()}
        share = line["share"] * 100
        told = language.phrase("{count} ({share:.0f} %)", count=line["printed"], share=share)
        line["told"] = told if line["printed"] else "–"
    return lines
