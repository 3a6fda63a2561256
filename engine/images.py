"""Pictures as bytes: what is accepted, how it becomes plain sRGB pixels, how a result is written.

Everything here trusts nobody's bytes to be small, but it trusts Pillow not to crash: `engine.decoder` runs `decode`
in a child process for the day when it does.
"""

import struct
from io import BytesIO
from typing import cast

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from engine.failures import BadImage
from storage.jobs import FailureReason
from storage.picture_files import MAX_JPEG_PIXELS, MAX_PIXELS, refusal_for_size, refusal_for_unreadable
from storage.work import Work
from storage.work.recipe import comment_for

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")
"""JPEG includes MPO, what many telephones write: a JPEG with a second picture behind it."""

LEAST_DRAFT = 8
"""A JPEG can be opened at an eighth of its sides and no smaller."""

JPEG_QUALITY = 92
PREVIEW_SIDE = 512
PREVIEW_QUALITY = 80

COLOUR_SPACE_IS_SRGB = 1

register_heif_opener()


def decode(data: bytes, *, longest_side: int) -> Image.Image:
    """The picture upright, in 8-bit sRGB on white, made smaller where its longer side exceeds `longest_side`.

    Of an animation, the first frame. Raises BadImage.
    """
    try:
        with _opened(data) as image:
            # A JPEG can leave out detail while it decodes; twice the wanted size keeps the last reduction a good one.
            image.draft("", _drafted(image.size, 2 * longest_side))
            _check_size(*image.size)
            return _plain(image, longest_side)
    except BadImage:
        raise
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadImage(FailureReason.TOO_MANY_PIXELS, detail=repr(error)) from error
    except Exception as error:  # Pillow raises a dozen types on broken bytes, and they all mean this
        raise BadImage(FailureReason.DAMAGED, detail=repr(error)) from error


def enlarged(image: Image.Image, *, longest_side: int) -> Image.Image:
    """The picture with its longer side at least `longest_side`, so that strokes have the size that was asked for."""
    if max(image.size) >= longest_side:
        return image
    return image.resize(_fitted(image.size, longest_side), Image.Resampling.LANCZOS)


def encode_result(image: Image.Image, work: Work) -> bytes:
    """A JPEG of the pixels alone, with the work's recipe in its EXIF UserComment: `storage.work.recipe` reads it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = "Impasto"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.ColorSpace] = COLOUR_SPACE_IS_SRGB
    details[ExifTags.Base.UserComment] = comment_for(work)
    return _jpeg(image, quality=JPEG_QUALITY, subsampling=0, exif=exif.tobytes())


def encode_preview(image: Image.Image, *, longest_side: int) -> bytes:
    """A small JPEG, of the same size for every step of a painting, so that a chat shows a picture that only changes.

    `longest_side` is that of the painting to come.
    """
    shown = image.resize(_fitted(image.size, min(longest_side, PREVIEW_SIDE)), Image.Resampling.BICUBIC)
    return _jpeg(shown, quality=PREVIEW_QUALITY)


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise BadImage(refusal_for_unreadable(data)) from error


def _check_size(width: int, height: int) -> None:
    refusal = refusal_for_size(width, height)
    if refusal:
        raise BadImage(refusal, detail=f"{width} × {height}")


def _plain(image: Image.Image, longest_side: int) -> Image.Image:
    image.load()
    profile = image.info.get("icc_profile")
    small = _reduced(_eight_bits(image), longest_side)
    return _to_srgb(_on_white(_upright(small)), profile)


def _eight_bits(image: Image.Image) -> Image.Image:
    """The same picture in a mode that can be resized well: no palette, no bits, no 16-bit or floating greys."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode.startswith(("I", "F")):
        return _grey_from_numbers(image)
    return image.convert({"1": "L", "P": "RGB", "RGBX": "RGB"}.get(image.mode, image.mode))


def _grey_from_numbers(image: Image.Image) -> Image.Image:
    """Integers count up to 65,535 and floats up to 1, unless a larger value shows that the file counts to 255."""
    numbers = image.convert("F")
    _, brightest = cast(tuple[float, float], numbers.getextrema())
    scale = 255 / 65535 if image.mode != "F" else 255.0 if brightest <= 1 else 1.0
    return numbers.point(lambda value: value * scale + 0).convert("L")


def _reduced(image: Image.Image, longest_side: int) -> Image.Image:
    if max(image.size) <= longest_side:
        return image
    return image.resize(_fitted(image.size, longest_side), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, TypeError, OSError, EOFError, struct.error):  # broken EXIF: nobody knows better
        return image


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError):  # a broken profile, or one for another kind of picture: go without it
        return image.convert("RGB")
    return cast(Image.Image, converted)


def _drafted(size: tuple[int, int], longest_side: int) -> tuple[int, int]:
    """What to ask of a JPEG: no smaller than `longest_side` if it is not for having MAX_PIXELS at most."""
    width, height = size
    if width * height > MAX_JPEG_PIXELS:
        return size
    scale = 1
    while scale < LEAST_DRAFT and (max(size) >= 2 * scale * longest_side or width * height > scale**2 * MAX_PIXELS):
        scale *= 2
    return max(1, width // scale), max(1, height // scale)


def _fitted(size: tuple[int, int], longest_side: int) -> tuple[int, int]:
    """The size with its longer side at `longest_side`, in proportion, no side below one pixel."""
    scale = longest_side / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _jpeg(image: Image.Image, **options: object) -> bytes:
    """Without `optimize`: it saves a hundredth of the bytes in twice the time, and fails above a byte a pixel."""
    out = BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()
