"""MADLAD-400: a T5, told the target by `<2ps>` at the beginning of the source."""

from translate_pipeline.translation.decoding.pieces import Pieces


class MadladPieces(Pieces):
    """Positions are relative, so that none is the last."""
