"""A reading's statements as rows: one document's tellings, exactly as they were read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onrecord.record.rows import Row
from onrecord.record.statements import Telling, joined
from onrecord.values import Document, Reading, Spans, Speaker, Statement


@dataclass(frozen=True)
class Told:
    """An attribution on its way into the store; its number and its statement's are given there."""

    said: Statement
    row: Row
    spans: dict[str, Spans]
    beside: list[Row]

    def telling(self, cluster: int) -> Telling:
        """The same as it is compared. ``cluster`` is its document's."""
        r, content = self.row, joined(c.exact for c in self.said.content)
        return Telling(r["actor_id"], self.said.speaker, self.said.kind, r["date"], r["known_on"], cluster, content)


def of_reading(
    reading: Reading, document: int, actors: Mapping[str, int | None], known_on: str
) -> Iterator[Told]:  # fmt: skip
    """Each statement of a document. ``actors`` are numbers by the document's names."""
    for i, said in enumerate(reading.statements):
        beside = [
            a.model_dump() | {"number": n, "actor_id": actors.get(a.name) if a.name else None}
            for n, a in enumerate(said.alongside)
        ]
        row = _row(said, reading.document, actors, known_on) | {"document_id": document, "number": i}
        yield Told(said, row, spans_of(said), beside)


def _row(said: Statement, of: Document, actors: Mapping[str, int | None], known_on: str) -> Row:
    return {
        "actor_id": actors.get(said.speaker.name) if said.speaker.name else None, "key": said.id,
        "quotation": said.quotation, "kind": said.kind, "plover": said.plover, **_speaker("speaker", said.speaker),
        **_speaker("relayed_by", said.relayed_by), "told_to": said.told_to,
        "said_on": said.said_on.date if said.said_on else None,
        "said_precision": said.said_on.precision if said.said_on else None,
        "issue": said.issue, "stance": said.stance, "confidence": said.confidence, "outlet": of.outlet,
        "known_on": known_on, "date": said.said_on.date if said.said_on else of.published or known_on,
        "meaning": said.meaning,
    }  # fmt: skip


def spans_of(said: Statement) -> dict[str, Spans]:
    """A statement's spans by the role they play."""
    e = said.evidence
    return {
        "source": said.source, "cue": said.cue, "content": said.content, "condition": said.condition,
        "red_line": said.red_line,
        "by_speaker": e.speaker, "by_alongside": e.alongside, "by_relayed_by": e.relayed_by,
        "by_told_to": e.told_to, "by_said_on": e.said_on,
    }  # fmt: skip


def _speaker(name: str, who: Speaker | None) -> dict[str, str | None]:
    return {f"{name}_{field}": getattr(who, field) if who else None for field in ("name", "type", "role", "party")}
