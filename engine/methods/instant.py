"""Painting in one pass of our own network: any style, any size, well under a second."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from safetensors.torch import load as load_safetensors
from torch import Tensor

from engine.methods import Dials, OnStep, Region, Step, Weights
from engine.methods.colour import with_colours_of, with_palette_of
from engine.nets.painter import SIGNATURE_TAPS, FoldedNorms, MeasuredNorms, Painter, signature_of
from engine.nets.vgg import Vgg19, best_dtype

STYLE_SIDE = 320
"""Pixels of a style's shorter side, at brush size 1, when its signature is read."""
EXACT_PIXELS = 520 * 520
"""Up to here a picture's own moments are measured at full size; above, in a thumbnail of this many pixels."""
TILE = 2048
MARGIN = 80
"""Wider than in training, where it would cost too much: what the network sees beyond the border tints 80 pixels."""
OVERLAP = 144
"""Pixels around a tile that the network sees and does not keep: more than its receptive field's radius."""
KEPT_SIGNATURES = 256


class Instant:
    """Signatures of the last styles are kept, so that a style costs its reading once."""

    def __init__(self, painter: Painter, vgg: Vgg19) -> None:
        self.painter = painter
        self.vgg = vgg
        self._signatures: OrderedDict[tuple[str, float], Tensor] = OrderedDict()

    @torch.inference_mode()
    def paint(
        self,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        dials: Dials,
        *,
        init: Tensor | None = None,
        regions: Sequence[Region] = (),
        on_step: OnStep,
    ) -> Tensor:
        """`init` and `regions` are of no use to a single pass and are ignored.

        Another seed looks at another part of the styles.
        """
        content = content.to(self.vgg.device)
        if dials.strength <= 0:
            return content.clone()
        signature = self.blend(content, styles, dials)
        on_step(Step(0.3, content))
        painted = self.paint_signature(content, signature)
        painted = torch.lerp(painted, in_palette(painted, styles), dials.strength)
        if dials.keep_colours:
            painted = with_colours_of(painted, content)
        on_step(Step(1.0, painted))
        return painted

    def blend(self, content: Tensor, styles: Sequence[tuple[Tensor, float]], dials: Dials) -> Tensor:
        """The weighted mean of the styles' signatures, drawn towards the content's own by 1 - strength."""
        whole = sum(weight for _, weight in styles)
        mixed = sum(
            (weight / whole * self.signature(part_of(style, dials.seed), dials.brush_size) for style, weight in styles),
            torch.zeros(()),
        )
        if dials.strength == 1:
            return mixed
        return torch.lerp(self.signature(content, 1.0), mixed, dials.strength)

    @torch.inference_mode()
    def signature(self, style: Tensor, brush_size: float) -> Tensor:
        """(1, SIGNATURE_LENGTH), from memory when this very picture was read before."""
        key = (hashlib.sha256(style.cpu().numpy().tobytes()).hexdigest(), brush_size)
        if key not in self._signatures:
            scale = STYLE_SIDE * brush_size / min(style.shape[-2:])
            size = [max(16, round(side * min(scale, 1.0 if brush_size <= 1 else scale))) for side in style.shape[-2:]]
            small = F.interpolate(style.to(self.vgg.device), size, mode="bicubic", antialias=True).clamp(0, 1)
            self._signatures[key] = signature_of(self.vgg.features(small, SIGNATURE_TAPS))
        self._signatures.move_to_end(key)
        while len(self._signatures) > KEPT_SIGNATURES:
            self._signatures.popitem(last=False)
        return self._signatures[key]

    @torch.inference_mode()
    def paint_signature(self, content: Tensor, signature: Tensor) -> Tensor:
        """(batch, 3, h, w) painted with (batch, SIGNATURE_LENGTH) signatures; a batch only up to EXACT_PIXELS."""
        code = self.painter.code(signature)
        measured = MeasuredNorms(code)
        pixels = content.shape[-2] * content.shape[-1]
        if pixels <= EXACT_PIXELS:
            return self._pass(content, measured)
        shrink = (EXACT_PIXELS / pixels) ** 0.5
        size = [max(1, round(side * shrink)) for side in content.shape[-2:]]
        self._pass(F.interpolate(content, size, mode="bicubic", antialias=True).clamp(0, 1), measured)
        return self._in_tiles(content, FoldedNorms(self.painter.convolutions(), code, measured.moments))

    def _in_tiles(self, content: Tensor, norms: FoldedNorms) -> Tensor:
        height, width = content.shape[-2:]
        if max(height, width) <= TILE + 2 * OVERLAP:
            return self._pass(content, norms)
        painted = torch.empty_like(content)
        for top in range(0, height, TILE):
            for left in range(0, width, TILE):
                above, before = min(top, OVERLAP), min(left, OVERLAP)
                seen = content[..., top - above : top + TILE + OVERLAP, left - before : left + TILE + OVERLAP]
                tile = self._pass(seen, norms)[..., above : above + TILE, before : before + TILE]
                painted[..., top : top + TILE, left : left + TILE] = tile
        return painted

    def _pass(self, content: Tensor, norms: MeasuredNorms | FoldedNorms) -> Tensor:
        kind = next(self.painter.parameters()).dtype
        return self.painter.paint(content.to(kind).contiguous(memory_format=torch.channels_last), norms)


def part_of(style: Tensor, seed: int) -> Tensor:
    """For seed 0 the whole picture; for each other a part of its own, three fifths of either side."""
    if not seed:
        return style
    across, down = torch.rand(2, generator=torch.Generator().manual_seed(seed)).tolist()
    rows, columns = (max(1, round(side * 0.6)) for side in style.shape[-2:])
    top, left = round(down * (style.shape[-2] - rows)), round(across * (style.shape[-1] - columns))
    return style[..., top : top + rows, left : left + columns]


def in_palette(painted: Tensor, styles: Sequence[tuple[Tensor, float]]) -> Tensor:
    """The painting with the mean and covariance of the styles' colours, which a single pass meets only roughly."""
    whole = sum(weight for _, weight in styles)
    shares = [weight / whole * with_palette_of(style, painted) for style, weight in styles]
    return torch.stack(shares).sum(dim=0)


def load(*, device: torch.device, weights: Weights) -> Instant:
    painter = Painter(margin=MARGIN)
    painter.load_state_dict({name: value.float() for name, value in load_safetensors(weights.painter).items()})
    dtype = best_dtype(device)
    for convolution in [*painter.convolutions(), painter.colour]:
        convolution.to(dtype)
    painter = painter.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return Instant(painter.eval().requires_grad_(False), Vgg19(weights.vgg19, device=device))
