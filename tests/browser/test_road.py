"""The whole road of a planner in Chinese: a compound is imported, two packages are made, compared, and printed as a brief; then the link is opened again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

TABLET = 820
GATHERINGS = "[data-testid=lever-building-gates-gatherings_a_year]"
CORNERS = ((116.4, 39.9), (116.4004, 39.9), (116.4004, 39.9001), (116.4002, 39.9001), (116.4002, 39.90005), (116.4, 39.90005), (116.4, 39.9))
"""Of an L."""
MAP = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"building:levels": "2", "ref": "1"},
            "geometry": {"type": "Polygon", "coordinates": [[[*corner] for corner in CORNERS]]},
        }
    ],
}
# How many pixels of the canvas have the colour of an outline.
OUTLINED = """() => {
  const canvas = document.querySelector('.linli-map canvas'), data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let found = 0;
  for (let k = 0; k < data.length; k += 4) if (data[k] === 0x2C && data[k + 1] === 0x4A && data[k + 2] === 0x73) found++;
  return found;
}"""
COUNTS = "项目,数量\n常住户数,12\n"


def moved(page: Any, gatherings: str, called: str, title: str) -> None:
    """Move a lever of the package that is shown, and give what comes of it, which is called so until then, a name."""
    field = page.locator(GATHERINGS).first
    field.fill(gatherings)
    field.press("Enter")
    page.wait_for_selector(f"[data-testid=changes] >> text=：{gatherings}")
    page.wait_for_function(f"document.querySelector('[data-testid=title]').value === '{called}'")
    page.fill("[data-testid=title]", title)
    page.press("[data-testid=title]", "Enter")
    page.wait_for_selector(f"[data-testid=package] option:has-text('{title}')", state="attached")


def test_a_planner_imports_a_compound_makes_two_packages_and_prints_the_brief(server: str, open_page: Any, tmp_path: Path) -> None:
    page = open_page(server.replace("lang=en", "lang=zh") + "&page=compound&seeds=2", TABLET)
    given = {"map.geojson": json.dumps(MAP).encode(), "counts.csv": COUNTS.encode("gb18030")}
    page.set_input_files("[data-testid=upload]", [{"name": name, "mimeType": "text/plain", "buffer": raw} for name, raw in given.items()])
    page.wait_for_selector("[data-testid=compound-facts]")
    page.click("[data-testid=compound-use]")
    page.wait_for_selector("[data-testid=compound-used]")
    page.click("[data-testid=tab-levers]")
    moved(page, "18", "政策后 2", "偶尔聚会")
    page.click("[data-testid=copy]")
    page.wait_for_function("document.querySelector('[data-testid=title]').value === '偶尔聚会 3'")
    moved(page, "40", "偶尔聚会 3", "常聚会")
    page.click("[data-testid=tab-compare]")
    # Of the packages that came with the scenario none is compared any more.
    page.click("[data-testid=package-after]")
    page.wait_for_selector("[data-testid=package-after][aria-pressed=false]")
    page.click("[data-testid=compare]")
    page.wait_for_selector("text=已完成 2/2 个随机种子，100%")
    said = page.locator("[data-testid=verdict] p").all_inner_texts()
    assert [line.partition("：")[0] for line in said] == ["偶尔聚会", "常聚会"]
    # The footprint is drawn on the map: its colour crosses the canvas, and the legend says what it is.
    page.click("[data-testid=tab-map]")
    page.wait_for_selector(".linli-outlined >> text=导入或手绘的楼栋轮廓")
    page.wait_for_function(f"({OUTLINED})() > 100")
    page.click("[data-testid=tab-take]")
    with page.expect_download() as download:
        page.click("[data-testid=brief-html]")
    download.value.save_as(tmp_path / "brief.html")
    brief = (tmp_path / "brief.html").read_text(encoding="utf-8")
    assert "我的小区" in brief
    assert all(name in brief for name in ("偶尔聚会", "常聚会"))
    link = page.get_attribute("[data-testid=link]", "href")
    page.close()
    again = open_page(re.sub(r"\?.*", "", server) + link, TABLET)
    again.wait_for_selector("[data-testid=file-command]:has-text('--arms before,after-2,after-3')")
    again.click("[data-testid=tab-compare]")
    for name in ("偶尔聚会", "常聚会"):
        assert again.get_attribute(f"button:has-text('{name}')", "aria-pressed") == "true"
