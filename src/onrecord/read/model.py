"""The trained reader: int8 ONNX networks and their tokenizer, loaded once and run over one document at a time."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.read.acts import Acts, Head
from onrecord.read.pieces import Pieces, Window, cut, windows
from onrecord.read.scheme import ENTITY_TAGS, ROLE_TAGS, distance_classes, paragraph_classes
from onrecord.spans import Range

Floats = NDArray[np.float32]

CLS, SEP = 101, 102
FILES = ("encoder.onnx", "tagger.onnx", "transitions.npy", "kinds.npz", "tokenizer.json", "meaning.npz")
SEALS = "sha256.json"  # the hash of each file, written with them: a damaged file must not read quietly worse


@dataclass(frozen=True)
class Encoded:
    """A document after the encoder: per piece the scores of the heads, and per window the tagger's views.

    ``roles`` is (pieces, role tags), ``entities`` (pieces, entity tags), ``sentences`` (pieces, 2), ``acts`` what the
    kind head reads; ``views`` holds one (pieces of the window, views) array a window.
    """

    pieces: Pieces
    roles: Floats
    entities: Floats
    sentences: Floats
    acts: Acts
    windows: list[Window]
    views: list[Floats]


@dataclass(frozen=True)
class Tagged:
    """Role scores of the pieces of a window as seen from one cue: ``scores`` is (pieces of the window, role tags)."""

    window: Window
    cue: Range
    scores: Floats


@dataclass(frozen=True)
class PieceMeanings:
    """What each word piece adds to the meaning of a text: ``rows`` is (vocabulary, size), times ``scale`` a row."""

    rows: NDArray[np.int8]
    scale: Floats


@dataclass(frozen=True)
class Model:
    """The networks' sessions, the CRF's transition scores, the kind head, the tokenizer and its pieces' meanings."""

    encoder: onnxruntime.InferenceSession
    tagger: onnxruntime.InferenceSession
    transitions: Floats
    kinds: Head
    tokenizer: Tokenizer
    meanings: PieceMeanings

    def encode(self, text: str) -> Encoded:
        """Cut a text into pieces and run the encoder over its windows."""
        pieces = cut(text, self.tokenizer)
        over = windows(pieces)
        ran = [self._run(pieces, window) for window in over]
        merged = _merged(over, [scores for scores, _ in ran], len(pieces))
        at = np.cumsum([len(ROLE_TAGS), len(ENTITY_TAGS), 2])
        roles, entities, sentences, acts = np.split(merged, at, axis=1)
        read = Acts(pieces.offsets, acts, self.kinds)
        return Encoded(pieces, roles, entities, sentences, read, over, [views for _, views in ran])

    def _run(self, pieces: Pieces, window: Window) -> tuple[Floats, Floats]:
        """Head scores (with acts) and views of one window: alone, since padding costs more than batches gain."""
        part = slice(window.start, window.end)
        ids = np.array([[CLS, *pieces.ids[part], SEP]])
        forms = np.pad(pieces.forms[part], 1)[None]
        heads, views, acts = self.encoder.run(None, {"ids": ids, "forms": forms})
        return np.concatenate([heads[0, 1:-1], acts[0, 1:-1]], axis=1), views[0, 1:-1]

    def tag(self, encoded: Encoded, cues: list[Range]) -> list[Tagged]:
        """Role scores seen from each cue (a piece range), in the window where the cue has most around it."""
        placed: dict[int, list[Range]] = {}
        for cue in cues:
            placed.setdefault(_central(encoded.windows, cue), []).append(cue)
        out: list[Tagged] = []
        for number, chosen in sorted(placed.items()):
            scores = self.tagger.run(None, _questions(encoded, number, chosen))[0]
            out += [Tagged(encoded.windows[number], cue, s) for cue, s in zip(chosen, scores, strict=True)]
        return out


def _merged(over: list[Window], scores: list[Floats], n: int) -> Floats:
    """One row a piece, (n, scores): from the window in which it lies deepest."""
    width = sum(map(len, (ROLE_TAGS, ENTITY_TAGS))) + 2
    merged = np.zeros((n, scores[0].shape[1] if scores else width + 1), dtype=np.float32)
    depth = np.full(n, -1)
    for window, found in zip(over, scores, strict=True):
        at = np.arange(window.start, window.end)
        here = np.minimum(at - window.start, window.end - 1 - at)
        deeper = here > depth[at]
        merged[at[deeper]], depth[at[deeper]] = found[deeper], here[deeper]
    return merged


def _central(over: list[Window], cue: Range) -> int:
    return max(range(len(over)), key=lambda i: min(cue[0] - over[i].start, over[i].end - cue[1]))


def _questions(encoded: Encoded, number: int, cues: list[Range]) -> dict[str, NDArray[np.generic]]:
    """The tagger's inputs for cues of one window."""
    window, views = encoded.windows[number], encoded.views[number]
    paragraphs = encoded.pieces.paragraph[window.start : window.end]
    spans = [(max(start - window.start, 0), min(end, window.end) - window.start) for start, end in cues]
    return {
        "views": views[None],
        "anchor": np.stack([views[start:end, 2 * views.shape[1] // 3 :].mean(0) for start, end in spans]),
        "distance": np.stack([distance_classes(len(views), start, end) for start, end in spans]),
        "paragraph": np.stack([paragraph_classes(paragraphs, start) for start, _ in spans]),
    }


@lru_cache(maxsize=4)
def load(folder: Path | None = None, threads: int = 1) -> Model:
    """Load the reader that ships with the package, or one from ``folder``.

    ``threads`` is the number of cores the networks use. The result is kept, so that a second call costs nothing. Raises
    ModelError where a file is missing or is not what its seal says.
    """
    at = folder or Path(str(resources.files("onrecord.read") / "weights"))
    _check(at)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    networks = [
        onnxruntime.InferenceSession(at / name, options, providers=["CPUExecutionProvider"]) for name in FILES[:2]
    ]
    tokenizer = Tokenizer.from_file(str(at / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    with np.load(at / "meaning.npz", allow_pickle=False) as found:
        meanings = PieceMeanings(found["rows"], found["scale"])
    transitions, kinds = np.load(at / "transitions.npy"), Head.load(at / "kinds.npz")
    return Model(networks[0], networks[1], transitions, kinds, tokenizer, meanings)


def seals(folder: Path) -> dict[str, str]:
    """The SHA-256 of each of the reader's files in a folder, in hexadecimal; a file that is not there has none."""
    there = (folder / name for name in FILES if (folder / name).is_file())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in there}


def _check(folder: Path) -> None:
    """Raise ModelError where a file is missing or is not what was written."""
    found = seals(folder)
    missing = [name for name in FILES if name not in found]
    if missing or not (folder / SEALS).is_file():
        names = ", ".join(missing or [SEALS])
        message = f"{folder}: the reader's weights are incomplete ({names}). Install onrecord again."
        raise ModelError(message)
    written = json.loads((folder / SEALS).read_text(encoding="utf-8"))
    damaged = [name for name in FILES if found[name] != written.get(name)]
    if damaged:
        message = f"{folder}: the reader's weights are damaged ({', '.join(damaged)}). Install onrecord again."
        raise ModelError(message)
