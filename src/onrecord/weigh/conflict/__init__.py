"""The Graph Model for Conflict Resolution over plain values: which states are stable for whom, and why.

``graph_model(conflict)`` makes a conflict ready; ``stability(model.movers, model.ranks())`` tells which states are
stable, ``equilibria`` which are stable for everyone, and ``blocking`` why. ``coalition`` and ``jointly_stable`` tell
the same of some who move together; ``status_quo`` where a state leads.
"""

from onrecord.weigh.conflict.coalitions import Coalition, coalition, jointly_blocking, jointly_stable
from onrecord.weigh.conflict.explaining import Improvement, blocking
from onrecord.weigh.conflict.model import GraphModel, graph_model
from onrecord.weigh.conflict.moves import Moves, moves
from onrecord.weigh.conflict.paths import Arc, Route, StatusQuo, Unlocking, status_quo
from onrecord.weigh.conflict.sequences import Step
from onrecord.weigh.conflict.stability import CONCEPTS, Concept, equilibria, stability

__all__ = [
    "CONCEPTS",
    "Arc",
    "Coalition",
    "Concept",
    "GraphModel",
    "Improvement",
    "Moves",
    "Route",
    "StatusQuo",
    "Step",
    "Unlocking",
    "blocking",
    "coalition",
    "equilibria",
    "graph_model",
    "jointly_blocking",
    "jointly_stable",
    "moves",
    "stability",
    "status_quo",
]
