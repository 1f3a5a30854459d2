"""A message: English text that still knows what it was made of."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes long to import, and a cached run says something, too
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Final, Self, TypeAlias

__all__ = ["AND", "OR", "Listing", "Message", "Value"]

Value: TypeAlias = str | int
"""What stands for a placeholder: text of the author's, a number, a message, or a listing."""


class Message(str):
    """The English text of a message, with its template and the values of its placeholders.

    The template is what a message is known by in other languages: `mdgrad.messages.languages`
    finds its translation, and puts the same values in. Text of the author's is a plain `str`, or
    a value, so it is never translated.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, Value]

    def __new__(cls, template: str, /, **values: Value) -> Self:
        """Return the template with its placeholders filled."""
        message = super().__new__(cls, template.format_map(values))
        message.template = template
        message.values = values
        return message

    @classmethod
    def counted(cls, number: int, one: str, many: str, /, **values: Value) -> Self:
        """Return the template for one thing or for any other number of them."""
        return cls(one if number == 1 else many, number=number, **values)

    def __getnewargs_ex__(self) -> tuple[Any, ...]:
        """Return what makes the message again, where it is copied or pickled."""
        return (self.template,), self.values


class Listing(str):
    """Several texts with a word between them, as the value of a placeholder."""

    __slots__ = ("between", "parts")

    between: Message
    parts: tuple[str, ...]

    def __new__(cls, between: Message, parts: Iterable[str]) -> Self:
        """Return the texts, joined."""
        parts = tuple(parts)
        listing = super().__new__(cls, between.join(parts))
        listing.between = between
        listing.parts = parts
        return listing

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return what makes the listing again, where it is copied or pickled."""
        return self.between, self.parts


AND: Final = Message(" and ")
OR: Final = Message(" or ")
