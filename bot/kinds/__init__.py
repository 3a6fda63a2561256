"""How kinds of work look in a chat: one file a kind, and one line in VIEWS."""

from collections.abc import Mapping

from bot.kinds.before_after import BeforeAfterView
from bot.kinds.collage import CollageView
from bot.kinds.contact_sheet import ContactSheetView
from bot.kinds.day_chart import DayChartView
from bot.kinds.dream import DreamView
from bot.kinds.painting import PaintingView
from bot.kinds.unknown import UnknownView
from bot.view import Here, View
from storage.work.before_after import BeforeAfter
from storage.work.collage import Collage
from storage.work.contact_sheet import ContactSheet
from storage.work.day_chart import DayChart
from storage.work.dream import Dream
from storage.work.painting import Painting
from storage.work.work import Work

VIEWS: Mapping[type[Work], View] = {
    Painting: PaintingView(),
    ContactSheet: ContactSheetView(),
    Dream: DreamView(),
    Collage: CollageView(),
    BeforeAfter: BeforeAfterView(),
    DayChart: DayChartView(),
}


def view_of(work: Work) -> View:
    """Of work that only a newer version knows too: a sentence, and no button that would mean nothing."""
    return VIEWS.get(type(work), UnknownView())


__all__ = ["VIEWS", "Here", "View", "view_of"]
