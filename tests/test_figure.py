"""What every chart has.

Headings that fit, a source line, a fingerprint, pictures that never change by themselves.
"""

import base64
import hashlib
import io
import json
import struct
import subprocess
import sys
from contextlib import nullcontext
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from PIL import Image

from analysis.charts import colours, files
from analysis.charts import figure as base

REGISTER = pd.DataFrame(
    {
        "publisher": ["Ministry", "Ministry", "Agency", "Board", None, "Court", "Desk"],
        "url": [f"https://www.example{i}.org:8080/page" for i in range(7)],
        "kind": ["newspaper"] * 7,
    },
    index=list("abcdefg"),
)
LONG = (
    "The text of the principles changed twice, their guidelines nine times, "
    "and every time more might leave the country "
)


@pytest.fixture(autouse=True)
def register(monkeypatch):
    """The source line is made from seven made sources."""
    monkeypatch.setattr(base.sources, "register", lambda: REGISTER)


@base.named
def picture(
    values=(1, 2),
    colour="#0072B2",
    label="武器輸出三原則",
    marker="o",
    band=1,
    ticks=("閣議決定", "談話"),
    **headings,
):
    """A finished chart with one of each: line, points, bars, band, text, named ticks."""
    about = {
        "title": "A finding 国会決議",
        "subtitle": "A measure",
        "alt": "One sentence.",
        "table": pd.DataFrame({"source_id": ["a"]}),
    } | headings
    figure = base.Chart(3, **about)
    axes = figure.subplots()
    axes.plot([0, 1], values, color=colour)
    axes.scatter([0, 1], [1, 1], marker=marker)
    axes.barh([0, 1], [1, 0.5])
    axes.fill_between([0, 1], [0, 0], [band, band], alpha=0.2)
    axes.text(0.5, 0.5, label, fontweight="bold")
    axes.set_yticks([0, 1], ticks)
    return figure


def line(**columns):
    return base.sources.line(pd.DataFrame(columns))


def test_the_source_line_counts_documents_and_orders_publishers():
    """Each document counts once, the most used publisher comes first, then the alphabet.

    No publisher, then the host.
    """
    got = line(source_id=["c", "a", "a", "e"], source_id_2=["b", None, "c", "d"])
    assert got.startswith("Sources: Ministry, Agency, Board and 1 other, 5 documents.")


def test_primary_texts_are_named_first_and_copies_last(monkeypatch):
    """Whatever the alphabet and the numbers say."""
    kinds = dict(
        zip("abcdefg", ["blog", "blog", "newspaper", "law text", *["wire"] * 3], strict=True)
    )
    register = REGISTER.assign(kind=pd.Series(kinds))
    monkeypatch.setattr(base.sources, "register", lambda: register)
    table = pd.DataFrame({"source_id": list("abcd")})
    assert base.sources.line(table).startswith("Sources: Board, Agency, Ministry, 4 ")


def test_the_source_line_stays_short():
    """Three publishers are named, the others counted.

    Ids joined by a semicolon are several documents.
    """
    assert "Ministry, Agency, Board and 3 others, 7 documents." in line(
        source_id=["a;b;c;d", "e;f", "g"]
    )
    assert line(source_id=["c"]).startswith("Source: Agency, 1 document.")
    japanese = base.sources.line(pd.DataFrame({"source_id": ["c", "d"]}), "ja")
    assert japanese.startswith("出典：Agency、Board、計2点。")


@pytest.mark.parametrize(
    "table",
    [{"other": ["a"]}, {"source_id": [None]}, {"source_id": [float("nan")]}, {"source_id": []}],
)
def test_no_chart_leaves_without_its_sources(table):
    """A table that names no source is refused."""
    with pytest.raises(ValueError, match="no chart leaves without its sources"):
        line(**table)


def test_an_unknown_source_is_refused():
    """An id that the register lacks never passes as a source."""
    with pytest.raises(KeyError, match="nowhere"):
        line(source_id=["a", "nowhere"])


def test_the_fingerprint_sees_every_kind_of_change():
    """Data, colour, text, shape, band and tick names each give another fingerprint.

    The same chart gives the same.
    """
    changes = [
        {},
        {"values": (1, 3)},
        {"colour": "#D55E00"},
        {"label": "条約"},
        {"marker": "s"},
        {"band": 2},
    ]
    changes.append({"ticks": ("閣議決定", "条約")})
    marks = [files.fingerprint(picture(**change)) for change in changes]
    assert len(set(marks)) == len(changes) and all(len(mark) == 8 for mark in marks)
    assert files.fingerprint(picture()) == marks[0]


def test_the_fingerprint_is_not_of_pixels():
    """Neither another resolution nor drawing changes it."""
    figure = picture()
    before = files.fingerprint(figure)
    figure.to_png()
    figure.set_dpi(300)
    figure.to_svg()
    assert files.fingerprint(figure) == before


def chunks(png):
    """The text chunks of a PNG."""
    at, drawn_marks = 8, {}
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"tEXt":
            key, _, value = png[at + 8 : at + 8 + size].partition(b"\0")
            drawn_marks[key.decode()] = value.decode()
        at += size + 12
    return drawn_marks


def test_the_same_chart_gives_the_same_bytes():
    """Drawn twice, from two figures, PNG and SVG hold the same.

    The PNG carries the fingerprint, and no version or date.
    """
    one, other = picture(), picture()
    assert one.to_png() == one.to_png() == other.to_png()
    assert one.to_svg() == one.to_svg() == other.to_svg()
    carried = chunks(one.to_png())
    assert carried.pop("Description") == files.fingerprint(one)
    assert carried == {}
    assert "<dc:date>" not in one.to_svg() and "One sentence." in one.to_svg()


def test_a_chart_shows_itself(monkeypatch):
    """As a cell's last line: the picture, and the description as its alternative and text form."""
    shown = []
    monkeypatch.setattr(base, "display", lambda *things, **more: shown.append((things, more)))
    figure = picture()
    figure._ipython_display_()
    (data,), more = shown[0]
    assert more["raw"] and len(shown) == 1
    assert data["text/plain"] == f"One sentence. [drawn: {files.fingerprint(figure)}]"
    assert base64.b64decode(data["image/png"]) == figure.to_png()
    about = json.loads(json.dumps(more["metadata"]))["image/png"]
    assert about["alt"] == "One sentence." and about["width"] == 760
    assert about["sha256"] == hashlib.sha256(figure.to_png()).hexdigest()
    assert figure._repr_mimebundle_() == (data, more["metadata"])


def test_few_colours_are_stored_and_none_is_lost():
    """A picture has at most 256 colours where no pixel is far from its own; else it keeps all."""
    few = Image.open(io.BytesIO(picture().to_png()))
    assert few.mode == "P"
    figure = picture()
    noise = np.random.default_rng(1).random((90, 90, 3))
    figure.axes[0].imshow(noise, extent=(0, 1, 0, 1), aspect="auto")
    whole = Image.open(io.BytesIO(figure.to_png()))
    assert whole.mode == "RGB"
    drawn = io.BytesIO()
    base.house(picture().savefig)(drawn, format="png", dpi=200)
    apart = np.asarray(few.convert("RGB"), int) - np.asarray(Image.open(drawn).convert("RGB"), int)
    assert np.abs(apart).max() <= files.SEEN


def test_one_svg_serves_a_light_and_a_dark_page():
    """No ground; each neutral colour has its dark one, and stands as it is where none is asked."""
    svg = picture().to_svg()
    assert f"fill: {colours.INK}" in svg and "prefers-color-scheme:dark" in svg
    for light, dark in colours.DARK.items():
        assert f'[style*="fill: {light.lower()}"]{{fill:{dark}!important}}' in svg
    ground = svg[svg.index('id="patch_1"') :].split("</g>")[0]
    assert "fill: none" in ground or "opacity: 0" in ground


def test_japanese_is_drawn_in_its_own_font(caplog):
    """Every glyph is found, in bold too, in silence.

    Without that font the same text would be boxes and a warning.
    """
    picture().to_png()
    bold = FontProperties(family="IPAexGothic", weight="bold", size=17.25)
    assert font_manager.findfont(bold, fallback_to_default=False).endswith("ipaexg.ttf")
    assert caplog.records == []
    figure = picture()
    figure.axes[0].texts[0].set_fontfamily(["DejaVu Sans"])
    with pytest.warns(UserWarning, match="Glyph"):
        figure.draw_without_rendering()


def test_the_look_stays_in_the_charts():
    """Drawing a chart leaves matplotlib's settings and the list of open figures as they were."""
    before = dict(plt.rcParams)
    picture()
    assert dict(plt.rcParams) == before and plt.get_fignums() == []


@base.house  # letters are measured as they are drawn
def test_headings_and_source_line_fit_whatever_their_length():
    """Long headings and wide labels neither overlap nor leave the page; all begin at the left."""
    wide = ("Agreement with other states, wider than half of the picture", "国家安全保障会議決定")
    figure = picture(title=LONG * 2, subtitle=LONG * 3, ticks=wide)
    boxes = [text.get_window_extent() for text in figure.headings]
    assert len(boxes) == 3 and max(box.x0 for box in boxes) - min(box.x0 for box in boxes) < 2
    boxes += [text.get_window_extent() for text in figure.axes[0].get_yticklabels()]
    assert all(
        box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
        for box in boxes
    )
    assert not any(one.overlaps(other) for one, other in combinations(boxes[:3], 2))


@base.house
@pytest.mark.parametrize("width", [base.PAGE, base.PHONE])
def test_headings_keep_their_distance_from_both_edges(width):
    """Title, subtitle and source line keep from the right edge as far as from the left."""
    with base.phone() if width == base.PHONE else nullcontext():
        figure = picture(title=LONG, subtitle=LONG, ticks=("one", "two"))
    assert "\n" in figure.headings[0].get_text() and figure.title == LONG
    pad = base.PAD * figure.dpi
    for text in figure.headings:
        box = text.get_window_extent()
        assert box.x0 >= pad - 1 and box.x1 <= figure.bbox.x1 - pad + 1


FAULTS = [
    {"x": 0.5, "y": 0.5, "s": "over it", "fontsize": 10},
    {"x": 1.4, "y": 0.1, "s": "out of the page", "fontsize": 10},
    {"x": 0.1, "y": 0.1, "s": "small", "fontsize": 8},
]


@pytest.mark.parametrize("fault", FAULTS, ids=["overlap", "clipped", "small"])
def test_the_check_of_legibility_sees_each_fault(legible, fault):
    """A chart that is well made passes.

    A text over another, beyond the page or below nine points does not.
    """
    figure = picture()
    figure.axes[0].set_xticks([0, 1])
    legible(figure)
    figure.axes[0].text(**fault).set_in_layout(False)
    with pytest.raises(AssertionError, match=fault["s"]):
        legible(figure)


def test_a_label_beyond_the_axis_is_not_drawn(legible):
    """The tick is there, but matplotlib leaves it out: nobody reads it, nobody is told of it."""
    figure = picture()
    axes = figure.axes[0]
    axes.set_xticks([0, 1, 40], ["0", "1", "far away"])
    axes.set_xlim(-0.1, 1.1)
    assert "far away" in [label.get_text() for label in axes.get_xticklabels()]
    legible(figure)


def test_the_message_names_chart_layout_and_text(legible):
    """Whoever draws a chart is told what to move."""
    with base.phone():
        figure = picture()
    figure.axes[0].set_xticks([0, 1])
    figure.axes[0].text(1.4, 0.1, "aside").set_in_layout(False)
    with pytest.raises(AssertionError) as raised:
        legible(figure)
    assert "chart picture, phone: the text 'aside' leaves the page by " in str(raised.value)


def test_a_chart_is_drawn_again_in_the_layout_of_the_day():
    """It knows the function that drew it and what from."""
    figure = picture(values=(1, 3))
    with base.phone():
        narrow = figure.again()
    assert (figure.chart, narrow.chart) == ("picture", "picture")
    assert (figure.get_figwidth(), narrow.get_figwidth()) == (base.PAGE, base.PHONE)
    assert (narrow.title, narrow.alt) == (figure.title, figure.alt)
    assert files.fingerprint(figure.again()) == files.fingerprint(figure)


def test_a_text_may_be_measured_before_any_chart_is_laid_out():
    """The first chart of a process folds its labels in the Japanese font, in silence."""
    command = [sys.executable, "-c", "from analysis import charts; charts.world.beside_others()"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert not done.stderr


def test_text_is_drawn_as_wide_as_it_was_measured():
    """A line that just fits leaves the edge of the picture blank."""
    words = "Share of those who answered, in per cent, by poll and by what it asked about; the rest"
    figure = picture(subtitle=f"{words}: undecided or other answers and nobody asked")
    drawn = np.asarray(Image.open(io.BytesIO(figure.to_png())).convert("L"))
    assert figure.headings[1].get_text().count("\n") == 1
    assert (drawn[:, -8:] > 200).all()


@pytest.mark.parametrize("room", [0.9, 1.1, 1.3, 1.7, 2.3])
def test_no_line_of_japanese_begins_with_what_closes(room):
    """A comma, a full stop or a closing bracket takes the letter before it along."""
    text = "日本は武器輸出を閉じ、その後（例外として）開いた。そして「慎む」とした。"
    lines = base.house(base.fold)(text, room, 13).split("\n")
    assert "".join(lines) == text and len(lines) > 1
    assert all(line[0] not in "、。）」" for line in lines)


def test_blue_and_sky_differ_as_much_on_a_dark_page():
    """By what the eye sees, their contrast."""

    def light(colour):
        parts = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
        return (parts**2.2 @ [0.2126, 0.7152, 0.0722]) + 0.05

    pairs = [(colours.SKY, colours.BLUE), (colours.DARK[colours.SKY], colours.DARK[colours.BLUE])]
    ratios = [light(one) / light(other) for one, other in pairs]
    assert min(ratios) > 2
