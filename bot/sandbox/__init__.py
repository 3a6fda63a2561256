"""A local Telegram: the Bot API over HTTP, people to talk to, faults on demand. Standard library and aiohttp only."""
