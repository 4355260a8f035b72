"""The sentence splitter that packages carry, in the form that Argos Translate's MiniSBD reads.

Without one in the package Argos Translate fetches its own at first use. `training/splitter.py` makes the file.
"""

from __future__ import annotations

from pathlib import Path

SPLITTER = Path(__file__).with_name("splitter_en.onnx")
MEMBER = "minisbd/en.onnx"
