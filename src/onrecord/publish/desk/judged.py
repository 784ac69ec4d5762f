"""One statement as a reviewer judges it, and what they send, as a correction of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import CorrectionError
from onrecord.publish import judging
from onrecord.publish.listing import who
from onrecord.publish.passage import Passage, passage
from onrecord.publish.rulings import plain
from onrecord.record.answers import Ruling, Said
from onrecord.record.rulings import Correction
from onrecord.record.view import View
from onrecord.spans import Range
from onrecord.values import Issue, Span, Stance

MARKS = ("source", "cue", "content", "condition", "red_line")  # what can be marked in the text
OFF = "off"
PASSAGES = 50  # that can be marked as one thing
DIGITS = 12  # of an offset, at most


@dataclass(frozen=True)
class Answer:
    """What stands of a field; what the reader answered, and by whose ruling it stands, where persons ruled."""

    name: str
    now: str
    reader: str
    by: Ruling | None


@dataclass(frozen=True)
class Judged:
    """A statement with everything that a reviewer needs to see of it."""

    said: Said
    text: str
    passage: Passage
    answers: tuple[Answer, ...]
    read: Mapping[str, Stance | None]  # the issues that the reader has it bear on
    issues: Sequence[Issue]

    @property
    def seen(self) -> frozenset[int]:
        """The rulings that hold as this is shown."""
        return frozenset(r.id for r in self.said.rulings)

    @property
    def rejected(self) -> Ruling | None:
        """The ruling by which it is no statement, if that is the last word."""
        last = [r for r in self.said.rulings if r.field in ("confirm", "reject")][-1:]
        return last[0] if last and last[0].field == "reject" else None

    def words(self, role: str) -> str:
        """The words marked as something, a span a line."""
        return "\n".join(" ".join(s.exact.split()) for s in self.said.fullest.spans.get(role, ()))

    def places(self, role: str) -> str:
        """Where they stand, as a form holds it."""
        return " ".join(f"{s.start}-{s.end}" for s in self.said.fullest.spans.get(role, ()))


def judged(said: Said, text: str, read: Mapping[str, Stance | None], issues: Sequence[Issue]) -> Judged:
    """A statement in its place of the fullest telling's text."""
    marked = {role: said.fullest.spans.get(role, ()) for role in MARKS}
    return Judged(said, text, passage(text, marked), tuple(_answers(said, read, issues)), read, issues)


def _answers(said: Said, read: Mapping[str, Stance | None], issues: Sequence[Issue]) -> list[Answer]:
    telling = said.fullest
    spoken = ", ".join(filter(None, (who(said), said.role, said.party if said.party != said.speaker else None)))
    out = [
        _answer("speaker", spoken, said.rulings, ("speaker", "confirm")),
        _answer("kind", said.kind, said.rulings, ("kind", "confirm"), telling.kind),
        *(_answer(role, _words(telling.spans.get(role, ())), said.rulings, (role, "confirm"))
          for role in ("red_line", "condition")),
        *(_answer(role, _words(telling.spans.get(role, ())), said.rulings, ("spans",))
          for role in ("source", "cue", "content")),
    ]  # fmt: skip
    for issue in issues:
        own = [r for r in said.rulings if r.issue == issue.id]
        reader = _stood(read[issue.id]) if issue.id in read else None
        if own or reader:
            now = reader or OFF
            for ruling in own:
                now = _ruled(ruling, now, reader)
            out.append(Answer(issue.name, now, reader or OFF, own[-1] if own else None))
    return out


def _answer(
    field: str, now: str, rulings: Sequence[Ruling], by: Sequence[str], read: str | None = None
) -> Answer:  # fmt: skip
    """A field's line; what the reader had is kept beside the first ruling on it."""
    own = [r for r in rulings if r.field in by and (r.field != "spans" or field in r.answer)]
    if read is None:
        read = plain(_part(own[0].machine, field)) if own else now
    return Answer(field.replace("_", " "), now, read, own[-1] if own else None)


def _part(machine: Any, field: str) -> Any:
    """The reader's answer for a field, of a ruling on it or on several at once."""
    return machine[field] if isinstance(machine, dict) and field in machine else machine


def _words(spans: Sequence[Span]) -> str:
    return " … ".join(" ".join(s.exact.split()) for s in spans) or "none"


def _stood(stance: Stance | None) -> str:
    return stance or "no side"


def _ruled(ruling: Ruling, now: str, reader: str | None) -> str:
    """Where it stands on an issue after a ruling."""
    if ruling.field == "stance":
        return _stood(ruling.answer)
    if not ruling.answer:
        return OFF
    return (reader or "on it, stance as read") if now == OFF else now


def correction(view: View, shown: Judged, form: Mapping[str, str], *, alone: bool) -> Correction:
    """What a form says of a statement. Raises CorrectionError."""
    field, said = form.get("field", ""), shown.said
    of, issue = field, None
    answer: Any = None
    machine: Any = None
    match field:
        case "confirm":
            machine = {i.id: shown.read.get(i.id, OFF) for i in shown.issues} or None
        case "kind":
            answer = judging.kind(form.get("answer", "").strip())
        case "speaker":
            answer = _speaker(view, form)
        case "issue" | "stance":
            issue = judging.issue(form.get("issue", ""), shown.issues)
            given = form.get("answer", "")
            answer = given == "on" if field == "issue" else judging.stance(given)
            machine = issue in shown.read if field == "issue" else shown.read.get(issue)
        case "source" | "cue" | "content":
            of, answer = "spans", {field: _marked(shown, form)}
        case "red_line" | "condition":
            use = form.get("use")
            answer = True if use == "all" else [] if use == "none" else _marked(shown, form)
    document = None if field == "speaker" else said.fullest.source.key
    return Correction(
        said.id, of, answer, issue, document, machine, seen=_numbers(form.get("seen", "")), alone=alone  # type: ignore[arg-type]
    )  # fmt: skip


def _speaker(view: View, form: Mapping[str, str]) -> dict[str, Any]:
    name, party, role = (form.get(key, "").strip() for key in ("name", "party", "role"))
    if form.get("unnamed"):
        return judging.unnamed(role)
    return judging.speaker(view, name, party) | ({"role": role} if role else {})


def _numbers(seen: str) -> frozenset[int]:
    try:
        return frozenset(int(number) for number in seen.split())
    except ValueError:
        raise CorrectionError.unreadable("seen", "it is to be the numbers of rulings") from None


def _marked(shown: Judged, form: Mapping[str, str]) -> list[Range]:
    """The ranges that a form names: where its words were selected, else where they stand nearest."""
    lines = [line for line in form.get("words", "").splitlines() if line.strip()]
    if len(lines) > PASSAGES:
        raise CorrectionError.unreadable(form.get("field", ""), f"it can be {PASSAGES} passages at most")
    places = _places(form.get("places", ""))
    text = shown.text
    if len(places) == len(lines) and all(
        text[a:b].split() == line.split() for (a, b), line in zip(places, lines, strict=True)
    ):
        return sorted(_trimmed(text, a, b) for a, b in places)
    return sorted(judging.words_at(text, shown.said, line) for line in lines)


def _places(given: str) -> list[Range]:
    found = [one.partition("-") for one in given.split()]
    return [(int(a), int(b)) for a, _, b in found if _offset(a) and _offset(b)]


def _offset(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) <= DIGITS


def _trimmed(text: str, start: int, end: int) -> Range:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
