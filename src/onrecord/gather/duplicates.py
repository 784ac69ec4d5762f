"""MinHash signatures of texts, by which near copies are found (Broder 1997; bands: Leskovec et al., ch. 3)."""

import re

from rensa import RMinHash

PERMUTATIONS, BANDS, SHINGLE, SEED = 128, 16, 4, 1
_WORD = re.compile(r"\w+")


def signature(text: str) -> tuple[int, ...]:
    """128 hashes of 32 bits; the share that two texts have in common estimates how much of their four-word runs are."""
    words = _WORD.findall(text.lower())
    runs = {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}
    made = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    made.update(sorted(runs))
    return tuple(made.digest())
