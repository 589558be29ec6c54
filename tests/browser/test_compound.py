"""The page *My compound* in a real browser: a map and counts in, a compound to use and a file out; a drawing; a refusal; no English on a Chinese page."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from .conftest import serious

MAP = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"building:levels": "4", "ref": str(k)},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 39.9], [x + 0.0004, 39.9], [x + 0.0004, 39.9001], [x, 39.9001], [x, 39.9]]]},
        }
        for k, x in enumerate((116.4, 116.401, 116.402), 1)
    ],
}
AGES = "年龄段,自有,租房\n18-34,20,30\n35-59,60,10\n60+,50,2\n"


def files(**given: bytes) -> list[dict[str, Any]]:
    return [{"name": name.replace("_", "."), "mimeType": "text/plain", "buffer": raw} for name, raw in given.items()]


def test_a_planner_imports_a_compound_uses_it_and_saves_it(server: str, open_page: Any) -> None:
    page = open_page(server + "&page=compound&lang=zh")
    page.set_input_files("[data-testid=upload]", files(map_geojson=json.dumps(MAP).encode(), ages_csv=AGES.encode("gb18030")))
    page.wait_for_selector("[data-testid=compound-facts] >> text=3")
    page.wait_for_selector("[data-testid=compound-picture] svg")
    assert "全部楼栋的单元数：按楼长推算" in page.inner_text("[data-testid=compound-notes]")
    assert "租房 18–34" in page.inner_text("[data-testid=compound-ages]")
    said = re.sub(r"GeoJSON|CSV|TOML|GCJ-02|WGS|linli survey|\S*\.(geojson|csv|xlsx)", "", page.inner_text("[data-testid=page-compound]"))
    assert not re.findall(r"[A-Za-z]{2,}", said)
    with page.expect_download() as saved:
        page.click("[data-testid=compound-save]")
    with open(saved.value.path(), "rb") as stream:
        written = tomllib.load(stream)
    assert [one["floors"] for one in written["neighbourhood"]["placed"]] == [4, 4, 4]
    page.click("[data-testid=compound-use]")
    page.wait_for_selector("[data-testid=compound-used]")
    assert "own=" in page.url


def test_a_list_of_people_is_refused_and_a_drawing_is_taken(server: str, open_page: Any) -> None:
    page = open_page(server + "&page=compound&lang=en", width=480)
    page.set_input_files("[data-testid=upload]", files(people_csv=b"id,age,sex\n1,34,f\n"))
    page.wait_for_selector("text=this is a table with a line for each person")
    page.click("text=Remove people.csv")
    page.wait_for_selector("[data-testid=compound-nothing]")
    page.click("[data-testid=fold-draw]")
    canvas = page.wait_for_selector("[data-testid=draw-canvas]")
    for x, y in ((50, 50), (170, 50), (170, 80)):
        canvas.click(position={"x": x, "y": y})
    page.wait_for_selector("[data-testid=compound-facts]")
    page.wait_for_selector("text=1 buildings were drawn as rectangles.")
    page.get_by_label("floors", exact=True).fill("３")
    page.get_by_label("floors", exact=True).press("Enter")
    page.wait_for_selector("text=The floors of all buildings: as counted (3).")
    page.click("[data-testid=fold-ages]")
    page.get_by_label("renters 25–34").fill("twelve")
    page.get_by_label("renters 35–44").fill("12")
    page.wait_for_selector('text=Age: "twelve" is not a whole number.')
    page.get_by_label("renters 25–34").fill("")
    page.get_by_label("renters 25–34").press("Enter")
    # Each field that is left draws the page again, while the next is being typed: no letter is lost, by a quick hand or a slow one.
    typed = {"25–34": ("112", 0), "35–44": ("98", 20), "45–54": ("120", 60), "55–64": ("45", 250), "65–74": ("30", 10)}
    page.get_by_label("owners 25–34").focus()
    for number, delay in typed.values():
        page.keyboard.type(number, delay=delay)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    page.wait_for_selector("[data-testid=compound-ages] >> text=owners 65–74")
    assert {band: page.get_by_label(f"owners {band}").input_value() for band in typed} == {band: number for band, (number, _) in typed.items()}
    told = {row.split("\t")[0]: row.split("\t")[1] for row in page.inner_text("[data-testid=compound-ages] tbody").splitlines()}
    assert {band: told[f"owners {band}"] for band in typed} == {band: number for band, (number, _) in typed.items()}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "hangs out of a telephone"
    found = serious(page)
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found] == []
    page.click("[data-testid=language]")
    page.wait_for_selector("text=点击楼栋的一角")
    page.wait_for_selector("text=已知情况")
