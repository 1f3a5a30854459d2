"""Whatever stands around the diagrams of a post: mending changes what it must, and not one byte."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import mdgrad
from mdgrad.mending.apply import apply_edits
from mdgrad.mending.topology import added_edges, topology
from mdgrad.settings import Settings

DIAGRAMS = [
    # each with a wrong label, a blank and a missing gradient
    """\
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- 3 --> M
    M -- 7 --> O[out]
    O -- ? --> M
    M -- 3 --> A
    linkStyle 3,4 stroke:red""",
    """\
graph LR
    x["x = 3<br/>grad = 1·1 + 4·1 = 6"] --> m["×<br/>= ?<br/>grad = 1"]
    y["y = 5"] --> m
    m --> s["+<br/>15 + 3 = 18<br/>grad = 1"]
    x --> s""",
    """\
flowchart LR
    X[ ] -- "x" --> A((+))
    Y[ ] -- "y" --> A
    A -- "t" --> P(("**2"))
    P -- "z" --> Z[ ]
    Z -- "∂z/∂z" --> P
    P -- "?" --> A
    A -- "∂z/∂z · ∂z/∂t · ∂t/∂y" --> X""",
    "graph LR; A[a] -- 2 --> M((×)); B[b] -- 3 --> M; M -- 7 --> O[out];",
    # no computation graph at all
    "flowchart TD\n    A --> B{ok?}\n    B -- 404 --> C",
]
"""With LF line ends; `OPENERS` and `_posts` put them into posts of every kind."""

OPENERS = [("```mermaid", "```"), ("~~~~ mermaid", "~~~~"), ("```{mermaid}", "```")]
PREFIXES = ["", "> ", "   ", "> > "]
PROSE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="`~<\r\n\x00"), max_size=40
)


@st.composite
def posts(draw: st.DrawFn) -> str:
    """Return a post of prose and diagrams, with odd line ends, quote marks, a mark at its start."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 2))):
        lines += draw(st.lists(PROSE.map(lambda text: f"word {text}"), max_size=3))
        opener, closer = draw(st.sampled_from(OPENERS))
        prefix = draw(st.sampled_from(PREFIXES))
        source = draw(st.sampled_from(DIAGRAMS))
        tail = draw(st.sampled_from(["", " ", "\t"]))
        lines += ["", *(prefix + line for line in (opener, *source.split("\n"), closer)), tail]
    lines += draw(st.lists(PROSE.map(lambda text: f"word {text}"), max_size=2))
    ends = st.sampled_from(draw(st.sampled_from([["\n"], ["\r\n"], ["\n", "\r\n"]])))
    body = "".join(line + draw(ends) for line in lines)
    if draw(st.booleans()):
        body = body.rstrip("\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + body


@settings(max_examples=40, deadline=None)
@given(post=posts(), complete=st.booleans())
def test_mending_is_safe(post: str, complete: bool) -> None:
    fixed = mdgrad.fix(post, complete=complete)
    computing = [d for d in fixed.report.diagrams if d.kind == "computation"]
    assert fixed.changed == bool(computing)
    assert not [finding for finding in fixed.report.findings if finding.code == "MG904"]
    # Only the places told are changed, and nothing outside of diagrams.
    assert apply_edits(post, fixed.edits) == fixed.text
    kept = [line for line in post.splitlines() if "word" in line]
    assert [line for line in fixed.text.splitlines() if "word" in line] == kept
    # The drawing stays; what is new is announced.
    drawings = [topology(text, path="-", settings=Settings()) for text in (post, fixed.text)]
    assert added_edges(*drawings) is not None
    if not complete:
        assert drawings[0] == drawings[1]
    # Every label is right now, and a second run has nothing to do.
    assert {d.status for d in fixed.report.diagrams} <= {"verified", None}
    again = mdgrad.fix(fixed.text, complete=complete)
    assert (again.text, again.edits) == (fixed.text, ())


@settings(max_examples=15, deadline=None)
@given(post=posts())
def test_line_ends_are_the_ones_around(post: str) -> None:
    fixed = mdgrad.fix(post, complete=True).text
    assert ("\r" in fixed) == ("\r" in post)
    if "\n" not in post.replace("\r\n", ""):
        assert "\n" not in fixed.replace("\r\n", "")
    assert fixed.startswith("\ufeff") == post.startswith("\ufeff")
    assert fixed.endswith(("\n", "\r")) == post.endswith(("\n", "\r"))
