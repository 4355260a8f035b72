"""The recipe that makes the starter models; no part of the installed program."""
