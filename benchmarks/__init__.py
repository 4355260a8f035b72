"""Figures against named peers, each made by one command; nothing here runs in the tests but what they import."""
