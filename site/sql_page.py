"""The page on which a reader asks the tables in SQL: SQLite, in the page, without a network.

`fill` puts the prepared questions into the page; `publish` lays two scripts beside it, which it
loads when a question is first run: SQLite as sql.js has it, and the tables. They are scripts and
not data, so that the page also works from a folder, where no page may read a file.
"""

import base64
import gzip
from pathlib import Path
from typing import NamedTuple

import datapackage
import downloads
import pages

VENDOR = Path(__file__).parent / "vendor" / "sql.js"
ENGINE = ("sql-wasm-browser.js", "sql-wasm-browser.wasm")


class Question(NamedTuple):
    """A question as people ask it, and the query that answers it."""

    text: str
    sql: str


QUESTIONS = [
    Question(
        "What may leave Japan today, and since which rule?",
        """\
SELECT provisions.short_name AS kind,
       iif(regimes.grade = 'D', 'not determinable', status) AS answer, -- D: no text supports it
       max(regimes.in_force_from) AS since, rule_changes.short_name AS by_rule, regimes.grade
FROM regimes
JOIN provisions USING (provision_id)
JOIN rule_changes USING (rule_id)
WHERE scope = 'standing'
GROUP BY provision_id
ORDER BY answer, kind;""",
    ),
    Question(
        "Under which prime minister were the rules loosened, and how often?",
        """\
SELECT prime_minister, cabinets."from", cabinets."to",
       sum(effect = 'loosens') AS loosened, sum(effect = 'tightens') AS tightened
FROM cabinets
JOIN rule_changes
  ON adopted >= cabinets."from" AND (adopted < cabinets."to" OR cabinets."to" IS NULL)
GROUP BY cabinet_id
HAVING loosened + tightened > 0
ORDER BY cabinets."from";""",
    ),
    Question(
        "Which arms did Japan deliver, to whom, and how long after the decision?",
        """\
SELECT name_en AS recipient, item,
       substr(decided, 1, CASE decided_precision
              WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS decided,
       substr(delivered, 1, CASE delivered_precision
              WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS delivered,
       CASE WHEN decided_precision = 'day' AND delivered_precision = 'day'
            THEN CAST(julianday(transfers.delivered)
            - julianday(transfers.decided) AS INTEGER) END AS days, grade
FROM transfers
LEFT JOIN countries ON iso3 = recipient_iso3
WHERE transfers.delivered IS NOT NULL
ORDER BY transfers.delivered DESC;""",
    ),
    Question(
        "Which claims of the report does evidence contradict, and who says so?",
        """\
SELECT claim_id, claims.paraphrase AS claim, publisher,
       substr(evidence.date, 1, CASE date_precision
              WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS date, sources.url
FROM evidence
JOIN claims USING (claim_id)
JOIN sources USING (source_id)
WHERE relation = 'contradicts'
ORDER BY claim_id, evidence.date;""",
    ),
    Question(
        "With which states has Japan a transfer agreement, and what came of it?",
        """\
SELECT country, group_concat(substr(signed, 1, 10), ', ') AS signed,
       group_concat(substr(in_force_from, 1, CASE in_force_from_precision
                    WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END), ', ') AS in_force,
       (SELECT count(*) FROM transfers WHERE recipient_iso3 = iso3) AS cases_and_talks,
       (SELECT count(*) FROM transfers
        WHERE recipient_iso3 = iso3 AND delivered IS NOT NULL) AS delivered
FROM agreements
GROUP BY iso3
ORDER BY min(agreements.signed);""",
    ),
]


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this for every page it reads."""
    if page != "sql":
        return
    database = Path(app.srcdir) / "downloads" / f"{datapackage.release()}.sqlite"
    loaded = scripts(database.read_bytes()).values()
    source[0] = pages.filled(
        source[0],
        questions=QUESTIONS,
        tables=datapackage.package()["resources"],
        release=datapackage.release(),
        weight=downloads.size(sum(map(len, loaded))),
    )


def publish(app, failure: Exception | None) -> None:
    """Lay the scripts that the page loads beside it; Sphinx calls this when all else is done."""
    if app.builder.format != "html" or failure:
        return
    folder = Path(app.outdir) / "_static" / "sql"
    folder.mkdir(parents=True, exist_ok=True)
    database = Path(app.srcdir) / "downloads" / f"{datapackage.release()}.sqlite"
    for name, text in scripts(database.read_bytes()).items():
        (folder / name).write_bytes(text.encode("utf-8"))


def scripts(database: bytes) -> dict[str, str]:
    """Return the two scripts by name: the engine with its machine code, and the tables."""
    code, machine = ((VENDOR / name).read_bytes() for name in ENGINE)
    notice = "/* sql.js, see licences/NOTICES.txt */\n"
    engine = f'{notice}{code.decode("utf-8")}\nwindow.sqlMachine = "{packed(machine)}";\n'
    return {"engine.js": engine, "tables.js": f'window.sqlTables = "{packed(database)}";\n'}


def packed(content: bytes) -> str:
    """Return bytes, compressed, as text; the same bytes give the same text."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")
