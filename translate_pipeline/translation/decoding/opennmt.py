"""OpenNMT and Argos Translate's own models, the starter models among them: nothing but the base."""

from translate_pipeline.translation.decoding.pieces import Pieces


class OpenNmtPieces(Pieces):
    """Cut and joined as SentencePiece does it; OpenNMT makes sinusoidal positions as they are needed."""
