"""What is accepted as a picture, what it looks like afterwards, and what a written painting tells."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from engine.failures import BadImage
from engine.images import decode, encode_preview, encode_result, enlarged
from storage.jobs import FailureReason
from storage.names import ImageRef
from storage.picture_files import refusal_at_a_glance
from storage.work.painting import Painting
from storage.work.recipe import recipe_in
from storage.work.styles import Style
from tests.engine import corpus
from tests.engine.corpus import UPRIGHT, corners, encoded, quarters

WORK = Painting(
    content=ImageRef("ef" * 32),
    styles=(Style(image=ImageRef("ab" * 32), weight=0.5, preset="swirls"),),
    longest_side=64,
    seed=7,
)


def refusal(data: bytes) -> FailureReason:
    with pytest.raises(BadImage) as caught:
        decode(data, longest_side=64)
    return caught.value.reason


def middle(data: bytes) -> tuple[int, int, int]:
    image = decode(data, longest_side=64)
    pixel = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(pixel, tuple)
    return pixel  # type: ignore[return-value]


def is_near(pixel: tuple[int, ...], wanted: tuple[int, ...], *, by: int = 4) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF"])
def test_each_accepted_format_becomes_upright_rgb(kind: str) -> None:
    image = decode(encoded(quarters(), kind), longest_side=512)
    assert (image.mode, image.size, corners(image)) == ("RGB", (80, 60), UPRIGHT)


def test_what_telephones_write_as_jpeg_with_a_second_picture_inside_is_accepted() -> None:
    two_in_one = encoded(quarters(), "MPO", save_all=True, append_images=[quarters().rotate(180)])
    assert corners(decode(two_in_one, longest_side=64)) == UPRIGHT


REFUSED: list[tuple[bytes, FailureReason]] = [
    (b"", FailureReason.NOT_AN_IMAGE),
    (b"Dear bot, this is a letter.", FailureReason.NOT_AN_IMAGE),
    (bytes(1000), FailureReason.NOT_AN_IMAGE),
    (b"PK\x03\x04" + bytes(100), FailureReason.NOT_AN_IMAGE),
    (b"\xff\xd8\xff\xe0", FailureReason.DAMAGED),
    (encoded(quarters(), "JPEG")[:700], FailureReason.DAMAGED),
    (encoded(quarters(), "PNG")[:40], FailureReason.DAMAGED),
    (encoded(quarters(), "PNG")[:-30], FailureReason.DAMAGED),
    (encoded(quarters(), "WEBP")[:60], FailureReason.DAMAGED),
    (encoded(quarters(), "AVIF")[:200], FailureReason.DAMAGED),
    (encoded(quarters(), "TIFF")[:200], FailureReason.DAMAGED),
    (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", FailureReason.DAMAGED),
    (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", FailureReason.UNSUPPORTED_FORMAT),
    (b"8BPS\0\1" + bytes(60), FailureReason.UNSUPPORTED_FORMAT),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", FailureReason.UNSUPPORTED_FORMAT),
    (b"%PDF-1.7\n", FailureReason.UNSUPPORTED_FORMAT),
    (encoded(quarters(), "ICO"), FailureReason.NOT_AN_IMAGE),
    (encoded(quarters(), "EPS"), FailureReason.UNSUPPORTED_FORMAT),
    (encoded(Image.new("RGB", (1, 1)), "PNG"), FailureReason.TOO_SMALL),
    (encoded(Image.new("RGB", (15, 100)), "PNG"), FailureReason.TOO_SMALL),
    (encoded(Image.new("RGB", (20_000, 1)), "PNG"), FailureReason.TOO_LONG_AND_THIN),
    (encoded(Image.new("RGB", (1, 20_000)), "PNG"), FailureReason.TOO_LONG_AND_THIN),
    (encoded(Image.new("RGB", (421, 21)), "PNG"), FailureReason.TOO_LONG_AND_THIN),
    (corpus.png_header(50_000, 50_000, rows=20), FailureReason.TOO_MANY_PIXELS),
    (corpus.png_header(8_000, 5_001, rows=20), FailureReason.TOO_MANY_PIXELS),
    (corpus.gif_header(60_000, 60_000), FailureReason.TOO_MANY_PIXELS),
    (corpus.bmp_header(50_000, 50_000), FailureReason.TOO_MANY_PIXELS),
    (corpus.tiff_header(50_000, 50_000), FailureReason.TOO_MANY_PIXELS),
    (corpus.jpeg_header(60_000, 60_000), FailureReason.TOO_MANY_PIXELS),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_cannot_be_painted_is_refused_with_the_reason(data: bytes, reason: FailureReason) -> None:
    assert refusal(data) is reason


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_a_glance_at_the_bytes_gives_the_same_reason_or_none(data: bytes, reason: FailureReason) -> None:
    assert refusal_at_a_glance(data) in (reason, None)


@pytest.mark.parametrize("cut", [700, -2000])
def test_a_glance_sees_that_a_jpeg_is_cut_short(cut: int) -> None:
    assert refusal_at_a_glance(encoded(noise(), "JPEG")[:cut]) is FailureReason.DAMAGED


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF"])
def test_a_glance_lets_every_accepted_format_pass(kind: str) -> None:
    assert refusal_at_a_glance(encoded(quarters(), kind)) is None


def test_a_jpeg_with_a_preview_in_its_exif_passes_the_glance_and_is_refused_when_cut_behind_it() -> None:
    exif = b"Exif\0\0" + encoded(quarters(), "JPEG")
    whole = encoded(noise(), "JPEG", exif=exif)
    assert refusal_at_a_glance(whole) is None
    assert refusal_at_a_glance(whole[: len(whole) // 2 + 1000]) is FailureReason.DAMAGED


def noise() -> Image.Image:
    return Image.effect_noise((320, 240), 80).convert("RGB")


@pytest.mark.parametrize(("width", "height"), [(16, 16), (320, 16), (16, 320)])
def test_the_limits_themselves_are_allowed(width: int, height: int) -> None:
    assert decode(encoded(Image.new("RGB", (width, height)), "PNG"), longest_side=512).size == (width, height)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_its_exif_says(kind: str, orientation: int) -> None:
    image = decode(corpus.turned(orientation, kind), longest_side=512)
    assert (image.size, corners(image)) == ((80, 60), UPRIGHT)


@pytest.mark.parametrize("exif", [b"garbage", b"II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"])
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_does_not_spoil_a_picture(exif: bytes) -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        assert corners(decode(encoded(quarters(), kind, exif=exif), longest_side=512)) == UPRIGHT, kind


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "AVIF", "PNG", "TIFF"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    frames = [quarters().rotate(180), Image.new("RGB", (80, 60), "black")]
    data = encoded(quarters(), kind, save_all=True, append_images=frames)
    assert corners(decode(data, longest_side=512)) == UPRIGHT


def test_transparent_parts_are_white() -> None:
    glass = quarters(mode="RGBA")
    glass.paste((0, 0, 0, 0), (0, 0, 40, 30))
    for kind in ("PNG", "WEBP", "TIFF", "AVIF"):
        assert corners(decode(encoded(glass, kind), longest_side=512)) == ("white", "green", "blue", "yellow"), kind


def test_half_transparent_parts_are_mixed_with_white() -> None:
    assert is_near(middle(encoded(Image.new("RGBA", (80, 60), (0, 0, 0, 128)), "PNG")), (127, 127, 127))


def test_a_palette_with_a_transparent_colour_is_shown_on_white() -> None:
    palette = quarters().quantize(4)
    first = palette.getpixel((0, 0))
    for kind in ("PNG", "GIF"):
        data = encoded(palette, kind, transparency=first)
        assert corners(decode(data, longest_side=512)) == ("white", "green", "blue", "yellow"), kind


def test_grey_with_alpha_is_shown_on_white() -> None:
    assert is_near(middle(encoded(Image.new("LA", (80, 60), (40, 255)), "PNG")), (40, 40, 40))
    assert is_near(middle(encoded(Image.new("LA", (80, 60), (40, 0)), "PNG")), (255, 255, 255))


def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    grey = Image.new("I;16", (80, 60), 128 * 257)
    for kind in ("PNG", "TIFF"):
        assert is_near(middle(encoded(grey, kind)), (128, 128, 128)), kind


def test_sixteen_bits_of_colour_keep_their_colours() -> None:
    assert is_near(middle(_png_of_sixteen_bits((200 * 257, 100 * 257, 50 * 257))), (200, 100, 50))


def test_floating_greys_count_up_to_one() -> None:
    assert is_near(middle(encoded(Image.new("F", (80, 60), 0.5), "TIFF")), (127, 127, 127))


def test_black_and_white_scans_are_accepted() -> None:
    assert middle(encoded(Image.new("1", (80, 60), 1), "TIFF", compression="group4")) == (255, 255, 255)


def test_print_colours_become_screen_colours() -> None:
    image = decode(encoded(quarters(mode="CMYK"), "JPEG", quality=95), longest_side=512)
    assert corners(image) == UPRIGHT


def test_a_wide_gamut_is_brought_into_srgb_instead_of_looking_pale() -> None:
    plain = encoded(Image.new("RGB", (80, 60), (200, 100, 100)), "PNG")
    wide = encoded(Image.new("RGB", (80, 60), (200, 100, 100)), "PNG", icc_profile=corpus.wide_gamut_profile())
    assert middle(plain) == (200, 100, 100)
    red, green, blue = middle(wide)
    assert red > 205
    assert green < 98
    assert 80 < blue < 105


def test_a_wide_gamut_leaves_greys_grey() -> None:
    data = encoded(Image.new("RGB", (80, 60), (120, 120, 120)), "JPEG", icc_profile=corpus.wide_gamut_profile())
    assert is_near(middle(data), (120, 120, 120), by=2)


@pytest.mark.parametrize("profile", [b"not a profile", corpus.wide_gamut_profile()[:200]])
def test_a_broken_colour_profile_is_ignored(profile: bytes) -> None:
    assert middle(encoded(Image.new("RGB", (80, 60), (200, 100, 50)), "PNG", icc_profile=profile)) == (200, 100, 50)


def test_a_profile_for_another_kind_of_picture_is_ignored() -> None:
    data = encoded(Image.new("L", (80, 60), 90), "PNG", icc_profile=corpus.wide_gamut_profile())
    assert is_near(middle(data), (90, 90, 90))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_picture_is_reduced_to_the_longest_side_in_proportion(kind: str) -> None:
    image = decode(encoded(quarters(1600, 1200), kind), longest_side=100)
    assert (image.size, corners(image)) == ((100, 75), UPRIGHT)


def test_a_small_picture_is_not_enlarged_while_decoding_but_is_for_painting() -> None:
    small = decode(encoded(quarters(), "PNG"), longest_side=512)
    assert small.size == (80, 60)
    assert enlarged(small, longest_side=512).size == (512, 384)
    assert enlarged(small, longest_side=80) is small


def test_a_reduced_fine_pattern_keeps_its_mean_brightness() -> None:
    """One that picks pixels instead of averaging them would see only black or only white."""
    stripes = Image.frombytes("L", (1600, 800), (b"\0" * 1600 + b"\xff" * 1600) * 400)
    assert is_near(middle(encoded(stripes, "PNG")), (127, 127, 127), by=8)


def test_a_painting_keeps_its_recipe() -> None:
    assert recipe_in(encode_result(quarters(), WORK)) == WORK


def test_the_metadata_of_a_blend_names_its_masters_shares_and_dials_but_no_style_of_ones_own() -> None:
    night = Style(image=ImageRef("ab" * 32), weight=2.0, preset="night", title="Starry Night (Vincent van Gogh, 1889)")
    own = Style(image=ImageRef("cd" * 32), own="Grandma’s quilt")
    work = replace(WORK, styles=(night, own), strength=0.75, brush_size=1.5, keep_colours=True)
    painting = encode_result(quarters(), work)
    told = recipe_in(painting)
    assert told == replace(work, styles=(night, replace(own, own="")))
    assert b"Vincent van Gogh, 1889" in painting
    assert b"Grandma" not in painting


def test_a_picture_from_elsewhere_has_no_recipe() -> None:
    assert recipe_in(encoded(quarters(), "JPEG")) is None
    assert recipe_in(corpus.photo_with_secrets()) is None


def test_a_painting_tells_nothing_of_the_photo_it_was_made_from() -> None:
    photo = decode(corpus.photo_with_secrets(), longest_side=512)
    painting = encode_result(photo, WORK)
    assert b"Secret" in corpus.photo_with_secrets()
    assert b"Secret" not in painting
    with Image.open(BytesIO(painting)) as image:
        assert "GPSInfo" not in str(image.getexif())
        assert dict(image.getexif().get_ifd(0x8825)) == {}
        assert "icc_profile" not in image.info


def test_a_painting_with_more_than_a_byte_a_pixel_is_written_too() -> None:
    noise = Image.frombytes("RGB", (640, 640), Random(1).randbytes(640 * 640 * 3))
    painting = encode_result(noise, WORK)
    assert len(painting) > 640 * 640
    with Image.open(BytesIO(painting)) as image:
        image.load()


def test_a_painting_keeps_full_colour_detail() -> None:
    """4:4:4: single red pixels on grey stay red, which shared colour samples would wash out."""
    dots = Image.new("RGB", (64, 64), (128, 128, 128))
    for x in range(0, 64, 4):
        dots.putpixel((x, 32), (255, 0, 0))
    with Image.open(BytesIO(encode_result(dots, WORK))) as image:
        red, green, _ = image.convert("RGB").getpixel((32, 32))  # type: ignore[misc]
        assert (image.format, image.mode) == ("JPEG", "RGB")
    assert red - green > 180


def test_previews_of_one_painting_all_have_its_shape_and_at_most_512_pixels() -> None:
    coarse, fine = quarters(80, 60), quarters(1024, 768)
    sizes = [_size(encode_preview(step, longest_side=1024)) for step in (coarse, fine)]
    assert sizes == [(512, 384), (512, 384)]
    assert _size(encode_preview(coarse, longest_side=64)) == (64, 48)


def _size(data: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(data)) as image:
        return image.size


def _png_of_sixteen_bits(colour: tuple[int, int, int]) -> bytes:
    head = struct.pack("!IIBBBBB", 80, 60, 16, 2, 0, 0, 0)
    row = b"\0" + struct.pack("!HHH", *colour) * 80
    chunk = corpus._chunk
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * 60)) + chunk(b"IEND", b"")
