"""What machines read is what the published schema says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from mdgrad.report import Diagram, FileReport, Missing, Report
from mdgrad.reports.json import as_json, render_json
from mdgrad.source import Place
from tests.sums import judge_sums

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/report.schema.json").read_text(encoding="utf-8")
)
DRAWN = Diagram(
    18, "computation", "verified", missing=(Missing("x", "M1", "2.2", Place(1, 1, 1, 2)),)
)


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(Report(()), id="nothing"),
        pytest.param(Report((judge_sums("1+1=2 2+2=5 3+3=?"),)), id="every-verdict"),
        pytest.param(Report((FileReport("a.md", error="no such file"),)), id="unread"),
        pytest.param(Report((FileReport("a.md", (DRAWN,)),)), id="missing"),
        pytest.param(Report((FileReport("a.md", (Diagram(1, "other", None),)),)), id="other"),
    ],
)
def test_reports_follow_the_schema(report: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(render_json(report)), SCHEMA)


def test_a_finding_in_full() -> None:
    files = as_json(Report((judge_sums("호두 1+1=3", path="post.md"),)))["files"]
    assert isinstance(files, list)
    assert files[0]["path"] == "post.md"
    assert files[0]["error"] is None
    assert files[0]["findings"] == [
        {
            "code": "MG201", "severity": "error",
            "line": 1, "column": 8, "end_line": 1, "end_column": 9,
            "message": "the sum is 2", "written": "3", "expected": "2", "fixable": True,
        }
    ]  # fmt: skip


def test_a_name_that_is_no_utf_8_stays_json() -> None:
    text = render_json(Report((FileReport("\udcff.md"),)))
    assert json.loads(text.encode("utf-8", "backslashreplace"))["files"][0]["path"] == "\udcff.md"
