"""What stands in a picture's header: format, width, height, EXIF. Nothing is decoded; this process has no Pillow."""

from dataclasses import dataclass

JPEG_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""SOF0 … SOF15 without DHT, JPG and DAC (ITU T.81, table B.1)."""

APP1, START_OF_SCAN = 0xE1, 0xDA
"""Of EXIF and XMP (EXIF 2.32, section 4.7), and of what is followed by the picture itself (ITU T.81, table B.1)."""


@dataclass(frozen=True, slots=True)
class PictureHeader:
    mime_type: str
    width: int
    height: int


def picture_header(data: bytes) -> PictureHeader | None:
    """None for anything that is no JPEG, PNG, WebP or GIF, or breaks off inside its header."""
    for mime_type, size_of in _READERS.items():
        size = size_of(data)
        if size and all(size):
            return PictureHeader(mime_type, *size)
    return None


def without_exif(data: bytes) -> bytes:
    """A JPEG without its APP1 segments, as Telegram hands out whatever was sent as a photo; else the same bytes."""
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, position = [data[:2]], 2
    while position + 4 <= len(data) and data[position] == 0xFF and data[position + 1] != START_OF_SCAN:
        marker = data[position + 1]
        end = position + (1 if marker == 0xFF else 2 + _big(data, position + 2))
        if marker != APP1:
            kept.append(data[position:end])
        position = end
    return b"".join([*kept, data[position:]])


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8"):
        return None
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in JPEG_FRAME_MARKERS:
            return _big(data, position + 7), _big(data, position + 5)
        position += 1 if marker == 0xFF else 2 + _big(data, position + 2)
    return None


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or len(data) < 24:
        return None
    return _big(data, 16, 4), _big(data, 20, 4)


def _gif_size(data: bytes) -> tuple[int, int] | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 10:
        return None
    return _little(data, 6), _little(data, 8)


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """RFC 9649: a lossy, a lossless or an extended file."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    chunk = data[12:16]
    if chunk == b"VP8 ":
        return _little(data, 26) & 0x3FFF, _little(data, 28) & 0x3FFF
    if chunk == b"VP8L":
        bits = _little(data, 21, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8X":
        return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    return None


def _big(data: bytes, start: int, length: int = 2) -> int:
    return int.from_bytes(data[start : start + length], "big")


def _little(data: bytes, start: int, length: int = 2) -> int:
    return int.from_bytes(data[start : start + length], "little")


_READERS = {"image/jpeg": _jpeg_size, "image/png": _png_size, "image/gif": _gif_size, "image/webp": _webp_size}
