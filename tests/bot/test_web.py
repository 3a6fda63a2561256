"""What a supervisor and a monitoring system are told."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.web import build_web
from storage.database import StorageError
from storage.identity import worker_name
from storage.store import Storage
from tests.bot.scene import Scene


async def ask(scene: Scene, path: str, *, silence: float = 1.0) -> tuple[int, str]:
    async with TestClient(TestServer(build_web(scene.store, scene.services.metrics, lambda: silence))) as client:
        answer = await client.get(path)
        return answer.status, await answer.text()


async def test_health_is_that_the_process_answers(scene: Scene) -> None:
    assert await ask(scene, "/healthz", silence=9999) == (200, "ok\n")


async def test_ready_is_that_telegram_answers_and_an_engine_is_alive(scene: Scene) -> None:
    assert await ask(scene, "/readyz") == (503, "no engine is alive\n")
    await scene.store.run(lambda storage: storage.workers.beat("engine", device="cpu", threads=2))
    assert await ask(scene, "/readyz") == (200, "ready\n")
    assert await ask(scene, "/readyz", silence=999) == (503, "Telegram does not answer\n")


async def test_an_engine_that_died_on_this_host_is_gone_at_once(scene: Scene) -> None:
    """Its heart has just beaten."""
    host, pid, started = worker_name().split("/")
    dead = f"{host}/{pid}/{int(started) - 1}"
    await scene.store.run(lambda storage: storage.workers.beat(dead, device="cpu", threads=2))
    assert await ask(scene, "/readyz") == (503, "no engine is alive\n")
    await scene.store.run(lambda storage: storage.workers.beat(worker_name(), device="cpu", threads=2))
    assert await ask(scene, "/readyz") == (200, "ready\n")


async def test_an_engine_elsewhere_is_gone_when_its_heart_has_missed_some_beats(scene: Scene) -> None:
    await scene.store.run(lambda storage: storage.workers.beat("elsewhere/1/1", device="cpu", threads=2))
    assert await ask(scene, "/readyz") == (200, "ready\n")
    await scene.store.run(lambda storage: storage.db.conn.execute("update workers set seen_at = seen_at - 16"))
    assert await ask(scene, "/readyz") == (503, "no engine is alive\n")


async def test_a_full_disk_is_what_readyz_says(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    await scene.store.run(lambda storage: storage.workers.beat("engine", device="cpu", threads=2))
    monkeypatch.setattr("bot.store.has_room", lambda _: False)
    assert await ask(scene, "/readyz") == (503, "the disk is full\n")


async def test_trouble_with_storage_is_what_readyz_says(scene: Scene) -> None:
    with pytest.raises(StorageError):
        await scene.store.run(_meet_a_full_disk)
    assert await ask(scene, "/readyz", silence=999) == (503, "the disk is full\n")


def _meet_a_full_disk(_: Storage) -> None:
    raise StorageError("database or disk is full")


async def test_metrics_count_jobs_and_what_must_still_be_told(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    status, text = await ask(scene, "/metrics")
    assert status == 200
    assert 'impasto_jobs{state="queued"} 1.0\n' in text
    assert 'impasto_outbox{state="due"} 1.0\n' in text
