"""Making dreams: DeepDream on a network of their own depth, with a picture of each step on the way."""

from functools import cached_property

from engine.images import encode_preview, enlarged
from engine.kinds.kind import Inputs, Kind, Made, OnProgress
from engine.kinds.limits import LONGEST_SIDES, SEEDS, check_dials, check_within
from engine.methods import Step
from engine.methods.dream import GUIDE_SIDE, dream
from engine.nets.vgg import Vgg19
from engine.tensors import to_image, to_tensor
from storage.work import Unreadable
from storage.work.dials import dial_values
from storage.work.dream import GUIDE, Dream, is_possible
from storage.work.work import CONTENT


class DreamKind(Kind[Dream]):
    @cached_property
    def _vgg(self) -> Vgg19:
        """To its last layer, which painting does without; read when the first dream asks for it."""
        return Vgg19(self._resources.weights.vgg19, device=self._resources.device)

    def make(self, work: Dream, inputs: Inputs, on_progress: OnProgress) -> Made:
        check(work)
        opened, side = self._resources.opened, work.longest_side
        (photo,), guides = inputs[CONTENT], inputs.get(GUIDE, ())
        content = enlarged(opened(photo, side, role=CONTENT), longest_side=side)
        guide = next((opened(data, GUIDE_SIDE, role=GUIDE) for data in guides), None)
        on_progress(0.0, lambda: encode_preview(content, longest_side=side))

        def on_step(step: Step) -> None:
            on_progress(step.fraction, lambda: encode_preview(to_image(step.picture), longest_side=side))

        dreamed = dream(
            self._vgg,
            to_tensor(content),
            tap=work.tap,
            channel=work.channel,
            guide=None if guide is None else to_tensor(guide),
            **dial_values(work),
            seed=work.seed,
            on_step=on_step,
        )
        return self._resources.made(to_image(dreamed), work)


def check(work: Dream) -> None:
    """Raises Unreadable where no dream can come of it, whatever its pictures are."""
    if not is_possible(work):
        raise Unreadable(f"VGG-19 has no layer {work.tap!r:.40}, or it has no channel {work.channel} for this dream")
    check_within("longest_side", work.longest_side, LONGEST_SIDES)
    check_dials(work)
    check_within("seed", work.seed, SEEDS)
