"""The solution concepts straight from their definitions, with sets and loops: a second opinion, slow on purpose."""

from collections.abc import Callable, Sequence

Targets = Callable[[int, int], frozenset[int]]  # the states that a decision maker reaches from a state


def reached(others: Sequence[int], start: int, targets: Targets) -> set[int]:
    """The ends of all legal sequences of some decision makers from a state."""
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        at, last = waiting.pop()
        for j in others:
            if j != last:
                for t in targets(j, at):
                    if (t, j) not in seen:
                        seen.add((t, j))
                        waiting.append((t, j))
    return {t for t, _ in seen}


def stable(who: int, state: int, ranks: Sequence[Sequence[int]], targets: Targets, concept: str) -> bool:
    """Whether a state is stable for a decision maker by `nash`, `gmr`, `smr`, `seq` or `sseq`."""
    own, others = ranks[who], [j for j in range(len(ranks)) if j != who]

    def improvements(j: int, at: int) -> frozenset[int]:
        return frozenset(t for t in targets(j, at) if ranks[j][t] > ranks[j][at])

    def blocks(end: int) -> bool:
        if own[end] > own[state]:
            return False
        return concept in ("gmr", "seq") or all(own[t] <= own[state] for t in targets(who, end))

    steps = improvements if concept in ("seq", "sseq") else targets
    return all(
        concept != "nash" and any(blocks(end) for end in reached(others, begun, steps))
        for begun in improvements(who, state)
    )


def jointly_stable(
    members: Sequence[int], state: int, ranks: Sequence[Sequence[int]], targets: Targets, concept: str
) -> bool:
    """Whether a state is stable for a coalition by one of the same concepts."""
    others = [j for j in range(len(ranks)) if j not in members]

    def better(end: int) -> bool:
        return all(ranks[i][end] > ranks[i][state] for i in members)

    def steps(j: int, at: int) -> frozenset[int]:
        return frozenset(t for t in targets(j, at) if concept not in ("seq", "sseq") or ranks[j][t] > ranks[j][at])

    def blocks(end: int) -> bool:
        return not better(end) and (concept in ("gmr", "seq") or not any(map(better, reached(members, end, targets))))

    begun = filter(better, reached(members, state, targets))
    return all(concept != "nash" and any(map(blocks, reached(others, s, steps))) for s in begun)
