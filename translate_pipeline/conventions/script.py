"""Characters the conventions speak about, as strings and as pieces of regular expressions."""

from __future__ import annotations

ZWNJ = "\u200c"

DIGITS = "۰۱۲۳۴۵۶۷۸۹"

# Marks that stand for hidden text while rules run (see `shield`). They are private-use characters, so that no rule
# about letters, digits or punctuation can mean them; those a text brings along are hidden themselves.
TERM = "\ue000"
STRAY = "\ue001"
TOKEN = "\ue002"
LATIN = "\ue003"
MARKUP = "\ue004"

# Inside a character class: letters and marks of the Arabic script, without its digits, punctuation and signs.
ARABIC = (
    "\u0610-\u061a\u0620-\u063f\u0641-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdfd\ufe70-\ufefc"
)
# What a sentence treats as a word of its own script, and as any word.
NATIVE = ARABIC + TERM + TOKEN
WORD = NATIVE + LATIN

# Letters that never join the next one: a ZWNJ after them changes nothing a reader sees.
UNJOINED = "اآأإٱدډذرړزژږوؤڈڑ"
