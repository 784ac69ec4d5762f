"""Which words of a statement to quote: all of a short one, of a long one the sentence that is most on the matter."""

import re
from collections.abc import Iterator, Sequence

from onrecord.record.answers import Said
from onrecord.values import Issue, Span, Spans
from onrecord.weigh.disputes import stems
from onrecord.weigh.evidence import best
from onrecord.weigh.weighed import Wording

LONG = 60  # words up to which a statement is quoted whole: what a line of the brief holds
SHORT = 6  # words of a sentence below which the next one is quoted with it: "No." alone says little
_BREAK = re.compile(r"""[.!?…]["”’')\]]*\s+(?=["“‘'(\[]?[A-Z0-9])|\n\s*\n""")


def matter(issue: Issue) -> frozenset[str]:
    """The words that an issue is about, without their endings."""
    return stems(" ".join((issue.name, issue.proposition, *issue.phrases)))


def words_of(said: Said, about: frozenset[str]) -> Wording:
    """What was said on a matter, in the best telling. The words that draw a red line are kept where there are any."""
    told = best(said)
    return Wording(said.id, told.source.key, told.key, quoted(told.content, about, told.spans.get("red_line", ())))


def quoted(content: Spans, about: frozenset[str], red_line: Spans = ()) -> Spans:
    """The spans to quote: all, or the one sentence with most words of the matter, a red line's before others."""
    if sum(len(span.exact.split()) for span in content) <= LONG:
        return content
    pieces = [piece for span in content for piece in sentences(span)]
    number = max(
        range(len(pieces)), key=lambda n: (_draws(pieces[n], red_line), len(stems(pieces[n].exact) & about), -n)
    )
    return _enough(pieces, number)


def sentences(span: Span) -> Iterator[Span]:
    """The sentences of a span, as spans without the white space between them."""
    start = 0
    for end in [*(m.end() for m in _BREAK.finditer(span.exact)), len(span.exact)]:
        words = span.exact[start:end]
        kept = words.strip()
        if kept:
            at = span.start + start + words.index(kept)
            yield Span(start=at, end=at + len(kept), exact=kept)
        start = end


def _draws(piece: Span, red_line: Spans) -> bool:
    return any(piece.start <= r.start and r.end <= piece.end for r in red_line)


def _enough(pieces: Sequence[Span], number: int) -> Spans:
    one = pieces[number]
    return tuple(pieces[number : number + 2]) if len(one.exact.split()) < SHORT else (one,)
