"""Questions of published studies; see base.py. A new question is a class in a file of this folder."""

from . import (  # noqa: F401  (importing registers them)
    attendance,
    change,
    cohesion,
    days,
    doors,
    frequency,
    gatherings,
    hours,
    neighbours,
    own_survey,
    panel,
    texture,
    turnover,
)
from .base import QUESTIONS, AskedIn, Question, View

__all__ = ["QUESTIONS", "AskedIn", "Question", "View"]
