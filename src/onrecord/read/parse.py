"""Text in, sentences, mentions and attributions out: the encoder's heads put into character ranges."""

from dataclasses import replace

import numpy as np

from onrecord.read.attribute import attributions
from onrecord.read.lists import with_items
from onrecord.read.model import Encoded, Model
from onrecord.read.parsed import Mention, Parsed
from onrecord.read.relays import with_relays
from onrecord.read.scheme import ENTITIES, spans_of
from onrecord.spans import Range


def parse(text: str, model: Model) -> Parsed:
    """Run the reader over a text."""
    encoded = model.encode(text)
    bare = _located(text, encoded, model)
    found = with_items(replace(bare, attributions=attributions(encoded, model)))
    return with_relays(found, lambda part: attributions(model.encode(part), model))


def located(text: str, model: Model) -> Parsed:
    """A text with its sentences and mentions, without attributions."""
    return _located(text, model.encode(text), model)


def _located(text: str, encoded: Encoded, model: Model) -> Parsed:
    return Parsed(text, _sentences(encoded), _mentions(encoded), kinds=model.kinds)


def _sentences(encoded: Encoded) -> tuple[Range, ...]:
    """Sentences begin where the head says so and where a paragraph does; white space between them belongs to none."""
    starts = np.flatnonzero((encoded.sentences[:, 1] > encoded.sentences[:, 0]) | (encoded.pieces.begins == 1))
    ends = [*starts[1:], len(encoded.pieces)] if len(starts) else []
    offsets = encoded.pieces.offsets
    return tuple((int(offsets[a, 0]), int(offsets[b - 1, 1])) for a, b in zip(starts, ends, strict=True))


def _mentions(encoded: Encoded) -> tuple[Mention, ...]:
    """Named things, each word tagged as its first piece is."""
    if not len(encoded.pieces):
        return ()
    starts = encoded.pieces.word_starts
    tags = encoded.entities.argmax(1)[starts]
    tags = np.where((starts != np.arange(len(tags))) & (tags % 2 == 1), tags + 1, tags)
    found = [(kind, encoded.pieces.whole_words(a, b)) for kind, a, b in spans_of(tags)]
    return tuple(Mention(start, end, ENTITIES[kind]) for kind, (start, end) in found)
