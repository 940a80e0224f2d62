"""The network: a six-layer encoder (MiniLM; Wang et al. 2020), a tag for each piece, two pointers, and a type for sources.

Its heads and its inner layer are as wide as the weights that it starts from: ``prune.py`` makes narrower ones.
"""

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn

from analysis.quote.tagging import KINDS, TAGS

WIDTH, LAYERS, POSITIONS, VOCABULARY = 384, 6, 512, 30522
HEAD = 32
"""Numbers a head of attention."""
MARKS = 6
POINTER = 128
EPSILON = 1e-12
_POOL = 1 << 23
"""Drawn once: drawing anew for each layer takes a third of the time of a step on a processor."""


class Dropout:
    """Dropout whose masks are cut, at random places, out of one pool of random numbers."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.pool = (torch.rand(_POOL) >= rate).to(torch.bfloat16) / (1 - rate)

    def __call__(self, x: Tensor) -> Tensor:
        """*x* with a share of its numbers set to zero."""
        at = int(torch.randint(0, len(self.pool) - x.numel(), (1,)))
        return x * self.pool.to(x.device)[at : at + x.numel()].view(x.shape).to(x.dtype)


class Fused(torch.autograd.Function):
    """Attention as the one operator that onnxruntime has for it; for the exporter alone."""

    @staticmethod
    def forward(_ctx: object, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:  # type: ignore[override]
        """Queries, keys and values (batch, pieces, width) → the same shape."""
        shape = (*q.shape[:2], heads, HEAD)
        heads = [one.view(shape).transpose(1, 2) for one in (q, k, v)]
        return F.scaled_dot_product_attention(*heads).transpose(1, 2).reshape(q.shape)

    @staticmethod
    def symbolic(graph: Any, q: Any, k: Any, v: Any, heads: int) -> Any:
        """The operator's node."""
        return graph.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads).setType(q.type())


class Layer(nn.Module):
    """Attention and feed-forward, normalised after each (BERT's order)."""

    def __init__(self, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(WIDTH, 3 * heads * HEAD), nn.Linear(heads * HEAD, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=EPSILON) for _ in range(2))
        self.exported = False

    def forward(self, x: Tensor, mask: Tensor | None, drop: Dropout | None) -> Tensor:
        """Pieces by width → the same."""
        seen = self.out(self.seen(x, mask))
        x = self.norm1(x + (drop(seen) if drop else seen))
        wide = self.narrow(self.inner(x))
        return self.norm2(x + (drop(wide) if drop else wide))

    def seen(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """What the heads bring to each piece, side by side."""
        if self.exported:
            return Fused.apply(*self.qkv(x).split(self.heads * HEAD, dim=-1), self.heads)
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, HEAD).permute(2, 0, 3, 1, 4).unbind(0)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=None if mask is None else mask.to(q.dtype))
        return seen.transpose(1, 2).reshape(batch, length, self.heads * HEAD)

    def inner(self, x: Tensor) -> Tensor:
        """The inner layer of the feed-forward part."""
        return F.gelu(self.wide(x))


class Network(nn.Module):
    """Ids, marks and mask (batch by pieces) → scores of tags, content-to-cue, cue-to-source and source types."""

    def __init__(self, heads: int, inner: int, rate: float = 0.1) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.marks, self.norm = nn.Embedding(MARKS, WIDTH), nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(heads, inner) for _ in range(LAYERS))
        self.tags, self.pointers = nn.Linear(WIDTH, len(TAGS)), nn.Linear(WIDTH, 4 * POINTER)
        self.kinds = nn.Linear(WIDTH, len(KINDS))
        nn.init.normal_(self.tags.weight, std=0.02)
        nn.init.normal_(self.pointers.weight, std=0.05)
        nn.init.normal_(self.kinds.weight, std=0.02)
        nn.init.zeros_(self.tags.bias)
        nn.init.zeros_(self.pointers.bias)
        self.dropout = Dropout(rate) if rate else None
        self.words.weight.requires_grad_(False)

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """Scores of tags, of both pointers and of source types; those of pieces outside the mask mean nothing. Without a mask all pieces are inside."""
        return self.answered(self.through(ids, marks, mask)[-1], mask)

    def through(self, ids: Tensor, marks: Tensor, mask: Tensor | None = None) -> list[Tensor]:
        """What each layer hands on."""
        drop = self.dropout if self.training else None
        x = drop(self.entered(ids, marks)) if drop else self.entered(ids, marks)
        outside = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        handed = []
        for layer in self.layers:
            x = layer(x, outside, drop)
            handed.append(x)
        return handed

    def answered(self, x: Tensor, mask: Tensor | None) -> tuple[Tensor, ...]:
        """Scores from what the last layer hands on."""
        drop = self.dropout if self.training else None
        outside = None if mask is None else (1.0 - mask[:, None, :].to(x.dtype)) * -1e4
        a, b, c, d = self.pointers(drop(x) if drop else x).split(POINTER, dim=-1)
        scale, beyond = POINTER**0.5, 0.0 if outside is None else outside
        pointers = a @ b.transpose(1, 2) / scale + beyond, c @ d.transpose(1, 2) / scale + beyond
        return self.tags(x), *pointers, self.kinds(x)

    def entered(self, ids: Tensor, marks: Tensor) -> Tensor:
        """What the first layer is given."""
        return self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.marks(marks))


def pretrained(folder: Path, rate: float = 0.1) -> Network:
    """The network with the encoder's published weights (``model.safetensors``); tags and pointers are new."""
    from safetensors.torch import load_file

    held = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    first = "encoder.layer.0."
    heads = len(held[f"{first}attention.self.query.weight"]) // HEAD
    network = Network(heads, len(held[f"{first}intermediate.dense.weight"]), rate)
    with torch.no_grad():
        network.words.weight.copy_(held["embeddings.word_embeddings.weight"])
        network.places.weight.copy_(held["embeddings.position_embeddings.weight"])
        network.marks.weight[:] = held["embeddings.token_type_embeddings.weight"][0]
        _norm(network.norm, held, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            _layer(layer, held, f"encoder.layer.{number}.")
    return network


def trained(state: Path, encoder: Path) -> Network:
    """The network as a run left it."""
    network = pretrained(encoder, rate=0.0)
    missing = network.load_state_dict(torch.load(state, map_location="cpu"), strict=False)
    if missing.unexpected_keys or missing.missing_keys != ["words.weight"]:
        raise ValueError(f"{state}: not a state of this network: {missing}")
    return network.eval()


def _layer(layer: nn.Module, held: dict[str, Tensor], at: str) -> None:
    for part in ("weight", "bias"):
        qkv = [held[f"{at}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
        getattr(layer.qkv, part).copy_(torch.cat(qkv))
        getattr(layer.out, part).copy_(held[f"{at}attention.output.dense.{part}"])
        getattr(layer.wide, part).copy_(held[f"{at}intermediate.dense.{part}"])
        getattr(layer.narrow, part).copy_(held[f"{at}output.dense.{part}"])
    _norm(layer.norm1, held, f"{at}attention.output.LayerNorm")
    _norm(layer.norm2, held, f"{at}output.LayerNorm")


def _norm(norm: nn.Module, held: dict[str, Tensor], at: str) -> None:
    norm.weight.copy_(held[f"{at}.weight"])
    norm.bias.copy_(held[f"{at}.bias"])
