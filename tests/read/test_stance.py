"""Where a statement stands on a proposition."""

import time

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
    ("ruled out", "guarantees that the League would not expand", "", "refusal", "The League does not expand", "against"),
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
    ("said", "if Sund seizes the island, we will impose sanctions", "if Sund seizes the island", "warning", "Sund seizes the island", "against"),
    ("said", "if Sund seizes the island, we will impose sanctions", "if Sund seizes the island", "warning", "Sanctions are imposed on Sund", "conditional"),
    # conditions
    ("said", "the talks can resume only if Sund frees the crews", "only if Sund frees the crews", "offer", "The talks resume", "conditional"),
    ("said", "the talks can resume only if Sund frees the crews", "only if Sund frees the crews", "offer", "The crews are freed", "for"),
    ("said", "Vell will sign the treaty provided that the navy leaves", "provided that the navy leaves", "commitment", "The treaty is signed", "conditional"),
    ("said", "there will be no talks until the crews are free", "until the crews are free", "refusal", "Talks are held", "conditional"),
    ("said", "any agreement must be subject to inspections", "", "demand", "An agreement is concluded", "conditional"),
    # open
    ("said", "Vell was ready to discuss limits on missiles", "", "offer", "Limits on missiles are discussed", "for"),
    ("said", "Vell was ready to discuss limits on missiles", "", "offer", "Missiles are limited", "open"),
    ("did not rule out", "a joint patrol", "", "assertion", "There is a joint patrol", "open"),
    ("said", "no decision has been made on the base", "", "assertion", "The base is built", "open"),
    ("said", "we are still considering a joint patrol", "", "assertion", "There is a joint patrol", "open"),
    ("said", "everything was on the table, including the base", "", "offer", "The base is closed", "open"),
    # no side
    ("said", "the fleet arrived in the bay on Monday", "", "assertion", "The fleet stays in the bay", None),
    ("expects", "the price of wool to fall in the spring", "", "expectation", "Wool tariffs are cut", None),
    ("demanded", "that Sund open the strait", "", "demand", "Wheat is subsidised", None),
    ("rejected", "a joint patrol of the strait", "", "refusal", "Debts are forgiven", None),
]
