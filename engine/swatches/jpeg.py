"""Swatches as JPEG files, light enough to travel with the code."""

import io

from PIL.Image import Image

LARGEST_BYTES = 150_000
"""Of one swatch in the repository."""
BEST, WORST = 94, 30


def jpeg_within(picture: Image, most_bytes: int) -> bytes:
    """The best JPEG of at most this many bytes; quality 30 if none of the better ones fits."""
    for quality in range(BEST, WORST - 1, -2):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, subsampling=0 if quality > 86 else 2)
        if out.tell() <= most_bytes:
            break
    return out.getvalue()
