"""Stores for tests: real files, readings made from sentences by naming the words of each span."""

import hashlib
from collections.abc import Sequence

from onrecord.gather.duplicates import signature
from onrecord.record.address import Address
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.values import (
    PLOVER,
    Actor,
    Document,
    Evidence,
    Kind,
    Meeting,
    Reading,
    Speaker,
    Statement,
    Status,
    When,
    cut,
)  # fmt: skip

DORN = Speaker(name="Ilya Dorn", type="person", role="Foreign Minister", party="Varnia")
TOLVIK = Speaker(name="Maren Tolvik", type="person", role="Foreign Minister", party="Ostrel")


def document(text: str, day: str, outlet: str = "Meridian Wire", key: str | None = None) -> Document:
    made = key or hashlib.sha256(f"{outlet} {day} {text}".encode()).hexdigest()[:16]
    return Document(id=made, title=text[:30], outlet=outlet, published=day, text=text)


def said(text: str, who: Speaker, content: str, kind: Kind = "assertion", *, on: str | None = None) -> Statement:
    """A statement whose content is the named words; its source is the speaker's surname."""
    start, name = text.index(content), (who.name or "official").split()[-1]
    at = text.index(name)
    source = cut(text, [(at, at + len(name))])
    return Statement(
        id=f"{start}-{len(content)}", source=source, cue=(), content=cut(text, [(start, start + len(content))]),
        quotation="direct" if content.startswith('"') else "indirect", speaker=who, kind=kind, plover=PLOVER[kind],
        said_on=When(date=on, precision="day") if on else None, confidence=0.9, evidence=Evidence(speaker=source),
    )  # fmt: skip


def meets(
    text: str, words: str, day: str | None, *, forum: str | None = None, place: str | None = None,
    status: Status = "planned", parties: Sequence[str] = ("Varnia", "Ostrel"), delegates: Sequence[str] = (),
) -> Meeting:  # fmt: skip
    """A meeting reported in the named words."""
    start = text.index(words)
    return Meeting(
        forum=forum, what=words, kind="round", place=place, parties=tuple(parties), delegates=tuple(delegates),
        date=When(date=day, precision="day") if day else None, status=status,
        evidence=cut(text, [(start, start + len(words))]),
    )  # fmt: skip


def reading(doc: Document, *statements: Statement, meetings: Sequence[Meeting] = ()) -> Reading:
    """A reading whose actors are the statements' speakers."""
    speakers = {s.speaker.name: s.speaker for s in statements if s.speaker.name}
    actors = []
    for who in speakers.values():
        at = doc.text.index((who.name or "").split()[-1])
        found = cut(doc.text, [(at, at + len((who.name or "").split()[-1]))])
        actors.append(Actor(**who.model_dump(), mentions=found, evidence=found))
    return Reading(document=doc, actors=tuple(actors), statements=statements, meetings=tuple(meetings))


def store(at: Address, *readings: Reading) -> View:
    """A store that holds some readings, each at a place of its own."""
    writer = Writer(open_store(at, create=True, write=True), at)
    for number, one in enumerate(readings):
        writer.add(f"/news/{number}.md", one, signature(one.document.text))
    writer.engine.dispose()
    return View.open(at)
