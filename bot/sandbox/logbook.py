"""What was asked and what was delivered, for the referees of the tests. Neither token nor webhook secret gets in."""

from collections import deque
from collections.abc import Callable

from bot.sandbox.database import Json
from bot.sandbox.parameters import Parameters

ENTRIES_LIMIT = 20_000
SECRET_PARAMETERS = frozenset(("secret_token", "certificate", "provider_token"))
HIDDEN = "(hidden)"


class Logbook:
    """Kept in memory only: a restarted sandbox begins a new one."""

    def __init__(self, clock: Callable[[], float], secrets: tuple[str, ...]) -> None:
        self._clock = clock
        self._secrets = secrets
        self._requests: deque[Json] = deque(maxlen=ENTRIES_LIMIT)
        self._updates: deque[Json] = deque(maxlen=ENTRIES_LIMIT)

    def write(self, method: str, parameters: Parameters, error: str = "", *, fault: str = "") -> None:
        """`fault` names the trouble made with this request; a request cut before it was read has no parameters."""
        files = {
            name: {"file_name": upload.name, "content_type": upload.mime_type, "size": len(upload.data)}
            for name, upload in parameters.uploads.items()
        }
        params = {name: self._clean(name, value) for name, value in parameters.values.items()}
        self._requests.append(
            {
                "method": method,
                "params": params,
                "files": files,
                "ok": not error,
                "error": error,
                "fault": fault,
                "at": self._clock(),
            }
        )

    def write_update(self, update: Json) -> None:
        self._updates.append(update)

    def as_json(self) -> Json:
        return {"requests": list(self._requests), "updates": list(self._updates)}

    def _clean(self, name: str, value: object) -> object:
        """Strings at any depth lose the token; what is secret by its name is not shown at all."""
        if name in SECRET_PARAMETERS:
            return HIDDEN
        if isinstance(value, dict):
            return {key: self._clean(key, inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._clean(name, inner) for inner in value]
        return self._without_secrets(value) if isinstance(value, str) else value

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text
