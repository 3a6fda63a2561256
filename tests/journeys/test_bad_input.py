"""Each kind of bad picture gets one friendly answer, and the next person's painting still comes."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.house import House, Person, buttons, photo


def _png(width: int, height: int, pixels: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _bomb() -> bytes:
    """A 50,000 × 50,000 PNG of a few megabytes that would unpack to 2.5 GB."""
    packer = zlib.compressobj(9)
    row = bytes(50_001)
    return _png(50_000, 50_000, b"".join(packer.compress(row) for _ in range(50_000)) + packer.flush())


def _still(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


BAD = {
    "not an image": b"This is a letter, not a photo.",
    "truncated": photo(40, size=(400, 300))[:900],
    "a decompression bomb": _bomb(),
    "one pixel": _still(1, 1),
    "an extreme ratio": _still(4000, 20),
    "above 20 MiB": photo(41) + bytes(21 * 1024 * 1024),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_picture_gets_one_friendly_answer_and_nobody_waits_for_it(shared_house: House, bad: bytes) -> None:
    person, neighbour = shared_house.person(1), shared_house.person(2)
    answers, paintings = len(person.answers()), len(neighbour.paintings())
    person.send(bad, as_document=True)
    shared_house.until(lambda: len(person.answers()) > answers or None, seconds=30)
    if any(data.startswith("v1:use:") for data in buttons(person.answers()[-1]).values()):
        person.send(photo(42))
    neighbour.send(photo(43), photo(44))
    neighbour.wait_for_paintings(paintings + 1)
    refusal = _last_words(shared_house, person)
    assert "Traceback" not in refusal
    assert 20 < len(refusal) < 400
    assert shared_house.running["engine"].poll() is None


def test_an_animation_is_painted_from_its_first_frame(shared_house: House) -> None:
    person = shared_house.person(0)
    before = len(person.paintings())
    frames = [Image.new("RGB", (120, 80), colour) for colour in ("red", "green", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    person.send(out.getvalue(), photo(45), as_document=True)
    assert len(person.wait_for_paintings(before + 1)) == before + 1


def _last_words(house: House, person: Person) -> str:
    """The text that ended the matter: no preset menu and no waiting any more."""

    def settled() -> str | None:
        answer = person.answers()[-1]
        text = answer.get("text") or answer.get("caption", "")
        waiting = any(data.startswith(("v1:cancel:", "v1:use:")) for data in buttons(answer).values())
        return None if waiting else text

    return house.until(settled, seconds=60)
