"""Gram matrices for palette and contrast, nearest neighbours for whole strokes: together the style loss to choose.

Cosine distances do not see how strong a feature is, and Gram matrices do not see which features make a stroke together.
"""

from engine.methods.losses.gram import GramLoss
from engine.methods.losses.nearest import NearestNeighbourLoss
from engine.methods.losses.weighted_sum import Term, WeightedSum

STROKE_TAPS = frozenset({"relu3_1", "relu4_1"})
"""Where positions see a stroke or two. Finer, nearest neighbours cost far more and showed nothing."""


class StrokesLoss(WeightedSum):
    __slots__ = ()
    TERMS = (Term(GramLoss, 0.5), Term(NearestNeighbourLoss, 1.0, STROKE_TAPS))
