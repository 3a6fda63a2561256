"""The names by which both processes know jobs, pictures and places."""

import re
from typing import NewType

JobId = NewType("JobId", int)
PlaceId = NewType("PlaceId", int)
ImageRef = NewType("ImageRef", str)
"""The sha256 of the image's bytes, 64 hexadecimal digits."""

_IMAGE_REF = re.compile(r"[0-9a-f]{64}")
_IMAGE_REF_IN_TEXT = re.compile(r"\b[0-9a-f]{64}\b")


def is_image_ref(text: str) -> bool:
    return _IMAGE_REF.fullmatch(text) is not None


def image_refs_in(text: str) -> set[ImageRef]:
    """Every one that stands anywhere in the text."""
    return {ImageRef(ref) for ref in _IMAGE_REF_IN_TEXT.findall(text)}
