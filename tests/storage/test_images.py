import hashlib
import os
from pathlib import Path

import pytest

from storage.images import UNFINISHED_PREFIX, ImageGone, ImageStore
from storage.names import ImageRef


@pytest.fixture
def images(tmp_path: Path) -> ImageStore:
    return ImageStore(tmp_path / "images")


def files(images: ImageStore, tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "images").rglob("*") if path.is_file())


def test_an_image_is_found_under_the_sha256_of_its_bytes(images: ImageStore, tmp_path: Path) -> None:
    ref = images.put(b"picture")

    assert ref == hashlib.sha256(b"picture").hexdigest()
    assert images.get(ref) == b"picture"
    assert images.path(ref) == tmp_path / "images" / ref[:2] / ref
    assert images.has(ref)


def test_the_same_bytes_are_kept_once(images: ImageStore, tmp_path: Path) -> None:
    assert images.put(b"picture") == images.put(b"picture")

    assert len(files(images, tmp_path)) == 1


def test_putting_an_old_image_again_makes_it_count_as_new(images: ImageStore) -> None:
    ref = images.put(b"picture")
    os.utime(images.path(ref), (1000, 1000))
    assert not images.was_put_since(2000, ref)

    images.put(b"picture")

    assert images.was_put_since(2000, ref)


def test_an_old_image_that_is_touched_counts_as_new_and_one_that_is_gone_is_not_made(images: ImageStore) -> None:
    ref = images.put(b"a photo")
    os.utime(images.path(ref), (1, 1))
    assert images.touch(ref)
    assert images.was_put_since(2, ref)
    images.delete(ref)
    assert not images.touch(ref)
    assert not images.has(ref)


def test_of_an_image_the_beginning_can_be_read_alone(images: ImageStore) -> None:
    ref = images.put(b"a photo of a dog")
    assert images.head(ref, 7) == b"a photo"
    assert images.head(ref, 99) == b"a photo of a dog"
    images.delete(ref)
    with pytest.raises(ImageGone):
        images.head(ref, 7)


def test_an_image_that_is_gone_says_so_and_may_be_put_again(images: ImageStore) -> None:
    ref = images.put(b"picture")
    images.delete(ref)
    images.delete(ref)

    assert not images.has(ref)
    with pytest.raises(ImageGone):
        images.get(ref)
    assert images.get(images.put(b"picture")) == b"picture"


@pytest.mark.parametrize("ref", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_a_name_that_is_no_ref_never_reaches_the_file_system(images: ImageStore, ref: str) -> None:
    with pytest.raises(ValueError, match="not an image ref"):
        images.get(ImageRef(ref))


def test_nobody_ever_sees_half_an_image(images: ImageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen_while_writing: list[bool] = []
    ref = ImageRef(hashlib.sha256(b"picture").hexdigest())
    real_fsync = os.fsync

    def fsync(descriptor: int) -> None:
        if (tmp_path / "images" / ref[:2]).is_dir() and files(images, tmp_path) != [ref]:
            seen_while_writing.append(images.has(ref))
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    images.put(b"picture")

    assert seen_while_writing
    assert not any(seen_while_writing)
    assert files(images, tmp_path) == [ref]


def test_the_bytes_reach_the_disk_before_the_name_and_the_name_before_put_returns(
    images: ImageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        events.append("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "bytes")
        real_fsync(descriptor)

    def replace(path: Path, target: Path) -> Path:
        events.append("rename")
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    images.put(b"picture")

    assert events[-3:] == ["bytes", "rename", "folder"]


def test_a_full_disk_leaves_no_half_image_behind(
    images: ImageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images.put(b"first")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            images.put(b"second")

    assert len(files(images, tmp_path)) == 1
    assert images.get(images.put(b"second")) == b"second"


def test_what_a_killed_writer_left_is_removed_after_a_while(images: ImageStore, tmp_path: Path) -> None:
    ref = images.put(b"picture")
    left = images.path(ref).parent / f"{UNFINISHED_PREFIX}abc"
    left.write_bytes(b"pict")
    os.utime(left, (1000, 1000))
    fresh = left.with_name(f"{UNFINISHED_PREFIX}def")
    fresh.write_bytes(b"pict")

    assert sum(images.delete_unfinished(before=2000)) == 1

    assert files(images, tmp_path) == sorted([fresh.name, ref])
    assert list(images.refs()) == [ref]
