"""What of a dossier has nothing on record, and what the record has that the dossier lacks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.record.answers import Met, Said
from onrecord.values import Bearing, Dossier, DossierParty, Forum
from onrecord.weigh.disputes import stem_sequence

MANY = 3  # statements from which a party that the dossier lacks is worth a line
LACKING = 12  # such parties named at most


@dataclass(frozen=True)
class Phrase:
    """A phrase of an issue."""

    issue: str
    words: str


@dataclass(frozen=True)
class Lacking:
    """A party on record that the dossier does not have."""

    party: str
    statements: int


@dataclass(frozen=True)
class Unmatched:
    """What matches nothing, each in the order of the dossier. ``unsorted`` statements bear on no issue, of ``said``."""

    said: int
    silent_parties: tuple[str, ...]
    unquoted_people: tuple[str, ...]
    forums: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    issues: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    unsorted: int

    @property
    def everything_matches(self) -> bool:
        """Whether all that the dossier names is on record."""
        return not (self.silent_parties or self.unquoted_people or self.forums or self.phrases or self.issues)


def unmatched(
    dossier: Dossier,
    said: Sequence[Said],
    met: Sequence[Met],
    quoted: Mapping[str, int],
    bearings: Mapping[int, Sequence[Bearing]],
) -> Unmatched:
    """Hold a dossier against a record.

    ``quoted`` says how many statements are on record of each of the dossier's people, whatever the spelling;
    ``bearings`` which issues each statement, by number, bears on.
    """
    heard = Counter(name.casefold() for s in said for name in {s.party, s.speaker} if name)
    relayed = {c.relayed_by.casefold() for s in said for c in s.citations if c.relayed_by}
    held = {b.issue for found in bearings.values() for b in found}
    runs = [stem_sequence(s.content) for s in said]
    return Unmatched(
        said=len(said),
        silent_parties=tuple(p.name for p in dossier.parties if not _speaks(p, heard, quoted)),
        unquoted_people=tuple(
            d.name
            for p in dossier.parties
            for d in p.people
            if not quoted.get(d.name) and d.name.casefold() not in relayed
        ),
        forums=tuple(f.name for f in dossier.forums if not _meets(f, met)),
        phrases=tuple(Phrase(i.id, w) for i in dossier.issues for w in i.phrases if not _stands(w, runs)),
        issues=tuple(i.id for i in dossier.issues if i.id not in held),
        lacking=_lacking(dossier, said),
        unsorted=sum(not bearings.get(s.id) for s in said),
    )


def _names(party: DossierParty | Forum) -> set[str]:
    organs = party.organs if isinstance(party, DossierParty) else ()
    return {name.casefold() for name in (party.name, *party.aliases, *organs)}


def _speaks(party: DossierParty, heard: Mapping[str, int], quoted: Mapping[str, int]) -> bool:
    return any(heard.get(name) for name in _names(party)) or any(quoted.get(d.name) for d in party.people)


def _meets(forum: Forum, met: Sequence[Met]) -> bool:
    """Whether a meeting is of this forum, or is described in words that hold its name."""
    names = _names(forum)
    return any((m.forum or "").casefold() in names or any(n in m.what.casefold() for n in names) for m in met)


def _stands(phrase: str, runs: Sequence[tuple[str, ...]]) -> bool:
    wanted = stem_sequence(phrase)
    return any(within(wanted, run) for run in runs)


def within(wanted: tuple[str, ...], run: tuple[str, ...]) -> bool:
    """Whether some stems stand in a run of them, one after the other."""
    size = len(wanted)
    return bool(wanted) and any(run[i : i + size] == wanted for i in range(len(run) - size + 1))


def _lacking(dossier: Dossier, said: Sequence[Said]) -> tuple[Lacking, ...]:
    known = {name for p in dossier.parties for name in _names(p)}
    counted = Counter(s.party for s in said if s.party and s.party.casefold() not in known)
    most = sorted(counted.items(), key=lambda x: (-x[1], x[0]))
    return tuple(Lacking(party, n) for party, n in most if n >= MANY)[:LACKING]
