"""Draws swatches into a folder: python -m engine.swatches --out bot/presets [names…]"""

import argparse
import io
from pathlib import Path

from PIL.Image import Image

from engine.swatches import NAMES, generator

LARGEST_BYTES = 220_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m engine.swatches", description="Draw the presets' style images.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"which to draw, default all: {', '.join(NAMES)}")
    parser.add_argument("--out", type=Path, required=True, help="folder for the JPEG files")
    parser.add_argument("--side", type=int, default=768, help="pixels, default 768")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(NAMES))
    if unknown:
        parser.error(f"no such swatch: {', '.join(unknown)}")
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.names or NAMES:
        jpeg = jpeg_within(generator(name)(options.side, options.seed), LARGEST_BYTES)
        (options.out / f"{name}.jpg").write_bytes(jpeg)
        print(f"{name}.jpg {len(jpeg) / 1000:.0f} kB")


def jpeg_within(picture: Image, most_bytes: int) -> bytes:
    """The best JPEG of at most this many bytes; quality 50 if none of the better ones fits."""
    for quality in range(94, 49, -2):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, subsampling=0 if quality > 86 else 2)
        if out.tell() <= most_bytes:
            break
    return out.getvalue()


if __name__ == "__main__":
    main()
