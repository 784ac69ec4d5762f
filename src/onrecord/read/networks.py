"""The runtime that networks run in, which reports to nobody.

Its releases send events to their maker unless they are told not to before the runtime is loaded (its Privacy.md): that
is why nothing else here may import it.
"""

import os
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from onnxruntime import InferenceSession, SessionOptions, disable_telemetry_events

__all__ = ["InferenceSession", "session"]

# Adding and normalizing in one step is written for other processors' batches: apart they take a fifth of the time.
SLOWER = ["SkipLayerNormFusion"]

disable_telemetry_events()  # on Windows the variable does not count


def session(path: Path, *, threads: int) -> InferenceSession:
    """A network from its file, to run on some cores."""
    options = SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    # A processor without VNNI adds products of bytes in sixteen bits, which overflow: kinds are then two points worse.
    # With this it adds them in as many as it takes, and reads what every other processor reads.
    options.add_session_config_entry("session.x64quantprecision", "1")
    return InferenceSession(path, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER)
