"""The contact sheets that ship with the presets: made page by page, and never believed when anything has changed."""

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from engine.__main__ import main
from engine.files import BadInput
from engine.images import encode_result
from engine.kinds import Inputs, Made, OnProgress
from engine.previews import LARGEST_BYTES, SHEETS, complaints, make_sheets, swatches_in
from storage.work.contact_sheet import ContactSheet
from storage.work.work import STYLE
from tests.engine.scene import photo

SHIPPED = Path(__file__).parents[2] / "bot" / "presets"


class Recording:
    """Fake pixels; remembers what it was asked to make."""

    def __init__(self) -> None:
        self.asked: list[tuple[ContactSheet, Inputs]] = []

    def make(self, work: ContactSheet, inputs: Inputs, on_progress: OnProgress) -> Made:
        self.asked.append((work, inputs))
        on_progress(1.0, None)
        data = encode_result(Image.new("RGB", (64, 48), "teal"), work)
        return Made(data=data, medium=work.MEDIUM, width=64, height=48)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty-three presets and a photo."""
    entries = []
    for number in range(23):
        (tmp_path / f"{number}.jpg").write_bytes(photo(number))
        entries.append(f'[[preset]]\nkey = "style{number}"\nimage = "{number}.jpg"\n')
    (tmp_path / "presets.toml").write_text("\n".join(entries))
    (tmp_path / "photo.png").write_bytes(photo(100))
    return tmp_path


def made(folder: Path) -> Recording:
    painter = Recording()
    make_sheets(folder, folder / "photo.png", painter.make)
    return painter


def test_the_shipped_sheets_belong_to_the_presets_as_they_are() -> None:
    assert complaints(SHIPPED) == [], "run make previews"


def test_the_shipped_sheets_are_light_and_their_tiles_large_enough_for_a_telephone() -> None:
    sheets = sorted((SHIPPED / SHEETS).glob("*.jpg"))
    presets = len(swatches_in(SHIPPED))
    assert len(sheets) == -(-presets // 20)
    for index, path in enumerate(sheets):
        assert path.stat().st_size <= LARGEST_BYTES
        with Image.open(path) as sheet:
            assert sheet.width >= 200 * min(5, presets - 20 * index)


def test_twenty_presets_are_a_page_and_the_numbers_go_on(folder: Path) -> None:
    first, second = made(folder).asked
    assert [len(work.styles) for work, _ in (first, second)] == [20, 3]
    assert [work.first_number for work, _ in (first, second)] == [1, 21]
    assert second[1][STYLE][0] == (folder / "20.jpg").read_bytes()
    assert sorted(path.name for path in (folder / SHEETS).glob("*.jpg")) == ["1.jpg", "2.jpg"]
    assert complaints(folder) == []


def test_a_page_that_is_no_longer_needed_goes(folder: Path) -> None:
    made(folder)
    keep(folder, 20)
    made(folder)
    assert [path.name for path in (folder / SHEETS).glob("*.jpg")] == ["1.jpg"]


def test_a_preset_that_comes_goes_or_moves_is_noticed(folder: Path) -> None:
    made(folder)
    table = folder / "presets.toml"
    table.write_text(table.read_text().replace('"style3"', '"style99"'))
    assert complaints(folder) == ["presets came, went or changed places"]
    keep(folder, 22)
    assert complaints(folder) == ["presets came, went or changed places"]


def test_another_picture_of_a_preset_is_noticed(folder: Path) -> None:
    made(folder)
    (folder / "7.jpg").write_bytes(photo(300))
    assert complaints(folder) == ["the picture of preset style7 changed"]


def test_other_weights_are_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(folder)
    monkeypatch.setattr("engine.previews.PAINTER_SHA256", "f" * 64)
    assert complaints(folder) == ["the instant painter has other weights now"]


def test_a_sheet_that_was_exchanged_is_noticed(folder: Path) -> None:
    made(folder)
    (folder / SHEETS / "2.jpg").write_bytes(photo(5))
    assert complaints(folder) == ["2.jpg is not the picture that was made"]


def test_the_same_photo_and_presets_give_the_same_manifest(folder: Path) -> None:
    manifest = folder / SHEETS / "manifest.json"
    made(folder)
    before = json.loads(manifest.read_text())
    shutil.rmtree(folder / SHEETS)
    made(folder)
    assert json.loads(manifest.read_text()) == before


def test_the_command_tells_in_one_line_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(folder)
    assert main(["previews", str(folder), "--check"]) == 0
    (folder / "7.jpg").write_bytes(photo(300))
    assert main(["previews", str(folder), "--check"]) == 1
    told = capsys.readouterr().err
    assert told == "impasto: the picture of preset style7 changed: run make previews\n"


@pytest.mark.parametrize(
    "table", ["[[preset", "[[preset]]\nkey = 'a'\n", "", "[[preset]]\nkey='a'\nimage='gone.jpg'\n"]
)
def test_a_folder_without_usable_presets_is_refused(folder: Path, table: str) -> None:
    (folder / "presets.toml").write_text(table)
    with pytest.raises(BadInput):
        make_sheets(folder, folder / "photo.png", Recording().make)


def test_a_photo_that_is_none_is_refused_before_anything_is_written(folder: Path) -> None:
    (folder / "photo.png").write_text("Dear Impasto")
    with pytest.raises(BadInput, match=r"photo\.png is not an image"):
        made(folder)
    assert not (folder / SHEETS).exists()


def keep(folder: Path, count: int) -> None:
    """Only so many presets."""
    table = folder / "presets.toml"
    entries = table.read_text().split("[[preset]]")[1 : count + 1]
    table.write_text("".join(f"[[preset]]{entry}" for entry in entries))
