"""The report as test runners' reports are read: JUnit XML, as Jenkins and GitLab take it.

A post is a suite. Each error or warning is a test that failed; a post without any is one that
passed, and a post that could not be judged is one in error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from mdgrad.report import FileReport, Finding, Report
from mdgrad.reports.sides import both_sides
from mdgrad.reports.visible import visible

__all__ = ["render_junit"]

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(report: Report) -> str:
    """Return the report as XML text."""
    suites = ET.Element("testsuites", name="mdgrad")
    counted = {"tests": 0, "failures": 0, "errors": 0}
    for file in report.files:
        suite = _suite(file)
        suites.append(suite)
        for name in counted:
            counted[name] += int(suite.attrib[name])
    suites.attrib.update({name: str(number) for name, number in counted.items()})
    ET.indent(suites)
    body = ET.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'


def _suite(file: FileReport) -> ET.Element:
    cases = list(_cases(file))
    suite = ET.Element(
        "testsuite",
        name=_text(file.path),
        tests=str(len(cases)),
        failures=str(sum(case.find("failure") is not None for case in cases)),
        errors=str(sum(case.find("error") is not None for case in cases)),
    )
    suite.extend(cases)
    return suite


def _cases(file: FileReport) -> Iterator[ET.Element]:
    failures = [finding for finding in file.findings if finding.severity != "info"]
    if file.error is not None:
        case = _case(file, "judged")
        ET.SubElement(case, "error", message=_text(file.error), type="mdgrad")
        yield case
    elif not failures:
        yield _case(file, "nothing to report")
    for finding in failures:
        yield _failed(file, finding)


def _failed(file: FileReport, finding: Finding) -> ET.Element:
    place = finding.place
    case = _case(file, f"{finding.code} at {place.line}:{place.column}")
    failure = ET.SubElement(case, "failure", message=_text(finding.message), type=finding.code)
    lines = [f"{file.path}:{place.line}:{place.column}: {finding.code} {finding.message}"]
    lines += [f"{name}: {label}" for name, label in both_sides(finding)]
    failure.text = "\n".join(map(_text, lines))
    return case


def _case(file: FileReport, name: str) -> ET.Element:
    return ET.Element("testcase", classname=_text(file.path), name=name)


def _text(text: str) -> str:
    """Return text that XML can hold; the writer escapes what is markup."""
    return _NOT_IN_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", visible(text))
