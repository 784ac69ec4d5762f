import pytest

from onrecord.record.offices import alike, told


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Foreign Minister", "foreign minister", True),
        ("Secretary", "Secretary of State", True),
        ("Minister of Defence", "Defense Minister", True),
        ("spokeswoman", "Foreign Ministry spokesman", True),
        ("former President", "President", True),
        ("Governor", "central bank governor", True),
        ("Foreign Minister", "Minister for Foreign Affairs", True),
        ("President and Treasurer", "Treasurer", True),
        ("energy and mines minister", "mines minister", True),
        ("Deputy Foreign Minister", "Foreign Minister", False),
        ("Vice President", "President", False),
        ("Foreign Minister", "Defence Minister", False),
        ("Senator", "Representative", False),
        ("President", "President's brother", False),
        ("Secretary of State", "State Department spokesman", False),
        ("Dr.", "Dr.", False),
    ],
)
def test_roles_of_one_office(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


@pytest.mark.parametrize(
    ("role", "office"), [("envoy", True), ("Dr.", False), ("Mr", False), ("", False), (None, False)]
)
def test_a_form_of_address_is_no_office(role: str | None, office: bool) -> None:
    assert told(role) is office
