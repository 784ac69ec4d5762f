"""The runtime that networks run in, which reports to nobody.

Its releases send events to their maker unless they are told not to before the runtime is loaded (its Privacy.md): that
is why nothing else here may import it.
"""

import os
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from onnxruntime import InferenceSession, SessionOptions, disable_telemetry_events

__all__ = ["InferenceSession", "session"]

# The largest bytes, multiplied and added (training/export.py): what comes out where the processor adds them right.
PROBE, BYTES, TOTAL = "byte_products.onnx", 64, 64 * 255 * 127
# Adding and normalizing in one step takes four times as long as one after the other (ONNX Runtime 1.32, on a core).
SLOWER = ["SkipLayerNormFusion"]

disable_telemetry_events()  # on Windows the variable does not count


def session(path: Path, *, threads: int) -> InferenceSession:
    """A network from its file, to run on some cores."""
    return _session(path, threads, exact=overflows())


@lru_cache(maxsize=1)
def overflows() -> bool:
    """Whether this processor adds products of bytes in sixteen bits, as those without VNNI do: they are then wrong."""
    with resources.as_file(resources.files("onrecord.read") / "data" / PROBE) as probe:
        (total,) = _session(probe, 1, exact=False).run(None, {"bytes": np.full((1, BYTES), 255, dtype=np.uint8)})
    return bool((total != TOTAL).any())


def _session(path: Path, threads: int, *, exact: bool) -> InferenceSession:
    """A session whose products are ``exact`` on every processor: where they are so anyway, that halves their speed."""
    options = SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", str(int(exact)))
    return InferenceSession(path, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER)
