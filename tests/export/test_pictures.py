import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from planner.analysis.charts.registry import KINDS, kind
from planner.export.chart_files import chart_picture, page_picture
from planner.export.pictures import Size, image_of, png

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(("dpi", "width", "height"), [(300, 1890, 1122), (150, 945, 561), (96, 605, 359)])
def test_a_png_has_the_pixels_of_its_size_and_says_its_resolution(view, dpi, width, height):
    image = QImage.fromData(chart_picture(kind("cost").draw(view), "png", dpi))

    # 160 mm × 95 mm: 160 / 25.4 · 300 = 1889.8; 95 / 25.4 · 300 = 1122.0
    assert (image.width(), image.height()) == (width, height)
    assert image.dotsPerMeterX() == round(dpi / 0.0254)


@pytest.mark.parametrize("each", KINDS, ids=lambda each: each.id)
def test_an_svg_is_well_formed_of_the_stated_size_and_carries_the_words(each, view):
    chart = each.draw(view)

    root = ET.fromstring(chart_picture(chart, "svg", 300))  # noqa: S314 - made here

    assert (root.get("width"), root.get("height")) == ("160mm", "95mm")
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == chart.title
    assert chart.description in root.find(f"{space}desc").text
    assert root.find(f".//{space}text") is None  # letters are outlines: no typeface is needed to see them


def test_a_pdf_is_one_page_with_the_typeface_in_it(view):
    data = chart_picture(kind("cumulative").draw(view), "pdf", 300)

    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    assert b"/FontFile2" in data or b"/FontFile3" in data


def test_a_pdf_carries_the_date_it_is_given_and_stays_whole(view):
    data = chart_picture(kind("cost").draw(view), "pdf", 300, dated=dt.date(2026, 11, 23))

    assert b"/CreationDate (D:20261123000000Z)" in data
    start = int(re.search(rb"startxref\s+(\d+)", data)[1])
    assert data[start : start + 4] == b"xref"


@pytest.mark.parametrize("picture", ["png", "svg", "pdf"])
def test_the_same_chart_gives_the_same_bytes(view, picture):
    chart = kind("cost").draw(view)

    assert chart_picture(chart, picture, 96) == chart_picture(chart, picture, 96)


def test_the_whole_comparison_is_one_page(view):
    charts = [each.draw(view) for each in KINDS]

    data = page_picture(view, charts, "pdf", 300)
    image = QImage.fromData(page_picture(view, charts, "png", 96))

    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    assert image.width() == round(297 / 25.4 * 96)


def test_a_picture_is_on_white_whatever_the_theme(view):
    image = QImage.fromData(chart_picture(kind("cost").draw(view), "png", 96))

    corners = [(0, 0), (image.width() - 1, 0), (0, image.height() - 1), (image.width() - 1, image.height() - 1)]
    assert {image.pixelColor(*corner).name() for corner in corners} == {"#ffffff"}


def test_the_colour_of_every_scenario_is_in_the_picture(view):
    image = QImage.fromData(chart_picture(kind("cumulative").draw(view), "png", 300))

    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert {"#2f6fb7", "#d1622b", "#2a9175", "#8a59a8", "#b58409"} <= colours


def test_nothing_is_drawn_over_the_edge(view):
    for each in KINDS:
        image = QImage.fromData(chart_picture(each.draw(view), "png", 72))
        edge = [image.pixelColor(x, y) for x in range(image.width()) for y in (0, 1, image.height() - 1)]
        edge += [image.pixelColor(x, y) for y in range(image.height()) for x in (0, 1, image.width() - 1)]
        assert {colour.name() for colour in edge} == {"#ffffff"}, each.id


def test_a_drawing_gets_an_area_in_tenths_of_a_point():
    areas = []

    def draw(painter: QPainter, area, *, as_outlines):
        areas.append((area.width(), area.height(), as_outlines))
        painter.fillRect(area, QColor("red"))

    image = image_of(draw, Size(25.4, 12.7), 100)

    assert areas == [(720.0, 360.0, False)]
    assert image.pixelColor(99, 49).name() == "#ff0000"
    assert png(draw, Size(25.4, 12.7), 100).startswith(b"\x89PNG")
