"""The registry of kinds: whatever can be ordered can be made, and nothing is loaded before it is needed."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.failures import CannotPaint
from engine.kinds import KINDS, Kinds
from engine.methods import Weights
from engine.weights import face_weights, painter_weights
from storage import work as ordered
from tests.engine.scene import instant, painting


def test_every_kind_of_work_can_be_made_here() -> None:
    assert set(KINDS) == set(ordered.KINDS)


def test_the_registry_loads_no_torch() -> None:
    program = "import sys, engine.kinds, engine.executors; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[3]).returncode == 0


def test_before_anything_is_loaded_the_device_is_what_was_asked_for() -> None:
    kinds = Kinds(Weights(vgg19=b"", painter=b""), device="cpu", threads=3)
    assert (kinds.device, kinds.threads, kinds.together(instant()[0])) == ("cpu", 3, 1)
    kinds.close()


def test_weights_that_are_none_are_a_reason_to_end_and_not_a_failure_of_the_work() -> None:
    weights = Weights(vgg19=b"a letter", painter=painter_weights(), faces=face_weights())
    kinds = Kinds(weights)
    with pytest.raises(CannotPaint):
        kinds.make(*painting(), lambda fraction, preview: None)
    (end,) = kinds.make_together([(*instant(), lambda fraction, preview: None)])
    assert isinstance(end, CannotPaint)
    kinds.close()
