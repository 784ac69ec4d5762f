"""Tellings gathered into statements: what twenty outlets carry is one statement with twenty citations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, or_, select, update

from onrecord.record.rows import Row as Values
from onrecord.record.rows import insert_all, next_number, span_rows
from onrecord.record.ruled import Ruled, kind_by, rejected_by, speaker_of
from onrecord.record.sameness import DAYS, near_days, same_words, shifted, words
from onrecord.record.schema import alongside, attribution, attribution_span, document, statement
from onrecord.values import Kind, Spans, Speaker


@dataclass(frozen=True)
class Telling:
    """What an attribution is compared by. ``cluster`` is its document's, of near copies.

    ``ruled`` is what persons said of it; speaker and content are theirs already.
    """

    actor: int | None
    speaker: Speaker
    kind: Kind
    date: str
    known_on: str
    cluster: int
    content: str
    ruled: Ruled | None = None

    @property
    def who(self) -> object:
        """Whose statements it may be one of: an actor's, else those of one so described in copies of one text."""
        return self.actor or (self.cluster, self.speaker.name, self.speaker.party)


@dataclass
class Held:
    """A statement while tellings are put under it. Its number is that of its first telling's attribution."""

    row: Values
    words: str
    state: str = "kept"  # or "new", "changed"
    tellings: list[int] = field(default_factory=list)


@dataclass
class Tellings:
    """One document's tellings, put under statements as they come and written together: rows cost more one by one."""

    connection: Connection
    held: dict[object, dict[int, Held]] = field(default_factory=dict)
    asked: set[tuple[object, str]] = field(default_factory=set)
    attributions: list[Values] = field(default_factory=list)
    spans: list[Values] = field(default_factory=list)
    beside: list[Values] = field(default_factory=list)
    last: int | None = None

    def put(self, row: Values, telling: Telling, spans: Mapping[str, Spans], beside: Sequence[Values]) -> None:
        """Put an attribution under the statement that it tells, made if need be."""
        at = self._next()
        mine = words(telling.content)
        near = self._near(telling).values()
        found = told(telling, mine, near)
        if found is None:
            found = Held(summary({at: telling}) | {"id": at}, mine, "new")
            self._near(telling)[at] = found
        else:
            joined_by(found, at, telling)
        self.attributions.append(row | {"id": at, "statement_id": found.row["id"]})
        self.spans += span_rows("attribution_id", at, **spans)
        self.beside += [b | {"attribution_id": at} for b in beside]

    def write(self) -> None:
        """Write everything down."""
        held = [h for near in self.held.values() for h in near.values()]
        insert_all(self.connection, statement, [h.row for h in held if h.state == "new"])
        changed = [{f"new_{k}": v for k, v in h.row.items()} for h in held if h.state == "changed"]
        if changed:
            at = statement.c.id == bindparam("new_id")
            self.connection.execute(update(statement).where(at).values(_CHANGING), changed)
        insert_all(self.connection, attribution, self.attributions)
        insert_all(self.connection, attribution_span, self.spans)
        insert_all(self.connection, alongside, self.beside)

    def _near(self, telling: Telling) -> dict[int, Held]:
        """Statements of the telling's speaker, those of this document included; around its date, all of them."""
        who = telling.who
        near = self.held.setdefault(who, {})
        if (who, telling.date) not in self.asked:
            self.asked.add((who, telling.date))
            found, names = self.connection.execute(near_statements(telling)), statement.c.keys()
            for row in found.all():
                if row.id not in near:
                    near[row.id] = Held(dict(zip(names, row, strict=True)), words(row.content))
        return near

    def _next(self) -> int:
        if self.last is None:
            self.last = next_number(self.connection, attribution) - 1
        self.last += 1
        return self.last


_CHANGING: Values = {
    name: bindparam(f"new_{name}")
    for name in ("party", "kind", "content", "date", "known_on", "earliest_id", "fullest_id", "citations")
}


def told(telling: Telling, mine: str, near: Iterable[Held]) -> Held | None:
    """The first statement that a telling tells, of those of its speaker: within days, the same words."""
    in_order = sorted(near, key=lambda h: int(h.row["id"]))
    return next((h for h in in_order if near_days(h.row["date"], telling.date) and same_words(mine, h.words)), None)


def joined_by(held: Held, at: int, telling: Telling) -> None:
    """One more telling: the fullest telling's words and kind are shown."""
    row = held.row
    row["citations"] += 1
    row["party"] = row["party"] or telling.speaker.party
    row["date"] = min(row["date"], telling.date)
    if len(telling.content) > len(row["content"]):
        row |= {"fullest_id": at, "content": telling.content}
        row["kind"] = row["kind"] if row["kind_by"] else telling.kind
        held.words = words(telling.content)
    if telling.known_on < row["known_on"]:
        row |= {"earliest_id": at, "known_on": telling.known_on}
    held.state = "new" if held.state == "new" else "changed"


def summary(tellings: Mapping[int, Telling]) -> Values:
    """What a statement's row says of its tellings (by the number of their attribution)."""
    order = sorted(tellings)
    fullest = max(order, key=lambda i: (len(tellings[i].content), -i))
    earliest = min(order, key=lambda i: (tellings[i].known_on, i))
    first, full = tellings[order[0]], tellings[fullest]
    rulings = [t.ruled for t in tellings.values() if t.ruled]
    by, kind = kind_by(rulings) or (None, full.kind)
    return {
        "actor_id": first.actor, "speaker": first.speaker.name,
        "party": next((tellings[i].speaker.party for i in order if tellings[i].speaker.party), None),
        "kind": kind, "content": full.content, "date": min(t.date for t in tellings.values()),
        "known_on": tellings[earliest].known_on, "earliest_id": earliest, "fullest_id": fullest,
        "citations": len(tellings), "kind_by": by, "rejected_by": rejected_by(rulings),
    }  # fmt: skip


def joined(contents: Iterable[str]) -> str:
    """Content spans on one line."""
    return " … ".join(" ".join(c.split()) for c in contents)


def near_statements(telling: Telling) -> Select[Any]:
    """Statements that may tell the same: a known actor's of those days, else the copies' of someone so described."""
    s = statement.c
    if telling.actor is not None:
        low, high = shifted(telling.date, -DAYS), shifted(telling.date, DAYS)
        # A month or a year sorts before its days.
        around = or_(s.date.between(low, high), s.date.in_([low[:4], low[:7], high[:4], high[:7]]))
        wide = s.date.startswith(telling.date) if len(telling.date) < len(low) else around
        return select(statement).where(s.actor_id == telling.actor, or_(around, wide)).order_by(s.id)
    a, d = attribution.c, document.c
    copies = (
        select(a.statement_id)
        .join(document, d.id == a.document_id)
        .where(d.cluster_id == telling.cluster, a.actor_id.is_(None))
    )
    same = s.speaker.is_not_distinct_from(telling.speaker.name) & s.party.is_not_distinct_from(telling.speaker.party)
    return select(statement).where(s.id.in_(copies), s.actor_id.is_(None), same).order_by(s.id)


def telling_of(row: Row[Any], content: str, cluster: int | None = None, ruled: Ruled | None = None) -> Telling:
    """An attribution's row as it is compared. ``cluster`` need not be looked up where nothing is to be found by it."""
    near = row.cluster_id if cluster is None else cluster
    who = ruled.speaker_of(row) if ruled else speaker_of(row)
    if ruled and "content" in ruled.spans:
        content = joined(span.exact for span in ruled.spans["content"])
    return Telling(row.actor_id, who, row.kind, row.date, row.known_on, near, content, ruled)
