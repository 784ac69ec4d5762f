"""A first conflict out of a record: options that parties control, and what they prefer, each with its statements.

docs/conflict.md says the rules in plain words. What the record does not say stays out, and is named as left out.
"""

from collections.abc import Iterator

from onrecord.values.conflict import Conflict, Preferences
from onrecord.weigh.clashes import ranked
from onrecord.weigh.conflict.drafting import Drafting
from onrecord.weigh.conflict.naming import plain
from onrecord.weigh.conflict.proposal import Proposal, Unowned
from onrecord.weigh.conflict.wishing import Wishes
from onrecord.weigh.weighed import Weighed, known_by


def proposed(weighed: Weighed) -> Proposal:
    """Propose options and preferences of a dossier's parties, as of the day that the statements were weighed for."""
    known = tuple(ranked(known_by(weighed.said, weighed.as_of), weighed.dossier).values())
    made = Drafting(weighed, known)
    dossier = weighed.dossier
    wishes = {party: tuple(Wishes(made, party).all()) for party in made.parties}
    conflict = Conflict(
        title=dossier.title,
        decision_makers=tuple(map(plain, made.parties)),
        options=tuple(o.model_copy(update={"owner": plain(o.owner)}) for o in made.options),
        preferences=tuple(Preferences(decision_maker=plain(p), wishes=w) for p, w in wishes.items() if w),
    )
    return Proposal(
        conflict,
        made.said,
        made.notes,
        unowned=tuple(
            Unowned(issue, tuple(p for p in made.held if p.issue == issue.id))
            for issue in dossier.issues if not made.of_issue.get(issue.id)
        ),
        silent=tuple(p.name for p in dossier.parties if p.name not in {*made.parties, *(o.owner for o in made.beyond)}),
        unstated={plain(p): unstated for p in made.parties if (unstated := tuple(_unstated(made, p)))},
        left=tuple(made.left),
        beyond=made.beyond,
        as_of=weighed.as_of,
    )  # fmt: skip


def _unstated(made: Drafting, party: str) -> Iterator[str]:
    """The issues that can be decided and on which a party takes no side."""
    sided = {p.issue for p in made.held if p.party == party and p.stance not in (None, "open")}
    for issue in made.weighed.dossier.issues:
        if made.of_issue.get(issue.id) and issue.id not in sided:
            yield issue.name
