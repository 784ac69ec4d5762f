"""A drawing of how something grows: curves on logarithmic axes, as one SVG, told apart by marks and dashes alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 512, 24, 384  # where the axes stand; names of curves are to the right
LINE = 15  # from one name to the next
STYLES = (("", "black"), ("7 4", "black"), ("2 3", "black"), ("", "white"))  # dashes, and what marks are filled with


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of x and y, both above 0, in the order of x."""

    name: str
    points: tuple[tuple[float, float], ...]


def drawn(title: str, told: str, axes: tuple[str, str], curves: Sequence[Curve]) -> str:
    """An SVG of up to four curves. ``told`` says in words what it shows; ``axes`` names x and y."""
    xs, ys = ([p[axis] for curve in curves for p in curve.points] for axis in (0, 1))
    low, high = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    first, last = math.log2(min(xs)), math.log2(max(xs))

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log2(x) - first) / (last - first)
        return LEFT + across * (RIGHT - LEFT), BOTTOM - (math.log10(y) - low) / (high - low) * (BOTTOM - TOP)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(told)}</desc>',
        '<g font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for power in range(low, high + 1):
        _, y = at(min(xs), 10.0**power)
        lines.append(f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="#bbb"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,g}</text>')
    for number in sorted({*xs}):
        x, _ = at(number, 10.0**low)
        lines.append(f'<path d="M{x:.1f} {BOTTOM}v5" stroke="black"/>')
        lines.append(f'<text x="{x:.1f}" y="{BOTTOM + 20}" text-anchor="middle">{number:,.0f}</text>')
    lines.append(f'<path d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}" fill="none" stroke="black"/>')
    lines.append(f'<text x="{(LEFT + RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{escape(axes[0])}</text>')
    turned = f'transform="translate(16 {(TOP + BOTTOM) / 2}) rotate(-90)"'
    lines.append(f'<text {turned} text-anchor="middle">{escape(axes[1])}</text>')
    taken = -math.inf
    ended = [(*at(*curve.points[-1]), curve, style) for curve, style in zip(curves, STYLES, strict=False)]
    for x, y, curve, (dashes, fill) in sorted(ended, key=lambda end: end[1]):
        lines += _line([at(*point) for point in curve.points], dashes, fill)
        if x < (LEFT + RIGHT) / 2:  # to the left, where no other curve goes on
            lines.append(f'<text x="{x - 8:.1f}" y="{y - 4:.1f}" text-anchor="end">{escape(curve.name)}</text>')
            continue
        taken = max(y + 4, taken + LINE)
        lines.append(f'<text x="{x + 10:.1f}" y="{taken:.1f}">{escape(curve.name)}</text>')
    return "\n".join([*lines, "</g></svg>", ""])


def _line(points: Sequence[tuple[float, float]], dashes: str, fill: str) -> list[str]:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return [
        *(
            f'<path d="M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" stroke="black" stroke-width="1.5"{dashed}/>'
            for (a, b), (c, d) in pairwise(points)
        ),
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="black"/>' for x, y in points),
    ]
