"""A page for each claim, rule change and provision, and the lists that lead to them.

`gather` writes the pages of single rows from their templates; `fill` fills the lists, which are
pages written by hand with frames in them.
"""

import functools
import re
import shutil
from pathlib import Path

import frames
import jinja2
import links
import pandas as pd
import templating

from analysis import claims, rules, tables
from analysis.charts import colours

LISTS = ["check", "rules", "provisions", "transfers", "sources", "doubts"]


def gather(site: Path) -> None:
    """Write one page per claim, rule change and provision, in a folder each."""
    for folder, (table, key) in links.FOLDERS.items():
        shutil.rmtree(site / folder, ignore_errors=True)
        (site / folder).mkdir()
        template = environment().get_template(f"{folder}.jinja")
        every_row = frames.rows(table)
        for number, row in enumerate(every_row):
            text = template.render(
                row=row,
                up="../",
                before=neighbour(every_row, number - 1, row[key], key),
                after=neighbour(every_row, number + 1, row[key], key),
            )
            (site / folder / f"{row[key]}.md").write_bytes(text.encode("utf-8"))


def neighbour(every_row: list[dict], number: int, name: str, key: str) -> dict | None:
    """Return the row before or after one; None at the ends, and where another series begins.

    The sample article's claims ("S1") are no neighbours of the report's ("C01").
    """
    if not 0 <= number < len(every_row):
        return None
    row = every_row[number]
    return row if row[key][0] == name[0] else None


def fill(app, page: str, source: list[str]) -> None:
    """Fill a list; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page in LISTS:
        source[0] = filled(source[0])


def filled(template: str, **values: object) -> str:
    """Return a page that lies beside the front page, filled."""
    return environment().from_string(template).render(values, up="")


@functools.cache
def environment() -> jinja2.Environment:
    """Return the templates' environment with what such a page can call.

    These are the frames by name, links by id, and what is the same on every page.
    """
    environment = templating.environment().overlay()
    environment.filters = environment.filters | {"linked": links.linked, "link": links.link}
    environment.globals = (
        environment.globals
        | {"rows": frames.rows, "by": frames.by, "one": frames.one}
        | {"grounds": frames.grounds, "colours": colours}
        | constants()
    )
    return environment


def constants() -> dict:
    """Return what is the same on every page.

    The article audited, the days up to which is known, the grades, the kinds of source, and where
    each decade lies in a band of time.
    """
    (grade,) = (field for field in tables.fields("rule_changes") if field["name"] == "grade")
    until = rules.known_until()
    decades = pd.Series(range(1970, until.year, 10))
    starts = frames.share_of_time(pd.to_datetime(decades.astype("str") + "-01-01"))
    return {
        "work": frames.one("articles", "article_id", claims.ARTICLE),
        "seen_until": f"{tables.read('evidence')['date'].max():%Y-%m-%d}",
        "until": f"{until:%Y-%m-%d}",
        # "A a primary text that was read, B …" in the description of the column
        "grades": dict(re.findall(r"\b([A-D]) (.+?)(?=, [B-D] |\.)", grade["description"])),
        "kinds": list(dict.fromkeys(row["kind"] for row in frames.rows("sources"))),
        "decades": list(zip(decades, starts.round(2), strict=True)),
    }
