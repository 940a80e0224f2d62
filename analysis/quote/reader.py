"""The shipped file of weights → a reader of texts; checked against its pinned digest before a number of it is used."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from analysis.errors import Missing
from analysis.quote.encoder import Numbers, Scores, answers
from analysis.quote.pieces import Vocabulary, pieces
from analysis.quote.tagging import Found, found, kinds_of
from analysis.quote.tokens import Tokens
from analysis.tables import Span

FILE = "attribution.onnx"
_ANSWERS = ["tags", "to_cue", "to_source", "kinds"]


@dataclass(slots=True)
class Reader:
    """Weights in memory, with the vocabulary and the calibration that came in the same file; safe for several threads."""

    session: Any
    """An ``onnxruntime.InferenceSession``."""
    vocabulary: Vocabulary
    steps: tuple[list[float], list[float]] = field(default_factory=lambda: ([0.0, 1.0], [0.0, 1.0]))
    """The encoder's own chance → share right on articles that it had not learned from."""
    left_out: tuple[int, int] | None = None
    """Number of folds, and which of them it did not learn from; None where it learned from all."""

    def read(self, text: Tokens) -> list[Found]:
        """Statements of a text in the order of their cues, each with its chance of being right."""
        cut = pieces(text.text, text.quotations, self.vocabulary)
        return found(cut, answers(cut, self._ask))

    def kinds(self, text: Tokens, sources: Sequence[Span]) -> list[tuple[float, ...]]:
        """Of sources that somebody else found, by their characters: log chances of ``tagging.KINDS``."""
        cut = pieces(text.text, text.quotations, self.vocabulary)
        told = kinds_of(cut, answers(cut, self._ask))
        return [told(*each) for each in sources]

    def chance(self, raw: float) -> float:
        """Share of statements right, among those of which the encoder was as sure as *raw*."""
        return float(np.interp(raw, *self.steps))

    def _ask(self, ids: Numbers, marks: Numbers) -> Scores:
        tags, to_cue, to_source, kinds = self.session.run(None, {"ids": ids, "marks": marks})
        return tags, to_cue, to_source, kinds


@cache
def reader() -> Reader:
    """The reader of the weights that the package ships.

    Raises:
        Missing: onnxruntime or the file is not there, or the file is another than the pinned one; the message says which.
    """
    folder = files("analysis.quote") / "model"
    return opened(_checked(folder))


def opened(raw: bytes) -> Reader:
    """A reader of a file of weights.

    Raises:
        Missing: onnxruntime is not there, or cannot use the file.
    """
    try:
        import onnxruntime
    except ImportError as why:
        raise Missing(f"onnxruntime cannot be loaded ({why}); pip install onnxruntime") from why
    options = onnxruntime.SessionOptions()
    # One thread a window: several texts are read side by side, and the order of sums stays the same on every machine.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(raw, options, providers=["CPUExecutionProvider"])
    except Exception as why:
        raise Missing(
            f"{FILE} is no file that onnxruntime {onnxruntime.__version__} can use: {str(why)[:200]}"
        ) from why
    return _reader(session)


def _reader(session: Any) -> Reader:
    given = [each.name for each in session.get_outputs()]
    if given != _ANSWERS:
        raise Missing(
            f"{FILE} answers {', '.join(given)} and not {', '.join(_ANSWERS)}; make it anew (training/attribution)"
        )
    held: dict[str, str] = session.get_modelmeta().custom_metadata_map
    try:
        told = {name: json.loads(value) for name, value in held.items()}
        numbers = {piece: number for number, piece in enumerate(told["vocabulary"]) if piece}
    except (ValueError, KeyError) as why:
        raise Missing(
            f"{FILE} holds no vocabulary of ours ({why}); make it with training/attribution/export.py"
        ) from why
    steps = told.get("calibration", {"raw": [0.0, 1.0], "right": [0.0, 1.0]})
    left_out = told.get("left_out")
    return Reader(session, Vocabulary(numbers), (steps["raw"], steps["right"]), tuple(left_out) if left_out else None)


def _checked(folder: Traversable) -> bytes:
    pinned = tomllib.loads((folder / "pinned.toml").read_text(encoding="utf-8"))["sha256"]
    try:
        raw = (folder / FILE).read_bytes()
    except OSError as why:
        raise Missing(
            f"{FILE} is not in the package; install it anew, or make it (training/attribution/README.md)"
        ) from why
    if sha256(raw).hexdigest() != pinned:
        raise Missing(f"{FILE} is not the pinned file; install the package anew, or pin what you trained (pinned.toml)")
    return raw
