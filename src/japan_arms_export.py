"""In a clone, the package under the name that it is installed by: `src/analysis` as `japan_arms_export`."""

from pathlib import Path

__path__ = [str(Path(__file__).parent / "analysis")]
exec(Path(__path__[0], "__init__.py").read_text("utf-8"))
