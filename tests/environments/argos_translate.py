"""Run by the interpreter of an environment with unmodified Argos Translate; standard input and output are JSON.

In: {"packages": [package files to install], "to": language code, "texts": [...]}. Out: the translations.
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

    asked = json.load(sys.stdin)
    for path in asked["packages"]:
        argostranslate.package.install_from_path(path)
    translation = argostranslate.translate.get_translation_from_codes("en", asked["to"])
    json.dump([translation.hypotheses(text, num_hypotheses=1)[0].value for text in asked["texts"]], sys.stdout)


main()
