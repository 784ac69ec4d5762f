"""The Graph Model for Conflict Resolution over plain values: which states are stable for whom, and why.

``graph_model(conflict)`` makes a conflict ready; ``stability(model.movers, model.ranks())`` tells which states are
stable, ``equilibria`` which are stable for everyone, and ``blocking`` why.
"""

from onrecord.weigh.conflict.explaining import Improvement, Step, blocking
from onrecord.weigh.conflict.model import GraphModel, graph_model
from onrecord.weigh.conflict.moves import Moves, moves
from onrecord.weigh.conflict.stability import CONCEPTS, Concept, equilibria, stability

__all__ = [
    "CONCEPTS",
    "Concept",
    "GraphModel",
    "Improvement",
    "Moves",
    "Step",
    "blocking",
    "equilibria",
    "graph_model",
    "moves",
    "stability",
]
