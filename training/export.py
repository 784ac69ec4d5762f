"""Turn trained weights into what ships: ONNX networks, in int8 where that costs little, and the seals of all files."""

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from onrecord.read.model import SEALS, seals
from onrecord.read.networks import BYTES
from training.model import HEADS, VIEW, WIDTH, Classifier, Encoder, Reader, Tagger

OPSET = 17
PIECES, BOTH = {1: "pieces"}, {0: "cues", 1: "pieces"}
AXES = dict.fromkeys(("ids", "forms", "words", "parts", "heads", "views"), PIECES) | {
    "anchor": {0: "cues"}, "distance": BOTH, "paragraph": BOTH, "scores": BOTH, "signals": {}, "classes": {},
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


class PlainClassifier(nn.Module):
    """A classifier, likewise, from the vectors of its word pieces: several networks share that table."""

    def __init__(self, network: Classifier) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor, parts: Tensor, signals: Tensor) -> Tensor:
        """As ``Classifier.forward`` for one statement, without padding."""
        k = self.network
        x = _layers(k.layers[:-1], k.norm(words + k.positions(_places(parts)) + k.parts(parts)))
        return k.told(_layer(k.layers[-1], x, first=1)[:, 0], signals)


def _places(ids: Tensor) -> Tensor:
    return torch.cumsum(torch.ones_like(ids), dim=1) - 1


def _layers(layers: nn.ModuleList, x: Tensor) -> Tensor:
    for layer in layers:
        x = _layer(layer, x)
    return x


def _layer(layer: nn.Module, x: Tensor, first: int | None = None) -> Tensor:
    """As ``Layer.forward`` without padding; the queries apart, so that only those of the ``first`` pieces are made.

    Shapes are spelled out too: to work them out on the way costs a small network a twelfth of its time.
    """
    if first is None:
        asked, (q, k, v) = x, layer.qkv(x).split(WIDTH, dim=-1)
    else:
        weight, bias, asked = layer.qkv.weight, layer.qkv.bias, x[:, :first]
        q = functional.linear(asked, weight[:WIDTH], bias[:WIDTH])
        k, v = functional.linear(x, weight[WIDTH:], bias[WIDTH:]).split(WIDTH, dim=-1)
    q, k, v = (part.reshape(1, -1, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (q, k, v))
    weights = (q @ k.transpose(-1, -2) * ((WIDTH // HEADS) ** -0.5)).softmax(-1)
    x = layer.norm1(asked + layer.out((weights @ v).transpose(1, 2).reshape(1, -1, WIDTH)))
    return layer.norm2(x + layer.down(functional.gelu(layer.up(x))))


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


def export_classifier(weights: Path, out: Path) -> None:
    """Write a classifier as an ONNX network, without its word vectors."""
    state = load_file(weights)
    signals, classes = state["up.weight"].shape[1] - WIDTH, len(state["out.weight"])
    layers = len({name.split(".")[1] for name in state if name.startswith("layers.")})
    network = Classifier(signals, classes, dropout=0.0, layers=layers, inner=len(state["layers.0.up.weight"]))
    network.load_state_dict(state)
    network.eval()
    example = torch.zeros(1, 40, WIDTH), torch.ones(1, 40, dtype=torch.int64), torch.zeros(1, signals)
    _write(PlainClassifier(network), example, ["words", "parts", "signals"], ["classes"], out)


def export_words(base: Path, out: Path) -> None:
    """Write the base model's word vectors, which every network keeps as they are, in int8 with a scale a row."""
    table = load_file(base / "model.safetensors")["embeddings.word_embeddings.weight"].numpy()
    scale = (np.abs(table).max(1) / 127).astype(np.float32)
    np.savez_compressed(out, rows=np.round(table / scale[:, None]).astype(np.int8), scale=scale)


def export_probe(out: Path) -> None:
    """Write a network that adds products of bytes, to ask a processor whether it does so without overflow."""
    weights = helper.make_tensor(
        "weights", TensorProto.INT8, (BYTES, 16), np.full((BYTES, 16), 127, np.int8).tobytes(), raw=True
    )
    seen = helper.make_tensor_value_info("bytes", TensorProto.UINT8, (1, BYTES))
    told = helper.make_tensor_value_info("total", TensorProto.INT32, (1, 16))
    add = helper.make_node("MatMulInteger", ["bytes", "weights"], ["total"])
    graph = helper.make_graph([add], "byte_products", [seen], [told], [weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(out))


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
