"""The bot put together, before it runs."""

from tests.bot.scene import Scene


async def test_a_bot_that_is_put_together_has_asked_telegram_for_nothing(scene: Scene) -> None:
    """Updates come from our own polling, which commits each of them first."""
    assert scene.telegram.calls == []
    assert scene.application.updater is None
    assert scene.application.handlers
