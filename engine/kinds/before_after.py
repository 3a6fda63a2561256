"""Making before and after: opened, set, written."""

from engine.collages import pair_of
from engine.kinds.kind import Inputs, Kind, Made, OnProgress
from engine.kinds.limits import check_within
from storage.work.before_after import BeforeAfter
from storage.work.work import CONTENT, RESULT

SIDES = (64, 2560)


class BeforeAfterKind(Kind[BeforeAfter]):
    def make(self, work: BeforeAfter, inputs: Inputs, on_progress: OnProgress) -> Made:
        check_within("longest_side", work.longest_side, SIDES)
        on_progress(0.0, None)
        (content,), (result,) = inputs[CONTENT], inputs[RESULT]
        before = self._resources.opened(content, work.longest_side, role=CONTENT)
        after = self._resources.opened(result, work.longest_side, role=RESULT)
        return self._resources.made(pair_of(before, after), work)
