"""Making collages: opened, set, written."""

from engine.collages import sum_of
from engine.kinds.kind import Inputs, Kind, Made, OnProgress
from engine.kinds.limits import check_styles, check_within
from storage.work.collage import Collage
from storage.work.work import CONTENT, RESULT, STYLE

SIDES = (64, 2560)


class CollageKind(Kind[Collage]):
    def make(self, work: Collage, inputs: Inputs, on_progress: OnProgress) -> Made:
        check_styles(work.styles)
        check_within("longest_side", work.longest_side, SIDES)
        on_progress(0.0, None)
        (content,), (result,), side = inputs[CONTENT], inputs[RESULT], work.longest_side
        parts = [self._resources.opened(content, side, role=CONTENT)]
        for index, style in enumerate(inputs[STYLE]):
            parts.append(self._resources.opened(style, side, role=STYLE, index=index))
        painting = self._resources.opened(result, side, role=RESULT)
        return self._resources.made(sum_of(parts, painting), work)
