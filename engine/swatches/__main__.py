"""Draws swatches into a folder: python -m engine.swatches --out bot/presets [names…]"""

import argparse
from pathlib import Path

from engine.swatches import NAMES, generator
from engine.swatches.jpeg import LARGEST_BYTES, jpeg_within


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


if __name__ == "__main__":
    main()
