"""Draw facts to be checked again: python tools/draw_recheck.py COMMIT > lot.csv

The lot is the hash of the commit, so that anyone can draw the same facts from the same tables, and
nobody can choose them: 40 of grade A, 30 of B, 30 of C. What the check gives is written into the
last columns, and the rows go to data/raw/sources/rechecks.csv.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from analysis import citations  # noqa: E402

SIZES = {"A": 40, "B": 30, "C": 30}


def main(arguments: list[str]) -> None:
    """Print the lot as CSV; exit with one line where the commit is not given or is none."""
    if len(arguments) != 1:
        sys.exit("give the hash of one commit: python tools/draw_recheck.py COMMIT > lot.csv")
    try:
        lot = citations.draw(arguments[0], SIZES)
    except ValueError as error:
        sys.exit(str(error))
    lot.to_csv(sys.stdout, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
