"""A document read again by another reader: its reading is replaced, and what persons said of it is found again."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.crash import record
from benchmarks.places import typed
from onrecord.errors import CorrectionError
from onrecord.record.address import Address
from onrecord.record.answers import Filter
from onrecord.values import PLOVER, Kind, Reading, Span, Spans, Statement, cut
from tests.publish.made import TEXT, reading
from tests.record.made import LATER, WIRE, keyed, verified
from tests.record.test_rulings import ADA, Desk


def other(kinds: dict[Kind, Kind], shift: int = 3) -> Callable[[Reading], Reading]:
    """A second reader: it marks contents that begin and end some characters later, and calls kinds otherwise."""

    def moved(text: str, spans: Spans) -> Spans:
        return cut(text, [(s.start + shift, min(s.end + shift, len(text))) for s in spans])

    def statement(text: str, s: Statement) -> Statement:
        kind = kinds.get(s.kind, s.kind)
        change = {"content": moved(text, s.content), "kind": kind, "plover": PLOVER[kind], "id": f"other-{s.id}"}
        return s.model_copy(update=change)

    def read(one: Reading) -> Reading:
        said = tuple(statement(one.document.text, s) for s in one.statements)
        return one.model_copy(update={"statements": said})

    return read


@pytest.fixture
def desk(at: Address) -> Desk:
    return Desk(at, WIRE, LATER)


def reread(desk: Desk, reader: Callable[[Reading], Reading]) -> list[str]:
    keys = desk.view.every_document()
    return [desk.writer.reread(reader(desk.view.reading(key))) for key in keys]  # type: ignore[arg-type]


def test_the_same_reading_leaves_every_byte_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    desk = Desk(path, WIRE, LATER)
    desk.rule(1, "kind", "warning")
    before = path.read_bytes()
    assert reread(desk, lambda one: one) == ["same", "same"]
    assert path.read_bytes() == before


def test_the_same_reading_leaves_every_row_alone(desk: Desk) -> None:
    desk.rule(1, "kind", "warning")
    before = record(desk.path)
    assert reread(desk, lambda one: one) == ["same", "same"]
    assert record(desk.path) == before


def test_another_reading_takes_its_place_and_comes_out_as_it_is(desk: Desk) -> None:
    reader = other({"refusal": "assertion"})
    wanted = [reader(desk.view.reading(key)) for key in desk.view.every_document()]  # type: ignore[arg-type]
    numbers = {s.id for s in desk.view.statements()}
    assert reread(desk, reader) == ["changed", "changed"]
    assert [desk.view.reading(key) for key in desk.view.every_document()] == wanted
    assert {s.id for s in desk.view.statements()} == numbers  # what is told is still known by its number
    assert {s.kind for s in desk.view.statements()} == {"offer", "assertion"}
    assert reread(desk, lambda one: one) == ["same", "same"]
    desk.holds()


def test_a_document_is_filed_otherwise_when_read_again_or_ruled_on_and_not_when_another_is(desk: Desk) -> None:
    offer = desk.one("ready to discuss")
    key, *others = desk.view.every_document()
    filed, beside = desk.view.filed(key), [desk.view.filed(one) for one in others]

    def without_cues(one: Reading) -> Reading:
        bare = tuple(s.model_copy(update={"cue": ()}) for s in one.statements)
        return one.model_copy(update={"statements": bare})

    desk.writer.reread(without_cues(desk.view.reading(key)))  # type: ignore[arg-type]
    again = desk.view.filed(key)
    assert filed is not None
    assert again is not None
    assert again.statements == filed.statements  # every telling is what it was, and has its number
    assert again != filed
    assert [desk.view.filed(one) for one in others] == beside
    told_in = offer.fullest.source.key
    desk.rule(offer.id, "kind", "warning")
    assert desk.view.filed(told_in) not in (filed, again, *beside)
    assert {one.judged[offer.id] for one in map(desk.view.filed, desk.view.every_document()) if one} == {"warning"}


def test_rulings_are_found_again_and_win_over_the_new_reader(desk: Desk) -> None:
    refusal = desk.one("any limit on patrols")
    desk.rule(refusal.id, "kind", "warning")
    desk.rule(refusal.id, "stance", "against", issue="patrols")
    offer = desk.one("ready to discuss")
    desk.rule(offer.id, "confirm")
    desk.rule(desk.one("We will not sign").id, "reject")
    assert reread(desk, other({"refusal": "assertion", "offer": "assertion"})) == ["changed", "changed"]
    kinds = {s.kind for s in desk.view.statements()}
    assert kinds == {"warning", "offer"}  # the corrected one, and the one that was confirmed
    assert not [s for s in desk.view.statements() if "not sign" in s.content]
    assert all(r.statement is not None for r in desk.view.rulings())
    (found,) = desk.view.statements(Filter(kind="warning"))
    assert desk.view.rulings_on_issues() == {found.id: {"patrols": "against"}}
    assert found.rulings[0].machine == "refusal"  # what the machine answered then
    assert {c.kind for c in found.citations} == {"assertion"}  # and what it answers now
    desk.holds()


def without(words: str) -> Callable[[Reading], Reading]:
    def read(one: Reading) -> Reading:
        kept = tuple(s for s in one.statements if words not in s.content[0].exact)
        return one.model_copy(update={"statements": kept})

    return read


def test_a_ruling_whose_statement_is_gone_is_kept_unplaced_and_returns_with_it(desk: Desk) -> None:
    whole = [desk.view.reading(key) for key in desk.view.every_document()]
    number = desk.one("any limit on patrols").id
    made = desk.rule(number, "kind", "warning")
    reread(desk, without("any limit"))
    assert [(r.id, r.statement) for r in desk.view.rulings()] == [(made, None)]
    assert not desk.view.statements(Filter(kind="warning"))
    desk.holds()
    for one in whole:
        assert one
        desk.writer.reread(other({})(one))
    (back,) = desk.view.statements(Filter(kind="warning"))
    assert [r.statement for r in desk.view.rulings()] == [back.id]
    desk.holds()


def test_a_speaker_is_the_persons_whatever_the_new_reader_says(desk: Desk) -> None:
    greve = {"name": "Anselm Greve", "type": "person", "role": "envoy", "party": "Lorn"}
    made = desk.rule(desk.one("any limit on patrols").id, "speaker", greve)
    before = {(s.speaker, s.content) for s in desk.view.statements()}
    assert reread(desk, other({}, shift=0)) == ["changed", "changed"]  # other keys, the same words
    assert {(s.speaker, s.content) for s in desk.view.statements()} == before
    desk.holds()
    desk.writer.withdraw(made, judge=ADA)
    assert desk.one("any limit on patrols").speaker == "Maren Tolvik"
    assert not desk.view.named("Anselm Greve")
    desk.holds()


def test_a_name_that_the_new_reader_does_not_find_is_gone_with_its_actor(desk: Desk) -> None:
    assert desk.view.named("Ilya Dorn")

    def read(one: Reading) -> Reading:
        kept = tuple(s for s in one.statements if s.speaker.name != "Ilya Dorn")
        return one.model_copy(update={"statements": kept, "actors": ()})

    reread(desk, read)
    assert not desk.view.named("Ilya Dorn")
    assert [a.name for a in desk.view.actors()] == ["Maren Tolvik"]
    desk.holds()


def test_a_speaker_by_ruling_whom_the_new_reader_does_not_find_stays_on_record(desk: Desk) -> None:
    tolvik = next(s.speaker for s in WIRE.statements if s.speaker.name == "Maren Tolvik")
    made = desk.rule(desk.one("ready to discuss").id, "speaker", tolvik.model_dump())

    def read(one: Reading) -> Reading:
        kept = tuple(s for s in one.statements if s.speaker.name != "Maren Tolvik")
        actors = tuple(a for a in one.actors if a.name != "Maren Tolvik")
        return one.model_copy(update={"statements": kept, "actors": actors, "meetings": ()})

    reread(desk, read)
    assert desk.one("ready to discuss").actor == desk.view.actor("Maren Tolvik").id
    desk.holds()
    desk.writer.withdraw(made, judge=ADA)
    assert not desk.view.named("Maren Tolvik")
    desk.holds()


def test_merges_by_persons_hold(desk: Desk) -> None:
    dorn, tolvik = desk.view.actor("Ilya Dorn").id, desk.view.actor("Maren Tolvik").id
    desk.writer.merge(dorn, tolvik, judge=ADA, reason="a test")
    reread(desk, other({"refusal": "assertion"}))
    assert {s.actor for s in desk.view.statements()} == {dorn}
    assert desk.view.actor("Maren Tolvik").id == dorn
    desk.holds()


def test_a_meeting_keeps_its_uid_when_its_report_is_worded_otherwise(desk: Desk) -> None:
    (before,) = desk.view.meetings()

    def read(one: Reading) -> Reading:
        (met,) = one.meetings
        span = met.evidence[0]
        shorter = Span(start=span.start + 5, end=span.end, exact=span.exact[5:])
        return one.model_copy(update={"meetings": (met.model_copy(update={"evidence": (shorter,), "place": "Sarn"}),)})

    reread(desk, read)
    (after,) = desk.view.meetings()
    assert (after.uid, after.place) == (before.uid, "Sarn")
    reread(desk, lambda one: one.model_copy(update={"meetings": ()}))
    assert desk.view.meetings() == ()
    desk.holds()


def test_corrected_spans_are_an_anchor_too(desk: Desk) -> None:
    s = desk.one("any limit on patrols")
    text = WIRE.document.text
    far = text.index("The strait carries")
    desk.rule(s.id, "spans", {"content": [[far, far + 40]]}, document=s.citations[0].source.key)

    def read(one: Reading) -> Reading:
        def moved(x: Statement) -> Statement:
            at = one.document.text.index("The strait carries")
            return x.model_copy(update={"content": cut(one.document.text, [(at, at + 42)]), "id": "far"})

        changed = tuple(moved(x) if "any limit" in x.content[0].exact else x for x in one.statements)
        return one.model_copy(update={"statements": changed})

    reread(desk, read)
    assert [r.statement is not None for r in desk.view.rulings()] == [True]
    desk.holds()


def test_a_document_that_is_not_on_record_is_not_read_again(desk: Desk) -> None:
    made = WIRE.document.model_copy(update={"id": "nowhere"})
    with pytest.raises(CorrectionError, match="there is no document nowhere"):
        desk.writer.reread(WIRE.model_copy(update={"document": made}))


def many() -> list[Reading]:
    towns = ("Kelmar", "Sarn", "Ouvre", "Tessin Bay", "Lower Hald", "Brack", "Ivory Head", "Munt")
    made = (
        keyed(reading(TEXT.replace("of both states", f"of {t}"), title=t), f"2027-03-0{i + 1}")
        for i, t in enumerate(towns)
    )
    return list(made)


KILLED = """
import pickle, sys
from pathlib import Path
from onrecord.record.address import address
from onrecord.record.store import open_store
from onrecord.record.writer import Writer
at = address(sys.argv[1])
writer = Writer(open_store(at, write=True), at)
print("ready", flush=True)
for one in pickle.loads(Path(sys.argv[2]).read_bytes()):
    print(writer.reread(one), flush=True)
"""


def test_killed_at_any_moment_and_run_again_it_is_as_if_it_had_not_been(tmp_path: Path, at: Address) -> None:
    reader = other({"refusal": "assertion"})
    wanted = [reader(one) for one in many()]
    (tmp_path / "new.pkl").write_bytes(pickle.dumps(wanted))
    desk = Desk(at, *many())
    desk.rule(2, "kind", "warning")
    desk.writer.engine.dispose()
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", KILLED, typed(desk.path), str(tmp_path / "new.pkl")]
    for after in (0.0, 0.02, 0.06, 0.15):
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as reading_again:
            assert reading_again.stdout
            assert reading_again.stdout.readline() == "ready\n"
            time.sleep(after)
            os.kill(reading_again.pid, signal.SIGKILL)
        assert verified(desk.path).holds
        assert len(desk.view.rulings()) == 1
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)
    assert [desk.view.reading(key) for key in desk.view.every_document()] == wanted
    assert {s.kind for s in desk.view.statements(Filter(kind="warning"))} == {"warning"}
    desk.holds()
