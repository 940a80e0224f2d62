"""A trained network → a narrower one that says the same: ``python distil.py --teacher runs/all/state.pt --start runs/narrow/state.pt …``.

The narrow one (``prune.py --state``) learns from what the wide ones say of labelled and unlabelled articles, layer by layer (as wide as they
are), and from the labels (Hinton et al. 2015; Jiao et al. 2020). Several teachers are averaged; the layers are those of the first.
Writes ``<out>/state.pt`` and ``<out>/log.jsonl`` as ``train.py`` does.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from gold import STYLES, Labelled, fold, labelled, read
from network import Network, pretrained, trained
from score import score
from torch import Tensor
from train import BODY, Recipe, batches_of, columns_of, loss_of, optimizer_of, pace, words

from analysis.quote.pieces import Vocabulary

OF_LABELS = 0.3
"""Weight of the labels beside what the teachers say."""
OF_LAYERS = 1.0
"""Weight of the layers' squared error, as a share of their variance."""
SHORTEST = 150
"""Words of an unlabelled article; shorter ones are briefs that quote nobody."""


def main() -> None:
    """Distil once."""
    chosen = _chosen()
    torch.set_num_threads(chosen.threads or torch.get_num_threads())
    recipe = Recipe(epochs=chosen.epochs, rate=chosen.rate, head_rate=chosen.rate, seed=chosen.seed)
    gold = read(chosen.gold)
    kept = [a for a in gold if not chosen.folds or fold(a["id"], chosen.folds) != chosen.without]
    ids = {a["id"] for a in kept}
    held = [a for a in gold if a["id"] not in ids]
    others = [a for a in read(chosen.unlabelled) if len(a["text"].split()) >= SHORTEST]
    vocabulary = Vocabulary(words(chosen.encoder))
    chosen.out.mkdir(parents=True, exist_ok=True)
    teachers = [trained(state, chosen.encoder) for state in chosen.teacher]
    student = pretrained(chosen.narrow, rate=0.0)
    student.load_state_dict(torch.load(chosen.start), strict=False)
    shown = [[labelled(a, s, vocabulary) for s in STYLES] for a in kept]
    told = [
        [labelled({"id": a["id"], "text": a["text"]}, s, vocabulary) for s in (STYLES[0], rest)]
        for a, rest in zip(others, _turns(len(others), recipe.seed), strict=True)
    ]
    for done in run(student, teachers, shown, told, recipe):
        torch.save({k: v for k, v in student.state_dict().items() if k != "words.weight"}, chosen.out / "state.pt")
        line = done | (score(student, held, vocabulary, BODY) if held else {})
        print(json.dumps(line), flush=True)
        with (chosen.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--unlabelled", type=Path, nargs="*", default=[], help="articles, JSON Lines with text")
    parser.add_argument("--encoder", type=Path, required=True, help="the teachers' encoder")
    parser.add_argument("--teacher", type=Path, nargs="+", required=True, help="state.pt of each")
    parser.add_argument("--narrow", type=Path, required=True, help="folder that prune.py wrote")
    parser.add_argument("--start", type=Path, required=True, help="state.pt that prune.py --state wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--without", type=int, default=0, help="fold that is left out, for scoring")
    parser.add_argument(
        "--epochs", type=int, default=3, help="each takes all labelled articles and its share of the others"
    )
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args()


def _turns(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [rng.choice(STYLES[1:]) for _ in range(count)]


def run(
    student: Network, teachers: list[Network], shown: list[list[Labelled]], told: list[list[Labelled]], recipe: Recipe
) -> Iterator[dict[str, Any]]:
    """Distil; after each epoch one line of its losses: layers, tags, pointers, types, labels."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    rng.shuffle(told)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    for each in (student, *teachers):
        each.to(device)
    optimizer, begun, step = optimizer_of(student, recipe), time.time(), 0
    epochs = [[*shown, *told[number :: recipe.epochs]] for number in range(recipe.epochs)]
    total = sum(len(batches_of(each, recipe, random.Random(recipe.seed))) for each in epochs)
    for epoch, articles in enumerate(epochs, 1):
        student.train()
        lost, batches = np.zeros(5), batches_of(articles, recipe, rng)
        for batch in batches:
            pace(optimizer, min(1.0, step / total), recipe)
            lost += _step(student, teachers, optimizer, [torch.from_numpy(c).to(device) for c in columns_of(batch)])
            step += 1
            if step % 50 == 0:
                print(
                    f"epoch {epoch} step {step}/{total} losses {lost.round(2)} {time.time() - begun:.0f} s", flush=True
                )
        yield {"epoch": epoch, "losses": (lost / len(batches)).round(4).tolist(), "seconds": round(time.time() - begun)}


def _step(
    student: Network, teachers: list[Network], optimizer: torch.optim.Optimizer, columns: list[Tensor]
) -> np.ndarray:
    ids, marks, mask, *wanted = columns
    with torch.autocast(ids.device.type, dtype=torch.bfloat16):
        with torch.no_grad():
            passed = [each.through(ids, marks, mask) for each in teachers]
            said = [each.answered(layers[-1], mask) for each, layers in zip(teachers, passed, strict=True)]
        layers = student.through(ids, marks, mask)
        answers = student.answered(layers[-1], mask)
    inside = mask.bool()
    lost = [_of_layers(layers, passed[0], inside), *_of_answers(answers, said, inside)]
    lost.append(sum(loss_of(a, w) for a, w in zip(answers[:3], wanted[:3], strict=True)) / 2)
    (OF_LAYERS * lost[0] + lost[1] + lost[2] + 0.2 * lost[3] + OF_LABELS * lost[4]).backward()
    torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return np.array([float(one.detach()) for one in lost])


def _of_layers(layers: list[Tensor], wanted: list[Tensor], inside: Tensor) -> Tensor:
    shares = [
        F.mse_loss(mine[inside].float(), theirs[inside].float()) / theirs[inside].float().var()
        for mine, theirs in zip(layers, wanted, strict=True)
    ]
    return torch.stack(shares).mean()


def _of_answers(answers: tuple[Tensor, ...], said: list[tuple[Tensor, ...]], inside: Tensor) -> list[Tensor]:
    """Tags of all pieces, pointers of pieces in a content or a cue, types of pieces in a source, each as much as the teachers say it is one."""
    means = [
        torch.stack([one[place].float().softmax(-1) for one in said]).mean(0)[inside] for place in range(len(answers))
    ]
    tags = means[0]
    roles = {"source": tags[:, 1:3].sum(-1), "cue": tags[:, 3:5].sum(-1), "content": tags[:, 5:7].sum(-1)}
    every = torch.ones_like(roles["cue"])
    far = [
        _apart(mine[inside], mean, weight)
        for mine, mean, weight in zip(
            answers, means, (every, roles["content"], roles["cue"], roles["source"]), strict=True
        )
    ]
    return [5 * far[0], (far[1] + far[2]) / 2, far[3]]


def _apart(mine: Tensor, mean: Tensor, weight: Tensor) -> Tensor:
    """Kullback–Leibler divergence of rows, weighted."""
    each = (mean * (mean.clamp(min=1e-9).log() - mine.float().log_softmax(-1))).sum(-1)
    return (each * weight).sum() / weight.sum().clamp(min=1e-3)


if __name__ == "__main__":
    main()
