"""Half-open character ranges into one text: cut, check, sort, join."""

from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def overlap(a: Range, b: Range) -> int:
    """How many characters two ranges share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def inside(inner: Range, outer: Range) -> bool:
    """Whether ``inner`` lies wholly in ``outer``."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def trimmed(text: str, span: Range) -> Range:
    """The range without white space at its ends; empty ranges stay where they begin."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def merged(spans: Iterable[Range]) -> list[Range]:
    """The ranges sorted, with those that touch or overlap made one."""
    out: list[Range] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def without(spans: Iterable[Range], taken: Iterable[Range]) -> tuple[Range, ...]:
    """What is left of some ranges, sorted and joined, when others are taken out of them."""
    left = merged(spans)
    for start, end in taken:
        left = [part for s, e in left for part in ((s, min(e, start)), (max(s, end), e)) if part[0] < part[1]]
    return tuple(left)


def dice(a: Sequence[Range], b: Sequence[Range]) -> float:
    """How much two sets of ranges share: twice the characters of both over those of each (0 to 1). Each is disjoint."""
    size = sum(end - start for start, end in (*a, *b))
    return 2 * sum(overlap(one, other) for one in a for other in b) / size if size else 0.0
