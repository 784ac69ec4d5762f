import pytest

from onrecord.record.names import agree, bare, equal, fold, parsed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yuri", "Yury"), ("Yuriy", "Yuri"), ("Sergei", "Sergey"), ("Zelmanski", "Zelmanskyy"), ("Dornov", "Dornow"),
        ("Khadir", "Hadir"), ("al-Rashidi", "Rashidi"), ("Schults", "Shults"), ("Björk", "Bjork"), ("Łada", "Lada"),
        ("Philippos", "Filipos"), ("Tchernin", "Chernin"), ("Mustapha", "Mustafa"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Dorn", "Thorn"), ("Tolvik", "Tolvin"), ("Maren", "Marin")])
def test_different_words_do_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("name", "given", "surname"),
    [
        ("Dorn", (), "dorn"),
        ("Ilya Dorn", ("ilia",), "dorn"),
        ("Dr. Maren Tolvik", ("maren",), "tolvik"),
        ("M. K. Tolvik", ("m", "k"), "tolvik"),
        ("Petra van der Holm", ("petra",), "vanderholm"),
        ("Tariq al-Rashidi", ("tariq",), "rashidi"),
        ("Bob Hale", ("robert",), "hale"),
        ("Xi Weilan", ("veilan",), "ksi"),
        ("Kim Dae Ho", ("dae", "ho"), "kim"),
        ("Lho Sang-Min", ("sangmin",), "lho"),
        ("Rhan Il-ho", ("ilho",), "rhan"),
        ("Kim Carver", ("kim",), "carver"),
        ("Anna Holm-Reeve", ("ana",), "holmreeve"),
    ],
)
def test_a_name_has_given_names_and_a_surname(name: str, given: tuple[str, ...], surname: str) -> None:
    found = parsed(name)
    assert (len(found.given), found.surname) == (len(given), fold(surname) if surname != "ksi" else "ksi")
    assert bare(name) is (not given)


@pytest.mark.parametrize(
    ("one", "other", "may_be_one", "to_the_letter"),
    [
        ("Ilya Dorn", "Ilia Dorn", True, True),
        ("Ilya Dorn", "I. Dorn", True, False),
        ("Ilya Dorn", "Dorn", True, False),
        ("Robert Hale", "Bob Hale", True, True),
        ("Ilya P. Dorn", "Ilya Dorn", True, False),
        ("Ilya P. Dorn", "Ilya Pavel Dorn", True, False),
        ("Ilya P. Dorn", "Ilya K. Dorn", False, False),
        ("Ilya Dorn Jr.", "Ilya Dorn", True, False),
        ("Ilya Dorn Jr.", "Ilya Dorn III", False, False),
        ("Ilya Dorn", "Maren Dorn", False, False),
        ("Ilya Dorn", "Igor Dorn", False, False),
        ("Ilya Dorn", "Ilya Tolvik", False, False),
        ("Yasser Hale", "Yasir Hale", True, False),
    ],
)
def test_names_agree(one: str, other: str, may_be_one: bool, to_the_letter: bool) -> None:
    a, b = parsed(one), parsed(other)
    assert agree(a, b) is agree(b, a) is may_be_one
    assert equal(a, b) is to_the_letter
