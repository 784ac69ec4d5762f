"""Deals over plain values: every way to settle every issue, who accepts it, and where a deal could lie.

``packages(negotiation)`` lays them out; ``acceptances`` tells who accepts which, ``by_all`` and ``by_rule`` which could
be a deal, ``pareto``, ``nash_point`` and ``kalai_smorodinsky_point`` which are best, ``near`` which are one concession
away and ``blockers`` whose threshold alone is in the way. Where scores are ranges, each answer says what is certain and
what is possible.
"""

from onrecord.weigh.deals.accepting import acceptances, by_all, by_rule
from onrecord.weigh.deals.blocking import Blocker, Near, blockers, near, short_by
from onrecord.weigh.deals.packages import Answer, Packages, packages
from onrecord.weigh.deals.pareto import pareto
from onrecord.weigh.deals.points import kalai_smorodinsky_point, nash_point

__all__ = [
    "Answer",
    "Blocker",
    "Near",
    "Packages",
    "acceptances",
    "blockers",
    "by_all",
    "by_rule",
    "kalai_smorodinsky_point",
    "nash_point",
    "near",
    "packages",
    "pareto",
    "short_by",
]
