"""A toy judge for tests of the edge: the only claims are sums, like `2+3=5`, anywhere in a text.

The tests of files, reports and mending need findings whose places and edits are plain to see, and
must not change when the judging of real diagrams grows.
"""

from __future__ import annotations

import re

from mdgrad.report import Claim, Diagram, Edit, FileReport, Finding, Verdict
from mdgrad.settings import Settings
from mdgrad.source import Span, Text

_SUM = re.compile(r"(\d+)\+(\d+)=(\S+)")


def judge_sums(content: str, *, path: str = "-", settings: Settings | None = None) -> FileReport:
    """Return the verdicts on every sum; one written `…=?` is undecided, one `…=bug` a crash.

    A sum of 13 is unlucky: the edit for it writes something wrong again.
    """
    del settings
    text = Text(content)
    claims: list[Claim] = []
    findings: list[Finding] = []
    for match in _SUM.finditer(content):
        span, written = Span(*match.span(3)), match[3]
        right = str(int(match[1]) + int(match[2]))
        verdict: Verdict = (
            "verified" if written == right else "undecided" if written == "?" else "wrong"
        )
        place = text.place(span)
        claims.append(
            Claim(0, None, "value", place, written, right, verdict, None, None)
        )  # fmt: skip
        if written == "bug":
            raise RuntimeError("a bug")
        if verdict == "undecided":
            findings.append(Finding("MG203", "info", place, "this sum is undecided", written))
        if verdict == "wrong":
            replacement = "31" if right == "13" else right
            edit = Edit(span, replacement)
            message = f"the sum is {right}"
            findings.append(Finding("MG201", "error", place, message, written, right, (edit,)))
    diagram = Diagram(1, "computation", "verified", tuple(claims))
    return FileReport(path, (diagram,) * bool(claims), tuple(findings))
