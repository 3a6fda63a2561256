"""What a supervisor and a monitoring system are told."""

from aiohttp.test_utils import TestClient, TestServer

from bot.web import build_web
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


async def test_metrics_count_jobs_and_what_must_still_be_told(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    status, text = await ask(scene, "/metrics")
    assert status == 200
    assert 'impasto_jobs{state="queued"} 1.0\n' in text
    assert 'impasto_outbox{state="due"} 1.0\n' in text
