"""A network on labelled articles → percent right, by the project's own scorer, in every house's punctuation."""

from typing import Any

import torch
from gold import STYLES, restyled
from network import Network

from analysis.measure.agreement import Claim, Tally, attribution_tallies
from analysis.quote.encoder import Scores, answers
from analysis.quote.pieces import Vocabulary, pieces
from analysis.quote.quotations import quotations
from analysis.quote.saying import cue_class
from analysis.quote.spans import kind
from analysis.quote.tagging import found
from analysis.quote.tokens import tokens

MEASURES = ("full", "match", "direct", "mixed", "indirect", "exact", "source_head", "cue")


def score(network: Network, articles: list[dict[str, Any]], vocabulary: Vocabulary, body: int) -> dict[str, Any]:
    """F1 in percent: every measure on the articles as they are, and ``full`` in each other style."""
    network.eval()
    device = next(network.parameters()).device

    def ask(ids: Any, marks: Any) -> Scores:
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
            said = network(*(torch.from_numpy(column).to(device) for column in (ids, marks)))
        return tuple(one.float().cpu().numpy() for one in said)  # type: ignore[return-value]

    told: dict[str, Any] = {}
    for style in STYLES:
        total: dict[str, Tally] = {}
        for article in articles:
            text, gold = restyled(article["text"], article["attributions"], style)
            cut = pieces(text, quotations(text), vocabulary)
            read = tokens(text)
            claims = [
                Claim(o.content, o.cue, o.source, kind(read, o.content), speech=cue_class(read, o.cue) == "speech")
                for o in found(cut, answers(cut, ask, body=body))
            ]
            for name, tally in attribution_tallies(text, _gold(article, gold), claims).items():
                total[name] = total.get(name, Tally()) + tally
        told[style] = {name: round(100 * total[name].f1, 2) for name in MEASURES if name in total}
    return told


def _gold(article: dict[str, Any], spans: list[Any]) -> list[Claim]:
    return [
        Claim(
            *(tuple(map(tuple, one[part])) for part in ("content", "cue", "source")),
            kind=held["type"],
            speech=held["cue_class"] == "speech",
        )
        for held, one in zip(article["attributions"], spans, strict=True)
    ]
