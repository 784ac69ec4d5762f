"""Reading reports to nobody, and multiplies alike on every processor."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

from onrecord.read.lexicon import DATA
from onrecord.read.networks import BYTES, PROBE, TOTAL, session

SOURCE = Path(__file__).parents[2] / "src" / "onrecord"


def test_the_runtime_is_told_to_report_nothing_before_it_is_loaded(tmp_path: Path) -> None:
    """Loaded otherwise it keeps a number of this device in the temporary folder, to send events under."""
    said = 'import onrecord; print(onrecord.read("Mr Lee said on Monday that talks would go on.").statements[0].kind)'
    known = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"} | {"TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", said], env=known, capture_output=True, text=True, check=True)
    assert done.stdout.strip()
    assert list(tmp_path.iterdir()) == []


def test_nothing_else_loads_the_runtime() -> None:
    loading = {
        p.name
        for p in SOURCE.rglob("*.py")
        if re.search(r"^\s*(?:import|from) onnxruntime", p.read_text("utf-8"), re.M)
    }
    assert loading == {"networks.py"}


def test_products_of_the_largest_bytes_do_not_overflow_on_this_processor() -> None:
    """Those without VNNI add them in sixteen bits unless they are told otherwise."""
    (total,) = session(Path(str(DATA / PROBE)), threads=1).run(None, {"bytes": np.full((1, BYTES), 255, np.uint8)})
    assert (total == TOTAL).all()
