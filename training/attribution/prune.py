"""An encoder → the same with fewer heads of attention and a narrower inner layer, as ``train.py --encoder`` reads it.

``python prune.py --encoder FOLDER --texts allsides.jsonl --heads 6 --inner 768 --out runs/narrow``. No labels are looked at. Layer by layer,
what brings least to the layer's own result on plain articles goes, and least squares over what stays make up for it (optimal brain surgeon,
Hassibi & Stork 1993; whole heads and neurons after training, Kwon et al. 2022).
"""

import argparse
import shutil
from pathlib import Path

import torch
from gold import read
from network import HEAD, Layer, Network, pretrained, trained
from safetensors.torch import load_file, save_file
from torch import Tensor
from train import BODY, words

from analysis.quote.pieces import BEGIN, END, Vocabulary, pieces
from analysis.quote.quotations import quotations

RIDGE = 1e-3
"""Of the mean square of what is fitted: keeps weights near what they were where the articles say nothing."""
AT_ONCE = 32
"""Neurons that go before what stays is fitted anew."""


def main() -> None:
    """Write the narrower encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("--state", type=Path, help="state.pt of a run: what it learned is kept, in OUT/state.pt")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="articles, JSON Lines with text")
    parser.add_argument("--windows", type=int, default=160, help=f"windows of {BODY} pieces that are looked at")
    parser.add_argument("--heads", type=int, required=True)
    parser.add_argument("--inner", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    vocabulary = Vocabulary(words(chosen.encoder))
    network = trained(chosen.state, chosen.encoder) if chosen.state else pretrained(chosen.encoder, rate=0.0).eval()
    with torch.no_grad():
        seen = looked_at(network, chosen.texts, vocabulary, chosen.windows)
        held = narrowed(network, seen, chosen.heads, chosen.inner)
    chosen.out.mkdir(parents=True, exist_ok=True)
    whole = load_file(chosen.encoder / "model.safetensors")
    save_file(whole | {name: value.contiguous() for name, value in held.items()}, chosen.out / "model.safetensors")
    shutil.copy(chosen.encoder / "vocab.txt", chosen.out / "vocab.txt")
    if chosen.state:
        torch.save(rejoined(network, pretrained(chosen.out, rate=0.0)), chosen.out / "state.pt")


def rejoined(wide: Network, narrow: Network) -> dict[str, Tensor]:
    """State of the narrow network: its own matrices, with the wide one's norms, marks, places, tags, pointers and types."""
    own = (".qkv.", ".out.", ".wide.", ".narrow.")
    kept = {name: value for name, value in wide.state_dict().items() if not any(part in name for part in own)}
    return {name: kept.get(name, value) for name, value in narrow.state_dict().items() if name != "words.weight"}


def looked_at(network: Network, texts: list[Path], vocabulary: Vocabulary, count: int) -> Tensor:
    """What the first layer is given for whole windows of the texts, one from each: windows by pieces by width."""
    rows: list[Tensor] = []
    for article in read(texts):
        cut = pieces(article["text"], quotations(article["text"]), vocabulary)
        if len(cut) >= BODY:
            rows.append(torch.tensor([BEGIN, *cut.ids[:BODY].tolist(), END]))
        if len(rows) == count:
            break
    ids = torch.stack(rows)
    return network.entered(ids, torch.zeros_like(ids))


def narrowed(network: Network, seen: Tensor, heads: int, inner: int) -> dict[str, Tensor]:
    """The new weights by their published names; each layer is fitted to the wide one's result, given what the narrow ones before it hand on."""
    held: dict[str, Tensor] = {}
    wide = narrow = seen
    for number, layer in enumerate(network.layers):
        at = f"encoder.layer.{number}."
        before = layer.norm1(wide + layer.out(layer.seen(wide, None)))
        after = layer.norm2(before + layer.narrow(layer.inner(before)))
        parts, kept = fewer(
            layer.seen(narrow, None), wide - narrow + layer.out(layer.seen(wide, None)), layer.out, HEAD, heads, 1
        )
        held |= _attention(layer, parts, kept, at)
        narrow = layer.norm1(narrow + layer.seen(narrow, None)[..., kept] @ parts[:-1] + parts[-1])
        parts, kept = fewer(
            layer.inner(narrow), before - narrow + layer.narrow(layer.inner(before)), layer.narrow, 1, inner, AT_ONCE
        )
        held |= _forward(layer, parts, kept, at)
        narrow = layer.norm2(narrow + layer.inner(narrow)[..., kept] @ parts[:-1] + parts[-1])
        print(
            f"layer {number}: {1 - ((narrow - after) ** 2).mean() / after.var():.3f} of the variance kept", flush=True
        )
        wide = after
    return held


def fewer(
    given: Tensor, wanted: Tensor, linear: torch.nn.Linear, group: int, count: int, at_once: int
) -> tuple[Tensor, Tensor]:
    """Weights (kept inputs and bias by width) that turn *count* groups of inputs into *wanted*, and which inputs these are."""
    x = torch.cat([given.flatten(0, 1), torch.ones(given.shape[0] * given.shape[1], 1)], dim=1)
    square, both = (x.T @ x).double() / len(x), (x.T @ wanted.flatten(0, 1)).double() / len(x)
    old = torch.cat([linear.weight.T, linear.bias[None]]).double()
    ridge = RIDGE * square.diagonal()[:-1].mean()
    groups = list(range(given.shape[-1] // group))
    while True:
        kept = torch.tensor([at * group + one for at in groups for one in range(group)] + [given.shape[-1]])
        inverse = torch.linalg.inv(square[kept][:, kept] + ridge * torch.eye(len(kept), dtype=torch.float64))
        fitted = inverse @ (both[kept] + ridge * old[kept])
        if len(groups) <= count:
            return fitted.float(), kept[:-1]
        cost = _cost(fitted[:-1], inverse[:-1, :-1], group)
        gone = cost.argsort()[: min(at_once, len(groups) - count)].tolist()
        groups = [each for place, each in enumerate(groups) if place not in set(gone)]


def _cost(fitted: Tensor, inverse: Tensor, group: int) -> Tensor:
    """What the squared error grows by when a group of inputs goes and the others are fitted anew."""
    if group == 1:
        return (fitted**2).sum(1) / inverse.diagonal()
    blocks = [slice(at, at + group) for at in range(0, len(fitted), group)]
    return torch.stack([(fitted[b] * torch.linalg.solve(inverse[b, b], fitted[b])).sum() for b in blocks])


def _attention(layer: Layer, parts: Tensor, kept: Tensor, at: str) -> dict[str, Tensor]:
    held = {}
    for place, name in enumerate(("query", "key", "value")):
        rows = kept + place * layer.heads * HEAD
        held |= {
            f"{at}attention.self.{name}.weight": layer.qkv.weight[rows],
            f"{at}attention.self.{name}.bias": layer.qkv.bias[rows],
        }
    return held | {f"{at}attention.output.dense.weight": parts[:-1].T, f"{at}attention.output.dense.bias": parts[-1]}


def _forward(layer: Layer, parts: Tensor, kept: Tensor, at: str) -> dict[str, Tensor]:
    taken = {"weight": layer.wide.weight[kept], "bias": layer.wide.bias[kept]}
    held = {f"{at}intermediate.dense.{part}": value for part, value in taken.items()}
    return held | {f"{at}output.dense.weight": parts[:-1].T, f"{at}output.dense.bias": parts[-1]}


if __name__ == "__main__":
    main()
