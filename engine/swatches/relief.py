"""Relief: a height field lit by one lamp from the upper left, as paint, glass or stone would be."""

import numpy as np

from engine.swatches.noise import Field
from engine.swatches.palette import Colours

LAMP = (-0.62, -0.78)


def slope_to_lamp(height: Field) -> Field:
    """How steeply each point leans towards the lamp; height in picture sides, so that pixels do not matter."""
    down, right = np.gradient(height * len(height))
    return np.asarray(-(right * LAMP[0] + down * LAMP[1]), np.float32)


def light(lab: Colours, height: Field, *, depth: float = 1.0, gloss: float = 0.0) -> Colours:
    """The colours under the lamp; depth scales the shading, gloss adds a wet highlight."""
    lean = np.tanh(slope_to_lamp(height) * depth)
    lit = lab.copy()
    lit[..., 0] += 0.16 * lean * (0.35 + lab[..., 0])
    shine = gloss * np.clip(lean - 0.55, 0, 1) ** 2 * 4
    lit[..., 0] += shine * (1 - lit[..., 0])
    lit[..., 1:] *= (1 - 0.6 * np.clip(shine, 0, 1))[..., None]
    return lit
