"""Articles → Memberships, storylines and Reuse: pure."""

from analysis.match.memberships import Query, memberships
from analysis.match.reuse import Passage, passages, reuse
from analysis.match.stories import Levels, stories

__all__ = ["Levels", "Passage", "Query", "memberships", "passages", "reuse", "stories"]
