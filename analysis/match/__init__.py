"""Articles → Memberships, storylines and Reuse; Attributions → Utterances: pure."""

from analysis.match.memberships import Query, memberships
from analysis.match.reuse import Passage, passages, reuse
from analysis.match.stories import Levels, stories
from analysis.match.utterances import utterances

__all__ = ["Levels", "Passage", "Query", "memberships", "passages", "reuse", "stories", "utterances"]
