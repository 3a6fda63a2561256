"""Colour in OKLab (Ottosson 2020): all swatches mix here, so that equal steps look equal."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.floating[Any]]

_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LAB = np.linalg.inv(_TO_LAB).astype(np.float32)
_FROM_CONE = np.linalg.inv(_TO_CONE).astype(np.float32)


def colours(*hex_codes: str) -> Colours:
    """("1b2a6b", …) -> OKLab, (n, 3)."""
    srgb = np.array([[int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)] for code in hex_codes])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_CONE.T) @ _TO_LAB.T, np.float32)


def linear_light(lab: Colours) -> Colours:
    """OKLab (…, 3) -> linear sRGB 0 … 1, clipped to the gamut."""
    return np.clip((lab @ _FROM_LAB.T) ** 3 @ _FROM_CONE.T, 0, 1)


def srgb_bytes(linear: Colours) -> NDArray[np.uint8]:
    """Linear sRGB 0 … 1 -> gamma-coded bytes."""
    coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055)
    return np.asarray(coded * 255 + 0.5, np.uint8)


def ramp(stops: Colours, t: Any) -> Colours:
    """The colour at t (0 … 1) on the way through evenly spaced stops: any shape -> (…, 3)."""
    position = np.clip(t, 0, 1) * (len(stops) - 1)
    index = np.minimum(position.astype(np.int32), len(stops) - 2)
    return np.asarray(blend(stops[index], stops[index + 1], position - index), np.float32)


def blend(under: Colours, over: Colours, amount: Any) -> Colours:
    """under where amount is 0, over where it is 1; amount lacks the colour axis."""
    return under + np.asarray(amount, np.float32)[..., None] * (over - under)


def vary(lab: Colours, rng: np.random.Generator, *, light: float, hue: float) -> Colours:
    """Each colour moved by chance: light is the deviation of L, hue that of a and b."""
    return np.asarray(lab + rng.normal(size=lab.shape) * np.array([light, hue, hue]), np.float32)


def lighter(lab: Colours, amount: float) -> Colours:
    """The same hues with amount added to L; a negative amount darkens."""
    return np.asarray(lab + np.array([amount, 0, 0]), np.float32)
