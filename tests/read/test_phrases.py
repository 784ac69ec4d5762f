"""Phrases by stems: what is one word in another form, and what is not."""

import pytest

from onrecord.read.phrases import holds, stem, stems


def held(phrase: str, text: str) -> bool:
    words = stems(phrase)
    return holds(stems(text), frozenset(words), len(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("invade", "invasion"), ("diplomacy", "diplomatic"), ("negotiate", "negotiations"), ("ally", "allies"),
        ("expand", "expansion"), ("Varnia's".casefold(), "varnia"), ("deploy", "deployments"), ("quota", "quotas"),
        ("sovereign", "sovereignty"), ("defense", "defend"), ("consult", "consultations"),
    ],
)  # fmt: skip
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("unity", "united"), ("consult", "consumer"), ("fish", "fiscal")])
def test_other_words_have_another(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("fishing quotas", "We shall cut the quotas for fishing by half."),
        ("consult allies", "after consultations with our allies"),
        ("coordinate with allies", "coordinating closely with the allies"),
        ("cease-fire", "a cease fire in the strait"),
        ("withdrawal of troops", "The troops’ withdrawal begins."),
        ("military buildup", "a build-up of the military"),
        ("de-escalate", "They should deescalate now."),
        ("Norwegian boats", "boats from Norway"),
        ("Varnian boats", "the boats of Varnia"),
    ],
)
def test_a_phrase_is_found_in_other_forms_and_order(phrase: str, text: str) -> None:
    assert held(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("fishing quotas", "The quotas were signed by the minister whose father went fishing."),
        ("fishing quotas", "No more fishing."),
        ("Polish boats", "They polish their boats."),
        ("the", "the strait"),
        ("", "the strait"),
        ("gas price", ""),
    ],
)
def test_words_far_apart_or_missing_are_no_phrase(phrase: str, text: str) -> None:
    assert not held(phrase, text)
