"""The Graph Model for Conflict Resolution over plain values: which states are stable for whom, and why.

``graph_model(conflict)`` makes a conflict ready; ``stability(model.movers, model.ranks())`` tells which states are
stable, ``equilibria`` which are stable for everyone, and ``blocking`` why. ``coalition`` and ``jointly_stable`` tell
the same of some who move together; ``status_quo`` where a state leads. Where preferences are partly open,
``completions`` are what they leave possible, ``open_stability`` tells what holds in all, some or none of them,
``open_coalitions`` the same of some who move together, ``open_status_quo`` where a state then leads and ``settling``
what to ask; ``inverse`` and ``robustness`` try other rankings.
"""

from onrecord.weigh.conflict.certain import Certain, Liking, certain, ranks_unless_open
from onrecord.weigh.conflict.coalitions import Coalition, coalition, jointly_blocking, jointly_stable
from onrecord.weigh.conflict.completions import Completions, JointCompletions, OpenOrder, completions
from onrecord.weigh.conflict.explaining import Improvement, blocking
from onrecord.weigh.conflict.inverse import Inverse, inverse
from onrecord.weigh.conflict.model import GraphModel, graph_model
from onrecord.weigh.conflict.moves import Moves, moves
from onrecord.weigh.conflict.open_coalitions import OpenJoint, open_coalitions
from onrecord.weigh.conflict.open_paths import OpenRoute, OpenStatusQuo, OpenUnlocking, Way, open_status_quo
from onrecord.weigh.conflict.open_reasons import Possible, possibly_blocking
from onrecord.weigh.conflict.open_stability import OpenStability, Share, open_stability
from onrecord.weigh.conflict.paths import Arc, Route, StatusQuo, Unlocking, status_quo
from onrecord.weigh.conflict.robustness import (
    Analysis,
    Belief,
    Misperception,
    Profile,
    Robustness,
    every_analysis,
    misperceived,
    misperception,
    mistakes,
    named_profiles,
    profiles,
    robustness,
)
from onrecord.weigh.conflict.sequences import Step
from onrecord.weigh.conflict.settling import Question, Settling, settling
from onrecord.weigh.conflict.stability import CONCEPTS, Answers, Concept, equilibria, stability

__all__ = [
    "CONCEPTS",
    "Analysis",
    "Answers",
    "Arc",
    "Belief",
    "Certain",
    "Coalition",
    "Completions",
    "Concept",
    "GraphModel",
    "Improvement",
    "Inverse",
    "JointCompletions",
    "Liking",
    "Misperception",
    "Moves",
    "OpenJoint",
    "OpenOrder",
    "OpenRoute",
    "OpenStability",
    "OpenStatusQuo",
    "OpenUnlocking",
    "Possible",
    "Profile",
    "Question",
    "Robustness",
    "Route",
    "Settling",
    "Share",
    "StatusQuo",
    "Step",
    "Unlocking",
    "Way",
    "blocking",
    "certain",
    "coalition",
    "completions",
    "equilibria",
    "every_analysis",
    "graph_model",
    "inverse",
    "jointly_blocking",
    "jointly_stable",
    "misperceived",
    "misperception",
    "mistakes",
    "moves",
    "named_profiles",
    "open_coalitions",
    "open_stability",
    "open_status_quo",
    "possibly_blocking",
    "profiles",
    "ranks_unless_open",
    "robustness",
    "settling",
    "stability",
    "status_quo",
]
