"""Messages: what mdgrad says, kept as templates with values until the language is known."""

from mdgrad.messages.message import AND, OR, Listing, Message, Value

__all__ = ["AND", "OR", "Listing", "Message", "Value"]
