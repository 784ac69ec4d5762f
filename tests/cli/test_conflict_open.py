"""Open preferences, what to ask, and other rankings, as a user meets them."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.command import EXAMPLES, run
from tests.weigh.conflict.test_cases import case

EXAMPLE = str(EXAMPLES / "strait-open.conflict.yaml")
CLOSED = str(EXAMPLES / "strait.conflict.yaml")


def told(*args: str) -> Any:
    done = run("conflict", *args, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def written(known: dict[str, Any], path: Path, **more: Any) -> str:
    """A case as a conflict file."""
    head = {
        "title": "a case",
        "decision_makers": known["decision_makers"],
        "options": [{k: o[k] for k in ("name", "owner", "direction")} for o in known["options"]],
    }
    path.write_text(yaml.safe_dump(head | more, sort_keys=False), encoding="utf-8")
    return str(path)


def test_what_is_open_is_shown_as_open() -> None:
    done = run("conflict", "stability", EXAMPLE, "--explain")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert "Open: which of two states Veldt prefers in 6 of 15 pairs." in text
    assert "Open: in which order Oria holds “Withdraw if Blockade” (line 23) and “not Withdraw” (line 23)." in text
    assert "48 completions agree with what is stated; all are looked at." in text
    assert "Equilibria by GMR, SMR: in all: talks, concession; in some: war (67 %)" in text
    assert (
        "Oria stays at pressure in 24 of 48 completions: exactly those in which "
        "“not Withdraw” matters more to Oria than “Withdraw if Blockade”."
    ) in text
    assert "Nash: Oria leaves talks for calm, which it likes more (“not Withdraw”), whatever is open." in text
    assert (
        "GMR: Veldt stays at talks whatever is open: all that may be an improvement is sanctioned: "
        "to concession by Oria's concession→pressure, which Veldt likes less (inferred)."
    ) in text


def test_open_stability_in_other_forms(tmp_path: Path) -> None:
    found = told("stability", EXAMPLE, "--concept", "gmr", "--concept", "nash")
    assert found["completions"] == {"count": 48, "looked_at": 48, "exact": True}
    talks = found["states"][4]
    assert {c: share["verdict"] for c, share in talks["equilibrium"].items()} == {"nash": "in no", "gmr": "in all"}
    assert (talks["stable"]["Veldt"]["nash"]["held"], talks["stable"]["Veldt"]["nash"]["of"]) == (24, 48)
    made = run("conflict", "stability", EXAMPLE, "--format", "csv", "--explain").stdout.decode()
    rows = [*csv.DictReader(io.StringIO(made, newline=""))]
    assert len(rows) == 6 * 3 * 6
    (row,) = (r for r in rows if (r["name"], r["who"], r["concept"]) == ("strike", "Veldt", "nash"))
    assert (row["verdict"], row["held"], row["share"]) == ("in some", "16", "0.333333")
    assert row["why"].endswith("exactly those in which Veldt likes strike more than war.")
    out = tmp_path / "open.html"
    done = run("conflict", "stability", EXAMPLE, "--format", "html", "--output", str(out))
    assert (done.returncode, done.stdout) == (0, b"")
    page = out.read_text(encoding="utf-8")
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) == 6 + 6 * 2 * 6
    assert {*links} <= {*re.findall(r'id="([^"]+)"', page)}
    assert "exactly those in which Veldt likes strike more than war" in page


HEAD = (
    "title: T\noptions: [{name: Go, owner: A}, {name: Hold, owner: B}, {name: Stop, owner: C}, {name: Yes, owner: C}]\n"
)


def test_a_sample_says_that_it_is_one(tmp_path: Path) -> None:
    file = tmp_path / "<b>.yaml"
    file.write_text(HEAD + "coalitions: [[A, B]]\npreferences: {A: {wishes: [Go]}}\n", encoding="utf-8")
    text = run("conflict", "stability", str(file), "--concept", "nash").stdout.decode()
    assert "Open: all that B prefers; nothing is stated of it." in text
    assert "2,000 completions are looked at, drawn from about 10^27 that agree with what is stated" in text
    assert "With A + B moving as one: Nash: in some:" in text
    found = told("stability", str(file), "--concept", "nash")["states"]
    assert found[0]["stable"]["A + B"]["nash"]["exact"] is False
    assert found[0]["equilibrium"]["nash"]["verdict"] == "in none drawn"
    assert found[1]["stable"]["A"]["nash"]["verdict"] == "in all drawn"
    assert 0 < found[1]["stable"]["B"]["nash"]["error"] < 0.03


def test_coalitions_are_told_by_completions() -> None:
    args = ("stability", EXAMPLE, "--coalition", "Veldt + Oria", "--explain")
    text = run("conflict", *args).stdout.decode()
    assert (
        "With Veldt + Oria moving as one: Nash, GMR, SMR, SEQ, SSEQ: "
        "in all: calm, strike, talks; in some: war (67 %), concession (50 %), pressure (17 %)."
    ) in text
    assert "Equilibria that Veldt + Oria would leave together: SEQ, SSEQ: in some: concession (40 %)." in text
    assert (
        "Veldt and Oria stay at concession in 24 of 48 completions. "
        "Joint moves that are a gain for each of them: to talks (in some completions)."
    ) in text
    assert "Veldt and Oria stay at calm whatever is open: no joint move may be a gain for each of them." in text
    found = told(*args)
    (joint,) = found["coalitions"]
    assert (joint["members"], found["coalitions_left_out"]) == (["Veldt", "Oria"], [])
    assert [(one["state"], one["held"], one["verdict"]) for one in joint["leaving"]["seq"]] == [(6, 19, "in some")]
    assert {one["state"]: one["held"] for one in joint["equilibria"]["nash"]} == {
        1: 48,
        2: 8,
        3: 48,
        4: 32,
        5: 48,
        6: 24,
    }
    assert {*found["states"][0]["stable"]["Veldt + Oria"]} == {"nash", "gmr", "smr", "seq", "sseq"}
    made = run("conflict", *args, "--format", "csv").stdout.decode()
    rows = [*csv.DictReader(io.StringIO(made, newline=""))]
    assert len(rows) == 6 * (3 * 6 + 5)
    (row,) = (r for r in rows if (r["name"], r["who"], r["concept"]) == ("pressure", "Veldt + Oria", "gmr"))
    assert (row["verdict"], row["held"], row["of"]) == ("in some", "8", "48")
    assert row["why"].startswith("Veldt and Oria stay at pressure in 8 of 48 completions.")
    page = run("conflict", *args[:-1], "--format", "html").stdout.decode()
    links = re.findall(r'href="#([^"]+)"', page)
    assert "j-1-2" in links
    assert {*links} <= {*re.findall(r'id="([^"]+)"', page)}
    alone = told(*args, "--concept", "simultaneous")
    assert alone["states"][0]["stable"]["Veldt + Oria"] == {}


def test_coalitions_that_are_too_much_to_look_at_are_named(tmp_path: Path) -> None:
    options = ", ".join(f"{{name: o{k}, owner: {'AB'[k % 2]}}}" for k in range(10))
    file = tmp_path / "c.yaml"
    file.write_text(f"title: T\noptions: [{options}]\ncoalitions: [[A, B]]\n", encoding="utf-8")
    text = run("conflict", "stability", str(file), "--concept", "nash").stdout.decode()
    told_why = "what coalitions do together (A + B), too much to look at where preferences are open."
    assert f"Not looked at: {told_why}" in text
    assert "moving as one" not in text


def test_more_completions_than_a_number_can_be_written_for(tmp_path: Path) -> None:
    options = ", ".join(f"{{name: o{k}, owner: {'ABCD'[k % 4]}}}" for k in range(8))
    file = tmp_path / "c.yaml"
    file.write_text(f"title: T\noptions: [{options}]\n", encoding="utf-8")
    found = told("stability", str(file), "--concept", "nash")
    assert found["completions"] == {"count": None, "log10": 2028, "looked_at": 2000, "exact": False}
    assert (
        "drawn from about 10^2028 that" in run("conflict", "stability", str(file), "--concept", "nash").stdout.decode()
    )


def test_comparisons_that_leave_nothing_open_are_a_ranking(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    head = "title: T\noptions: [{name: Go, owner: A}, {name: Hold, owner: B}]\npreferences:\n"
    preferences = " A: {compare: ['YN > NN > YY > NY']}\n B: {wishes: [Hold]}\n"
    file.write_text(head + preferences, encoding="utf-8")
    assert told("stability", str(file), "--concept", "nash")["equilibria"] == {"nash": [4]}
    explained = run("conflict", "stability", str(file), "--explain").stdout.decode()
    assert "Open" not in explained
    assert "A leaves 1 for 2, which it likes more." in explained


def test_the_fewest_comparisons_are_named() -> None:
    done = run("conflict", "settle", EXAMPLE, "--state", "calm")
    text = done.stdout.decode()
    assert "calm is an equilibrium by Nash in 24 of 48 completions." in text
    assert "2 comparisons would settle it: each is needed, and together they are enough." in text
    found = told("settle", EXAMPLE, "--state", "calm")["comparisons"]
    assert [(q["ask"], q["first"], q["second"]) for q in found] == [
        ("Veldt", "calm", "pressure"),
        ("Veldt", "calm", "war"),
    ]
    (bears,) = found[0]["bears_on"]
    assert (bears["state"], bears["if_first"]["held"], bears["if_second"]["verdict"]) == (1, 24, "in no")


def test_without_a_state_it_settles_all(tmp_path: Path) -> None:
    found = told("settle", EXAMPLE)
    assert [s["name"] for s in found["states"]] == ["calm", "pressure", "strike", "war", "concession"]
    by_wishes = [q for q in found["comparisons"] if q["about"] == "wishes"]
    assert [(q["ask"], q["first"], q["second"]) for q in by_wishes] == [
        ("Oria", "Withdraw if Blockade", "not Withdraw")
    ]
    # and it does: with these answers nothing is left to ask
    text = (
        Path(EXAMPLE)
        .read_text(encoding="utf-8")
        .replace("any_order: [Withdraw if Blockade, not Withdraw]", "not Withdraw")
    )
    asked = [q for q in found["comparisons"] if q["about"] == "states"]
    answers = "".join(f"      - {q['first']} > {q['second']}\n" for q in asked)
    file = tmp_path / "answered.yaml"
    file.write_text(text.replace("    alternatives:  #", answers + "    alternatives:  #"), encoding="utf-8")
    assert told("settle", str(file))["states"] == []
    assert "no comparison is needed" in run("conflict", "settle", CLOSED).stdout.decode()


def test_the_published_counts_of_the_inverse_question(tmp_path: Path) -> None:
    known = case("syria-iraq-1975")
    file = written(
        known,
        tmp_path / "c.yaml",
        infeasible=[{"exclusive": ["Release Water", "Escalate"]}],
        # what Syria prefers is what is asked for, and need not be known
        preferences={"Iraq": {"ranking": [known["states"][str(s)] for (s,) in known["rankings"]["Iraq"]]}},
    )
    args = ("inverse", file, "--decision-maker", "Syria", "--state", known["states"]["2"])
    found = told(*args)
    for concept, count in known["inverse"]["count"].items():
        one = found["concepts"][concept]
        assert (one["held"], one["of"], one["exact"]) == (count, 720, True)
    assert found["concepts"]["nash"]["always"] == [[2, 1], [2, 3]]
    text = run("conflict", *args).stdout.decode()
    assert "Nash, SIM: all that do it hold 2 > 1, 2 > 3." in text
    assert "All 720 strict rankings of 6 states were tried for Syria" in text
    # the rankings themselves: some in the terminal, all among the values
    nash = found["concepts"]["nash"]
    assert (nash["rankings_are"], nash["rankings_left_out"]) == ("all", 0)
    assert len({*map(tuple, nash["rankings"])}) == 240
    assert all(sorted(r) == [1, 2, 3, 4, 5, 6] and r.index(2) < min(r.index(1), r.index(3)) for r in nash["rankings"])
    _, _, listed = text.partition("Nash, SIM: the rankings of Syria, the best state first:\n")
    lines = listed.partition("\n\n")[0].splitlines()
    assert lines[:20] == ["  " + " > ".join(map(str, order)) for order in nash["rankings"][:20]]
    assert lines[20:] == ["  and 220 more; --json holds all of the 240"]


def written_out(*args: str) -> str:
    return run("conflict", "inverse", *args).stdout.decode()


def test_rankings_that_are_examples_say_so(tmp_path: Path) -> None:
    args = (CLOSED, "--decision-maker", "Veldt", "--state", "talks", "--concept", "gmr")
    one = told("inverse", *args)["concepts"]["gmr"]
    assert (one["rankings_are"], len(one["rankings"])) == ("examples", 1_000)
    assert one["rankings_left_out"] == one["held"] - 1_000 > 0
    text = written_out(*args)
    assert "GMR: examples of rankings of Veldt, drawn at random, the best state first; others may do it too:" in text
    assert text.endswith(f"  and {one['held'] - 20:,} more; --json holds 1,000 of the {one['held']:,}\n")
    assert text.count(" > talks") + text.count("  talks > ") >= 20
    # of very many states the first are written
    options = ", ".join(f"{{name: o{k}, owner: {'AB'[k % 2]}}}" for k in range(7))
    file = tmp_path / "large.yaml"
    wishes = "[not o1, not o3, not o5]"
    file.write_text(f"title: T\noptions: [{options}]\npreferences: {{B: {{wishes: {wishes}}}}}\n", encoding="utf-8")
    large = written_out(str(file), "--decision-maker", "A", "--state", "1", "--concept", "nash")
    assert large.count(" > … (68 more)\n") == 20


def test_more_rankings_than_are_listed_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    ruled_out = "infeasible: [{when: Go and Stop and Hold}]\n"
    preferences = "preferences: {B: {wishes: [not Hold]}}\n"
    options = "options: [{name: Go, owner: A}, {name: Stop, owner: A}, {name: Hold, owner: B}]\n"
    file.write_text(f"title: T\n{options}{ruled_out}{preferences}", encoding="utf-8")
    args = [str(file), "--decision-maker", "A", "--state", "1", "--concept", "nash"]
    one = told("inverse", *args)["concepts"]["nash"]
    # the first of its four states: a quarter of 7!
    assert (one["held"], one["rankings_are"], one["rankings_left_out"]) == (1_260, "first", 260)
    assert written_out(*args).endswith("  and 1,240 more; --json holds 1,000 of the 1,260\n")
    # where every ranking does it, none has to be written out: at YYN nothing is left for B to do
    file.write_text(f"title: T\n{options}{ruled_out}preferences: {{A: {{wishes: [Go, Stop]}}}}\n", encoding="utf-8")
    args = [str(file), "--decision-maker", "B", "--state", "YYN", "--concept", "nash"]
    assert written_out(*args).endswith("Nash: every ranking does it.\n")
    assert told("inverse", *args)["concepts"]["nash"]["rankings_left_out"] == 4_040


def test_the_published_table_of_robustness(tmp_path: Path) -> None:
    known = case("us-north-korea-2017")
    states, rankings = known["states"], known["rankings"]

    def pattern(number: int) -> str:
        return "".join("Y" if number & o["bit"] else "N" for o in known["options"])

    def ranked(name: str, who: str) -> list[str]:
        return [pattern(s) for s in rankings[name][who]]

    preferences = {
        who: {"ranking": ranked("base", who), "alternatives": {n: ranked(n, who) for n in rankings if n != "base"}}
        for who in known["decision_makers"]
    }
    file = written(
        known,
        tmp_path / "c.yaml",
        infeasible=[{"exclusive": ["strike", "withdraw"]}],
        irreversible=[{"owner": "North Korea", "from": "invade and not abandon", "to": "not invade"}],
        preferences=preferences,
    )
    args = []
    for a in known["analyses"]:
        name = "as stated" if a["ranking"] == "base" else a["ranking"]
        without = "" if a.get("irreversible") else " without irreversible"
        args += ["--analysis", f"{name}{without}: {a['concept']}"]
    found = told("robustness", file, *args)
    for mine, published in zip(found["analyses"], known["analyses"], strict=True):
        assert [states[n - 1] for n in mine["equilibria"]] == published["result"], published
    nine = told("robustness", file, *args[2:])
    assert len(nine["analyses"]) == 9
    times = {str(states[s["number"] - 1]): s["times"] for s in nine["states"] if s["times"]}
    assert times == known["robustness"]["times_an_equilibrium"]


def test_robustness_over_rankings_and_mistakes() -> None:
    found = told("robustness", EXAMPLE, "--concept", "nash", "--concept", "seq")
    # what is open is not tried as stated
    assert len(found["analyses"]) == 2 * 2 * 2
    assert all(None not in a["rankings"].values() for a in found["analyses"])
    assert {s["name"]: s["by"] for s in found["states"]}["concession"] == {"Nash": 1, "SEQ": 2}
    mistaken = told("robustness", EXAMPLE, "--concept", "nash", "--mistaken")["analyses"]
    assert len(mistaken) == 4 * 3
    (one,) = (
        a
        for a in mistaken
        if a["beliefs"] == [{"holder": "Veldt", "other": "Oria", "ranking": "yielding"}]
        and a["rankings"]["Veldt"] == "bold"
    )
    assert (one["equilibria"], one["expected"]["Veldt"]) == ([2, 4], [4, 6])
    text = run("conflict", "robustness", EXAMPLE, "--concept", "nash", "--mistaken").stdout.decode()
    assert "An equilibrium in each of 12 analyses: none.\nIn none: talks.\n" in text


def rows(*args: str) -> list[dict[str, str]]:
    done = run("conflict", *args, "--csv")
    assert done.returncode == 0, done.stderr
    return [*csv.DictReader(io.StringIO(done.stdout.decode(), newline=""))]


def test_each_table_is_rows_too(tmp_path: Path) -> None:
    asked, values = rows("settle", EXAMPLE), told("settle", EXAMPLE)["comparisons"]
    assert [(q["ask_of"], q["first"], q["second"], q["state"], q["if_first_held"]) for q in asked] == [
        (q["ask"], q["first"], q["second"], str(b["state"]), str(b["if_first"]["held"]))
        for q in values
        for b in q["bears_on"]
    ]
    args = ("inverse", CLOSED, "--decision-maker", "Oria", "--state", "war", "--concept", "gmr")
    (one,) = rows(*args)
    assert (one["concept"], one["held"]) == ("gmr", str(told(*args)["concepts"]["gmr"]["held"]))
    args = ("robustness", EXAMPLE, "--concept", "nash", "--mistaken")
    found, analyses = rows(*args), told(*args)["analyses"]
    by: dict[str, list[int]] = {}
    for row in found:
        by.setdefault(row["analysis"], []).extend([int(row["state"])] if row["state"] else [])
    assert [*by.values()] == [a["equilibria"] for a in analyses]
    assert {row["mistaken"] for row in found if row["expected"]} >= {"Veldt takes Oria for yielding"}
    out = tmp_path / "rows.csv"
    assert run("conflict", *args, "--csv", "--output", str(out)).stdout == b""
    assert len(out.read_text(encoding="utf-8").splitlines()) == len(found) + 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("settle", EXAMPLE, "--state", "tlks"), "--state: no state is called 'tlks'. Did you mean 'talks'?"),
        (
            ("inverse", CLOSED, "--decision-maker", "Velt", "--state", "calm"),
            "no decision maker is called 'Velt'. Known: Veldt, Oria.",
        ),
        (
            ("inverse", EXAMPLE, "--decision-maker", "Veldt", "--state", "calm"),
            f"{EXAMPLE}:23: Oria: the order of 'Withdraw if Blockade' and 'not Withdraw' is open.",
        ),
        (("robustness", CLOSED), "nobody has another ranking. Add some: preferences:"),
        (("robustness", EXAMPLE, "--analysis", "mild: seq"), "Rankings: as stated, bold, wary, firm, yielding."),
        (("robustness", EXAMPLE, "--analysis", "bold: seek"), "'seek' is no concept. Known: nash, gmr,"),
        (("robustness", EXAMPLE, "--analysis", "bold: seq", "--mistaken"), "--analysis says all that is assumed."),
        (("robustness", EXAMPLE, "--analysis", "bold: seq"), f"{EXAMPLE}:23: Oria: the order of"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(args: tuple[str, ...], message: str) -> None:
    done = run("conflict", *args)
    assert (done.returncode, done.stdout) == (1, b"")
    (line,) = done.stderr.decode().splitlines()
    assert message in line
