"""onrecord as a component of spaCy pipelines: ``nlp.add_pipe("onrecord")``.

Sets, on each Doc:

- ``doc._.reading``: the Reading, or None for a Doc without words;
- ``doc.spans["onrecord.source"]``, ``["onrecord.cue"]``, ``["onrecord.content"]``: the statements' spans, each labelled
  ``source``, ``cue`` or ``content``, with the statement's id as ``span.id_``. Where a span cuts a token it is widened
  to the whole token: the exact characters are in the Reading.

Reads ``doc._.published`` (YYYY-MM-DD) and ``doc._.outlet``, where they are set before the component runs.
"""

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from onrecord.pipeline import read
from onrecord.values import Reading, Spans

ROLES = ("source", "cue", "content")

for _name in ("reading", "published", "outlet"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@dataclass(frozen=True)
class Component:
    """Reads each Doc that passes. ``published`` and ``outlet`` hold for Docs that say nothing of their own."""

    published: str | None = None
    outlet: str | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Attach the reading and its span groups; raises InputError as ``onrecord.read`` does."""
        if not doc.text.strip():
            return doc
        published, outlet = doc._.published or self.published, doc._.outlet or self.outlet
        reading = read(doc.text, published=published, outlet=outlet)
        doc._.reading = reading
        for role in ROLES:
            doc.spans[f"onrecord.{role}"] = SpanGroup(doc, spans=_spans(doc, reading, role))
        return doc


def _spans(doc: Doc, reading: Reading, role: str) -> list[Span]:
    found: list[Span] = []
    for statement in reading.statements:
        chosen: Spans = getattr(statement, role)
        for span in chosen:
            cut = doc.char_span(span.start, span.end, label=role, span_id=statement.id, alignment_mode="expand")
            if cut is not None:
                found.append(cut)
    return found


@Language.factory("onrecord", default_config={"published": None, "outlet": None})
def make(nlp: Language, name: str, published: str | None, outlet: str | None) -> Component:  # noqa: ARG001
    """Make the component; spaCy calls this with the pipeline, the component's name and its configuration."""
    return Component(published, outlet)
