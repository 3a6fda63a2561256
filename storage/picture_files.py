"""What a picture file says of itself in its bytes, unopened: both processes tell by it what cannot be painted. Pure.

Labels are not asked: telephones send anything as `application/octet-stream`, and a page may be called `.jpg`.
"""

import struct
from collections.abc import Callable, Iterator

from storage.jobs import FailureReason

MAX_PIXELS = 40_000_000
"""Of a picture once it is opened."""
MAX_JPEG_PIXELS = 250_000_000
"""Of a JPEG in its file: telephones make photos of 200 million. Opened with sides halved, once or more."""
MIN_SIDE = 16
"""Below this there is nothing to paint: the network's fifth block sees one pixel."""
MAX_RATIO = 20
"""Telegram itself sends no photo that is longer and thinner (Bot API, sendPhoto)."""

JPEG = b"\xff\xd8\xff"
PNG = b"\x89PNG\r\n\x1a\n"
SIGNATURES = (JPEG, b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")
"""Of the container that AVIF and HEIC share with films: those that hold pictures (ISO/IEC 23008-12)."""
FOREIGN_SIGNATURES = (b"8BPS", b"%PDF", b"%!PS", b"<svg", b"<?xml", b"\xff\x0a", b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ")
"""Pictures of a kind that is not accepted: Photoshop, PDF, PostScript, SVG, JPEG XL, JPEG 2000."""

MOST_PARTS = 20_000
"""Of a file that are looked at, so that a hostile one holds nobody up."""
START_OF_SCAN = 0xDA
FILL = 0xFF
END_OF_IMAGE = b"\xff\xd9"
FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers after which a JPEG says its size (ITU-T T.81, table B.1)."""


def refusal_at_a_glance(data: bytes) -> FailureReason | None:
    """What is certain before the file is opened; None says nothing yet."""
    if not _is_accepted(data[:16]):
        return refusal_for_unreadable(data)
    measure = next((measure for start, measure in MEASURES.items() if data.startswith(start)), None)
    if measure is None:
        return FailureReason.DAMAGED if _is_cut_short(data) else None
    try:
        width, height = measure(data)
    except (struct.error, ValueError):
        return FailureReason.DAMAGED
    return refusal_for_size(width, height, at_most=MAX_JPEG_PIXELS if data.startswith(JPEG) else MAX_PIXELS)


def refusal_for_size(width: int, height: int, *, at_most: int = MAX_PIXELS) -> FailureReason | None:
    shorter, longer = sorted((width, height))
    if shorter * longer > at_most:
        return FailureReason.TOO_MANY_PIXELS
    if longer > MAX_RATIO * shorter:
        return FailureReason.TOO_LONG_AND_THIN
    if shorter < MIN_SIDE:
        return FailureReason.TOO_SMALL
    return None


def refusal_for_unreadable(data: bytes) -> FailureReason:
    """Why no accepted format recognised the bytes, judged by how they begin."""
    start = data[:16]
    if _is_accepted(start):
        return FailureReason.DAMAGED
    if start[4:8] == b"ftyp" or start.lstrip().startswith(FOREIGN_SIGNATURES):
        return FailureReason.UNSUPPORTED_FORMAT
    return FailureReason.NOT_AN_IMAGE


def _is_accepted(start: bytes) -> bool:
    if start[4:8] == b"ftyp":
        return start[8:12] in BRANDS
    return start.startswith(SIGNATURES) or (start.startswith(b"RIFF") and start[8:12] == b"WEBP")


def _is_cut_short(data: bytes) -> bool:
    """A WebP that says it is longer."""
    return data.startswith(b"RIFF") and 8 + int.from_bytes(data[4:8], "little") > len(data)


# ---------------------------------------------------------------------------------------------------- sizes
# Each gives width and height, and raises ValueError or struct.error where the file ends too early.


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    size = None
    for marker, at in _jpeg_segments(data):
        if marker in FRAME_HEADERS:
            height, width = struct.unpack_from("!HH", data, at + 3)
            size = width, height
        if marker == START_OF_SCAN and size and data.find(END_OF_IMAGE, at) >= 0:
            return size
    raise ValueError("no end of the picture")


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Each marker, and where its length stands; the last is the first scan. 0xFF may be repeated before a marker."""
    at = 2
    for _ in range(MOST_PARTS):
        at = data.index(b"\xff", at) + 1
        marker = data[at] if at < len(data) else START_OF_SCAN
        if marker == FILL:
            continue
        yield marker, at + 1
        if marker == START_OF_SCAN:
            return
        at += 1 + struct.unpack_from("!H", data, at + 1)[0]


def _size_of_png(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("!II", data, 16)
    at = len(PNG)
    for _ in range(MOST_PARTS):
        if data[at + 4 : at + 8] in (b"IEND", b""):
            break
        at += 12 + struct.unpack_from("!I", data, at)[0]
    if at > len(data):
        raise ValueError("the last part is cut short")
    return width, height


def _size_of_gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


MEASURES: dict[bytes, Callable[[bytes], tuple[int, int]]] = {
    JPEG: _size_of_jpeg,
    PNG: _size_of_png,
    b"GIF8": _size_of_gif,
}
