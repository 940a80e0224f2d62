"""Gold → figures on articles not learned from: each fold is left out once, and asked of what was learned from the others.

``python cross_validate.py --gold polnear_dev.jsonl --encoder FOLDER --out runs/cv --folds 3`` trains every fold that has no file yet, and writes
``<out>/predicted.jsonl`` (whole-number weights, in the gold's punctuation), ``predicted-<style>.jsonl`` and ``predicted-float.jsonl``; then
``python ../../benchmarks/attribution.py --beside <out>/predicted.jsonl`` prints the table.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from gold import STYLES

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Train, write and ask each fold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--only", type=int, nargs="*", help="folds to do; all if not given")
    chosen, passed = parser.parse_known_args()
    asked = [("", []), *((f"-{s.replace(' ', '-')}", ["--style", s]) for s in STYLES[1:]), ("-float", [])]
    parts: dict[str, list[Path]] = {name: [] for name, _ in asked}
    for fold in chosen.only or range(chosen.folds):
        one(chosen, fold, passed)
        for name, words in asked:
            parts[name].append(predicted(chosen, fold, name, words))
    for name, files in parts.items():
        lines = "".join(path.read_text(encoding="utf-8") for path in files)
        (chosen.out / f"predicted{name}.jsonl").write_text(lines, encoding="utf-8")


def one(chosen: argparse.Namespace, fold: int, passed: list[str]) -> None:
    """Train one fold and write its files, where they are not there yet."""
    folder = chosen.out / f"fold{fold}"
    if not (folder / "done").exists():
        left_out = ["--folds", str(chosen.folds), "--without", str(fold)]
        run("train.py", "--gold", chosen.gold, "--encoder", chosen.encoder, "--out", folder, *left_out, *passed)
        (folder / "done").touch()
    for name, words in (("int8", []), ("float", ["--float"])):
        if not (folder / f"{name}.onnx").exists():
            made = ["--encoder", chosen.encoder, "--out", folder / f"{name}.onnx", *words]
            run("export.py", "--state", folder / "state.pt", *made)


def predicted(chosen: argparse.Namespace, fold: int, name: str, words: list[str]) -> Path:
    """What the fold's file says of the articles left out."""
    folder = chosen.out / f"fold{fold}"
    out = folder / f"predicted{name}.jsonl"
    weights = folder / ("float.onnx" if name == "-float" else "int8.onnx")
    kept = ["--folds", str(chosen.folds), "--only", str(fold), "--out", out]
    run("predict.py", "--weights", weights, "--gold", chosen.gold, *kept, *words)
    return out


def run(script: str, *words: str | Path) -> None:
    """One step, in a process of its own; a step that fails ends the whole."""
    subprocess.run([sys.executable, HERE / script, *map(str, words)], check=True)  # noqa: S603 - our own scripts


if __name__ == "__main__":
    main()
