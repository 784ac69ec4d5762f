"""The trained reader: int8 ONNX networks and their tokenizer, loaded once and run over one document at a time."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.read.classifier import CLS, SEP, Classifier, PieceTable
from onrecord.read.kind_reader import KindReader
from onrecord.read.networks import InferenceSession, session
from onrecord.read.pieces import Pieces, Window, cut, windows
from onrecord.read.scheme import ENTITY_TAGS, ROLE_TAGS, distance_classes, paragraph_classes
from onrecord.read.stance_reader import StanceReader
from onrecord.spans import Range

Floats = NDArray[np.float32]

NETWORKS = ("encoder.onnx", "tagger.onnx", "kinds.onnx", "stances.onnx")
FILES = (*NETWORKS, "transitions.npy", "tokenizer.json", "words.npz", "meaning.npz")
SEALS = "sha256.json"  # the hash of each file, written with them: a damaged file must not read quietly worse


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
    cue: Range
    scores: Floats


@dataclass(frozen=True)
class Model:
    """The networks, the CRF's transition scores, the tokenizer and what each of its pieces adds to a text's meaning."""

    encoder: InferenceSession
    tagger: InferenceSession
    transitions: Floats
    tokenizer: Tokenizer
    meanings: PieceTable
    kinds: KindReader
    stances: StanceReader

    def encode(self, text: str) -> Encoded:
        """Cut a text into pieces and run the encoder over its windows."""
        pieces = cut(text, self.tokenizer)
        over = windows(pieces)
        ran = [self._run(pieces, window) for window in over]
        merged = np.zeros((len(pieces), len(ROLE_TAGS) + len(ENTITY_TAGS) + 2), dtype=np.float32)
        depth = np.full(len(pieces), -1)
        for window, (scores, _) in zip(over, ran, strict=True):
            at = np.arange(window.start, window.end)
            here = np.minimum(at - window.start, window.end - 1 - at)
            deeper = here > depth[at]
            merged[at[deeper]], depth[at[deeper]] = scores[deeper], here[deeper]
        roles, entities, sentences = np.split(merged, [len(ROLE_TAGS), len(ROLE_TAGS) + len(ENTITY_TAGS)], axis=1)
        return Encoded(pieces, roles, entities, sentences, over, [views for _, views in ran])

    def _run(self, pieces: Pieces, window: Window) -> tuple[Floats, Floats]:
        """Head scores and views of one window: alone, since padding costs more than batches gain on a core."""
        part = slice(window.start, window.end)
        ids = np.array([[CLS, *pieces.ids[part], SEP]])
        forms = np.pad(pieces.forms[part], 1)[None]
        heads, views = self.encoder.run(None, {"ids": ids, "forms": forms})
        return heads[0, 1:-1], views[0, 1:-1]

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
    at = _place(folder)
    _check(at)
    tokenizer = Tokenizer.from_file(str(at / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    encoder, tagger, *classifiers = (session(at / name, threads=threads) for name in NETWORKS)
    words, meanings = (_table(at / name) for name in ("words.npz", "meaning.npz"))
    kinds, stances = (Classifier(network, tokenizer, words) for network in classifiers)
    transitions = np.load(at / "transitions.npy")
    return Model(encoder, tagger, transitions, tokenizer, meanings, KindReader(kinds), StanceReader(stances))


def _table(path: Path) -> PieceTable:
    with np.load(path, allow_pickle=False) as found:
        return PieceTable(found["rows"], found["scale"])


def seals(folder: Path) -> dict[str, str]:
    """The SHA-256 of each of the reader's files in a folder, in hexadecimal; a file that is not there has none."""
    there = (folder / name for name in FILES if (folder / name).is_file())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in there}


def fingerprint(folder: Path | None = None) -> str:
    """One SHA-256, in hexadecimal, of the weights that ship with the package, or of those in a folder.

    Weights of which it is the same read the same. Raises ModelError as ``load`` does.
    """
    at = _place(folder)
    _check(at)
    return hashlib.sha256(json.dumps(seals(at), sort_keys=True).encode()).hexdigest()


def _place(folder: Path | None) -> Path:
    return folder or Path(str(resources.files("onrecord.read") / "weights"))


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
