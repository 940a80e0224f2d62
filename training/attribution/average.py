"""States of one network → their mean: ``python average.py --states a.pt b.pt --from-last kinds. --out mean.pt``.

The end of a run and the end of one that went on from it stand in one valley; halfway between them the network errs less than at either
(Wortsman et al. 2022, WiSE-FT). ``--from-last`` names heads that only the last state has learned.
"""

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=Path, nargs="+", required=True)
    parser.add_argument("--from-last", nargs="*", default=[], help="beginnings of names")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    states = [torch.load(path, map_location="cpu") for path in chosen.states]
    mean = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[-1]}
    last = {name: value for name, value in states[-1].items() if name.startswith(tuple(chosen.from_last))}
    torch.save(mean | (last if chosen.from_last else {}), chosen.out)


if __name__ == "__main__":
    main()
