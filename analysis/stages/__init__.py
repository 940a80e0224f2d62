"""Stages: each reads a noun, calls a room, and writes the next noun."""

from analysis.stages.add import Bringing, add
from analysis.stages.collect import client, collect
from analysis.stages.done import Done, Tell
from analysis.stages.extract import extract, read_page
from analysis.stages.match import match, shared_passages, stories
from analysis.stages.quote import quote, statements
from analysis.stages.refresh import refresh

__all__ = [
    "Bringing",
    "Done",
    "Tell",
    "add",
    "client",
    "collect",
    "extract",
    "match",
    "quote",
    "read_page",
    "refresh",
    "shared_passages",
    "statements",
    "stories",
]
