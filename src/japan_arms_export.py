"""In a clone, `src/analysis` under the name by which it is installed: `japan_arms_export`."""

from pathlib import Path

__path__ = [str(Path(__file__).parent / "analysis")]
exec(Path(__path__[0], "__init__.py").read_text("utf-8"))
