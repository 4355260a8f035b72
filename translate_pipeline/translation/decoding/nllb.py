"""NLLB-200: the source begins with `eng_Latn`, which the model's configuration adds, the target with its own code."""

from translate_pipeline.translation.decoding.pieces import Pieces

_SPECIAL = 2


class NllbPieces(Pieces):
    """The positions are those of its configuration (1,024), less the code and the end token of the source."""

    positions = 1024 - _SPECIAL
