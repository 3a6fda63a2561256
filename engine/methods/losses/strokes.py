"""Gram matrices for palette and contrast, nearest neighbours for whole strokes: together the style loss to choose.

Cosine distances do not see how strong a feature is, and Gram matrices do not see which features make a stroke together.
"""

from engine.methods.losses import gram, nearest
from engine.methods.losses.weighted_sum import Part, Sum

STROKE_TAPS = frozenset({"relu3_1", "relu4_1"})
"""Where positions see a stroke or two. Finer, nearest neighbours cost far more and showed nothing."""


class Style(Sum):
    __slots__ = ()
    PARTS = (Part(gram.Style, 0.5), Part(nearest.Style, 1.0, STROKE_TAPS))
