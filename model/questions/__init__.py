"""Questions of published studies; see base.py. A new question is a class in a file of this folder."""

from . import attendance, change, cohesion, days, frequency, neighbours, panel  # noqa: F401  (importing registers them)
from .base import QUESTIONS, Question, View

__all__ = ["QUESTIONS", "Question", "View"]
