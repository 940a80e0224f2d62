"""Gold → a trained network: ``python train.py --folds 10 --without 0`` leaves one fold out, ``python train.py`` learns from all.

Writes ``<out>/state.pt`` after each epoch and ``<out>/log.jsonl`` (one line an epoch: losses, seconds, and scores on the fold left out).
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from gold import IGNORED, STYLES, Labelled, fold, labelled, read, typed, windows
from network import Network, pretrained
from score import score
from torch import Tensor

from analysis.quote.pieces import BEGIN, END, Vocabulary

BODY = 382
"""Pieces a window: 384 with the two that frame it; the encoder knows 512 places."""

TYPES = 0.2
"""Weight of source types: few pieces have one, and they are what the network finds last."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is chosen before a run; the defaults made the shipped file."""

    epochs: int = 6
    pieces: int = 2048
    """Pieces a step."""
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm: float = 0.06
    """Share of steps in which the rate rises; it falls to nothing by the last."""
    restyled: float = 0.4
    """Share of articles that an epoch shows in another house's punctuation."""
    seed: int = 1


def main() -> None:
    """Train once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--types", type=Path, nargs="*", default=[], help="label files of source types")
    parser.add_argument("--others", type=Path, nargs="*", default=[], help="articles with no labels but those")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--without", type=int, default=0, help="fold that is left out, for scoring")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--rate", type=float, default=Recipe().rate)
    parser.add_argument(
        "--start", type=Path, help="state.pt of an earlier run to go on from, in place of the encoder's own weights"
    )
    parser.add_argument("--threads", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    recipe = Recipe(epochs=chosen.epochs, seed=chosen.seed, rate=chosen.rate, head_rate=5 * chosen.rate)
    types = typed(chosen.types)
    articles = [*read(chosen.gold), *(a for a in read(chosen.others) if a["id"] in types)]
    kept = [a for a in articles if not chosen.folds or fold(a["id"], chosen.folds) != chosen.without]
    ids = {a["id"] for a in kept}
    held = [a for a in articles if "attributions" in a and a["id"] not in ids]
    vocabulary = Vocabulary(words(chosen.encoder))
    chosen.out.mkdir(parents=True, exist_ok=True)
    network = pretrained(chosen.encoder)
    if chosen.start:
        network.load_state_dict(torch.load(chosen.start), strict=False)
    shown = [[labelled(a, s, vocabulary, types.get(a["id"], ())) for s in STYLES] for a in kept]
    for told in run(network, shown, recipe):
        torch.save({k: v for k, v in network.state_dict().items() if k != "words.weight"}, chosen.out / "state.pt")
        line = told | (score(network, held, vocabulary, BODY) if held and told["epoch"] >= recipe.epochs - 1 else {})
        print(json.dumps(line), flush=True)
        with (chosen.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


def words(encoder: Path) -> dict[str, int]:
    """The encoder's vocabulary: piece → number."""
    lines = (encoder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return {line: number for number, line in enumerate(lines) if line}


def run(network: Network, articles: list[list[Labelled]], recipe: Recipe) -> Iterator[dict[str, Any]]:
    """Train; after each epoch one line of its losses."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device)
    optimizer = optimizer_of(network, recipe)
    total = recipe.epochs * len(batches_of(articles, recipe, random.Random(recipe.seed)))
    step, begun = 0, time.time()
    for epoch in range(1, recipe.epochs + 1):
        network.train()
        lost, batches = np.zeros(4), batches_of(articles, recipe, rng)
        for batch in batches:
            pace(optimizer, min(1.0, step / total), recipe)
            lost += _step(network, optimizer, [torch.from_numpy(column).to(device) for column in columns_of(batch)])
            step += 1
            if step % 50 == 0:
                print(
                    f"epoch {epoch} step {step}/{total} losses {lost.round(1)} {time.time() - begun:.0f} s", flush=True
                )
        yield {"epoch": epoch, "losses": (lost / len(batches)).round(4).tolist(), "seconds": round(time.time() - begun)}


def optimizer_of(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    """What is new learns five times as fast as what was there."""
    new = ("tags.", "pointers.", "marks.", "kinds.")
    named = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for name, p in named if name.startswith(new)], "base": recipe.head_rate},
        {"params": [p for name, p in named if not name.startswith(new)], "base": recipe.rate},
    ]
    return torch.optim.AdamW(groups, lr=0.0, weight_decay=0.01)


def pace(optimizer: torch.optim.Optimizer, progress: float, recipe: Recipe) -> None:
    """Set the rate for the share *progress* of the run: up for a while, then down to nothing."""
    for group in optimizer.param_groups:
        group["lr"] = group["base"] * min(1.0, progress / recipe.warm) * (1 - progress)


Cut = tuple[Labelled, int, int]


def batches_of(articles: list[list[Labelled]], recipe: Recipe, rng: random.Random) -> list[list[Cut]]:
    """One epoch: every article once, in one style, cut at another place each time; windows of like length together."""
    cuts: list[Cut] = []
    for styles in articles:
        one = styles[rng.randrange(1, len(styles))] if rng.random() < recipe.restyled else styles[0]
        count = len(one.pieces)
        offset = rng.randrange(64, BODY) if count > BODY else 0
        cuts += [(one, start, end) for start, end in windows(count, BODY, offset)]
    rng.shuffle(cuts)
    batches: list[list[Cut]] = []
    for at in range(0, len(cuts), 240):
        batches += _filled(sorted(cuts[at : at + 240], key=lambda cut: cut[2] - cut[1]), recipe.pieces)
    rng.shuffle(batches)
    return batches


def _filled(cuts: list[Cut], pieces: int) -> list[list[Cut]]:
    batches: list[list[Cut]] = [[]]
    for cut in cuts:
        if (len(batches[-1]) + 1) * (cut[2] - cut[1] + 2) > pieces and batches[-1]:
            batches.append([])
        batches[-1].append(cut)
    return batches


def columns_of(batch: list[Cut]) -> list[np.ndarray]:
    """Ids, marks, mask, tags, both pointers and source types of a batch, padded."""
    length = max(end - start for _, start, end in batch) + 2
    columns = [np.full((len(batch), length), fill, dtype=np.int64) for fill in (0, 0, 0, IGNORED, IGNORED, IGNORED, 0)]
    for row, (one, start, end) in enumerate(batch):
        inner = slice(1, end - start + 1)
        columns[0][row, 0], columns[0][row, end - start + 1] = BEGIN, END
        columns[0][row, inner], columns[1][row, inner] = one.pieces.ids[start:end], one.pieces.marks[start:end]
        columns[2][row, : end - start + 2] = 1
        columns[3][row, inner], columns[6][row, inner] = one.tags[start:end], one.kinds[start:end]
        for at, pointer in ((4, one.to_cue), (5, one.to_source)):
            values = pointer[start:end]
            columns[at][row, inner] = np.where((values >= start) & (values < end), values - start + 1, IGNORED)
    return columns


def _step(network: Network, optimizer: torch.optim.Optimizer, columns: list[Tensor]) -> np.ndarray:
    with torch.autocast(columns[0].device.type, dtype=torch.bfloat16):
        answers = network(*columns[:3])
    lost = [loss_of(answer, wanted) for answer, wanted in zip(answers[:3], columns[3:6], strict=True)]
    lost.append(_of_types(answers[3], columns[6]))
    (lost[0] + 0.5 * lost[1] + 0.5 * lost[2] + TYPES * lost[3]).backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return np.array([float(one.detach()) for one in lost])


def loss_of(scores: Tensor, wanted: Tensor) -> Tensor:
    """Mean cross-entropy over what is not ignored."""
    summed = F.cross_entropy(scores.float().flatten(0, -2), wanted.flatten(), ignore_index=IGNORED, reduction="sum")
    return summed / (wanted != IGNORED).sum().clamp(min=1)


def _of_types(scores: Tensor, right: Tensor) -> Tensor:
    """Of each piece whose source's types are known: what the network gives to any of them."""
    known = right > 0
    logs = scores[known].float().log_softmax(-1)
    bits = (right[known][:, None] >> torch.arange(logs.shape[-1], device=right.device)) & 1
    return -logs.masked_fill(bits == 0, -1e4).logsumexp(-1).sum() / known.sum().clamp(min=1)


if __name__ == "__main__":
    main()
