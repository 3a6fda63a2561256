"""Contact sheets as pictures: where a tile lies, which number it carries, what happens to odd photos."""

import pytest
from PIL import Image, ImageChops

from engine.contact_sheet import GAP, WALL, badge, badge_side, composed, tile_of

COLOURS = ("red", "green", "blue", "teal", "orange", "purple", "gold")


def tiles(count: int, *, size: tuple[int, int] = (64, 48)) -> list[Image.Image]:
    return [Image.new("RGB", size, COLOURS[index % len(COLOURS)]) for index in range(count)]


def cell(sheet: Image.Image, index: int, *, size: tuple[int, int] = (64, 48)) -> Image.Image:
    row, column = divmod(index, 5)
    left, top = column * (size[0] + GAP), row * (size[1] + GAP)
    return sheet.crop((left, top, left + size[0], top + size[1]))


def test_tiles_lie_in_rows_of_five_in_their_order() -> None:
    given = tiles(7)
    sheet = composed(given)
    assert sheet.size == (5 * 64 + 4 * GAP, 2 * 48 + GAP)
    for index, tile in enumerate(given):
        assert cell(sheet, index).getpixel((60, 44)) == tile.getpixel((60, 44))


def test_places_that_have_no_tile_yet_are_bare_wall() -> None:
    sheet = composed(tiles(2), places=10)
    assert sheet.size == composed(tiles(10)).size
    assert cell(sheet, 2).getcolors() == [(64 * 48, WALL)]


def test_a_few_tiles_make_a_narrow_sheet() -> None:
    assert composed(tiles(2)).size == (2 * 64 + GAP, 48)


def test_every_tile_carries_its_own_number_and_nothing_on_its_neighbour() -> None:
    plain = tiles(3, size=(64, 64))
    first, second = composed(plain), composed(plain, first_number=2)
    for index in range(3):
        tile = cell(first, index, size=(64, 64))
        assert ImageChops.difference(tile, plain[index]).getbbox() is not None
        assert ImageChops.difference(tile, cell(second, index, size=(64, 64))).getbbox() is not None
    assert ImageChops.difference(cell(second, 0), cell(composed(plain, first_number=2), 0)).getbbox() is None


@pytest.mark.parametrize("number", [1, 20, 39, 128])
@pytest.mark.parametrize("size", [(256, 256), (256, 128), (128, 256), (48, 24)])
def test_a_number_fits_into_its_tile_and_stands_out_from_its_badge(number: int, size: tuple[int, int]) -> None:
    tile = Image.new("RGB", size)
    sticker = badge(number, side=badge_side(tile))
    assert sticker.width < tile.width
    assert sticker.height <= tile.height
    darkest, lightest = sticker.convert("L").getextrema()
    assert isinstance(darkest, int)
    assert isinstance(lightest, int)
    assert lightest - darkest > 200


@pytest.mark.parametrize(
    ("photo", "tile"),
    [
        ((400, 300), (256, 192)),
        ((300, 400), (192, 256)),
        ((90, 90), (256, 256)),
        ((1000, 50), (256, 128)),
        ((20, 400), (128, 256)),
    ],
)
def test_a_tile_has_the_photos_shape_unless_that_is_very_long(photo: tuple[int, int], tile: tuple[int, int]) -> None:
    assert tile_of(Image.new("RGB", photo), longest_side=256).size == tile


def test_a_long_photo_loses_both_ends_and_keeps_its_middle() -> None:
    photo = Image.new("RGB", (900, 100), "red")
    photo.paste("blue", (350, 0, 550, 100))
    assert tile_of(photo, longest_side=200).getcolors() == [(200 * 100, (0, 0, 255))]
