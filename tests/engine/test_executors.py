"""What an executor hands on to the methods."""

from typing import Any

import pytest
from PIL import Image

from engine import executors
from engine.executors import LocalExecutor, PaintRequest
from engine.studio import Studio
from storage.jobs import ImageRef, Recipe, Style
from tests.engine.scene import photo


@pytest.mark.parametrize("count", [1, 2, 5])
def test_several_styles_together_take_the_room_of_one(
    painter: LocalExecutor, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    taken: list[tuple[int, int]] = []

    def look(studio: Studio, method: str, content: Image.Image, styles: Any, dials: Any, **others: Any) -> Image.Image:
        taken.extend(picture.size for picture, _ in styles)
        return content

    monkeypatch.setattr(Studio, "paint", look)
    monkeypatch.setattr(executors, "MOST_STYLE_SIDE", 300)
    recipe = Recipe(styles=count * (Style(image=ImageRef("s" * 64)),), longest_side=1000)
    styles = count * ((photo(2, size=(600, 600)), 1.0),)
    painter.paint(PaintRequest(content=photo(1), styles=styles, recipe=recipe), lambda fraction, preview: None)

    assert len(taken) == count
    assert 0.9 * 300**2 < sum(width * height for width, height in taken) <= 300**2
