"""The Japanese font of the charts."""

import dataclasses
from importlib.util import find_spec
from pathlib import Path

from matplotlib import font_manager

FAMILY = "IPAexGothic"


def register_japanese() -> None:
    """Register the font that matplotlib-fontja carries, once in a process.

    The package is not imported: that would change every setting of matplotlib.
    """
    fonts = font_manager.fontManager
    if any(font.name == FAMILY for font in fonts.ttflist):
        return
    package = find_spec("matplotlib_fontja")
    for folder in (package and package.submodule_search_locations) or ():
        for file in Path(folder).glob("**/ipaexg.ttf"):
            fonts.addfont(str(file))
            # It has no bold face: without this, bold text logs a complaint.
            fonts.ttflist.append(dataclasses.replace(fonts.ttflist[-1], weight=700))
