"""Glossary enforcement: rungs that are climbed until a sentence has all its terms.

One rung is one module. `ladder` climbs, `job` holds what goes up and what comes down.
"""

REVISION = "3"
"""Changed by hand whenever the same engine and glossary may make another draft; drafts are cached under it."""
