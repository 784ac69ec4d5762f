"""What a text means, as a place among meanings: near each other where two texts are about the same thing.

A place is the sum of what a text's word pieces add (training/meaning.py), an int8 vector of unit length times 127. An
issue has several, one a text: its proposition, its name and its phrases, one behind the other.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.read.model import Floats, Model
from onrecord.values import Issue, Reading

SIZE = 128


def meaning(text: str, model: Model) -> bytes:
    """Where a text stands; a text without words stands nowhere (zeros) and is like nothing."""
    return meanings_of([text], model)[0]


def issue_meaning(issue: Issue, model: Model) -> bytes:
    """Where an issue stands: its proposition, its name and each of its phrases."""
    return b"".join(meanings_of([issue.proposition, issue.name, *issue.phrases], model))


def with_meanings(reading: Reading, model: Model) -> Reading:
    """A reading whose statements know where their contents stand."""
    texts = [" ".join(span.exact for span in s.content) for s in reading.statements]
    placed = zip(reading.statements, meanings_of(texts, model), strict=True)
    return reading.model_copy(update={"statements": tuple(s.model_copy(update={"meaning": m}) for s, m in placed)})


def likeness(a: bytes, b: bytes) -> float:
    """How alike two meanings are, -1 to 1; see ``likenesses``."""
    return float(likenesses([a], [b])[0, 0])


def likenesses(told: Sequence[bytes | None], issues: Sequence[bytes]) -> Floats:
    """How like each statement's meaning is to each issue's, (statements, issues), -1 to 1; 0 where it has none.

    An issue has several places: half counts how near its nearest is, half how near their centre, since a statement need
    be like one phrase only, but one that is like nothing else of the issue seldom bears on it (cosines).
    """
    rows = b"".join(m if m is not None and len(m) == SIZE else bytes(SIZE) for m in told)
    vectors = _unit(_places(rows))
    return np.stack([_alike(vectors, _unit(_places(of))) for of in issues], axis=1)


def _places(of: bytes) -> Floats:
    return np.frombuffer(of, dtype=np.int8).reshape(-1, SIZE).astype(np.float32)


def _alike(vectors: Floats, places: Floats) -> Floats:
    alike: Floats = ((vectors @ places.T).max(1) + vectors @ _unit(places.mean(0))) / 2
    return alike


def meanings_of(texts: Sequence[str], model: Model) -> list[bytes]:
    """Where each of some texts stands."""
    encoded = model.tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [_place(np.array(e.ids, dtype=np.int64), model) for e in encoded]


def _place(ids: NDArray[np.int64], model: Model) -> bytes:
    pieces = model.meanings
    total = pieces.scale[ids] @ pieces.rows[ids].astype(np.float32)
    return np.round(127 * _unit(total)).astype(np.int8).tobytes()


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return unit
