"""A message is its English text, and can be told in other languages, values and all."""

from __future__ import annotations

import copy
import pickle

import pytest

from mdgrad.messages import AND, Listing, Message
from mdgrad.messages import languages as languages_module
from mdgrad.messages.languages import in_language, translations

FRENCH = {
    "the value of {node}": "la valeur de {node}",
    "{what} is {right}, not {written}": "{what} : {right} et non {written}",
    "the shapes {shapes}": "les formes {shapes}",
    " and ": " et ",
}


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(languages_module, "translations", lambda _: FRENCH)
    return "fr"


def value(node: str) -> Message:
    return Message("the value of {node}", node=node)


def test_a_message_is_its_english_text() -> None:
    message = Message("{what} is {right}, not {written}", what=value("x"), right="3", written="2")
    assert message == "the value of x is 3, not 2"
    assert type(in_language(message, "en")) is str
    assert in_language(message, "en") == message


def test_messages_in_a_message_are_translated_too(french: str) -> None:
    message = Message("{what} is {right}, not {written}", what=value("x"), right="3", written="2")
    assert in_language(message, french) == "la valeur de x : 3 et non 2"


def test_text_of_the_author_is_never_translated(french: str) -> None:
    assert in_language("the value of {node}", french) == "the value of {node}"
    assert in_language(value("the value of {node}"), french) == "la valeur de the value of {node}"


def test_braces_of_the_author_are_no_placeholders(french: str) -> None:
    assert value("{0.__class__}") == "the value of {0.__class__}"
    assert in_language(value("{0.__class__}"), french) == "la valeur de {0.__class__}"


def test_what_has_no_translation_is_told_in_english(french: str) -> None:
    assert in_language(Message("{name} is new", name=value("x")), french) == "la valeur de x is new"


@pytest.mark.parametrize(
    ("parts", "english", "other"),
    [
        ([], "the shapes ", "les formes "),
        (["(2,)"], "the shapes (2,)", "les formes (2,)"),
        (["(2,)", "(3,)", "N"], "the shapes (2,) and (3,) and N", "les formes (2,) et (3,) et N"),
    ],
)
def test_a_listing_has_words_between(
    parts: list[str], english: str, other: str, french: str
) -> None:
    message = Message("the shapes {shapes}", shapes=Listing(AND, parts))
    assert message == english
    assert in_language(message, french) == other


@pytest.mark.parametrize(("number", "text"), [(0, "0 posts"), (1, "1 post"), (2, "2 posts")])
def test_one_thing_is_told_otherwise_than_several(number: int, text: str) -> None:
    assert Message.counted(number, "{number} post", "{number} posts") == text


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_a_copy_can_be_translated(copied: object, french: str) -> None:
    assert callable(copied)
    message = Message("the shapes {shapes}", shapes=Listing(AND, ["{", value("x")]))
    assert copied(message) == "the shapes { and the value of x"
    assert in_language(copied(message), french) == "les formes { et la valeur de x"


def test_an_unknown_language_is_misuse() -> None:
    with pytest.raises(ValueError, match="no language 'xx'; there are en, "):
        translations("xx")
