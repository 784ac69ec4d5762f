"""How well stances to a proposition are told: `python -m evaluation.stance [--misses]`."""

import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from onrecord.pipeline import gather
from onrecord.read.stance import stance

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "data"

@cache
def text(kind, doc):
    return gather(str(SHARED / kind / f"{doc}.md")).text

def cutall(t, ranges):
    return " ".join(t[s:e] for s, e in ranges)

rows = [json.loads(l) for l in (HERE / "pairs.jsonl").open()]
for part in ("dev", "held_out"):
    if part == "held_out" and "--final" not in sys.argv: continue
    tally = Counter()
    for r in rows:
        if r["part"] != part: continue
        t = text(r["set"], r["document"])
        got = stance(cutall(t, r["cue"]), cutall(t, r["content"]), cutall(t, r["condition"]), r["kind"], r["proposition"])
        tally[r["stance"], got] += 1
        if "--misses" in sys.argv and got != r["stance"]:
            print(f"{r['stance']}→{got} | {r['kind']} | {cutall(t, r['cue'])} | {' '.join(cutall(t, r['content']).split())[:420]} || {cutall(t,r['condition'])[:60]} ## {r['proposition']}")
    n = tally.total()
    print(part, n, sum(v for (a, b), v in tally.items() if a == b) / n)
    labels = ["for", "against", "conditional", "open", None]
    for a in labels: print(f"{a!s:12}", *(f"{tally[a,b]:5}" for b in labels))
