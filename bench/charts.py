"""Charts: what each costs, and what the time of the slowest three is spent on."""

import cProfile
import io
import os
import pstats
import sys
import time

from measure import ROOT

from analysis import charts
from analysis.charts import figure as house

PARTS = {
    "layout": "do_constrained_layout",
    "text measured": "get_text_width_height_descent",
    "seaborn": "/seaborn/",
    "PNG encoded": "_encode_tile",
    "fingerprint": "fingerprint",
}


def rows():
    """The slowest three of all charts: made, marked and written as PNG, as a notebook does, the frames in hand."""
    sys.path.append(str(ROOT / "site"))  # after the bench itself, which has a `pages` of its own
    import figures

    made = {
        figure.chart: figure.again
        for notebook in figures.notebooks()
        for figure in shown(figures, notebook)
    }
    taken = {name: min(spent(again) for _ in range(3)) for name, again in made.items()}
    yield {
        "what": f"all {len(taken)} charts",
        "against": "CPU time",
        "figure": f"{sum(taken.values()):.1f} s",
    }
    for name in sorted(taken, key=taken.get, reverse=True)[:3]:
        yield {
            "what": f"`{name}`",
            "against": "CPU time",
            "figure": f"{taken[name]:.2f} s",
            "note": profile(made[name]),
        }


def shown(figures, notebook) -> list:
    """The figures that a notebook shows."""
    found, space = [], {}
    os.chdir(notebook.parent)
    charts.show = found.append
    for cell in figures.json.loads(notebook.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            with figures.contextlib.redirect_stdout(io.StringIO()):
                exec(compile("".join(cell["source"]), notebook.name, "exec"), space)
    return found


def spent(again) -> float:
    """The processor time of one chart, from frames to PNG."""
    start = time.process_time()
    house.to_png(again())
    return time.process_time() - start


def profile(again) -> str:
    """The share of the time that the named parts take (they overlap)."""
    watch = cProfile.Profile()
    watch.runcall(spent, again)
    stats = pstats.Stats(watch)
    shares = {
        part: max(
            (entry[3] for key, entry in stats.stats.items() if name in key[0] or name == key[2]),
            default=0,
        )
        / stats.total_tt
        for part, name in PARTS.items()
    }
    return (
        ", ".join(f"{part} {share:.0%}" for part, share in shares.items() if share >= 0.01)
        + " (overlapping, under a profiler)"
    )
