"""Collages as pictures: every part is seen, where it belongs, and signs stand between."""

import pytest
from PIL import Image

from engine.collages import INK, pair_of, sum_of
from engine.contact_sheet import WALL

BROAD, TALL = (400, 300), (300, 400)


def plain(colour: str, size: tuple[int, int]) -> Image.Image:
    return Image.new("RGB", size, colour)


def middle_of(image: Image.Image, colour: str) -> tuple[float, float]:
    """Of all its pixels of that colour."""
    wanted = plain(colour, (1, 1)).getpixel((0, 0))
    inside = [divmod(index, image.width) for index, pixel in enumerate(image.get_flattened_data()) if pixel == wanted]
    assert inside, colour
    return sum(x for _, x in inside) / len(inside), sum(y for y, _ in inside) / len(inside)


def test_a_broad_painting_lies_below_what_made_it() -> None:
    made = sum_of([plain("red", BROAD), plain("blue", TALL)], plain("lime", BROAD))
    (photo_x, photo_y), (style_x, style_y) = middle_of(made, "red"), middle_of(made, "blue")
    assert photo_x < style_x
    assert photo_y == style_y < middle_of(made, "lime")[1]


def test_a_tall_painting_stands_beside_what_made_it() -> None:
    made = sum_of([plain("red", TALL), plain("blue", BROAD)], plain("lime", TALL))
    (photo_x, photo_y), (style_x, style_y) = middle_of(made, "red"), middle_of(made, "blue")
    assert photo_y < style_y
    assert photo_x == style_x < middle_of(made, "lime")[0]


@pytest.mark.parametrize("size", [BROAD, TALL], ids=["broad", "tall"])
def test_equals_lies_flat_whichever_way_the_pictures_stand(size: tuple[int, int]) -> None:
    made = sum_of([plain("red", size), plain("blue", (300, 300))], plain("lime", size))
    painting_x, _ = middle_of(made, "lime")
    x = made.width // 2 if size == BROAD else round(painting_x - size[0] / 2 - 0.0425 * size[1])
    strokes = "".join("i" if made.getpixel((x, y)) == INK else " " for y in range(made.height)).split()
    assert len(strokes) == 2


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), BROAD])
def test_odd_sizes_make_a_picture_too(size: tuple[int, int]) -> None:
    """The painting is in either as large as it is."""
    whole = sum_of([plain("red", size), plain("blue", BROAD), plain("teal", TALL)], plain("lime", size))
    pair = pair_of(plain("red", BROAD), plain("lime", size))
    for made in (whole, pair):
        colours = {colour: count for count, colour in made.getcolors(made.width * made.height) or ()}
        assert colours[(0, 255, 0)] >= size[0] * size[1]


def test_before_and_after_are_of_one_size_along_their_shorter_sides() -> None:
    broad = pair_of(plain("red", (500, 300)), plain("lime", BROAD))
    tall = pair_of(plain("red", TALL), plain("lime", TALL))
    assert middle_of(broad, "red")[0] == middle_of(broad, "lime")[0]
    assert middle_of(broad, "red")[1] < middle_of(broad, "lime")[1]
    assert middle_of(tall, "red")[0] < middle_of(tall, "lime")[0]
    colours = {colour: count for count, colour in broad.getcolors() or ()}
    assert colours[(255, 0, 0)] == colours[(0, 255, 0)] == BROAD[0] * BROAD[1]
    assert broad.getpixel((0, 0)) == WALL
