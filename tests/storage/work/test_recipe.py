from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from storage.work import Work
from storage.work.recipe import comment_for, recipe_in
from tests.storage.scene import contact_sheet, painting
from tests.storage.work.test_kinds import EVERYTHING


def jpeg_with(comment: bytes) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


@pytest.mark.parametrize("work", [EVERYTHING, painting(quick=True), contact_sheet()])
def test_a_picture_tells_whole_what_was_made(work: Work) -> None:
    assert recipe_in(jpeg_with(comment_for(work))) == work.public()


def test_names_of_own_styles_stay_at_home() -> None:
    assert b"Grandma" not in jpeg_with(comment_for(EVERYTHING))


def test_a_recipe_that_is_nested_without_end_tells_nothing() -> None:
    assert recipe_in(b"\xff\xd8\xffASCII\0\0\0{" + b'"a":' + b"[" * 60_000) is None


@pytest.mark.parametrize(
    "comment", [b"", b"ASCII\0\0\0a holiday", b"ASCII\0\0\0{}", b'ASCII\0\0\0{"kind": "painting", "version": 1}']
)
def test_a_picture_from_elsewhere_tells_nothing(comment: bytes) -> None:
    assert recipe_in(jpeg_with(comment)) is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\xff\xd8\xffASCII\0\0\0{"]))
def test_no_bytes_are_an_error(data: bytes, start: bytes) -> None:
    assert recipe_in(start + data) is None
