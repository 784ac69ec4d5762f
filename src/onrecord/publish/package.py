"""One package of a negotiation: how it settles each issue, what it is worth to whom and why, and who refuses it."""

from collections.abc import Iterator
from string import ascii_uppercase
from typing import Any

from onrecord.publish.deals import NAMES, Deals, basis, ends, rule, told, word
from onrecord.publish.listing import Cell, Listing
from onrecord.values.deal import Bounds, Scores
from onrecord.weigh.deals import short_by


def parties(shown: Deals, package: int) -> Listing:
    """The parties: what the package is worth to each, and how far that is from its threshold."""
    made = shown.made
    rows = tuple(
        (party.name, "veto" if party.veto else None, told(made.worth(who, package)), told(party.threshold.bounds),
         word(shown.accepted, (who, package)), _short(shown, who, package))
        for who, party in enumerate(shown.negotiation.parties)
    )  # fmt: skip
    columns = ("party", "veto", "worth", "threshold", "accepts", "short by")
    return Listing(f"{made.name(package)} of {shown.negotiation.title}", columns, rows, {"party": 1})


def scores(shown: Deals, package: int) -> Listing:
    """Where each party's worth comes from, issue by issue, with what the score rests on where that is said."""
    found = [*_scores(shown, package)]
    columns = ("party", "issue", "resolution", "worth", "ground", "cites")
    width = 6 if any(s.ground or s.cites for *_, s in found) else 4
    rows = tuple(
        (who, issue, resolution, told(worth), s.ground, ", ".join(s.cites) or None)[:width]
        for who, issue, resolution, worth, s in found
    )
    return Listing("Scores", columns[:width], rows, {"issue": 1, "resolution": 1})


def rows(shown: Deals, package: int) -> Listing:
    """The same for CSV."""
    columns = ("party", "issue", "resolution", "low", "high", "ground", "cites")
    found = tuple(
        (who, issue, resolution, *ends(worth).values(), s.ground, "; ".join(s.cites))
        for who, issue, resolution, worth, s in _scores(shown, package)
    )
    return Listing(shown.made.name(package), columns, found)


def _scores(shown: Deals, package: int) -> Iterator[tuple[str, str, str, Bounds, Scores]]:
    settled = [*zip(shown.negotiation.issues, shown.made.chosen[:, package], strict=True)]
    for party in shown.negotiation.parties:
        for (issue, n), scores in zip(settled, party.scores, strict=True):
            yield party.name, issue.name, issue.resolutions[n], scores.bounds[n], scores


def summary(shown: Deals, package: int) -> Iterator[str]:
    """How it settles each issue, whether that is a deal, and who is in its way."""
    settled = zip(ascii_uppercase, shown.negotiation.issues, shown.resolutions(package), strict=False)
    yield "; ".join(f"{letter} {issue.name}: {text}" for letter, issue, text in settled) + "."
    answers = {name: word(answer, package) for name, answer in shown.answers.items()}
    yield f"All accept: {answers['by_all']}. A deal by the rule ({rule(shown.negotiation)}): {answers['by_rule']}."
    best = ("Pareto optimal", "Nash point", "Kalai–Smorodinsky point")
    yield " ".join(f"{what}: {holds}." for what, holds in zip(best, [*answers.values()][2:], strict=True))
    yield from _refusing(shown, package)


def _refusing(shown: Deals, package: int) -> Iterator[str]:
    accepted, names = shown.accepted, [party.name for party in shown.negotiation.parties]
    refusing = [who for who in range(len(names)) if not accepted.possible[who, package]]
    unsure = [who for who in range(len(names)) if word(accepted, (who, package)) == "perhaps"]
    if len(refusing) == 1 and not unsure:
        who = refusing[0]
        yield f"{names[who]}'s threshold alone is in its way, by {_short(shown, who, package)}."
    elif refusing:
        yield f"It is refused by {', '.join(names[who] for who in refusing)}."
    if unsure:
        yield f"Whether {' and '.join(names[who] for who in unsure)} would accept it is open, as scores are."


def plain(shown: Deals, package: int) -> dict[str, Any]:
    """The same as plain values."""
    made, chosen = shown.made, shown.made.chosen[:, package]
    return {
        "package": made.name(package),
        "resolutions": shown.resolutions(package),
        **{name: word(shown.answers[name], package) for name in NAMES},
        "parties": [
            {
                "name": party.name,
                "veto": party.veto,
                "worth": ends(made.worth(who, package)),
                "threshold": ends(party.threshold.bounds) | basis(party.threshold),
                "accepts": word(shown.accepted, (who, package)),
                "short": (short := short_by(made, who, package)) and ends(short),
                "scores": [ends(s.bounds[n]) | basis(s) for s, n in zip(party.scores, chosen, strict=True)],
            }
            for who, party in enumerate(shown.negotiation.parties)
        ],
    }


def _short(shown: Deals, party: int, package: int) -> Cell:
    short = short_by(shown.made, party, package)
    return told(short) if short else None
