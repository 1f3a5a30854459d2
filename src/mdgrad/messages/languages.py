"""The languages that messages can be told in: English, and one file of translations for each other.

A file's keys are the English templates, its values their translations, with the same placeholders.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from mdgrad.messages.message import Listing, Message

__all__ = ["ENGLISH", "LANGUAGES", "in_language", "translations"]

ENGLISH: Final = "en"
_FOLDER: Final = os.path.join(os.path.dirname(__file__), "translations")  # noqa: PTH118, PTH120
_SUFFIX: Final = ".toml"
LANGUAGES: Final = (
    ENGLISH,
    *sorted(
        name.removesuffix(_SUFFIX)
        for name in os.listdir(_FOLDER)  # noqa: PTH208
        if name.endswith(_SUFFIX)
    ),
)
"""What may be asked for. Listing a folder costs less than importing what reads packages' data."""


def in_language(message: str, language: str) -> str:
    """Return a message in a language; in English, where a file has no translation.

    Text that is no message is the author's, and comes back as it is. Raises ValueError for an
    unknown language.
    """
    if language == ENGLISH:
        return str(message)
    if isinstance(message, Listing):
        between = in_language(message.between, language)
        return between.join(in_language(part, language) for part in message.parts)
    if not isinstance(message, Message):
        return message
    values = {
        name: in_language(value, language) if isinstance(value, str) else value
        for name, value in message.values.items()
    }
    template = translations(language).get(message.template, message.template)
    return template.format_map(values)


@lru_cache
def translations(language: str) -> Mapping[str, str]:
    """Return the translation of every template. Raises ValueError for an unknown language."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no language {language!r}; there are {', '.join(LANGUAGES)}")
    if language == ENGLISH:
        return {}
    import tomllib  # here, since most runs need no translation

    with open(os.path.join(_FOLDER, language + _SUFFIX), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        return tomllib.loads(file.read())
