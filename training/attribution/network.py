"""The network: a six-layer encoder (MiniLM; Wang et al. 2020), a tag for each piece, and two learned pointers."""

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn

from analysis.quote.tagging import TAGS

WIDTH, HEADS, LAYERS, INNER, POSITIONS, VOCABULARY = 384, 12, 6, 1536, 512, 30522
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
    def forward(_ctx: object, q: Tensor, k: Tensor, v: Tensor) -> Tensor:  # type: ignore[override]
        """Queries, keys and values (batch, pieces, width) → the same shape."""
        shape = (*q.shape[:2], HEADS, WIDTH // HEADS)
        heads = [one.view(shape).transpose(1, 2) for one in (q, k, v)]
        return F.scaled_dot_product_attention(*heads).transpose(1, 2).reshape(q.shape)

    @staticmethod
    def symbolic(graph: Any, q: Any, k: Any, v: Any) -> Any:
        """The operator's node."""
        return graph.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=HEADS).setType(q.type())


class Layer(nn.Module):
    """Attention and feed-forward, normalised after each (BERT's order)."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=EPSILON) for _ in range(2))
        self.exported = False

    def forward(self, x: Tensor, mask: Tensor | None, drop: Dropout | None) -> Tensor:
        """Pieces by width → the same."""
        seen = self.out(Fused.apply(*self.qkv(x).split(WIDTH, dim=-1)) if self.exported else self._seen(x, mask))
        x = self.norm1(x + (drop(seen) if drop else seen))
        wide = self.narrow(F.gelu(self.wide(x)))
        return self.norm2(x + (drop(wide) if drop else wide))

    def _seen(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=None if mask is None else mask.to(q.dtype))
        return seen.transpose(1, 2).reshape(batch, length, WIDTH)


class Network(nn.Module):
    """Ids, marks and mask (batch by pieces) → tag scores, content-to-cue and cue-to-source scores."""

    def __init__(self, rate: float = 0.1) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.marks, self.norm = nn.Embedding(MARKS, WIDTH), nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags, self.pointers = nn.Linear(WIDTH, len(TAGS)), nn.Linear(WIDTH, 4 * POINTER)
        nn.init.normal_(self.tags.weight, std=0.02)
        nn.init.normal_(self.pointers.weight, std=0.05)
        nn.init.zeros_(self.tags.bias)
        nn.init.zeros_(self.pointers.bias)
        self.dropout = Dropout(rate) if rate else None
        self.words.weight.requires_grad_(False)

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Scores; those of pieces outside the mask mean nothing. Without a mask all pieces are inside."""
        drop = self.dropout if self.training else None
        x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.marks(marks))
        x = drop(x) if drop else x
        outside = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, outside, drop)
        a, b, c, d = self.pointers(drop(x) if drop else x).split(POINTER, dim=-1)
        scale, beyond = POINTER**0.5, 0.0 if outside is None else outside[:, 0]
        return self.tags(x), a @ b.transpose(1, 2) / scale + beyond, c @ d.transpose(1, 2) / scale + beyond


def pretrained(folder: Path, rate: float = 0.1) -> Network:
    """The network with the encoder's published weights (``model.safetensors``); tags and pointers are new."""
    from safetensors.torch import load_file

    held = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    network = Network(rate)
    with torch.no_grad():
        network.words.weight.copy_(held["embeddings.word_embeddings.weight"])
        network.places.weight.copy_(held["embeddings.position_embeddings.weight"])
        network.marks.weight[:] = held["embeddings.token_type_embeddings.weight"][0]
        _norm(network.norm, held, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            _layer(layer, held, f"encoder.layer.{number}.")
    return network


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
