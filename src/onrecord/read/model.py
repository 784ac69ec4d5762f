"""The trained reader: int8 ONNX networks and their tokenizer, loaded once and run over one document at a time."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.read.pieces import Pieces, Window, cut, windows
from onrecord.read.scheme import ENTITY_TAGS, ROLE_TAGS, distance_classes, paragraph_classes

Floats = NDArray[np.float32]

CLS, SEP = 101, 102
BATCH = 4  # windows that go through the encoder together: more gains nothing on a core and costs memory
ASKED = 24  # cues that go through the tagger together


@dataclass(frozen=True)
class Encoded:
    """A document after the encoder: per piece the scores of the heads, and per window the tagger's views.

    ``roles`` is (pieces, role tags), ``entities`` (pieces, entity tags), ``sentences`` (pieces, 2); ``views`` holds one
    (pieces of the window, views) array a window.
    """

    pieces: Pieces
    roles: Floats
    entities: Floats
    sentences: Floats
    windows: list[Window]
    views: list[Floats]


@dataclass(frozen=True)
class Tagged:
    """Role scores of the pieces of a window as seen from one cue: ``scores`` is (pieces of the window, role tags)."""

    window: Window
    cue: tuple[int, int]
    scores: Floats


@dataclass(frozen=True)
class Model:
    """Encoder and tagger sessions, the CRF's transition scores and the tokenizer, ready to run."""

    encoder: onnxruntime.InferenceSession
    tagger: onnxruntime.InferenceSession
    transitions: Floats
    tokenizer: Tokenizer

    def encode(self, text: str) -> Encoded:
        """Cut a text into pieces and run the encoder over its windows."""
        pieces = cut(text, self.tokenizer)
        over = windows(pieces)
        heads, views = self._run(pieces, over)
        merged = np.zeros((len(pieces), heads[0].shape[1] if heads else 0), dtype=np.float32)
        depth = np.full(len(pieces), -1)
        for window, scores in zip(over, heads, strict=True):
            at = np.arange(window.start, window.end)
            here = np.minimum(at - window.start, window.end - 1 - at)
            deeper = here > depth[at]
            merged[at[deeper]], depth[at[deeper]] = scores[deeper], here[deeper]
        roles, entities, sentences = np.split(merged, [len(ROLE_TAGS), len(ROLE_TAGS) + len(ENTITY_TAGS)], axis=1)
        return Encoded(pieces, roles, entities, sentences, over, views)

    def _run(self, pieces: Pieces, over: list[Window]) -> tuple[list[Floats], list[Floats]]:
        order = sorted(range(len(over)), key=lambda i: over[i].end - over[i].start)
        found: dict[int, tuple[Floats, Floats]] = {}
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            ids, forms, mask = _padded(pieces, [over[i] for i in chosen])
            heads, views = self.encoder.run(None, {"ids": ids, "forms": forms, "mask": mask})
            for row, i in enumerate(chosen):
                n = over[i].end - over[i].start
                found[i] = heads[row, 1 : n + 1], views[row, 1 : n + 1]
        return [found[i][0] for i in range(len(over))], [found[i][1] for i in range(len(over))]

    def tag(self, encoded: Encoded, cues: list[tuple[int, int]]) -> list[Tagged]:
        """Role scores seen from each cue (a piece range), in the window where the cue has most around it."""
        placed = [(_central(encoded.windows, cue), cue) for cue in cues]
        out: dict[int, Tagged] = {}
        order = sorted(range(len(placed)), key=lambda i: len(encoded.views[placed[i][0]]))
        for at in range(0, len(order), ASKED):
            chosen = order[at : at + ASKED]
            scores = self.tagger.run(None, _questions(encoded, [placed[i] for i in chosen]))[0]
            for row, i in enumerate(chosen):
                window = encoded.windows[placed[i][0]]
                out[i] = Tagged(window, placed[i][1], scores[row, : window.end - window.start])
        return [out[i] for i in range(len(placed))]


def _padded(pieces: Pieces, chosen: list[Window]) -> tuple[NDArray[np.int64], ...]:
    width = max(w.end - w.start for w in chosen) + 2
    ids, forms, mask = (np.zeros((len(chosen), width), dtype=np.int64) for _ in range(3))
    for row, w in enumerate(chosen):
        n = w.end - w.start
        ids[row, : n + 2] = [CLS, *pieces.ids[w.start : w.end], SEP]
        forms[row, 1 : n + 1] = pieces.forms[w.start : w.end]
        mask[row, : n + 2] = 1
    return ids, forms, mask


def _central(over: list[Window], cue: tuple[int, int]) -> int:
    return max(range(len(over)), key=lambda i: min(cue[0] - over[i].start, over[i].end - cue[1]))


def _questions(encoded: Encoded, placed: list[tuple[int, tuple[int, int]]]) -> dict[str, NDArray[np.generic]]:
    """The tagger's inputs for cues in their windows, padded to one length."""
    width, depth = max(len(encoded.views[i]) for i, _ in placed), encoded.views[0].shape[1]
    views = np.zeros((len(placed), width, depth), dtype=np.float32)
    anchor = np.zeros((len(placed), depth // 3), dtype=np.float32)
    distance, paragraph = (np.zeros((len(placed), width), dtype=np.int64) for _ in range(2))
    for row, (i, (start, end)) in enumerate(placed):
        window, seen = encoded.windows[i], encoded.views[i]
        first, last = max(start - window.start, 0), min(end, window.end) - window.start
        views[row, : len(seen)] = seen
        anchor[row] = seen[first:last, 2 * depth // 3 :].mean(0)
        distance[row] = distance_classes(width, first, last)
        numbers = encoded.pieces.paragraph[window.start : window.end]
        paragraph[row, : len(seen)] = paragraph_classes(numbers, first)
    return {"views": views, "anchor": anchor, "distance": distance, "paragraph": paragraph}


@lru_cache(maxsize=4)
def load(folder: Path | None = None, threads: int = 1) -> Model:
    """Load the reader that ships with the package, or one from ``folder``.

    ``threads`` is the number of cores the networks use. The result is kept, so that a second call costs nothing.
    """
    at = folder or Path(str(resources.files("onrecord.read") / "weights"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    # The arena never gives memory back; without it the peak stays that of one batch.
    options.enable_cpu_mem_arena = False
    networks = [
        onnxruntime.InferenceSession(at / name, options, providers=["CPUExecutionProvider"])
        for name in ("encoder.onnx", "tagger.onnx")
    ]
    tokenizer = Tokenizer.from_file(str(at / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Model(networks[0], networks[1], np.load(at / "transitions.npy"), tokenizer)
