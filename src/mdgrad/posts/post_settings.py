"""What a post says about itself to mdgrad, below the key `mdgrad` of its front matter.

That is `off`, or a mapping of settings: `ignore` (codes, or prefixes of codes), `strict` and
`flavor`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mdgrad.messages import Message
from mdgrad.posts.block import Directive
from mdgrad.posts.flavors import GRAMMARS, Flavor
from mdgrad.posts.problem import Problem
from mdgrad.source import Span

if TYPE_CHECKING:
    from mdgrad.mermaid.yaml_nodes import Node, Scalar

__all__ = ["NO_SETTINGS", "PostSettings", "read_settings"]

KNOWN = Message("it knows `off`, or the settings `ignore`, `strict` and `flavor`")
CODE = re.compile(r"MG\d{0,3}", re.IGNORECASE)
LONE_CR = re.compile(r"\r(?!\n)")
KEY_LENGTH = len("mdgrad")


@dataclass(frozen=True, slots=True)
class PostSettings:
    """What holds for the whole post, as far as it says so."""

    off: Span | None = None
    """Where the post says `off`."""
    ignores: tuple[Directive, ...] = ()
    """The codes that are not to be told, each with its place."""
    strict: bool | None = None
    flavor: Flavor | None = None


NO_SETTINGS = PostSettings()


def read_settings(text: str, span: Span) -> tuple[PostSettings, tuple[Problem, ...]]:
    """Return what the YAML at `span` of `text` says below its one key, and what is odd there."""
    # Imported here because hardly any post has this key.
    from mdgrad.mermaid.yaml import load
    from mdgrad.mermaid.yaml_nodes import Mapping, YamlError

    whole = Span(span.start, span.start + KEY_LENGTH)
    try:
        # The length stays, so that every place stays what it is.
        yaml = LONE_CR.sub("\n", text[span.start : span.end]).replace("\r\n", " \n")
        node = load(yaml)
    except YamlError as error:
        place = min(span.start + max(error.position, 0), span.end)
        message = Message("What mdgrad is told here is no YAML: {reason}.", reason=error.message)
        return NO_SETTINGS, (Problem("directive", Span(place, place), message),)
    told = next(iter(node.items.values())) if isinstance(node, Mapping) else node
    settings, problems = NO_SETTINGS, []
    for change in _changes(told, span.start, whole):
        if isinstance(change, Problem):
            problems.append(change)
        else:
            settings = _merged(settings, change)
    return settings, tuple(problems)


def _merged(settings: PostSettings, change: PostSettings) -> PostSettings:
    return replace(
        settings,
        off=change.off or settings.off,
        ignores=settings.ignores + change.ignores,
        strict=settings.strict if change.strict is None else change.strict,
        flavor=change.flavor or settings.flavor,
    )


def _changes(node: Node, shift: int, key: Span) -> Iterator[PostSettings | Problem]:
    """Yield what `node`, which stands after the key at `key`, sets, or what is odd about it."""
    from mdgrad.mermaid.yaml_nodes import Mapping, Scalar

    if isinstance(node, Mapping):
        for name, value in node.items.items():
            yield from _change(name, value, shift, key)
    elif isinstance(node, Scalar) and node.value in ("off", False):
        yield PostSettings(off=_place(node, shift))
    elif not (isinstance(node, Scalar) and node.value in ("on", True, None)):
        yield _odd(node, shift, key, Message("mdgrad does not know what it is told here"))


def _change(name: str, node: Node, shift: int, key: Span) -> Iterator[PostSettings | Problem]:
    from mdgrad.mermaid.yaml_nodes import Scalar

    value = node.value if isinstance(node, Scalar) else None
    match name:
        case "ignore":
            yield from _ignores(node, shift, key)
        case "strict" if isinstance(value, bool):
            yield PostSettings(strict=value)
        case "strict":
            yield _odd(node, shift, key, Message("`strict` is true or false"), None)
        case "flavor" if value in GRAMMARS:
            yield PostSettings(flavor=value)
        case "flavor":
            yield _odd(
                node,
                shift,
                key,
                Message("`flavor` is one of {flavors}", flavors=", ".join(GRAMMARS)),
                None,
            )
        case _:
            yield _odd(
                node, shift, key, Message("mdgrad knows no setting `{name}` in a post", name=name)
            )


def _ignores(node: Node, shift: int, key: Span) -> Iterator[PostSettings | Problem]:
    """Yield the codes of a list, or of one text, each with its own place."""
    from mdgrad.mermaid.yaml_nodes import Scalar, Sequence

    scalars = node.items if isinstance(node, Sequence) else (node,)
    for scalar in scalars:
        if not (isinstance(scalar, Scalar) and isinstance(scalar.value, str)):
            yield _odd(
                scalar, shift, key, Message("`ignore` is a list of codes such as MG301"), None
            )
            continue
        for word in scalar.value.replace(",", " ").split():
            if CODE.fullmatch(word):
                directive = Directive(word.upper(), _place(scalar, shift))
                yield PostSettings(ignores=(directive,))
            else:
                yield _odd(
                    scalar,
                    shift,
                    key,
                    Message("{word} is no code such as MG301", word=repr(word)),
                    None,
                )


def _place(scalar: Scalar, shift: int) -> Span:
    return Span(scalar.start, scalar.end).shifted(shift)


def _odd(node: Node, shift: int, key: Span, odd: Message, known: Message | None = KNOWN) -> Problem:
    """Return the problem with `node`; what is no single value is shown at the key above it."""
    from mdgrad.mermaid.yaml_nodes import Scalar

    place = _place(node, shift) if isinstance(node, Scalar) and node.end > node.start else key
    message = (
        Message("{finding}; {known}.", finding=odd, known=known)
        if known
        else Message("{finding}.", finding=odd)
    )
    return Problem("directive", place, message)
