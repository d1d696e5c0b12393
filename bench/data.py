"""Tables: importing, reading, building, against bare pandas."""

import tempfile
from pathlib import Path

from measure import PYTHON, ROOT, command, pair

READ = "import pandas; pandas.read_csv({!r})"
BARE = """
import sys
from pathlib import Path
import pandas as pd
for path in sorted(Path("data/raw").glob("*/*.csv")):
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    table.to_csv(Path(sys.argv[1]) / path.name, index=False)
"""


def rows():
    """Whole processes, start-up and imports included, as a reader meets them."""
    path = str(ROOT / "data/processed/rule_changes.csv")
    imported = python("from analysis import claims, rules, tables, transfers")
    yield pair(
        "import of what notebooks read with",
        "floor: `import pandas`",
        imported,
        python("import pandas"),
        repeats=15,
        goal=1.15,
    )
    read = python("from analysis import tables; tables.read('rule_changes')")
    yield pair(
        "`tables.read` of one table",
        "floor: `import pandas` and `read_csv`",
        read,
        python(READ.format(path)),
        repeats=15,
        goal=1.15,
    )
    with tempfile.TemporaryDirectory() as place:
        bare = command(*PYTHON, "-c", BARE, place)
        build = command(*PYTHON, "-m", "analysis", "build")
        yield pair(
            "`make data`: read, check, write",
            "floor: bare pandas reads and writes the same tables",
            build,
            bare,
            repeats=9,
            goal=3,
        )
        check = command(*PYTHON, "-m", "analysis", "check")
        yield pair("`python -m analysis check`", "floor: the same", check, bare, repeats=5)


def python(code: str):
    """A fresh interpreter that runs one line, in a folder of its own."""
    return command(*PYTHON, "-c", code, cwd=Path(tempfile.gettempdir()))
