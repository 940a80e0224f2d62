"""A trained network → the file that the package ships: whole-number weights, with its vocabulary and its calibration inside.

``python export.py --state runs/all/state.pt --encoder FOLDER --out ../../analysis/quote/model/attribution.onnx [--calibration FILE]`` prints
the file's size and SHA-256, which ``analysis/quote/model/pinned.toml`` holds.
"""

import argparse
import json
import warnings
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from network import Network, trained
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

NAMES = ("ids", "marks"), ("tags", "to_cue", "to_source", "kinds")


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--calibration", type=Path, help="JSON that calibrate.py wrote")
    parser.add_argument("--float", action="store_true", help="keep 32-bit weights, to measure what whole numbers cost")
    parser.add_argument("--folds", type=int, default=0, help="folds of the run, if one of them was left out")
    parser.add_argument("--without", type=int, default=0)
    chosen = parser.parse_args()
    network = trained(chosen.state, chosen.encoder)
    with TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        _written(network, plain)
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        if chosen.float:
            ready.replace(chosen.out)
        else:
            _whole(ready, chosen.out)
    _told(chosen)
    raw = chosen.out.read_bytes()
    print(f"{len(raw) / 1e6:.1f} MB  sha256 {sha256(raw).hexdigest()}")


def _written(network: Network, out: Path) -> None:
    for layer in network.layers:
        layer.exported = True
    ids = torch.randint(1000, 20000, (1, 40))
    axes = {name: {1: "pieces"} for name in (*NAMES[0], "tags", "kinds")} | {
        name: {1: "pieces", 2: "others"} for name in NAMES[1][1:3]
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (ids, torch.zeros_like(ids)),
            str(out),
            input_names=list(NAMES[0]),
            output_names=list(NAMES[1]),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
            custom_opsets={"com.microsoft": 1},
        )


def _whole(plain: Path, out: Path) -> None:
    """8-bit weights, one scale a column: one scale a matrix costs two points of F1."""
    quantize_dynamic(
        str(plain),
        str(out),
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


def _told(chosen: argparse.Namespace) -> None:
    """Put vocabulary, calibration and the fold left out into the file, so that they cannot be of another make than the weights."""
    model = onnx.load(str(chosen.out))
    told = {"vocabulary": json.dumps((chosen.encoder / "vocab.txt").read_text(encoding="utf-8").split("\n"))}
    if chosen.folds:
        told["left_out"] = json.dumps([chosen.folds, chosen.without])
    if chosen.calibration:
        told["calibration"] = json.dumps(json.loads(chosen.calibration.read_text(encoding="utf-8")))
    del model.metadata_props[:]
    onnx.helper.set_model_props(model, told)
    model.graph.doc_string = model.doc_string = ""
    onnx.save(model, str(chosen.out))


def same(network: Network, out: Path) -> float:
    """Largest difference between the network's tag scores and the file's, on random pieces."""
    import onnxruntime

    ids = torch.randint(1000, 20000, (1, 77))
    marks = torch.ones_like(ids)
    with torch.no_grad():
        ours = network(ids, marks)[0].numpy()
    session = onnxruntime.InferenceSession(str(out), providers=["CPUExecutionProvider"])
    theirs = session.run(None, {"ids": ids.numpy(), "marks": marks.numpy()})[0]
    return float(np.abs(ours - theirs).max())


if __name__ == "__main__":
    main()
