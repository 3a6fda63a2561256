"""Keys of jobs: one cause is one painting, however often Telegram delivers it; and which button it was. Pure."""

from bot.draft import Paint
from bot.keyboards import Action
from storage.jobs import Job


def key_of_pair(paint: Paint, chat_id: int, message_id: int) -> str:
    """The same photos sent once are one painting, whichever of them came last; a new command is a new painting."""
    style = paint.style.message_id if paint.style else paint.preset
    last = max(message_id, paint.content.message_id, paint.style.message_id if paint.style else 0)
    return f"{chat_id}:{last}:{paint.content.message_id}+{style}"


def key_of_press(chat_id: int, message_id: int, action: Action, query_id: str = "") -> str:
    """Without the query's id: a message is used for one such painting only, so a second press is the same painting."""
    return ":".join((str(chat_id), str(message_id), action, *([query_id] if query_id else [])))


def was_made_by(job: Job, action: Action) -> bool:
    """Whether a press of this button asked for the job."""
    return job.request.key.split(":")[2:3] == [action]
