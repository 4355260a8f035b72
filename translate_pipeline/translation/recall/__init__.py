"""The translation memory: what reviewers approved, found again by text, by likeness and by sentence."""
