import pytest

from onrecord.record.identity import Appearing, Known, identify, lasting, may_be_one, same_speaker, whose
from onrecord.values import ActorType


def who(name: str, role: str | None = None, party: str | None = None, kind: ActorType = "person") -> Appearing:
    return Appearing(name, kind, role, party)


def known(
    number: int, *names: str, role: str | None = None, party: str | None = None, kind: ActorType = "person"
) -> Known:
    roles, parties = (frozenset({v} if v else ()) for v in (role, party))
    return Known(number, kind, frozenset(names), parties, roles)


DORN = known(1, "Ilya Dorn", role="Foreign Minister", party="Varnia")
NAMESAKE = known(2, "Ilya Dorn", role="harbour master", party="Ostrel")
MAREN = known(3, "Maren Dorn", role="envoy", party="Varnia")
UNPLACED = known(4, "Ilya Dorn")


@pytest.mark.parametrize(
    ("someone", "on_record", "found", "why"),
    [
        (who("Ilya Dorn"), [DORN], (1,), "same name"),
        (who("Ilya Dorn", "Foreign Minister", "Varnia"), [DORN, NAMESAKE], (1,), "same name, party Varnia"),
        (who("Ilya Dorn"), [DORN, NAMESAKE], (1, 2), "same name"),
        (who("Ilya Dorn", "harbour master"), [DORN, NAMESAKE], (2,), "role harbour master"),
        (who("Ilya Dorn", None, "Kelmar"), [DORN, NAMESAKE], None, ""),
        (who("Ilya Dorn", "former Foreign Minister", "Kelmar"), [DORN], (1,), "role former Foreign Minister"),
        (who("Ilia Dorn"), [DORN, MAREN], (1,), "spellings of one name"),
        (who("I. Dorn", None, "Varnia"), [DORN, MAREN], (1,), "party Varnia"),
        (who("I. Dorn"), [DORN], None, ""),
        (who("Ilya K. Dorn"), [UNPLACED], None, ""),
        (who("Ilya K. Dorn", None, "Varnia"), [DORN], (1,), "party Varnia"),
        (who("Maren Dorn"), [DORN], None, ""),
        (who("Ilya Dorn", None, "Varnia"), [DORN, UNPLACED], (1,), "party Varnia"),
        (who("Varnia", None, "Varnia", "government"),
         [known(5, "Varnia", party="Varnia", kind="government")], (5,), "same name"),
        (who("Government of Varnia", None, "Varnia", "government"),
         [known(5, "Varnia", party="Varnia", kind="government")], (5,), "same name"),
        (who("Foreign Ministry", None, "Varnia", "organisation"),
         [known(6, "Foreign Ministry", party="Ostrel", kind="organisation")], None, ""),
        (who("the Foreign Ministry", None, "Ostrel", "organisation"),
         [known(6, "Foreign Ministry", party="Ostrel", kind="organisation")], (6,), "party Ostrel"),
        (who("Foreign Ministry", None, None, "organisation"),
         [known(6, "Foreign Ministry", party="Ostrel", kind="organisation")], None, ""),
        (who("Meridian Wire", None, None, "organisation"), [known(7, "Meridian Wire", kind="organisation")], (7,), ""),
        (who("Dorn", None, None, "organisation"), [known(8, "Dorn", party="Varnia")], None, ""),
    ],
)  # fmt: skip
def test_whom_a_full_name_means(
    someone: Appearing, on_record: list[Known], found: tuple[int, ...] | None, why: str
) -> None:
    verdict = identify(someone, on_record)
    assert (verdict.actors if verdict else None) == found
    assert why in (verdict.reason if verdict else "")


def test_all_that_fit_and_may_be_one_are_told() -> None:
    verdict = identify(who("Ilya Dorn", None, "Varnia"), [DORN, UNPLACED])
    assert verdict
    assert (verdict.actor, verdict.one) == (1, (1, 4))
    assert identify(who("Ilya Dorn"), [DORN, NAMESAKE]).one == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("surname", "on_record", "found"),
    [
        (known(9, "Dorn", party="Varnia"), [DORN], (1,)),
        (known(9, "Dorn", role="Minister"), [DORN], (1,)),
        (known(9, "Dorn", role="Minister", party="Varnia"), [DORN, MAREN], (1,)),
        (known(9, "Dorn", party="Varnia"), [DORN, MAREN], (1, 3)),
        (known(9, "Dorn", party="Ostrel"), [DORN], None),
        (known(9, "Dorn", role="Foreign Minister", party="Ostrel"), [DORN], None),
        (known(9, "Dorn", role="Defence Minister", party="Varnia"), [DORN], None),
        (known(9, "Dorn", role="former Foreign Minister"), [DORN], (1,)),
        (known(9, "Dorn"), [DORN], None),
        (known(9, "Dorn", role="envoy"), [DORN, MAREN], (3,)),
    ],
)
def test_whose_a_surname_is(surname: Known, on_record: list[Known], found: tuple[int, ...] | None) -> None:
    verdict = whose(surname, on_record)
    assert (verdict.actors if verdict else None) == found


def test_surnames_alone_are_one_by_party_and_office() -> None:
    held = [known(1, "Dorn", role="President", party="Varnia"), known(2, "Dorn", role="envoy")]
    verdict = same_speaker(who("Dorn", "President"), held)
    assert verdict
    assert verdict.actor == 1
    assert same_speaker(who("Dorn", "President", "Ostrel"), held) is None


@pytest.mark.parametrize(
    ("someone", "lasts"),
    [
        (who("Ilya Dorn"), True),
        (who("Dorn"), False),
        (who("Dorn", "Dr."), False),
        (who("Dorn", "envoy"), True),
        (who("Foreign Ministry", None, None, "organisation"), False),
        (who("Foreign Ministry", None, "Varnia", "organisation"), True),
        (who("Harbour League", None, None, "organisation"), True),
    ],
)
def test_who_becomes_an_actor(someone: Appearing, lasts: bool) -> None:
    assert lasting(someone) is lasts


def test_nothing_speaks_against_two_being_one() -> None:
    assert may_be_one([DORN, UNPLACED])
    assert not may_be_one([DORN, NAMESAKE])
    assert not may_be_one([UNPLACED, MAREN])
