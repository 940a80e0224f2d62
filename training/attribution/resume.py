"""A file that ships → a state to go on from: ``python resume.py --weights attribution.onnx --encoder FOLDER --out state.pt``.

Weights come back as rounded as they were written (8 bits), so that a run which starts from them (``train.py --start``) begins a few tenths
of a point lower than where the other one ended. Heads that the file does not have begin anew.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from network import LAYERS, Network, pretrained
from onnx import numpy_helper


def main() -> None:
    """Write the state."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    network = pretrained(chosen.encoder, rate=0.0)
    state = network.state_dict()
    held = {name: torch.from_numpy(value) for name, value in weights(onnx.load(str(chosen.weights)), network).items()}
    wrong = [name for name, value in held.items() if state[name].shape != value.shape]
    if wrong:
        raise SystemExit(f"{chosen.weights}: of another shape than {chosen.encoder}: {', '.join(wrong)}")
    left = sorted(set(state) - set(held) - {"words.weight"})
    print(f"begin anew: {', '.join(left) or 'none'}")
    torch.save({name: held.get(name, state[name]) for name in state if name != "words.weight"}, chosen.out)


def weights(model: onnx.ModelProto, network: Network) -> dict[str, np.ndarray]:
    """Weights by their names in the network; matrices have lost theirs and are known by their order."""
    held = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    found = {name: held[name] for name in network.state_dict() if name in held}
    found |= {name: _whole(held, name) for name in ("marks.weight", "places.weight") if f"{name}_quantized" in held}
    order = [f"layers.{number}.{part}" for number in range(LAYERS) for part in ("qkv", "out", "wide", "narrow")]
    used = [
        name.removesuffix("_quantized")
        for node in model.graph.node
        for name in node.input
        if name.endswith("_quantized") and "MatMul" in name and "MatMul" in node.op_type
    ]
    found |= {f"{place}.weight": _whole(held, name).T.copy() for place, name in zip(order, used, strict=False)}
    for name in used[len(order) :]:
        place = {4 * 128: "pointers", 7: "tags"}.get(held[f"{name}_quantized"].shape[1], "kinds")
        found[f"{place}.weight"] = _whole(held, name).T.copy()
    return found


def _whole(held: dict[str, np.ndarray], name: str) -> np.ndarray:
    steps = held[f"{name}_quantized"].astype(np.float32) - held[f"{name}_zero_point"].astype(np.float32)
    return np.asarray(steps * held[f"{name}_scale"].astype(np.float32), dtype=np.float32)


if __name__ == "__main__":
    main()
