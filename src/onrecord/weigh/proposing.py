"""Issues out of statements: clusters of what is demanded, offered, refused, promised and warned of."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

import numpy as np

from onrecord.record.answers import Said
from onrecord.values import Issue, Kind
from onrecord.weigh.clusters import Alike, average_link, centre_first
from onrecord.weigh.disputes import stems
from onrecord.weigh.terms import Pair, Term, sentences, telling, terms_of, words

# What moves a negotiation, in the order in which it makes a proposition; the rest is told about it.
MOVES: tuple[Kind, ...] = ("demand", "offer", "commitment", "warning", "refusal", "accusation", "endorsement")
ISSUES = 15  # proposed at most: what is too many is struck out faster than what is missing is found
FURTHER = 20  # smaller ones that are only named
TYPICAL = 5
PHRASES = 6
SENTENCES = 3000  # clustered at most: a second or two; of a larger record every n-th, so that the whole period stays
LEAST = 0.12  # average likeness within an issue, chosen by reading drafts of four records
PAIRED = 1.5  # a pair of words tells more than each of them
LOOSE = 0.4  # what a group without a pair of words of its own counts for
OFTEN = 0.1  # share of an issue's statements in which a phrase of it stands
OWN = 0.5  # share of a phrase's statements that lie in its issue
NAMING = 3  # terms of an issue that its proposition should hold
PROPOSED = (5, 30)  # words of a sentence that can be a proposition
CLAIMS = ("demand", "offer", "refusal", "warning")
ASKING = ("demand", "offer")
_PERSONAL = re.compile(r"\b(?:I|you|you[’']re|he|she)\b", re.I)
# What a sentence may open with that a proposition does not.
_OPENING = re.compile(r"^(?:(?:that|and|but|so|well|now|again|also|because|or),? )+(?=\S)", re.I)
_SLUG = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Typical:
    """A statement typical of an issue, and the sentence of its content that makes it so."""

    said: Said
    sentence: str


@dataclass(frozen=True)
class Proposed:
    """An issue, the numbers of its statements, and the most typical of them."""

    issue: Issue
    statements: tuple[int, ...]
    typical: tuple[Typical, ...]


@dataclass(frozen=True)
class _Sentence:
    said: Said
    text: str
    terms: Mapping[Term, float]


def proposed(
    relevant: Sequence[Said], everything: Sequence[Said], names: Iterable[str], meanings: Mapping[int, bytes]
) -> tuple[Proposed, ...]:
    """Issues, the largest first: ISSUES to propose and FURTHER to name.

    ``everything`` tells which words are common in the record at large.
    """
    moves = [s for s in relevant if s.kind in MOVES]
    own = {stem for name in names for stem in stems(name)}
    told = telling([s.content for s in moves], own)
    units = _units(moves, _weights(told, everything))
    alike = likeness([u.terms for u in units], [meanings.get(u.said.id) for u in units], [u.said.id for u in units])
    least = 3 if len(moves) > 60 else 2
    several = len({s.fullest.source.key for s in moves}) > 3
    groups = [g for g in average_link(alike, LEAST) if _enough([units[i].said for i in g], least, several=several)]
    ordered = [[units[i] for i in centre_first(alike, g)] for g in groups]
    out: list[Proposed] = []
    for group in sorted(ordered, key=lambda g: _rank(g, told))[: ISSUES + FURTHER]:
        out.append(_issue(group, told, {one.issue.id for one in out}))
    return tuple(out)


def _rank(group: Sequence[_Sentence], told: Mapping[Term, int]) -> tuple[float, int]:
    """The largest first, claims counting half as much again; what no pair of words holds together counts less."""
    held = any(isinstance(term, Pair) for term in _telling_first(group, told))
    statements = {u.said.id for u in group}
    asked = {u.said.id for u in group if u.said.kind in CLAIMS}
    weight = len(statements) + len(asked) / 2
    return -weight * (1.0 if held else LOOSE), min(statements)


def likeness(
    terms: Sequence[Mapping[Term, float]], meanings: Sequence[bytes | None], owner: Sequence[int]
) -> Alike:  # fmt: skip
    """How alike sentences are: the cosine of their terms, and of their statements' meanings where both are known."""
    index = {term: i for i, term in enumerate(dict.fromkeys(t for bag in terms for t in bag))}
    table = np.zeros((len(terms), len(index)), dtype=np.float32)
    for row, bag in enumerate(terms):
        for term, weight in bag.items():
            table[row, index[term]] = weight
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    alike: Alike = table @ table.T
    known = [i for i, m in enumerate(meanings) if m]
    if known:
        vectors = np.array([np.frombuffer(meanings[i] or b"", dtype=np.int8) for i in known], dtype=np.float32) / 127
        near = np.maximum(vectors @ vectors.T, 0)
        of = np.array(owner)[known]
        cross = of[:, None] != of[None, :]  # two sentences of one statement share its meaning: their words decide
        block = np.ix_(known, known)
        alike[block] = np.where(cross, (alike[block] + near) / 2, alike[block])
    return alike


def _weights(told: Mapping[Term, int], everything: Sequence[Said]) -> dict[Term, float]:
    """What a term weighs: the rarer in the record at large, the more."""
    held = Counter(term for s in everything for term in terms_of(s.content) if term in told)
    return {t: (PAIRED if isinstance(t, Pair) else 1.0) * math.log(1 + len(everything) / held[t]) for t in told}


def _units(moves: Sequence[Said], weights: Mapping[Term, float]) -> list[_Sentence]:
    out = []
    for said in moves:
        for text in sentences(said.content) or [said.content]:
            terms = {t: weights[t] for t in terms_of(text) if t in weights}
            if terms:
                out.append(_Sentence(said, text, terms))
    step = -(-len(out) // SENTENCES) or 1
    return out[::step]


def _enough(said: Sequence[Said], least: int, *, several: bool) -> bool:
    documents = {c.source.key for s in said for c in s.citations}
    return len({s.id for s in said}) >= least and (len(documents) > 1 or not several)


def _issue(ordered: Sequence[_Sentence], told: Mapping[Term, int], taken: Collection[str]) -> Proposed:
    numbers = tuple(sorted({u.said.id for u in ordered}))
    best = _telling_first(ordered, told)
    spelled = [_spelled(term, ordered) for term in best]
    name = _name(spelled)
    issue = Issue(
        id=_slug(name, taken), name=name, proposition=f"draft: {_proposition(best, ordered)}",
        phrases=tuple(dict.fromkeys(spelled))[:PHRASES],
    )  # fmt: skip
    return Proposed(issue, numbers, _different(sorted(ordered, key=lambda u: _unlike(u, best))))


def _unlike(unit: _Sentence, best: Sequence[Term]) -> tuple[bool, int, bool]:
    """How little a sentence is the issue's own: without its first term, with few of the next, about "I"."""
    held = sum(term in unit.terms for term in best[:NAMING])
    return best[0] not in unit.terms, -held, bool(_PERSONAL.search(unit.text))


def _telling_first(ordered: Sequence[_Sentence], told: Mapping[Term, int]) -> list[Term]:
    """The terms of a group, those first that stand in most of it and seldom elsewhere."""
    held: dict[Term, set[int]] = {}
    for unit in ordered:
        for term in unit.terms:
            held.setdefault(term, set()).add(unit.said.id)
    share = {t: len(own) / told[t] for t, own in held.items()}
    fit = {t: len(held[t]) * min(share[t], 1.0) * (PAIRED if isinstance(t, Pair) else 1.0) for t in held}
    ranked = sorted(fit, key=lambda t: (-fit[t], str(t)))
    least = max(2, round(OFTEN * len({u.said.id for u in ordered})))
    good = [t for t in ranked if len(held[t]) >= least and share[t] >= OWN]
    return (good or ranked)[: PHRASES + 2]


def _spelled(term: Term, ordered: Sequence[_Sentence]) -> str:
    """A term as its statements mostly spell it."""
    found: Counter[str] = Counter()
    for unit in ordered:
        if term not in unit.terms:
            continue
        run = words(unit.text)
        if isinstance(term, Pair):
            both = ((a, b) for a, b in pairwise(run) if a and b and Pair(a.stem, b.stem) == term)
            found.update(unit.text[a.start : b.end] for a, b in both)
        else:
            found.update(unit.text[w.start : w.end] for w in run if w and w.stem == term)
    spelling = " ".join(found.most_common(1)[0][0].split())
    return spelling.removesuffix("'s").removesuffix("’s")


def _name(spelled: Sequence[str]) -> str:
    """The most telling term, and the next that shares no word with it."""
    first = spelled[0]
    other = next((s for s in spelled[1:] if not stems(s) & stems(first)), None)
    name = f"{first}, {other}" if other else first
    return name[0].upper() + name[1:]


def _slug(name: str, taken: Collection[str]) -> str:
    """An id out of a name; numbered where it is taken or the name has no plain letters."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(_SLUG.findall(plain)) or "issue"
    number = 2
    while (made := slug if number == 2 else f"{slug}-{number - 1}") in taken:
        number += 1
    return made


def _proposition(best: Sequence[Term], ordered: Sequence[_Sentence]) -> str:
    """A typical sentence that could be asked for: with the issue's terms, of a demand or offer, and not about "I"."""

    def fit(unit: _Sentence) -> tuple[int, ...]:
        kept = PROPOSED[0] <= len(unit.text.split()) <= PROPOSED[1] and not unit.text.endswith(":")
        without, held, personal = _unlike(unit, best)
        return without, personal, unit.said.kind not in ASKING, not kept, held

    some = _OPENING.sub("", min(ordered, key=fit).text).split()
    return " ".join(some[: PROPOSED[1]]) + (" …" if len(some) > PROPOSED[1] else "")


def _different(ordered: Sequence[_Sentence]) -> tuple[Typical, ...]:
    """The first few statements that do not say the same words again."""
    out: list[Typical] = []
    for unit in ordered:
        same = (t for t in out if t.said.id == unit.said.id or stems(t.sentence) == stems(unit.text))
        if not any(same):
            out.append(Typical(unit.said, unit.text))
        if len(out) == TYPICAL:
            break
    return tuple(out)
