"""A made-up event → five small news sites on loopback, faults included, for trying every room without the web."""

from analysis.demo.pieces import PHASES, Phase
from analysis.demo.server import Site, serve

__all__ = ["PHASES", "Phase", "Site", "serve"]
