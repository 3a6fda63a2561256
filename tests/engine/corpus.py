"""Pictures as people and attackers send them, all made here: nothing is fetched."""

import struct
import zlib
from functools import cache
from io import BytesIO

from PIL import ExifTags, Image, ImageCms

RED, GREEN, BLUE, YELLOW, WHITE = (220, 30, 30), (30, 160, 60), (30, 60, 200), (240, 220, 40), (255, 255, 255)
P3_PRIMARIES = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
"""Display P3, adapted to D50."""


def quarters(width: int = 80, height: int = 60, mode: str = "RGB") -> Image.Image:
    """Red and green above, blue and yellow below: however it is turned or mirrored, one can tell."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(YELLOW, (width // 2, height // 2, width, height))
    return image.convert(mode)


def corners(image: Image.Image) -> tuple[str, str, str, str]:
    """The names of the colours nearest to the middles of the four quarters, reading order."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW, "white": WHITE}
    width, height = image.size

    def name(x: int, y: int) -> str:
        pixel = image.getpixel((x, y))
        assert isinstance(pixel, tuple)
        return min(names, key=lambda key: sum(abs(a - b) for a, b in zip(names[key], pixel, strict=True)))

    near, far = 4, 4 / 3
    return (
        name(round(width / near), round(height / near)),
        name(round(width / far), round(height / near)),
        name(round(width / near), round(height / far)),
        name(round(width / far), round(height / far)),
    )


UPRIGHT = ("red", "green", "blue", "yellow")


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png_header(width: int, height: int, *, rows: int = 0) -> bytes:
    """A PNG that says it is that large, with real pixels for the first `rows` rows of 8-bit grey."""
    head = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((width + 1) * rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def bmp_header(width: int, height: int) -> bytes:
    return (
        b"BM"
        + struct.pack("<IHHI", 54, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    )


def gif_header(width: int, height: int) -> bytes:
    """One frame as large as its screen, with one code of pixels."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) + frame + b"\x3b"


def tiff_header(width: int, height: int) -> bytes:
    entries = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: height, 279: width * height}
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value & 0xFFFFFFFF) for tag, value in entries.items())
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + bytes(4)


def jpeg_header(width: int, height: int) -> bytes:
    """A small JPEG whose frame header was changed to say that it is large."""
    data = bytearray(encoded(quarters(), "JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack("!HH", height, width)
    return bytes(data)


def turned(orientation: int, kind: str) -> bytes:
    """`quarters` stored so that a viewer which obeys EXIF shows it upright."""
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = quarters() if undo is None else quarters().transpose(undo)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return encoded(stored, kind, exif=exif.tobytes())


@cache
def wide_gamut_profile() -> bytes:
    """Pillow's own sRGB profile with its primaries exchanged for those of Display P3."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for tag, xyz in P3_PRIMARIES.items():
        entry = profile.index(tag, 128)
        (place,) = struct.unpack_from("!I", profile, entry + 4)
        struct.pack_into("!iii", profile, place + 8, *(round(value * 65536) for value in xyz))
    return bytes(profile)


@cache
def forty_million_pixels() -> bytes:
    """As large as a picture may be, and the kind that needs most memory: 160 MB of RGBA."""
    return encoded(Image.new("RGBA", (6324, 6324), (200, 60, 40, 128)), "PNG", compress_level=1)


@cache
def forty_eight_million_pixels() -> bytes:
    """What a telephone sends as a file: four quarters of the colours of `quarters`."""
    return encoded(quarters(8064, 6048), "JPEG", quality=70)


def photo_with_secrets() -> bytes:
    """A JPEG with what telephones write: where, when, by whom, and a thumbnail's worth of more."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif[ExifTags.Base.Artist] = "Secret Person"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (45.0, 4.0, 12.0), 3: "E", 4: (7.0, 41.0, 9.0)})
    return encoded(quarters(), "JPEG", exif=exif.tobytes(), comment=b"Secret comment", icc_profile=wide_gamut_profile())


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))
