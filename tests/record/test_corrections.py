from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import CorrectionError
from onrecord.record.address import Address
from onrecord.record.schema import judgement
from onrecord.record.writer import Writer
from tests.record.named import add, check, derived, groups, merges, person, reading, roots, store

DORN = person("Ilya Dorn", "Foreign Minister", "Varnia")
OTHER = person("Ilya Dorn", "Harbour Master", "Ostrel")
TOLVIK = person("Maren Tolvik", "Foreign Minister", "Ostrel")
BECAUSE = {"judge": "Ada Reeve", "reason": "the ministry's page says so"}


def test_tellings_of_two_who_are_made_one_are_one_statement_and_come_apart_again(at: Address) -> None:
    writer = store(at)
    add(writer, reading("a", DORN, TOLVIK), reading("b", OTHER))
    before = derived(writer)
    one, two = roots(writer)["a", "Ilya Dorn"], roots(writer)["b", "Ilya Dorn"]
    assert one
    assert two
    assert one != two
    writer.merge(one, two, **BECAUSE)
    check(writer)
    assert roots(writer)["b", "Ilya Dorn"] == one
    assert len(derived(writer)["statement"]) == len(before["statement"]) - 1
    assert writer.split(one, judge="Ada Reeve", reason="two men after all") == two
    check(writer)
    assert derived(writer) == before


def test_a_merge_survives_new_documents_and_is_listed_with_its_reason(at: Address) -> None:
    writer = store(at)
    add(writer, reading("a", DORN), reading("b", person("Elias Dornberg", "envoy", "Varnia")))
    one, two = roots(writer)["a", "Ilya Dorn"], roots(writer)["b", "Elias Dornberg"]
    assert one
    assert two
    writer.merge(one, two, **BECAUSE)
    add(
        writer,
        reading("c", person("Elias Dornberg", "envoy", "Varnia")),
        reading("d", person("Dornberg", None, "Varnia")),
    )
    check(writer)
    assert roots(writer)["c", "Elias Dornberg"] == roots(writer)["d", "Dornberg"] == one
    with writer.engine.begin() as connection:
        (held,) = merges(connection, machine=False)
        assert (held.keep, held.other_name, held.reason) == (one, "Elias Dornberg", BECAUSE["reason"])
    assert writer.split(one, spelling="Elias Dornberg", **BECAUSE) == two
    check(writer)
    assert {roots(writer)[k] for k in (("b", "Elias Dornberg"), ("c", "Elias Dornberg"), ("d", "Dornberg"))} == {two}


def test_appearances_are_taken_out_by_document_and_new_ones_follow_party_or_stay_open(at: Address) -> None:
    writer = store(at)
    someone = person("Ilya Dorn")
    add(writer, reading("a", DORN), reading("b", someone), reading("c", DORN))
    one = roots(writer)["a", "Ilya Dorn"]
    assert one
    new = writer.split(one, documents=["b"], **BECAUSE)
    check(writer)
    assert roots(writer) == {("a", "Ilya Dorn"): one, ("b", "Ilya Dorn"): new, ("c", "Ilya Dorn"): one}
    add(writer, reading("d", DORN), reading("e", someone))
    check(writer)
    assert roots(writer)["d", "Ilya Dorn"] == one
    assert roots(writer)["e", "Ilya Dorn"] is None


def test_a_spelling_that_was_split_off_goes_where_the_person_said(at: Address) -> None:
    writer = store(at)
    short = person("I. Dorn", None, "Varnia")
    add(writer, reading("a", DORN), reading("b", short))
    one = roots(writer)["a", "Ilya Dorn"]
    assert one
    assert roots(writer)["b", "I. Dorn"] == one
    new = writer.split(one, spelling="I. Dorn", **BECAUSE)
    add(writer, reading("c", short), reading("d", person("I. Dorn", "Foreign Minister", "Varnia")))
    check(writer)
    assert roots(writer)["c", "I. Dorn"] == roots(writer)["d", "I. Dorn"] == new
    writer.merge(one, new, **BECAUSE)
    check(writer)
    add(writer, reading("e", short))
    assert len(groups(writer)) == 1
    with writer.engine.begin() as connection:
        different = connection.execute(judgement.select().where(judgement.c.verdict == "different")).one()
    assert different.withdrawn


def test_a_surname_that_a_rule_merged_is_freed_for_good(at: Address) -> None:
    writer = store(at)
    surname = person("Dorn", "Minister", "Varnia")
    add(writer, reading("a", DORN), reading("b", surname))
    one = roots(writer)["a", "Ilya Dorn"]
    assert one
    assert len(groups(writer)) == 1
    freed = writer.split(one, spelling="Dorn", **BECAUSE)
    add(writer, reading("c", surname), reading("d", DORN))
    check(writer)
    assert roots(writer)["c", "Dorn"] == roots(writer)["b", "Dorn"] == freed != one


@pytest.mark.parametrize(
    ("keep", "other", "problem"),
    [(1, 1, "one already"), (1, 99, "no actor 99"), (1, 2, "one is a person"), (99, 1, "no actor 99")],
)
def test_merges_that_cannot_be(at: Address, keep: int, other: int, problem: str) -> None:
    writer = store(at)
    add(writer, reading("a", DORN, person("Varnia", None, "Varnia", "government")))
    with pytest.raises(CorrectionError, match=problem):
        writer.merge(keep, other, **BECAUSE)


@pytest.mark.parametrize(
    ("actor", "more", "problem"),
    [
        (99, {}, "no actor 99"),
        (1, {}, "say which part"),
        (1, {"spelling": "Ivo Dorn"}, "does not appear so"),
        (1, {"spelling": "Ilya Dorn"}, "all that is known"),
        (1, {"documents": ["z"]}, "no document z"),
    ],
)
def test_splits_that_cannot_be(at: Address, actor: int, more: dict[str, object], problem: str) -> None:
    writer = store(at)
    add(writer, reading("a", DORN))
    before = derived(writer)
    with pytest.raises(CorrectionError, match=problem):
        writer.split(actor, **more, **BECAUSE)  # type: ignore[arg-type]
    assert derived(writer) == before


NAMES = st.sampled_from(["Ilya Dorn", "I. Dorn", "Ilia Dorn", "Dorn", "Maren Dorn", "Tolvik", "Maren Tolvik"])
PEOPLE = st.builds(
    person, NAMES, st.sampled_from([None, "Foreign Minister", "Minister"]), st.sampled_from([None, "Varnia", "Ostrel"])
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), PEOPLE, st.integers(0, 2)),
        st.tuples(st.just("merge"), st.integers(1, 8), st.integers(1, 8)),
        st.tuples(st.just("split"), st.integers(1, 8), st.one_of(st.none(), NAMES, st.integers(0, 8))),
    ),
    max_size=12,
)
WORDS = (
    SAID_ONE := "Varnia would withdraw its boats from the strait",
    SAID_ONE + " by autumn",
    "There will be no talks",
)


@contextmanager
def fresh(stores: Callable[[], Address]) -> Iterator[Writer]:
    writer = store(stores())
    yield writer
    writer.engine.dispose()


def take(writer: Writer, number: int, step: tuple[str, object, object]) -> bool:
    match step:
        case ("merge", int(keep), int(other)):
            writer.merge(keep, other, **BECAUSE)
        case ("split", int(actor), int(document)):
            writer.split(actor, documents=[f"d{document}"], **BECAUSE)
        case ("split", int(actor), spelling):
            writer.split(actor, spelling=spelling, **BECAUSE)  # type: ignore[arg-type]
        case (_, who, int(said)):
            text = WORDS[said]
            add(writer, reading(f"d{number}", who, said=text, day=f"2027-03-0{1 + number % 4}"))  # type: ignore[arg-type]
    return True


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_after_any_corrections_the_store_holds_what_deriving_it_anew_gives(
    stores: Callable[[], Address], steps: list[tuple[str, object, object]]
) -> None:
    with fresh(stores) as writer:
        for number, step in enumerate(steps):
            try:
                take(writer, number, step)
            except CorrectionError:
                continue
            check(writer)


@settings(max_examples=40, deadline=None)
@given(
    people=st.lists(st.tuples(PEOPLE, st.integers(0, 2)), min_size=2, max_size=6),
    keep=st.integers(1, 6),
    other=st.integers(1, 6),
)
def test_a_merge_that_is_split_leaves_no_trace_but_the_log(
    stores: Callable[[], Address], people: list[tuple[object, int]], keep: int, other: int
) -> None:
    with fresh(stores) as writer:
        for number, (who, said) in enumerate(people):
            take(writer, number, ("add", who, said))
        before, grouped = derived(writer), groups(writer)
        try:
            writer.merge(keep, other, **BECAUSE)
        except CorrectionError:
            return
        with writer.engine.begin() as connection:
            child = merges(connection, machine=False)[0].other
        writer.split(child, **BECAUSE)
        check(writer)
        assert groups(writer) == grouped
        assert derived(writer)["statement"] == before["statement"]
