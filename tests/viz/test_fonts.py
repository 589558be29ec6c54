from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from linli.experiments.results import RunResult
from linli.model.ground.text import Text
from linli.viz import fonts
from linli.viz.figures import draw_run, drawings
from linli.viz.telling import story_of_run


@pytest.fixture
def without_chinese_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Behave like a computer that has no Chinese font."""
    monkeypatch.setattr(fonts, "FAMILIES", ("No Such Family",))
    monkeypatch.setattr(fonts, "_FILES", ("no such file",))
    monkeypatch.setattr(fonts, "_told", [])
    fonts.chinese_family.cache_clear()
    yield
    fonts.chinese_family.cache_clear()


@pytest.mark.usefixtures("without_chinese_font")
def test_without_a_font_labels_are_english_and_one_notice_says_so() -> None:
    said: list[str] = []
    for _ in range(3):
        letters = fonts.lettering("zh", said.append)
    assert letters.language == "en"
    assert len(said) == 1
    assert fonts.NO_FONT.zh in said[0]
    assert fonts.NO_FONT.en in said[0]


@pytest.mark.usefixtures("without_chinese_font")
def test_english_needs_no_notice() -> None:
    said: list[str] = []
    assert fonts.lettering("en", said.append).families == (fonts.PLAIN,)
    assert said == []


@pytest.mark.usefixtures("without_chinese_font")
@pytest.mark.filterwarnings("error")
def test_without_a_font_no_character_becomes_a_box(make_run: Callable[..., RunResult], tmp_path: Path) -> None:
    result = make_run(title=Text("楼门文化", "楼门文化"))
    assert len(draw_run(result, tmp_path, "zh", notice=lambda _: None)) == 7


@pytest.mark.usefixtures("without_chinese_font")
def test_what_cannot_be_drawn_is_replaced_or_left_out() -> None:
    letters = fonts.lettering("en")
    assert not letters.can_draw("邻里")
    assert letters.sayable("邻里", "linli") == "linli"
    assert letters.sayable("gate 楼门 4") == "gate  4"


@pytest.mark.skipif(fonts.chinese_family() is None, reason="no Chinese font on this computer")
@pytest.mark.filterwarnings("error")
def test_with_a_font_everything_is_drawn_in_chinese(make_run: Callable[..., RunResult], tmp_path: Path) -> None:
    letters = fonts.lettering("zh")
    assert letters.language == "zh"
    assert letters.can_draw("陌生人、熟人（面熟）：−8 … 31%")
    result = make_run()
    assert len(draw_run(result, tmp_path, "zh")) == len(drawings(story_of_run(result)))


def test_settings_of_matplotlib_are_as_before_afterwards() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    with fonts.dressed("en"):
        assert matplotlib.rcParams["axes.spines.top"] is False
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("text", ["$x^{2$ \\frac{ $", "$a_{$", "$\\badcmd$", "costs $5 or $10"])
def test_a_dollar_sign_of_a_title_is_drawn_and_no_formula(text: str, tmp_path: Path) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with fonts.dressed("en"):
        figure = Figure()
        FigureCanvasAgg(figure)
        drawn = figure.text(0.5, 0.5, text)
        figure.add_axes((0.1, 0.1, 0.8, 0.8)).bar([text], [1.0], label=text)
        figure.savefig(tmp_path / "a.png")
    assert not drawn.get_parse_math()
    assert drawn.get_text() == text
