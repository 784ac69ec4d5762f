from collections.abc import Callable
from itertools import permutations

import pytest
from sqlalchemy import select

from onrecord.record.address import Address
from onrecord.record.schema import actor, judgement
from onrecord.values import Reading
from tests.record.named import add, check, groups, merges, person, reading, roots, store

DORN = person("Ilya Dorn", "Foreign Minister", "Varnia")
SISTER = person("Maren Dorn", "Foreign Minister", "Varnia")


def test_one_person_under_all_spellings_whatever_came_first(stores: Callable[[], Address]) -> None:
    told = [
        reading("a", person("Dorn", "Minister", "Varnia")),
        reading("b", person("Ilia Dorn")),
        reading("c", person("I. Dorn", None, "Varnia")),
        reading("d", DORN),
        reading("e", person("Dorn", "former Foreign Minister")),
    ]
    everyone = frozenset((r.document.id, r.actors[0].name or "") for r in told)
    for number, order in enumerate(permutations(told)):
        if number % 17:
            continue
        writer = store(stores())
        add(writer, *order)
        check(writer)
        assert groups(writer) == {everyone}
        writer.engine.dispose()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_surname_that_two_can_have_is_neither_whatever_came_first(at: Address, order: tuple[int, ...]) -> None:
    told = [reading("a", DORN), reading("b", SISTER), reading("c", person("Dorn", "Minister", "Varnia"))]
    writer = store(at)
    add(writer, *(told[i] for i in order))
    check(writer)
    assert len(groups(writer)) == 3
    with writer.engine.begin() as connection:
        assert merges(connection) == []


def test_people_of_one_surname_in_one_document_stay_two(at: Address) -> None:
    writer = store(at)
    add(writer, reading("a", DORN, person("Maren Dorn", "artist", "Varnia"), person("Dorn", None, "Varnia")))
    assert len(set(roots(writer).values())) == 3


@pytest.mark.parametrize(
    "told",
    [
        [person("Dorn"), person("Ilya Dorn", "envoy", "Varnia")],
        [person("Dorn", None, "Ostrel"), person("Ilya Dorn", "envoy", "Varnia")],
        [person("Foreign Ministry", None, p, "organisation") for p in ("Varnia", "Ostrel")],
        [person("Ilya Dorn", None, "Varnia"), person("Ilya Dorn", None, "Ostrel")],
        [person("Ilya Dorn", "Vice President"), person("Ilya K. Dorn", "President")],
    ],
)  # fmt: skip
def test_nobody_is_merged_without_evidence(at: Address, told: list[object]) -> None:
    writer = store(at)
    add(writer, *(reading(f"d{i}", who) for i, who in enumerate(told)))  # type: ignore[arg-type]
    assert len(groups(writer)) == 2


def test_a_document_that_names_both_makes_two_one(at: Address) -> None:
    writer = store(at)
    add(writer, reading("a", person("Ilya K. Dorn", "envoy", None)), reading("b", person("Ilya Dorn", None, "Varnia")))
    assert len(groups(writer)) == 2
    add(writer, reading("c", person("Ilya Karel Dorn", "envoy", "Varnia")))
    check(writer)
    assert len(groups(writer)) == 1
    with writer.engine.begin() as connection:
        (why,) = merges(connection)
    assert why.judge == "onrecord"
    assert "Ilya Karel Dorn in one document fits both" in why.reason


def test_reasons_are_written_down(at: Address) -> None:
    writer = store(at)
    add(writer, reading("a", DORN), reading("b", DORN), reading("c", person("Dorn", "Minister", "Varnia")))
    with writer.engine.begin() as connection:
        reasons = connection.execute(select(judgement.c.reason).order_by(judgement.c.id)).scalars().all()
    assert list(reasons) == [
        "same name, party Varnia, role Foreign Minister", "one surname, party Varnia, role Minister",
    ]  # fmt: skip


def test_an_actor_is_shown_by_its_fullest_and_commonest_name_with_days(at: Address) -> None:
    def told(key: str, name: str, day: str) -> Reading:
        return reading(key, person(name, "Foreign Minister", "Varnia"), day=day)

    writer = store(at)
    add(writer, told("a", "Dorn", "2027-03-05"), told("b", "Ilja Dorn", "2027-03-01"))
    add(writer, told("c", "Ilya Dorn", "2027-03-09"), told("d", "Ilya Dorn", "2027-03-02"))
    check(writer)
    with writer.engine.begin() as connection:
        (row,) = connection.execute(select(actor).where(actor.c.merged_into.is_(None))).all()
    assert (row.name, row.party, row.first_seen, row.last_seen) == ("Ilya Dorn", "Varnia", "2027-03-01", "2027-03-09")
