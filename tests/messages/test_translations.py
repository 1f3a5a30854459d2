"""Every message exists in every language, with the same placeholders."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from mdgrad.messages.languages import ENGLISH, LANGUAGES, translations
from tests.messages.templates import templates

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
AGREEING = re.compile(
    r"\}[”`)]*(?:은|는|이|가|을|를|과|와|으로|로|이나|나|이며|며|이라|라|이어야|여야|이었|였)(?![가-힣])"
)
"""Korean particles whose form hangs on the last sound of the word before, which is not known."""
IN_BACKTICKS = re.compile(r"`[^`]*`")


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{2,}", text.lower()))


def test_there_are_languages() -> None:
    assert set(LANGUAGES) >= {"en", "ja", "ko", "zh"}
    assert len(templates()) > 300


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_and_no_other(language: str) -> None:
    known = translations(language)
    missing = [f"{template!r}, at {place}" for template, place in templates().items()
               if template not in known]  # fmt: skip
    assert missing == []
    assert [template for template in known if template not in templates()] == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_placeholders_are_the_same(language: str) -> None:
    for template, translation in translations(language).items():
        assert placeholders(translation) == placeholders(template), template


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_written_just_so_is_the_same(language: str) -> None:
    """A reader must find what stands in backticks as it is, in whatever order."""
    for template, translation in translations(language).items():
        written = set(IN_BACKTICKS.findall(template))
        assert written <= set(IN_BACKTICKS.findall(translation)), template


@pytest.mark.parametrize("language", OTHERS)
def test_words_are_translated(language: str) -> None:
    """English words in a translation are names of something: they are in the template too."""
    for template, translation in translations(language).items():
        assert words(translation) <= words(template), template
        if re.search("[a-z]{3}", re.sub(r"\{.*?\}", "", template)):
            assert re.search(r"[^\x00-\x7f“”→…]", translation), template


def test_korean_needs_no_particle_to_agree_with_a_name() -> None:
    offending = [text for text in translations("ko").values() if AGREEING.search(text)]
    assert offending == []


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("{node}은 3입니다", True),
        ("“{label}”를 고칩니다", True),
        ("`{x}`로 쓰세요", True),
        ("{node}의 값", False),
        ("{number}개", False),
        ("{line}에서", False),
    ],
)
def test_the_check_of_particles_finds_them(text: str, agrees: bool) -> None:
    assert bool(AGREEING.search(text)) is agrees
