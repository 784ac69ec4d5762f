"""Who accepts which package, and which packages that makes a deal."""

import numpy as np

from onrecord.weigh.deals.packages import Answer, Mask, Packages


def acceptances(made: Packages) -> Answer:
    """Which packages, (parties, packages), are worth its threshold or more to each party."""
    return Answer(made.low >= made.most[:, None], made.high >= made.least[:, None])


def by_all(made: Packages) -> Answer:
    """Which packages every party accepts: the zone of possible agreement."""
    accepted = acceptances(made)
    return Answer(unanimous(accepted.certain), unanimous(accepted.possible))


def by_rule(made: Packages) -> Answer:
    """Which packages every veto party accepts, and all parties but as many as the negotiation's rule leaves out."""
    accepted = acceptances(made)
    return Answer(carried(made, accepted.certain), carried(made, accepted.possible))


def unanimous(accepted: Mask) -> Mask:
    """Which packages, (packages,), all accept if these parties, (parties, packages), accept them."""
    every: Mask = np.logical_and.reduce(accepted, axis=0)
    return every


def carried(made: Packages, accepted: Mask) -> Mask:
    """Which packages, (packages,), are a deal by the rule if these parties, (parties, packages), accept them."""
    veto = np.array([party.veto for party in made.negotiation.parties])
    enough = accepted.sum(0) >= len(veto) - made.negotiation.all_but
    deal: Mask = np.logical_and(enough, unanimous(accepted[veto]))
    return deal
