"""M2M-100, told both languages, and SMaLL-100, told the target on the side of the source."""

from translate_pipeline.translation.decoding.pieces import Pieces

_SPECIAL = 2


class M2m100Pieces(Pieces):
    """The positions are those of its configuration (1,024), less the code and the end token of the source."""

    positions = 1024 - _SPECIAL
