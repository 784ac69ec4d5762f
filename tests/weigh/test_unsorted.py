"""What fits no issue: each statement once, alike ones together, nothing left out."""

from onrecord.weigh.unsorted import unsorted
from onrecord.weigh.weighed import Weighed
from tests.weigh.made import DOSSIER, bears, said

FISH = ("fishing quotas must be halved", "Ostrel must accept lower fishing quotas", "fishing quotas are to be kept low")


def test_alike_statements_share_a_label_of_their_own_words_the_rest_go_by_kind_and_party() -> None:
    fish = [said(n, "Varnia", words, "2027-03-01", kind="demand") for n, words in enumerate(FISH, 1)]
    other = said(8, None, "the minister landed at noon", "2027-03-02")
    sorted_one = said(9, "Varnia", "the radar must go", "2027-03-02", kind="demand")
    found = unsorted(Weighed((*fish, other, sorted_one), {9: bears(radar="for")}, DOSSIER))
    assert sorted(s.id for c in found for s in c.said) == [1, 2, 3, 8]
    assert found[0].label.casefold().split()[0] in " ".join(FISH)
    assert {s.id for s in found[0].said} <= {1, 2, 3}
    assert (found[-1].label, [s.id for s in found[-1].said]) == ("assertion, no party", [8])


def test_nothing_unsorted_makes_no_cluster() -> None:
    assert unsorted(Weighed((), {}, DOSSIER)) == ()
