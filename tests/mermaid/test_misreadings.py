"""Mermaid's traps are told with their places, and usual diagrams get no word."""

from __future__ import annotations

import pytest

from mdgrad.mermaid import MermaidError, parse, warnings

TRAPS = [
    pytest.param("A-->B\nx-->C", "MG111", "x", id="x chains onto the line before"),
    pytest.param("A-->B\n  o---C", "MG111", "o", id="o chains onto the line before"),
    pytest.param("A x--> B", "MG111", "x", id="a tail without its head"),
    pytest.param("A---ops", "MG112", "o", id="a link eats a letter"),
    pytest.param("A --other--> B", "MG112", "o", id="a label eaten"),
    pytest.param('A --> B["direction LR"]', "MG113", 'A --> B["direction LR"]', id="direction"),
    pytest.param("direction LR; A --> B", "MG113", "direction LR; A --> B", id="rest of the line"),
    pytest.param("%%\nA", "MG114", "%%", id="bare comment"),
    pytest.param("A-->B%%c", "MG114", "B%%c", id="comment in an id"),
    pytest.param("style A fill:red %% c", "MG115", "%% c", id="comment in a style"),
    pytest.param("A-->B\nlinkStyle 0 stroke:red %% c", "MG115", "%% c", id="in a linkStyle"),
    pytest.param("subgraph s %% c\nA\nend", "MG115", "%% c", id="comment in a title"),
    pytest.param("A <-- t --- B", "MG116", "<-- t ---", id="ends that do not fit"),
    pytest.param("A[a<b]", "MG117", "<b", id="cut short"),
    pytest.param('A -->|"x<y"| B', "MG117", "<y", id="cut short in quotes"),
    pytest.param("A[x]\nA[y]", "MG118", "y", id="labelled twice"),
    pytest.param("A@{shape:rect}", "MG119", "shape:rect", id="no space after the colon"),
    pytest.param("style A fill:#lelele", "MG120", "#lelele", id="no colour"),
    pytest.param("A-->B\nlinkStyle 0 stroke:redd,fill:none", "MG120", "redd", id="no colour name"),
    pytest.param("A & B --> C\n" * 251, "MG121", "flowchart", id="too many edges"),
    pytest.param("%% c\n" * 10_001, "MG121", "flowchart", id="too many characters"),
]
USUAL = [
    "A --oB", "A-.-xB",
    "A --> B", "A --x B --o C", "A x--x B", "x --> o --> x", "A x---x B\nx --> C", "A ---|x| o",
    "subgraph s\ndirection LR %% c\nA\nend", "direction TB;\nA", "%% c\nA", "A[x]\nA[x]\nA",
    'A["1 < 2"]', 'A["x<br/>y"]', "A[a #lt; b]", "A@{ shape: rect }", "A@{ label: 'a:b' }",
    "style A fill:#FFF,stroke:Red,stroke-width:2px,color:inherit", "classDef c fill:#abcd;\nA",
    'subgraph "50 %% off"\nA\nend', "A:::c", "linkStyle default stroke:none",
]  # fmt: skip


@pytest.mark.parametrize(("body", "code", "written"), TRAPS)
def test_a_trap_is_told(body: str, code: str, written: str) -> None:
    source = f"flowchart LR\n{body}"
    (warning,) = warnings(parse(source))
    assert warning.code == code
    assert source[warning.span.start : warning.span.end] == written


@pytest.mark.parametrize("body", USUAL)
def test_what_is_read_as_meant_gets_no_word(body: str) -> None:
    assert warnings(parse(f"flowchart LR\n{body}")) == ()


REFUSED = [
    pytest.param("A[f(x)]", "MG101", (2, 4), "double quotes", id="bracket in a label"),
    pytest.param("A(-3.0)", "MG101", (2, 7), "ellipse", id="minus in round brackets"),
    pytest.param("A[]", "MG101", (2, 3), "empty label", id="empty label"),
    pytest.param("A -> B", "MG101", (2, 3), "-->", id="short arrow"),
    pytest.param("A => B", "MG101", (2, 3), "==>", id="double arrow"),
    pytest.param("A --> end", "MG101", (2, 7), "capital", id="end as a node"),
    pytest.param("A\nend", "MG101", (3, 1), "no subgraph is open", id="end of nothing"),
    pytest.param("A --> B %% c", "MG101", (2, 9), "line of its own", id="comment after it"),
    pytest.param("∂ --> B", "MG101", (2, 1), "id has letters", id="sign in an id"),
    pytest.param("A [x]", "MG101", (2, 3), "no space", id="space before a bracket"),
    pytest.param("A -. 1.5 .-> B", "MG101", (2, 7), "double quotes", id="dot in a dotted link"),
    pytest.param("A == x=1 ==> B", "MG101", (2, 7), "double quotes", id="equals sign"),
    pytest.param("A[x", "MG101", (2, 4), "close the bracket", id="open bracket"),
    pytest.param("A@{ shape: nothing }", "MG103", (2, 12), "no shape `nothing`", id="no shape"),
    pytest.param("A@{ shape: [ }", "MG104", (2, 14), "YAML", id="data that is no YAML"),
    pytest.param("A --> B\nlinkStyle 1 a:b", "MG105", (3, 11), "no edge 1", id="no such edge"),
]


@pytest.mark.parametrize(("body", "code", "place", "mending"), REFUSED)
def test_a_refusal_says_where_and_how_to_mend(
    body: str, code: str, place: tuple[int, int], mending: str
) -> None:
    with pytest.raises(MermaidError) as caught:
        parse(f"flowchart LR\n{body}")
    assert (caught.value.code, caught.value.line, caught.value.column) == (code, *place)
    assert mending in caught.value.message


def test_front_matter_that_is_no_yaml_is_refused_in_its_place() -> None:
    with pytest.raises(MermaidError) as caught:
        parse("---\ntitle: a\ntitle: b\n---\nflowchart LR\nA")
    assert (caught.value.code, caught.value.line) == ("MG102", 3)
