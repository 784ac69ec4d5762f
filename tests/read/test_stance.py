"""Where a statement stands on a proposition."""

import json
import time
from pathlib import Path

import pytest

from onrecord.read.stance import stance
from onrecord.values import Kind, Stance

PAIRS: list[tuple[str, str, str, Kind, str, Stance | None]] = [
    # plain acts
    ("demanded", "that Sund open the strait", "", "demand", "The strait is opened", "for"),
    ("demanded", "that Sund open the strait", "", "demand", "The strait stays closed", "against"),
    ("welcomed", "the release of the crews", "", "endorsement", "The crews are released", "for"),
    ("pledged", "to keep the harbour open", "", "commitment", "The harbour remains open", "for"),
    ("pledged", "to keep the harbour open", "", "commitment", "The harbour is closed", "against"),
    ("criticised", "the blockade of the islands", "", "accusation", "The islands are blockaded", "against"),
    ("criticised", "the arrest of the fishermen", "", "accusation", "Fishermen are arrested", "against"),
    # refusals
    ("rejected", "a joint patrol of the strait", "", "refusal", "The strait is patrolled jointly", "against"),
    ("rejected", "a joint patrol of the strait", "", "refusal", "There are no joint patrols", "for"),
    ("said", "Vell will not accept a foreign base on the islands", "", "refusal", "A foreign base is built", "against"),
    ("said", "there will be no foreign base on the islands", "", "refusal", "The islands are free of bases", "for"),
    ("said", "a foreign base was out of the question", "", "refusal", "A foreign base is set up", "against"),
    ("opposed", "lifting the sanctions", "", "refusal", "The sanctions are lifted", "against"),
    ("opposed", "lifting the sanctions", "", "refusal", "The sanctions stay in place", "for"),
    ("refused", "to withdraw its fleet from the bay", "", "refusal", "The fleet leaves the bay", "against"),
    ("refused", "to withdraw its fleet from the bay", "", "refusal", "The fleet stays in the bay", "for"),
    # refusal of a negative
    ("ruled out", "guarantees that the League would not expand", "", "refusal", "The League expands", "for"),
    (
        "ruled out",
        "guarantees that the League would not expand",
        "",
        "refusal",
        "The League does not expand",
        "against",
    ),
    ("rejected", "a ban on fishing in the strait", "", "refusal", "Fishing in the strait is banned", "against"),
    ("rejected", "a ban on fishing in the strait", "", "refusal", "Fishing goes on", "for"),
    ("said", "Vell would not object to a joint patrol", "", "offer", "There is a joint patrol", "for"),
    ("said", "Vell had never opposed the treaty", "", "endorsement", "The treaty is concluded", "for"),
    ("said", "we will not stop the exports of grain", "", "refusal", "Grain is exported", "for"),
    ("said", "we will not stop the exports of grain", "", "refusal", "Grain exports are halted", "against"),
    # verbs that turn their object
    ("called for", "an end to the fishing ban", "", "demand", "The fishing ban is lifted", "for"),
    ("called for", "an end to the fishing ban", "", "demand", "The fishing ban is kept", "against"),
    ("urged", "Sund to refrain from further missile tests", "", "demand", "Sund tests missiles", "against"),
    ("urged", "Sund to stop the missile tests", "", "demand", "The missile tests are halted", "for"),
    ("offered", "to dismantle its missiles", "", "offer", "The missiles are destroyed", "for"),
    ("said", "the navy must leave without delay", "", "demand", "The navy withdraws", "for"),
    ("agreed", "to cut its tariffs on wool", "", "commitment", "Wool tariffs are reduced", "for"),
    ("agreed", "to cut its tariffs on wool", "", "commitment", "Wool tariffs are raised", "against"),
    ("supported", "the removal of trade barriers", "", "endorsement", "Trade barriers are abolished", "for"),
    # warnings
    ("warned against", "arming the islands", "", "warning", "The islands are armed", "against"),
    ("warned", "that arming the islands would be a mistake", "", "warning", "The islands are armed", "against"),
    ("warned", "that arming the islands would be a mistake", "", "warning", "The islands are not armed", "for"),
    (
        "said",
        "if Sund seizes the island, we will impose sanctions",
        "if Sund seizes the island",
        "warning",
        "Sund seizes the island",
        "against",
    ),
    (
        "said",
        "if Sund seizes the island, we will impose sanctions",
        "if Sund seizes the island",
        "warning",
        "Sanctions are imposed on Sund",
        "conditional",
    ),
    # conditions
    (
        "said",
        "the talks can resume only if Sund frees the crews",
        "only if Sund frees the crews",
        "offer",
        "The talks resume",
        "conditional",
    ),
    (
        "said",
        "the talks can resume only if Sund frees the crews",
        "only if Sund frees the crews",
        "offer",
        "The crews are freed",
        "for",
    ),
    (
        "said",
        "Vell will sign the treaty provided that the navy leaves",
        "provided that the navy leaves",
        "commitment",
        "The treaty is signed",
        "conditional",
    ),
    (
        "said",
        "there will be no talks until the crews are free",
        "until the crews are free",
        "refusal",
        "Talks are held",
        "conditional",
    ),
    ("said", "any agreement must be subject to inspections", "", "demand", "An agreement is concluded", "conditional"),
    # open
    ("said", "Vell was ready to discuss limits on missiles", "", "offer", "Limits on missiles are discussed", "for"),
    ("said", "Vell was ready to discuss limits on missiles", "", "offer", "Missiles are limited", "open"),
    ("did not rule out", "a joint patrol", "", "assertion", "There is a joint patrol", "open"),
    ("said", "no decision has been made on the base", "", "assertion", "The base is built", "open"),
    ("said", "we are still considering a joint patrol", "", "assertion", "There is a joint patrol", "open"),
    ("said", "everything was on the table, including the base", "", "offer", "The base is moved", "open"),
    # no side
    ("said", "the fleet arrived in the bay on Monday", "", "assertion", "The fleet stays in the bay", None),
    ("expects", "the price of wool to fall in the spring", "", "expectation", "Wool tariffs are cut", None),
    ("demanded", "that Sund open the strait", "", "demand", "Wheat is subsidised", None),
    ("rejected", "a joint patrol of the strait", "", "refusal", "Debts are forgiven", None),
    # more of each, in the words of officials, reports and transcripts
    (
        "said",
        "it is unacceptable that Sund keeps its troops in the valley",
        "",
        "accusation",
        "Sund's troops stay in the valley",
        "against",
    ),
    (
        "said",
        "it is unacceptable that Sund keeps its troops in the valley",
        "",
        "accusation",
        "Sund withdraws its soldiers from the valley",
        "for",
    ),
    (
        "reiterated",
        "that Vell would never recognise the annexation of the islands",
        "",
        "refusal",
        "The annexation is recognised",
        "against",
    ),
    (
        "reiterated",
        "that Vell would never recognise the annexation of the islands",
        "",
        "refusal",
        "Vell does not recognise the annexation",
        "for",
    ),
    (
        "said",
        "Vell must not be left out of the negotiations",
        "",
        "demand",
        "Vell is excluded from the negotiations",
        "against",
    ),
    (
        "said",
        "Vell must not be left out of the negotiations",
        "",
        "demand",
        "Vell takes part in the negotiations",
        "for",
    ),
    ("cautioned", "that cutting the aid would destabilise the region", "", "warning", "Aid is cut", "against"),
    ("cautioned", "that cutting the aid would destabilise the region", "", "warning", "Aid is continued", "for"),
    (
        "",
        "We are not going to negotiate under threats. The blockade has to end first.",
        "",
        "refusal",
        "The blockade is lifted",
        "for",
    ),
    (
        "",
        "We are not going to negotiate under threats. The blockade has to end first.",
        "",
        "refusal",
        "There are negotiations",
        "against",
    ),
    (
        "",
        "I don't see any reason to keep these tariffs. They hurt our farmers.",
        "",
        "accusation",
        "The tariffs are maintained",
        "against",
    ),
    (
        "",
        "Our position is clear: no weapons in space, and we've said it many times.",
        "",
        "demand",
        "Weapons are stationed in space",
        "against",
    ),
    (
        "",
        "Our position is clear: no weapons in space, and we've said it many times.",
        "",
        "demand",
        "Space stays free of weapons",
        "for",
    ),
    ("called on", "all parties to refrain from the use of force", "", "demand", "Force is used", "against"),
    ("called on", "all parties to refrain from the use of force", "", "demand", "The parties renounce force", "for"),
    ("denied", "a request to extend the deadline", "", "refusal", "The deadline is extended", "against"),
    ("vetoed", "a resolution condemning the attack", "", "refusal", "The attack is condemned", "against"),
    (
        "supported",
        "extending the moratorium on nuclear tests",
        "",
        "endorsement",
        "Nuclear tests are resumed",
        "against",
    ),
    (
        "supported",
        "extending the moratorium on nuclear tests",
        "",
        "endorsement",
        "The test moratorium continues",
        "for",
    ),
    (
        "said",
        "we would be willing to lift the embargo if elections are held",
        "if elections are held",
        "offer",
        "The embargo is lifted",
        "conditional",
    ),
    (
        "said",
        "we would be willing to lift the embargo if elections are held",
        "if elections are held",
        "offer",
        "Elections take place",
        "for",
    ),
    (
        "said",
        "unless the dam is closed, there can be no treaty on the river",
        "unless the dam is closed",
        "refusal",
        "The dam is closed",
        "for",
    ),
    (
        "said",
        "unless the dam is closed, there can be no treaty on the river",
        "unless the dam is closed",
        "refusal",
        "A river treaty is concluded",
        "conditional",
    ),
    (
        "expressed concern about",
        "the lack of progress on prisoner exchanges",
        "",
        "accusation",
        "Prisoners are exchanged",
        "for",
    ),
    ("praised", "the decision to close the base", "", "endorsement", "The base is closed", "for"),
    ("praised", "the decision to close the base", "", "endorsement", "The base is kept open", "against"),
    (
        "insisted",
        "that inspections be carried out without prior notice",
        "",
        "demand",
        "Inspections need prior notice",
        "against",
    ),
    ("proposed", "deleting the paragraph on finance", "", "offer", "The paragraph on finance is removed", "for"),
    ("proposed", "deleting the paragraph on finance", "", "offer", "The finance paragraph is kept", "against"),
    ("proposed", "to postpone the vote until spring", "", "offer", "The vote is held now", "against"),
    (
        "objected to",
        "deleting the reference to human rights",
        "",
        "refusal",
        "Human rights are mentioned in the text",
        "for",
    ),
    ("said", "there was no need for a new treaty", "", "refusal", "A new treaty is negotiated", "against"),
    ("said", "it made no sense to abolish the levy", "", "refusal", "The levy is abolished", "against"),
    ("said", "it made no sense to abolish the levy", "", "refusal", "The levy stays", "for"),
    ("accused", "Sund of blocking the delivery of grain", "", "accusation", "Grain is delivered", "for"),
    ("accused", "Sund of blocking the delivery of grain", "", "accusation", "Grain deliveries are blocked", "against"),
    ("accused", "Sund of violating the ceasefire", "", "accusation", "The ceasefire is respected", "for"),
    ("blamed", "the failure of the talks on Sund", "", "accusation", "The talks fail", "against"),
    ("said", "we have never said that we want to break up the union", "", "refusal", "The union breaks up", "against"),
    ("warned", "that without a ceasefire there would be famine", "", "warning", "A ceasefire is agreed", "for"),
    ("threatened", "to leave the treaty", "", "warning", "The treaty is abandoned", "for"),
    (
        "said",
        "his country would not be the first to use nuclear weapons",
        "",
        "commitment",
        "Nuclear weapons are used",
        "against",
    ),
    ("promised", "not to raise taxes on fuel", "", "commitment", "Fuel taxes go up", "against"),
    ("said", "he was not opposed to a summit", "", "offer", "A summit takes place", "for"),
    ("said", "a summit could not be excluded", "", "assertion", "A summit takes place", "open"),
    (
        "said",
        "the cabinet has yet to decide whether to join the pact",
        "",
        "assertion",
        "The country joins the pact",
        "open",
    ),
    (
        "said",
        "talks on the border might be resumed at a later date",
        "",
        "expectation",
        "The border talks are resumed",
        None,
    ),
    (
        "",
        "So I think we'll look at that proposal, and we'll see where it goes.",
        "",
        "assertion",
        "The proposal is accepted",
        "open",
    ),
    ("noted", "that trade had grown by 4 percent", "", "assertion", "Trade barriers are removed", None),
    (
        "agreed",
        "to exclude agriculture from the negotiations",
        "",
        "commitment",
        "Agriculture is negotiated",
        "against",
    ),
    (
        "agreed",
        "to exclude agriculture from the negotiations",
        "",
        "commitment",
        "Farming is left out of the talks",
        "for",
    ),
    (
        "welcomed",
        "the lifting of restrictions on journalists",
        "",
        "endorsement",
        "Journalists are restricted",
        "against",
    ),
    ("hoped", "that the hostages would be freed soon", "", "expectation", "The hostages are released", "for"),
    (
        "said",
        "the union should stay out of the dispute",
        "",
        "demand",
        "The union intervenes in the dispute",
        "against",
    ),
    ("said", "we cannot allow the agreement to fall apart", "", "refusal", "The agreement is preserved", "for"),
    ("said", "we cannot allow the agreement to fall apart", "", "refusal", "The agreement is terminated", "against"),
    ("said", "nobody should stand in the way of peace", "", "demand", "Peace is made", "for"),
    ("expressed opposition to", "the construction of the pipeline", "", "refusal", "The pipeline is built", "against"),
    ("expressed opposition to", "the construction of the pipeline", "", "refusal", "The pipeline is not built", "for"),
    (
        "",
        "We've been very clear about this. We don't think it would be helpful to send more troops to the border.",
        "",
        "refusal",
        "More troops are sent to the border",
        "against",
    ),
    (
        "",
        "And so what the President has said is that he wants to see a ceasefire, and he wants to see it now.",
        "",
        "demand",
        "A ceasefire is declared",
        "for",
    ),
    (
        "",
        "If they come to the table in good faith, we are ready to ease some of the restrictions.",
        "If they come to the table in good faith",
        "offer",
        "Restrictions are eased",
        "conditional",
    ),
    (
        "",
        "If they come to the table in good faith, we are ready to ease some of the restrictions.",
        "If they come to the table in good faith",
        "offer",
        "They negotiate in good faith",
        "for",
    ),
    (
        "",
        "If they come to the table in good faith, we are ready to ease some of the restrictions.",
        "If they come to the table in good faith",
        "offer",
        "They stay away from the table",
        "against",
    ),
    (
        "",
        "I'm not going to get into hypotheticals. But we have real concerns about the new airfield.",
        "",
        "accusation",
        "The airfield is built",
        "against",
    ),
    (
        "",
        "These are false claims, and the people behind them know it. We condemn the campaign.",
        "",
        "accusation",
        "The campaign goes on",
        "against",
    ),
    (
        "proposed",
        "that developed countries take the lead and that voluntary targets be deleted",
        "",
        "offer",
        "Voluntary targets are kept",
        "against",
    ),
    (
        "proposed",
        "that developed countries take the lead and that voluntary targets be deleted",
        "",
        "offer",
        "Developed countries take the lead",
        "for",
    ),
    ("preferred", "not to establish a new body", "", "refusal", "A new body is set up", "against"),
    ("preferred", "not to establish a new body", "", "refusal", "No further body is created", "for"),
    (
        "expressed reservations about",
        "including nuclear energy in the mechanism",
        "",
        "refusal",
        "Nuclear energy is part of the mechanism",
        "against",
    ),
    ("questioned", "the need for an additional fund", "", "refusal", "An additional fund is created", "against"),
    (
        "stressed",
        "that new commitments for developing countries were unacceptable",
        "",
        "refusal",
        "Developing countries take on new commitments",
        "against",
    ),
    (
        "stressed",
        "that new commitments for developing countries were unacceptable",
        "",
        "refusal",
        "Developing countries have no new commitments",
        "for",
    ),
    (
        "supported",
        "retaining the reference to equity",
        "",
        "endorsement",
        "The reference to equity is deleted",
        "against",
    ),
    ("supported", "retaining the reference to equity", "", "endorsement", "Equity is mentioned", "for"),
    ("urged", "delegates not to reopen the text", "", "demand", "The text is reopened", "against"),
    ("urged", "delegates not to reopen the text", "", "demand", "The text stays closed", "for"),
    ("said", "the group could not accept a cap on credits", "", "refusal", "Credits are capped", "against"),
    ("said", "the group could not accept a cap on credits", "", "refusal", "Credits are unlimited", "for"),
    ("noted", "the need to simplify the procedures", "", "demand", "The procedures are simplified", "for"),
    ("called for", "strengthening the review process", "", "demand", "The review is weakened", "against"),
    ("called for", "strengthening the review process", "", "demand", "The review becomes stronger", "for"),
    ("said", "producers should not flood the market", "", "demand", "Producers flood the market", "against"),
    ("said", "the government will not devalue the currency", "", "refusal", "The currency is devalued", "against"),
    (
        "said",
        "the bank would resume lending once arrears are cleared",
        "once arrears are cleared",
        "offer",
        "Lending is resumed",
        "conditional",
    ),
    (
        "warned",
        "that protectionism would hurt both economies",
        "",
        "warning",
        "Protectionist measures are taken",
        "against",
    ),
    (
        "said",
        "Vell would retaliate if its exports were curbed",
        "if its exports were curbed",
        "warning",
        "Vell's exports are restricted",
        "against",
    ),
    (
        "said",
        "Vell would retaliate if its exports were curbed",
        "if its exports were curbed",
        "warning",
        "Vell retaliates",
        "conditional",
    ),
    ("threatened", "to boycott the meeting", "", "warning", "The meeting is boycotted", "for"),
    ("dismissed", "suggestions that it would leave the cartel", "", "refusal", "It leaves the cartel", "against"),
    ("dismissed", "suggestions that it would leave the cartel", "", "refusal", "It stays in the cartel", "for"),
    ("said", "he saw no alternative to the pact", "", "endorsement", "The pact is concluded", "for"),
    ("was encouraged by", "the agreement on inspections", "", "endorsement", "Inspections take place", "for"),
    ("said", "the offer did not go far enough", "", "refusal", "The offer is accepted", "against"),
    ("turned down", "an invitation to the talks", "", "refusal", "The invitation is accepted", "against"),
    (
        "said",
        "we will keep the sanctions until the troops have left",
        "until the troops have left",
        "refusal",
        "The troops withdraw",
        "for",
    ),
    (
        "reaffirmed",
        "their opposition to any change of borders by force",
        "",
        "refusal",
        "Borders are changed by force",
        "against",
    ),
    (
        "reaffirmed",
        "their opposition to any change of borders by force",
        "",
        "refusal",
        "The borders remain unchanged",
        "for",
    ),
    ("is considering", "a freeze on deployments", "", "offer", "Deployments are frozen", "open"),
    ("said", "it was not yet clear whether the minister would attend", "", "assertion", "The minister attends", "open"),
    (
        "agreed",
        "that neither side would deploy missiles in the region",
        "",
        "commitment",
        "Missiles are deployed in the region",
        "against",
    ),
    (
        "agreed",
        "that neither side would deploy missiles in the region",
        "",
        "commitment",
        "The region is kept free of missiles",
        "for",
    ),
    ("said", "an attack on one ally was an attack on all", "", "commitment", "Allies defend each other", "for"),
    (
        "deplored",
        "the decision to withdraw from the treaty",
        "",
        "accusation",
        "The country leaves the treaty",
        "against",
    ),
    (
        "deplored",
        "the decision to withdraw from the treaty",
        "",
        "accusation",
        "The country remains in the treaty",
        "for",
    ),
    ("said", "farm subsidies distort trade and should be phased out", "", "demand", "Farm subsidies end", "for"),
    (
        "said",
        "farm subsidies distort trade and should be phased out",
        "",
        "demand",
        "Farmers go on receiving subsidies",
        "against",
    ),
    # one-sidedness, other acts of the same report, conditions that are another's, principles
    (
        "reaffirmed",
        "the right of each country to choose its own alliances",
        "",
        "commitment",
        "Vell may join the League",
        "for",
    ),
    ("said", "both sides must disarm", "", "demand", "Only one side disarms", "against"),
    ("objected to", "the ban on fishing and called for a quota", "", "refusal", "There is a quota", "for"),
    ("opposed", "the plan, saying that it would harm fishermen", "", "refusal", "Fishermen are harmed", "against"),
    ("announced", "bans on drift nets, to protect the dolphins", "", "commitment", "Dolphins are protected", "for"),
    (
        "welcomed",
        "the statement that the League would act if the strait was mined",
        "if the strait was mined",
        "endorsement",
        "The League acts if the strait is mined",
        "for",
    ),
    ("do not want", "a treaty with loopholes", "", "refusal", "The treaty has loopholes", "against"),
    ("said", "the best way to end harmful fishing is to set quotas", "", "endorsement", "Quotas are set", "for"),
    (
        "said",
        "there would be no decision about the islands without the islanders",
        "",
        "refusal",
        "The islanders take part in the decision",
        "for",
    ),
    (
        "said",
        "if we do not pass this bill, prices will go up",
        "if we do not pass this bill",
        "assertion",
        "The bill is passed",
        "for",
    ),
    ("urged", "Sund to pull back its forces from the border", "", "demand", "Sund de-escalates", "for"),
    (
        "preferred",
        "not to limit the talks to the islands",
        "",
        "refusal",
        "The talks are limited to the islands",
        "against",
    ),
    (
        "said",
        "we will not set a date today, and no deadline — a date from here",
        "",
        "refusal",
        "A date is set",
        "against",
    ),
]


@pytest.mark.parametrize(("cue", "content", "condition", "kind", "proposition", "expected"), PAIRS)
def test_stands_where_its_words_say(
    cue: str, content: str, condition: str, kind: Kind, proposition: str, expected: Stance | None
) -> None:
    assert stance(cue, content, condition, kind, proposition) == expected


@pytest.mark.parametrize(
    ("content", "kind"), [("that Sund open the strait", "demand"), ("Vell will never open the strait", "refusal")]
)
def test_a_proposition_and_its_negation_stand_on_opposite_sides(content: str, kind: Kind) -> None:
    sides = {stance("said", content, "", kind, f"The strait is {verb}") for verb in ("opened", "not opened")}
    assert sides == {"for", "against"}


def test_a_condition_beside_the_content_counts_like_one_within() -> None:
    whole = stance("said", "we will sign if the navy leaves", "if the navy leaves", "offer", "A treaty is signed")
    beside = stance("said", "we will sign", "if the navy leaves", "offer", "A treaty is signed")
    assert whole == beside == "conditional"


def test_a_name_in_common_is_not_enough_to_take_a_side() -> None:
    assert stance("demanded", "that Russia free the crews", "", "demand", "Russia joins the league") is None


@pytest.mark.parametrize("words", ["", "   ", "…", "—", "?!", "12.5", "and, or", "’s"])
def test_words_that_say_nothing_take_no_side(words: str) -> None:
    assert stance("", words, "", "demand", "The strait is opened") is None
    assert stance("demanded", "that Sund open the strait", "", "demand", words) is None


def test_a_pair_takes_little_time() -> None:
    content = "Vell would not accept a foreign base on the islands, and it will never leave the treaty. " * 4
    statements = [f"{content} Number {i}." for i in range(40)]
    issues = [f"The base number {i} is built on the islands" for i in range(10)]
    stance("said", content, "", "refusal", issues[0])
    start = time.process_time()
    for statement in statements:
        for issue in issues:
            stance("said", statement, "", "refusal", issue)
    assert (time.process_time() - start) / 400 < 0.002  # seconds; 0.0003 are usual


def test_annotated_pairs_are_held_out_by_document() -> None:
    pairs = Path(__file__).parents[2] / "evaluation/stance/pairs.jsonl"
    rows = [json.loads(line) for line in pairs.read_text(encoding="utf-8").splitlines()]
    documents = {part: {r["document"] for r in rows if r["part"] == part} for part in ("dev", "held_out")}
    held_out = [r for r in rows if r["part"] == "held_out"]
    assert not documents["dev"] & documents["held_out"]
    assert len(held_out) >= 300
    assert sum(r["negated"] for r in held_out) >= len(held_out) / 2
