"""Turn trained weights into what ships: two int8 ONNX networks, the CRF's transitions and the tokenizer.

usage: python -m training.export WEIGHTS.safetensors BASE MEANING.npz FOLDER
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file
from torch import Tensor, nn

from onrecord.read.model import SEALS, seals
from training.model import VIEW, Encoder, Reader, Tagger

OPSET = 17
PIECES, BOTH = {1: "pieces"}, {0: "cues", 1: "pieces"}
AXES = dict.fromkeys(("ids", "forms", "heads", "views", "acts"), PIECES) | {
    "anchor": {0: "cues"}, "distance": BOTH, "paragraph": BOTH, "scores": BOTH,
}  # fmt: skip


class Plain(nn.Module):
    """The encoder with attention spelled out, so that the exported graph has no data-dependent branch."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, forms: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """As ``Encoder.forward`` for windows without padding."""
        e = self.encoder
        places = torch.cumsum(torch.ones_like(ids), dim=1) - 1
        x = e.norm(e.words(ids) + e.positions(places) + e.forms(forms))
        for layer in e.layers:
            q, k, v = layer.qkv(x).unflatten(-1, (3, 12, 32)).permute(2, 0, 3, 1, 4)
            weights = (q @ k.transpose(-1, -2) * (32**-0.5)).softmax(-1)
            x = layer.norm1(x + layer.out((weights @ v).transpose(1, 2).flatten(2)))
            x = layer.norm2(x + layer.down(torch.nn.functional.gelu(layer.up(x))))
        return e.heads(x), e.views(x), e.acts(x)


def export(weights: Path, base: Path, meanings: Path, folder: Path) -> None:
    """Write the reader's files into a folder, and their hashes, which it checks when it loads them."""
    reader = Reader(dropout=0.0)
    reader.load_state_dict(load_file(weights))
    reader.eval()
    folder.mkdir(parents=True, exist_ok=True)
    one, two = torch.ones(1, 40, dtype=torch.int64), torch.ones(2, 40, dtype=torch.int64)
    _write(
        Plain(reader.encoder),
        (one, one),
        ["ids", "forms"],
        ["heads", "views", "acts"],
        folder / "encoder.onnx",
    )
    seen, anchor = torch.zeros(1, 40, 3 * VIEW), torch.zeros(2, VIEW)
    inputs = ["views", "anchor", "distance", "paragraph"]
    _write(reader.tagger, (seen, anchor, two, two), inputs, ["scores"], folder / "tagger.onnx")
    np.save(folder / "transitions.npy", reader.transitions.detach().numpy())
    layers = {"up": reader.kinds.up, "out": reader.kinds.out}
    weights_of = {name: layer.weight for name, layer in layers.items()}
    biases_of = {f"{name}_bias": layer.bias for name, layer in layers.items()}
    np.savez(
        folder / "kinds.npz", **{n: p.detach().numpy().astype(np.float16) for n, p in (weights_of | biases_of).items()}
    )
    shutil.copy(base / "tokenizer.json", folder / "tokenizer.json")
    shutil.copy(meanings, folder / "meaning.npz")
    (folder / SEALS).write_text(json.dumps(seals(folder), indent=1) + "\n", encoding="utf-8")
    for file in sorted(folder.iterdir()):
        print(f"{file.stat().st_size / 1e6:8.2f} MB  {file.name}")


def _write(module: nn.Module, example: tuple[Tensor, ...], inputs: list[str], outputs: list[str], out: Path) -> None:
    axes = {name: AXES[name] for name in [*inputs, *outputs]}
    with tempfile.TemporaryDirectory() as scratch:
        plain, ready = Path(scratch) / "plain.onnx", Path(scratch) / "ready.onnx"
        torch.onnx.export(
            module, example, str(plain), input_names=inputs, output_names=outputs,
            dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        if isinstance(module, Tagger):
            shutil.copy(ready, out)  # a megabyte: not worth its loss
        else:
            quantize_dynamic(
                ready, out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False,
                op_types_to_quantize=["MatMul", "Gather", "Gemm"], nodes_to_exclude=_exact(ready),
            )  # fmt: skip
    onnx.checker.check_model(str(out))


def _exact(graph: Path) -> list[str]:
    """The last layers, which stay in 32 bits: they are small, and much of what int8 costs in quality is theirs."""
    names = (node.name for node in onnx.load(str(graph)).graph.node if node.op_type == "MatMul")
    return [name for name in names if name.startswith(("/heads", "/views", "/acts"))]


if __name__ == "__main__":
    export(*map(Path, sys.argv[1:5]))
