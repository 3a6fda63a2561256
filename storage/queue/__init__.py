"""The queue of jobs: transitions change them, reads find them, the line tells when, undo goes back."""

from storage.queue.line import Line, Position
from storage.queue.reads import Jobs
from storage.queue.transitions import LeaseLost, Queue, Renewal
from storage.queue.undo import Undo

__all__ = ["Jobs", "LeaseLost", "Line", "Position", "Queue", "Renewal", "Undo"]
