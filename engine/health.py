"""Whether an engine is at work, judged by the heartbeats in the data folder."""

from pathlib import Path

from storage.store import DATABASE_NAME, Storage
from storage.workers import WorkerRow


def workers_at(folder: Path) -> list[WorkerRow]:
    """The workers that were heard of lately; none where there is no data folder, which is not made for asking."""
    if not (folder / DATABASE_NAME).exists():
        return []
    with Storage.open(folder) as storage:
        return storage.workers.alive()
