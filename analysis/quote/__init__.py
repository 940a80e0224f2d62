"""Articles → attributions: every statement that a text attributes, whose it is, and through which outlet it came; pure."""

from analysis.quote.attributions import Place, attributions, voices_of
from analysis.quote.speakers import Decided, speakers

__all__ = ["Decided", "Place", "attributions", "speakers", "voices_of"]
