"""Which issues statements bear on, with the shipped model and an invented dossier."""

import random

from onrecord.read.bearing import Told, bearings
from onrecord.read.meaning import issue_meaning, meaning
from onrecord.read.model import load
from onrecord.values import Bearing, Issue

FISH = Issue(
    id="fish", name="Fishing in the strait", proposition="Varnian boats may fish in the strait.",
    phrases=("fishing quotas", "trawlers", "catch limits"),
)  # fmt: skip
GAS = Issue(
    id="gas", name="The gas pipeline", proposition="Sund pays the market price for gas from the Tarn pipeline.",
    phrases=("gas price", "pipeline", "transit fees"),
)  # fmt: skip
PRISONERS = Issue(
    id="prisoners", name="Exchange of prisoners", proposition="Both sides release all prisoners of war.",
    phrases=("prisoners of war", "exchange of prisoners"),
)  # fmt: skip
ISSUES = (FISH, GAS, PRISONERS)
STAND = load().stances.stance


def told(content: str) -> Told:
    return Told("said", content, "", "assertion", meaning(content, load()))


def sort(*contents: str, issues: tuple[Issue, ...] = ISSUES) -> list[tuple[Bearing, ...]]:
    return bearings([told(c) for c in contents], issues, [issue_meaning(i, load()) for i in issues], STAND)


def ids(*contents: str) -> list[list[str]]:
    return [[b.issue for b in own] for own in sort(*contents)]


def test_a_statement_that_holds_a_phrase_bears_on_its_issue() -> None:
    ((found,),) = sort("We shall cut the quotas for fishing in the strait by half.")
    assert (found.issue, found.by, found.stance) == ("fish", "phrase", None)


def test_a_statement_that_is_only_like_an_issue_bears_on_it() -> None:
    ((found,),) = sort("that both sides release all captured soldiers")
    assert (found.issue, found.by) == ("prisoners", "meaning")
    assert 0 < found.likeness <= 1


def test_one_statement_may_bear_on_two_issues() -> None:
    assert ids("The exchange of prisoners and the transit fees for the pipeline belong together.") == [
        ["gas", "prisoners"]
    ]


def test_words_of_an_issue_count_without_a_phrase() -> None:
    spoken = "Sund will not go on paying Tarn that much for what it pumps."
    assert ids(spoken, spoken.replace("Sund", "He").replace("Tarn", "her")) == [["gas"], []]


def test_a_phrase_is_not_enough_where_all_else_is_of_another_issue() -> None:
    war = "All prisoners of war and of both sides are released, every captured soldier, whatever catch limits say."
    assert ids(war, "Catch limits are what we want.") == [["prisoners"], ["fish"]]


def test_words_far_apart_in_a_long_answer_are_no_matter() -> None:
    sentences = "Both are well. The release of the film is late. His side won. The war on drugs goes on."
    one = "Both sides of the war release them."
    assert ids(sentences, one) == [[], ["prisoners"]]


def test_a_statement_whose_meaning_is_unread_may_hold_many_words_of_an_issue() -> None:
    unread = Told("said", "Sund, which has a market, pays Tarn for what is in transit: gas.", "", "demand", None)
    ((found,),) = bearings([unread], ISSUES, [issue_meaning(i, load()) for i in ISSUES], STAND)
    assert (found.issue, found.by, found.likeness) == ("gas", "meaning", 0)


def test_what_fits_none_is_left_unsorted() -> None:
    assert ids("The minister thanked the cooks for a splendid dinner.", "That is our position.", "") == [[], [], []]


def test_a_longer_phrase_of_another_issue_takes_the_words() -> None:
    strategic = Issue(id="arms", name="Arms", proposition="Warheads are cut.", phrases=("strategic stability",))
    forum = Issue(
        id="talks", name="Talks", proposition="The Strategic Stability Dialogue goes on.",
        phrases=("Strategic Stability Dialogue",),
    )  # fmt: skip
    ((found,),) = sort("The Strategic Stability Dialogue meets in Tarn on Monday.", issues=(strategic, forum))
    assert (found.issue, found.by) == ("talks", "phrase")


def test_bearings_do_not_depend_on_what_else_was_told() -> None:
    contents = [
        "Trawlers must leave.",
        "Gas prices are too high for us.",
        "He had soup.",
        "Prisoners of war come home.",
    ]
    together = dict(zip(contents, sort(*contents), strict=True))
    random.Random(4).shuffle(contents)
    assert all(sort(content)[0] == together[content] for content in contents)


def test_a_statement_without_a_meaning_is_sorted_by_phrases_alone() -> None:
    meanings = [issue_meaning(i, load()) for i in ISSUES]
    ((found,),) = bearings([Told("said", "Catch limits for trawlers", "", "demand", None)], ISSUES, meanings, STAND)
    assert (found.issue, found.by) == ("fish", "phrase")


def test_no_issues_or_no_statements_is_no_bearings() -> None:
    assert bearings([told("Trawlers must leave.")], (), (), STAND) == [()]
    assert bearings([], ISSUES, [issue_meaning(i, load()) for i in ISSUES], STAND) == []


def test_a_dossier_of_one_issue_works() -> None:
    assert [bool(own) for own in sort("Trawlers must leave the strait.", "He had soup.", issues=(FISH,))] == [
        True, False,
    ]  # fmt: skip
