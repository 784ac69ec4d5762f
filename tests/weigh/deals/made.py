"""Negotiations of our own."""

from onrecord.values.deal import Bounds, DealIssue, DealParty, Negotiation, Scores, Threshold, exactly


def bounds(worth: object) -> Bounds:
    """A number, or a pair of ends."""
    return Bounds(low=worth[0], high=worth[1]) if isinstance(worth, tuple) else exactly(worth)  # type: ignore[arg-type]


def scores(*worths: object) -> Scores:
    """The scores of one issue."""
    return Scores(bounds=tuple(bounds(w) for w in worths))


def party(name: str, threshold: object, *given: Scores, veto: bool = False) -> DealParty:
    """A party with its scores, issue by issue."""
    return DealParty(name=name, scores=given, threshold=Threshold(bounds=bounds(threshold)), veto=veto)


def negotiation(*parties: DealParty, all_but: int = 0) -> Negotiation:
    """A negotiation of these parties; issues and resolutions named by their places."""
    issues = tuple(
        DealIssue(name=f"issue {n}", resolutions=tuple(f"way {k}" for k in range(1, len(s.bounds) + 1)))
        for n, s in enumerate(parties[0].scores, start=1)
    )
    return Negotiation(title="made", issues=issues, parties=parties, all_but=all_but)
