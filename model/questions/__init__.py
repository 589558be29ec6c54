"""Questions of published studies; see base.py. A new question is a class in a file of this folder."""

from . import days, doors, frequency, gatherings, hours, panel, texture, turnover  # noqa: F401  (importing registers them)
from .base import QUESTIONS, AskedIn, Question, View

__all__ = ["QUESTIONS", "AskedIn", "Question", "View"]
