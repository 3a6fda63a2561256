"""Headers of pictures, read without decoding anything."""

from io import BytesIO

import pytest
from PIL import Image

from bot.sandbox.pictures import PictureHeader, picture_header, without_exif


def encoded(kind: str, size: tuple[int, int] = (123, 45), **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (9, 99, 199)).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "mime_type"),
    [
        (encoded("JPEG"), "image/jpeg"),
        (encoded("JPEG", progressive=True), "image/jpeg"),
        (encoded("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08" + b"\0" * 600, icc_profile=b"p" * 3000), "image/jpeg"),
        (encoded("PNG"), "image/png"),
        (encoded("GIF"), "image/gif"),
        (encoded("WEBP"), "image/webp"),
        (encoded("WEBP", lossless=True), "image/webp"),
        (encoded("WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08"), "image/webp"),
    ],
    ids=["jpeg", "progressive", "jpeg with long metadata", "png", "gif", "webp", "lossless webp", "extended webp"],
)
def test_format_and_size_are_read_from_the_header(data: bytes, mime_type: str) -> None:
    assert picture_header(data) == PictureHeader(mime_type, 123, 45)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_no_beginning_of_a_picture_upsets_the_reader(kind: str) -> None:
    data = encoded(kind)
    for length in range(min(len(data), 700)):
        header = picture_header(data[:length])
        assert header is None or (header.width, header.height) == (123, 45)


def test_a_bomb_is_measured_without_being_opened() -> None:
    bomb = bytearray(encoded("PNG"))
    bomb[16:24] = (50_000).to_bytes(4, "big") * 2
    assert picture_header(bytes(bomb)) == PictureHeader("image/png", 50_000, 50_000)


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xd8", b"%PDF-1.7", b"RIFF\0\0\0\0WEBPVP8 ", encoded("BMP")])
def test_anything_else_is_no_picture(data: bytes) -> None:
    assert picture_header(data) is None


# ---------------------------------------- metadata

EXIF = b"Exif\0\0MM\0*\0\0\0\x08" + b"\0" * 600


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_without_its_exif_is_the_same_picture(progressive: bool) -> None:
    plain = encoded("JPEG", progressive=progressive, icc_profile=b"p" * 3000)
    told = encoded("JPEG", progressive=progressive, icc_profile=b"p" * 3000, exif=EXIF)
    assert b"Exif" in told
    bare = without_exif(told)
    assert b"Exif" not in bare
    assert b"p" * 3000 in bare, "its colours stay"
    assert pixels(bare) == pixels(plain)
    assert without_exif(bare) == bare


@pytest.mark.parametrize("data", [encoded("PNG"), encoded("WEBP", exif=EXIF), b"", b"\xff\xd8", b"hello"])
def test_what_is_no_jpeg_stays_as_it_is(data: bytes) -> None:
    assert without_exif(data) == data


def test_no_beginning_of_a_jpeg_upsets_who_takes_its_exif_out() -> None:
    data = encoded("JPEG", exif=EXIF)
    for length in range(len(data)):
        assert len(without_exif(data[:length])) <= length


def pixels(data: bytes) -> bytes:
    return Image.open(BytesIO(data)).tobytes()
