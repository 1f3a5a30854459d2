"""What a diagram configures: the `config` of its front matter and its `%%{init: …}%%` directives.

Of all that can be configured, `flowchart.inheritDir` alone changes how a flowchart is read.
"""

from __future__ import annotations

import json
import re

from mdgrad.mermaid.errors import RefusalError
from mdgrad.mermaid.javascript import SPACE, strip
from mdgrad.mermaid.preprocess import Prepared
from mdgrad.mermaid.yaml_nodes import Mapping, Node, Scalar, YamlError
from mdgrad.messages import Message

__all__ = ["inherits_direction"]

_INIT = re.compile(rf"%%\{{[{SPACE}]*(?:init|initialize)[{SPACE}]*:([^\u2028\u2029]*?)(?:\}}%%)?$")


def inherits_direction(prepared: Prepared) -> bool:
    """Return whether subgraphs without a direction take the diagram's.

    Raises `RefusalError` where the front matter is not YAML, as Mermaid does.
    """
    inherits = _in_directives(prepared.directives)
    in_front_matter = prepared.front_matter is not None and _in_front_matter(prepared)
    return in_front_matter if inherits is None else inherits


def _in_front_matter(prepared: Prepared) -> bool:
    from mdgrad.mermaid.yaml import load  # only a diagram with front matter needs it

    yaml = prepared.front_matter
    if yaml is None:
        return False
    try:
        node: Node | None = load(yaml.text)
    except YamlError as error:
        where = min(error.position, max(0, len(yaml.text) - 1))
        raise RefusalError(
            Message("the front matter is not YAML: {reason}", reason=error.message),
            yaml.span(where, where + 1),
            code="MG102",
        ) from None
    for key in ("config", "flowchart", "inheritDir"):
        node = node.items.get(key) if isinstance(node, Mapping) else None
    return node is not None and (not isinstance(node, Scalar) or bool(node.value))


def _in_directives(directives: tuple[str, ...]) -> bool | None:
    """Return what the last directive that says anything of it says, None if there is none."""
    inherits = None
    for directive in directives:
        if not (init := _INIT.match(strip(directive))):
            continue
        try:
            found = json.loads(strip(init[1]).replace("'", '"'))
        except (ValueError, RecursionError):
            return None  # one that is no JSON makes Mermaid heed none
        for key in ("flowchart", "inheritDir"):
            found = found.get(key) if isinstance(found, dict) else None
        inherits = inherits if found is None else bool(found)
    return inherits
