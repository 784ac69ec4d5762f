"""Turn trained weights into what ships: ONNX networks, in int8 where that costs little, and the seals of all files."""

import json
import shutil
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
from onrecord.read.scheme import SIGNALS
from training.model import VIEW, Encoder, Kinds, Reader, Tagger

OPSET = 17
PIECES, BOTH = {1: "pieces"}, {0: "cues", 1: "pieces"}
AXES = dict.fromkeys(("ids", "forms", "parts", "heads", "views"), PIECES) | {
    "anchor": {0: "cues"}, "distance": BOTH, "paragraph": BOTH, "scores": BOTH, "signals": {}, "kinds": {},
}  # fmt: skip


class Plain(nn.Module):
    """The encoder with attention spelled out, so that the exported graph has no data-dependent branch."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, forms: Tensor) -> tuple[Tensor, Tensor]:
        """As ``Encoder.forward`` for windows without padding."""
        e = self.encoder
        x = _layers(e.layers, e.norm(e.words(ids) + e.positions(_places(ids)) + e.forms(forms)))
        return e.heads(x), e.views(x)


class PlainKinds(nn.Module):
    """The network that tells kinds, likewise."""

    def __init__(self, network: Kinds) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, parts: Tensor, signals: Tensor) -> Tensor:
        """As ``Kinds.forward`` for one statement, without padding."""
        k = self.network
        x = _layers(k.layers, k.norm(k.words(ids) + k.positions(_places(ids)) + k.parts(parts)))
        return k.told(x, parts.float(), signals)


def _places(ids: Tensor) -> Tensor:
    return torch.cumsum(torch.ones_like(ids), dim=1) - 1


def _layers(layers: nn.ModuleList, x: Tensor) -> Tensor:
    for layer in layers:
        q, k, v = layer.qkv(x).unflatten(-1, (3, 12, 32)).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-1, -2) * (32**-0.5)).softmax(-1)
        x = layer.norm1(x + layer.out((weights @ v).transpose(1, 2).flatten(2)))
        x = layer.norm2(x + layer.down(torch.nn.functional.gelu(layer.up(x))))
    return x


def export_reader(weights: Path, folder: Path) -> None:
    """Write encoder.onnx, tagger.onnx and transitions.npy into a folder."""
    reader = Reader(dropout=0.0)
    reader.load_state_dict(load_file(weights))
    reader.eval()
    one, two = torch.ones(1, 40, dtype=torch.int64), torch.ones(2, 40, dtype=torch.int64)
    _write(Plain(reader.encoder), (one, one), ["ids", "forms"], ["heads", "views"], folder / "encoder.onnx")
    seen, anchor = torch.zeros(1, 40, 3 * VIEW), torch.zeros(2, VIEW)
    inputs = ["views", "anchor", "distance", "paragraph"]
    _write(reader.tagger, (seen, anchor, two, two), inputs, ["scores"], folder / "tagger.onnx")
    np.save(folder / "transitions.npy", reader.transitions.detach().numpy())


def export_kinds(weights: Path, folder: Path) -> None:
    """Write kinds.onnx into a folder."""
    network = Kinds(dropout=0.0)
    network.load_state_dict(load_file(weights))
    network.eval()
    one = torch.ones(1, 40, dtype=torch.int64)
    inputs = ["ids", "parts", "signals"]
    _write(PlainKinds(network), (one, one, torch.zeros(1, SIGNALS)), inputs, ["kinds"], folder / "kinds.onnx")


def seal(folder: Path) -> None:
    """Write the hashes of the reader's files, which it checks when it loads them."""
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
    nodes = onnx.load(str(graph)).graph.node
    heads = [n.name for n in nodes if n.op_type == "MatMul" and n.name.startswith(("/heads", "/views"))]
    return heads + [n.name for n in nodes if n.op_type == "Gemm"]  # the head of kinds, over one vector a statement
