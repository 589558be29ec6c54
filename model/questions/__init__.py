"""Questions of published studies, each a class in a file of its own (see base.py). May import every room below."""

from . import (  # noqa: F401  (importing registers them)
    attendance,
    change,
    cohesion,
    days,
    doors,
    frequency,
    gatherings,
    hours,
    inequality,
    levels,
    neighbours,
    office,
    own_survey,
    pairs,
    panel,
    secretary,
    talking,
    texture,
    turnover,
    units,
)
from .base import QUESTIONS, AskedIn, Question, View

__all__ = ["QUESTIONS", "AskedIn", "Question", "View"]
