"""`python -m bot.sandbox`: serves until Ctrl-C, SIGTERM or, with --exit-with-parent, the end of standard input."""

import argparse
import asyncio
import os
import signal
import sqlite3
import sys
import threading
from pathlib import Path

from bot.sandbox.bot_api import TOKEN_FORM
from bot.sandbox.server import running_sandbox

IN_USE = 2


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A local Telegram with a chat page.")
    parser.add_argument("--port", type=int, default=8080, help="0 picks a free one")
    parser.add_argument("--state", type=Path, default=None, metavar="DIR", help="keep chats and files here")
    parser.add_argument("--token", type=_token, help="the bot's token; made up and kept in DIR when absent")
    parser.add_argument("--exit-with-parent", action="store_true", help="end when standard input ends")
    return parser.parse_args(arguments)


def _token(text: str) -> str:
    if not TOKEN_FORM.fullmatch(text):
        raise argparse.ArgumentTypeError("a token is a number, a colon, and letters, digits, - or _")
    return text


async def serve(options: argparse.Namespace) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    if options.exit_with_parent:
        threading.Thread(target=_wait_for_parent, args=(loop, stop), daemon=True).start()
    async with running_sandbox(options.state, port=options.port, token=options.token or "") as running:
        print(f"sandbox {running.url} token={running.token}", flush=True)
        await stop.wait()


def _wait_for_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """`os.read`, because Python aborts when it ends while a thread waits inside the buffer of `sys.stdin`."""
    while os.read(sys.stdin.fileno(), 1024):
        continue
    loop.call_soon_threadsafe(stop.set)


def main() -> int:
    options = parse_arguments()
    try:
        asyncio.run(serve(options))
    except OSError as problem:
        print(f"sandbox: cannot listen on port {options.port}: {problem.strerror or problem}", file=sys.stderr)
        return IN_USE
    except sqlite3.OperationalError as problem:
        print(f"sandbox: cannot use the state in {options.state}: {problem}", file=sys.stderr)
        return IN_USE
    return 0


if __name__ == "__main__":
    sys.exit(main())
