"""Telegram on one side, storage on the other: the bot only moves bytes."""
