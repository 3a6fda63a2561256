"""The contact sheet of a training run: fixed contents painted in fixed styles, as one picture."""

import torch
from PIL import Image
from torch import Generator, Tensor

from engine.nets.painter import SIGNATURE_TAPS, Painter, signature_of
from engine.nets.vgg import Vgg19
from engine.tensors import to_image
from engine.training.data import Crops

CONTENTS, STYLES, SIDE = 3, 4, 160
SEED = 7
"""Not the run's: every sheet of every run shows the same crops of the same folders."""


@torch.no_grad()
def contact_sheet(painter: Painter, vgg: Vgg19, photos: Crops, paintings: Crops) -> Image.Image:
    """Contents along the top, styles down the left side."""
    contents = _fixed(photos, CONTENTS).to(vgg.device)
    styles = _fixed(paintings, STYLES).to(vgg.device)
    blank = torch.ones(1, *contents.shape[1:], device=vgg.device)
    rows = [torch.cat([blank, contents])]
    for style in (styles[index : index + 1] for index in range(STYLES)):
        signature = signature_of(vgg.features(style, SIGNATURE_TAPS)).expand(CONTENTS, -1)
        with torch.autocast(vgg.device.type, dtype=torch.bfloat16):
            rows.append(torch.cat([style, painter(contents, signature)]))
    return to_image(torch.cat([torch.cat(list(row), dim=2) for row in rows], dim=1)[None])


def _fixed(crops: Crops, count: int) -> Tensor:
    larger = Crops(crops.pictures, SIDE, (0.9, 1.1))
    return larger.draw(count, Generator().manual_seed(SEED))
