"""A sandbox on a free port inside the test's own process, people in it, and three clients of its Bot API."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Bot as PtbBot

from bot.sandbox.chatroom import ADA, BRUNO, FIRST_GROUP
from bot.sandbox.server import Running, running_sandbox
from tests.sandbox.visitor import BareClient, Visitor


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    async with running_sandbox() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http


@pytest.fixture
def stranger(running: Running, http: aiohttp.ClientSession) -> Visitor:
    """Ada, before she has written anything."""
    return Visitor(running, http, ADA, ADA)


@pytest.fixture
async def ada(stranger: Visitor) -> Visitor:
    """Ada in her private chat with the bot; her /start is confirmed already."""
    await stranger.say("/start")
    stranger.running.sandbox.updates.forget_all()
    return stranger


@pytest.fixture
def bruno_in_group(running: Running, http: aiohttp.ClientSession) -> Visitor:
    return Visitor(running, http, BRUNO, FIRST_GROUP["id"])


@pytest.fixture
def call(running: Running, http: aiohttp.ClientSession) -> BareClient:
    return BareClient(running, http)


@pytest.fixture
async def ptb(running: Running) -> AsyncIterator[PtbBot]:
    bot = PtbBot(running.token, base_url=running.base_url, base_file_url=running.base_file_url)
    async with bot:
        yield bot


@pytest.fixture
async def aiogram_bot(running: Running) -> AsyncIterator[AiogramBot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(running.url))
    async with AiogramBot(running.token, session=session) as bot:
        yield bot
