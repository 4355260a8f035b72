"""Run by the interpreter of an environment with unmodified Argos Translate; standard input and output are JSON.

In: a list of jobs, {"packages": [package files to install], "to": language code, "texts": [...]}. Out: the translations
of each job, done with its own packages only.
"""

from __future__ import annotations

import json
import socket
import sys


def _refuse(*_: object, **__: object) -> None:
    raise OSError("no network in this test")


def main() -> None:
    """Install, translate, print."""
    socket.socket.connect = _refuse  # type: ignore[assignment,method-assign]
    socket.getaddrinfo = _refuse  # type: ignore[assignment]
    import argostranslate.package
    import argostranslate.translate

    translations = []
    for job in json.load(sys.stdin):
        for path in job["packages"]:
            argostranslate.package.install_from_path(path)
        translation = argostranslate.translate.get_translation_from_codes("en", job["to"])
        translations.append([translation.hypotheses(text, num_hypotheses=1)[0].value for text in job["texts"]])
        for package in argostranslate.package.get_installed_packages():
            argostranslate.package.uninstall(package)
        argostranslate.translate.get_installed_languages.cache_clear()
        argostranslate.translate.installed_translates.clear()
    json.dump(translations, sys.stdout)


main()
