"""Settings: what a run is asked to tell, and the limits it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from mdgrad.posts.flavors import Flavor

__all__ = ["Flavor", "Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the author asks for; everything has the default that suits a post on its own."""

    strict: bool = False
    """Whether missing gradients and undecided labels are errors."""
    select: tuple[str, ...] = ()
    """Prefixes of the codes to tell; all of them where empty."""
    ignore: tuple[str, ...] = ()
    """Prefixes of the codes not to tell."""
    flavor: Flavor = "auto"
    """The Markdown that the post is written in."""
    language: str = "en"
    """The language that messages are told in, one of `mdgrad.messages.languages.LANGUAGES`."""
    complete: bool = False
    """Whether `fix` draws the gradients that are missing."""
    max_bytes: int = 16 * 2**20
    """A larger file is not read."""
