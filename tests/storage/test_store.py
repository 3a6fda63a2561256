from pathlib import Path

from storage.store import Storage
from tests.storage.scene import painting, request


def test_opening_makes_the_folder_and_opening_again_finds_everything(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    with Storage.open(folder) as storage:
        ref = storage.images.put(b"picture")
        job_id, _ = storage.queue.enqueue(request(work=painting(content=ref)))

    with Storage.open(folder) as storage:
        job = storage.jobs.job(job_id)
        assert job is not None
        assert storage.images.get(job.work.inputs()["content"][0]) == b"picture"
        assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["images", "wake"]


def test_other_people_of_the_machine_cannot_look_into_the_folder(tmp_path: Path) -> None:
    with Storage.open(tmp_path / "data"):
        assert (tmp_path / "data").stat().st_mode & 0o007 == 0
