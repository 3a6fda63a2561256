"""A collage in a chat: a picture to pass on, with a caption that stands alone and no buttons."""

from bot import captions
from bot.kinds.usual import UsualView
from bot.texts import Texts
from bot.view import Here
from storage.jobs import Job
from storage.work.collage import Collage


class CollageView(UsualView):
    def starting_text(self, job: Job, texts: Texts) -> str:
        return texts.say("collage-starting")

    def result_caption(self, job: Job, here: Here) -> str:
        assert isinstance(job.work, Collage)
        style = captions.styles_for_anybody(job.work.styles, here.presets, here.texts)
        return here.texts.say("collage", style=style)
