"""Reading the texts of a flowchart, by the names that exist in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from mdgrad.expressions.fold import mentioned_in, names_in_order, substitute
from mdgrad.expressions.names import is_symbol, normal_name
from mdgrad.expressions.tree import Name
from mdgrad.graphs.drawing import Drawing, EdgeReading, NodeReading, numbers_in, subject_of
from mdgrad.graphs.graph import operand
from mdgrad.graphs.notation import function_name, without_arguments
from mdgrad.graphs.operator_text import OperatorText, read_operator
from mdgrad.labels.reading import Formula, Shape, Side, Statement, Words, read_label
from mdgrad.mermaid.flowchart import Edge, Flowchart
from mdgrad.operators import expanded

__all__ = ["read_drawing"]


_IN_PLACE = re.compile(r"\s*[^\W\d]\w*\s?(?:[-+*/]=.*|\+\+|--)\s*", re.DOTALL)
"""`i += 1`, `i++`, as programs have it."""


def read_drawing(flowchart: Flowchart, known: Collection[str] = ()) -> Drawing:
    """Return the flowchart with every label read, by the names that exist in it.

    `known` are names that earlier drawings of the same post introduce.
    """
    own = _variables(flowchart)
    labels = _Labels(own, own | frozenset(known))
    subgraphs = {subgraph.id for subgraph in flowchart.subgraphs}
    edges = tuple(
        _read_edge(edge, labels)
        for edge in flowchart.edges
        if edge.stroke != "invisible" and not {edge.source, edge.target} & subgraphs
    )
    most = _arrows_on_one_side(edges)
    shaped = _tells_shapes(flowchart, labels)
    nodes = {
        node.id: _read_node(node.id, node.text, labels, takes_several=shaped or most[node.id] > 1)
        for node in flowchart.nodes.values()
        if node.id not in subgraphs
    }
    nodes |= dict(_patterns(edges, nodes))
    if _edges_operate(edges, nodes):
        nodes = {id_: _without_word(reading) for id_, reading in nodes.items()}
    operators = (node.operator for node in nodes.values() if node.operator)
    return Drawing(
        flowchart,
        nodes,
        edges,
        has_weights=_weigh(edges, nodes),
        repeats_values=any(
            numbers_in(reading.statements) & numbers_in(nodes[reading.edge.source].statements)
            for reading in edges
        ),
        has_signs=any(not is_symbol(o.spelling) for o in operators),
        tells_shapes=shaped,
        is_program=_is_program(flowchart, edges, nodes, labels),
        numbers_are_slopes=_numbers_are_slopes(edges, nodes),
    )


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels of a drawing, each text read once."""

    own: frozenset[str]
    """The variables that this drawing introduces."""
    variables: frozenset[str]
    """Those of earlier drawings, too."""
    _known: dict[str, tuple[Statement, ...]] = field(default_factory=dict)

    def read(self, text: str) -> tuple[Statement, ...]:
        """Return the statements of a label."""
        if text not in self._known:
            self._known[text] = read_label(text, self.variables)
        return self._known[text]

    def of_node(self, text: str) -> Iterator[Statement]:
        """Yield the statements of a node; a letter of another drawing's is no factor in g(x)."""
        return (without_arguments(statement, self.own) for statement in self.read(text))


def _is_program(
    flowchart: Flowchart,
    edges: tuple[EdgeReading, ...],
    nodes: Mapping[str, NodeReading],
    labels: _Labels,
) -> bool:
    """Return whether a variable gets a new value on the way: `n = n + 1`, with something after it.

    Or made of its old one: from `n = 5` over `n * 2` to `n = 10`.
    """
    sources = {reading.edge.source for reading in edges}
    texts = [flowchart.nodes[source].text for source in sources]
    if any(_IN_PLACE.fullmatch(t) or any(map(_assigns, labels.of_node(t))) for t in texts):
        return True
    arriving: defaultdict[str, dict[str | None, str]] = defaultdict(dict)
    for reading in edges:
        source = reading.edge.source
        arriving[reading.edge.target].setdefault(nodes[source].name, source)
    return any(
        first != reading.edge.target
        and _gives_anew(nodes[first], nodes[reading.edge.source], nodes[reading.edge.target])
        for reading in edges
        if (name := nodes[reading.edge.target].name) is not None
        if (first := arriving[reading.edge.source].get(name)) is not None
    )


def _gives_anew(first: NodeReading, between: NodeReading, last: NodeReading) -> bool:
    """Return whether two nodes of one name have two values, the second made of the first."""
    if between.name == first.name:
        return False
    computes = between.operator is not None or between.definition is not None
    given = [{side.text for s in node.statements for side in s.sides[1:]} for node in (first, last)]
    return computes and all(given) and not given[0] & given[1]


def _assigns(statement: Statement) -> bool:
    """Return whether a statement makes a variable's new value of its old one: `w = w - 0.1`."""
    first, *others = statement.sides
    content = first.content
    if not isinstance(content, Formula) or not isinstance(content.readings[0], Name):
        return False
    name = content.readings[0].name
    return any(
        isinstance(side.content, Formula) and name in mentioned_in(side.content.readings[0])
        for side in others
    )


def _tells_shapes(flowchart: Flowchart, labels: _Labels) -> bool:
    """Return whether shapes are told: then the sum of one array is that of its elements."""
    texts = [node.text for node in flowchart.nodes.values()]
    texts += [edge.text for edge in flowchart.edges]
    return any(
        isinstance(side.content, Shape) and not side.text.startswith("[")
        for text in texts
        for statement in labels.read(text)
        for side in statement.sides
    )


def _weigh(edges: tuple[EdgeReading, ...], nodes: dict[str, NodeReading]) -> bool:
    """Return whether all factors on arrows into operators lead into sums."""
    ends = [
        operator.operation(2)
        for reading in edges
        if reading.operator is not None and reading.operator.constant is not None
        if (operator := nodes[reading.edge.target].operator) is not None
    ]
    return bool(ends) and all(end is not None and end.operator in {"add", "sum"} for end in ends)


def _numbers_are_slopes(edges: tuple[EdgeReading, ...], nodes: dict[str, NodeReading]) -> bool:
    """Return whether arrows tell the derivative along them at least as often as a bare number.

    Numbers that all repeat what the nodes behind their arrows show are values.
    """
    telling = bare = repeated = 0
    for reading in edges:
        source, target = nodes[reading.edge.source], nodes[reading.edge.target]
        subjects = [subject_of(statement) for statement in reading.statements]
        telling += any(s and (s.of, s.by) == (target.name, source.name) for s in subjects)
        carried = numbers_in(reading.statements)
        bare += bool(carried)
        repeated += bool(carried & numbers_in(source.statements))
    return repeated < bare <= telling


def _patterns(
    edges: tuple[EdgeReading, ...], nodes: dict[str, NodeReading]
) -> Iterator[tuple[str, NodeReading]]:
    """Yield the nodes whose formula is a pattern, as operators: the x of `1/x` is any operand.

    So it is if the one arrow into the node brings another value than that of this letter.
    """
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for arrow in edges:
        sources[arrow.edge.target].append(arrow.edge.source)
    for node, reading in nodes.items():
        formula = reading.definition
        if formula is None or reading.operator or reading.equation or reading.name:
            continue
        letters = names_in_order(formula)
        first = reading.statements[0].sides[0]
        if len(sources[node]) != 1 or len(letters) != 1 or len(letters[0]) != 1:
            continue
        if letters[0] in {nodes[sources[node][0]].name, sources[node][0]}:
            continue
        if isinstance(first.content, Formula) and first.content.readings[0] == formula:
            placed = expanded(substitute(formula, {letters[0]: Name(operand(0))}))
            operator = OperatorText(first.text, is_glyph=True, formula=placed)
            statements = _without_first_side(reading.statements)
            yield node, replace(reading, operator=operator, statements=statements)


def _edges_operate(edges: tuple[EdgeReading, ...], nodes: dict[str, NodeReading]) -> bool:
    """Return whether the arrows are the operators (`-->|×3|`), between nodes that are none."""
    return any(
        reading.operator is not None
        and reading.operator.constant is not None
        and not any(nodes[end].operator for end in (reading.edge.source, reading.edge.target))
        for reading in edges
    )


def _without_word(reading: NodeReading) -> NodeReading:
    """Return a node whose text is no operator if it is a word: a cube may just be a cube."""
    is_word = reading.operator is not None and not reading.operator.is_glyph
    return replace(reading, operator=None) if is_word else reading


def _variables(flowchart: Flowchart) -> frozenset[str]:
    """Return the names that the diagram introduces: symbols, and words that stand in nodes."""
    names: set[str] = set()
    functions: list[Side] = []
    labels = [(node.text, True) for node in flowchart.nodes.values()]
    labels += [(edge.text, False) for edge in flowchart.edges]
    for text, in_node in dict.fromkeys(labels):
        for line in read_label(text):
            first = line.sides[0]
            name = first.text
            introduces = isinstance(first.content, Formula) or in_node or len(line.sides) > 1
            is_word = in_node and name.isidentifier() and read_operator(name) is None
            if introduces and (is_symbol(name) or is_word):
                names.add(normal_name(name))
            elif in_node and (symbol := _symbol_behind((line,), None)) is not None:
                names.add(symbol)
            elif in_node and len(line.sides) > 1:
                functions.append(first)
    called = [function_name(side, names) for side in functions]
    names |= {normal_name(name) for name in called if name is not None}
    known = frozenset(names)
    return known | frozenset(_factors_beside(known, flowchart))


def _factors_beside(names: frozenset[str], flowchart: Flowchart) -> Iterator[str]:
    """Yield the letters that formulas write beside a known name without a sign: W in `Wx + b`."""
    for text in dict.fromkeys(node.text for node in flowchart.nodes.values()):
        for statement in read_label(text, names):
            for side in statement.sides[1:]:
                if isinstance(side.content, Formula):
                    for name in mentioned_in(side.content.readings[0]) - names:
                        yield from _letter_beside(name, names)


def _letter_beside(name: str, names: frozenset[str]) -> Iterator[str]:
    for letter, rest in ((name[-1], name[:-1]), (name[0], name[1:])):
        if rest in names and letter.isalpha():
            yield letter


def _read_edge(edge: Edge, labels: _Labels) -> EdgeReading:
    operator = read_operator(edge.text, labels.variables)
    if operator is not None and operator.is_glyph and operator.constant is None:
        operator = None
    return EdgeReading(edge, labels.read(edge.text), operator)


def _arrows_on_one_side(edges: tuple[EdgeReading, ...]) -> Counter[str]:
    """Return for each node how many arrows lead into it, or out of it, whichever is more."""
    into = Counter(reading.edge.target for reading in edges)
    return into | Counter(reading.edge.source for reading in edges)


def _read_node(node: str, text: str, labels: _Labels, *, takes_several: bool) -> NodeReading:
    variables = labels.variables
    statements = tuple(s for s in labels.of_node(text) if not _assigns(s))
    sides = statements[0].sides if statements else ()
    operator = read_operator(sides[0].text, variables) if sides else None
    if operator is not None and not takes_several and _joins(operator):
        operator = None  # A total with one part is no sum, just a thing of that name.
    behind = _operator_behind_name(statements)
    if behind is not None:
        operator = behind
        statements = (statements[0], *statements[2:])
    elif operator is not None and is_symbol(sides[0].text) and sides[0].text != "Σ":
        # A letter (x, σ) may be a sign or a variable; the edges into the node decide.
        operator = operator if len(sides) == 1 else None
    elif operator is not None:
        whole = text[sides[0].span.start : sides[-1].span.end]
        valued = read_operator(whole, variables) if operator.name and len(sides) > 1 else None
        # In `× w₁=3` the number is the variable's, not the node's.
        operator = valued or operator
        statements = statements[1:] if valued else _without_first_side(statements)
    names = list(dict.fromkeys(_names(statements, has_operator=operator is not None)))
    if not names and (symbol := _symbol_behind(statements, operator)) is not None:
        names = [symbol]
    name = names[0] if names else None
    return NodeReading(node, operator, name, statements, tuple(names[1:]))


def _operator_behind_name(statements: tuple[Statement, ...]) -> OperatorText | None:
    """Return the operator on a line of its own behind the name of its value: `n | + | data 0.88`.

    Only a sign tells: a word there may say what the name stands for.
    """
    if len(statements) < 2 or any(len(s.sides) > 1 or s.keyword for s in statements[:2]):
        return None
    first, second = statements[0].sides[0], statements[1].sides[0]
    if not is_symbol(first.text) or not isinstance(second.content, Words):
        return None
    operator = read_operator(second.text)
    return operator if operator is not None and operator.is_glyph else None


def _joins(operator: OperatorText) -> bool:
    """Return whether an operator is a word for something made of several operands."""
    several, alone = operator.operation(2), operator.operation(1)
    return not operator.is_glyph and several is not None and alone is not None


def _names(statements: tuple[Statement, ...], *, has_operator: bool) -> Iterator[str]:
    """Yield what a node's value is called: in equations first, then in words of their own."""
    plain = [
        s
        for s in statements
        if s.keyword in {None, "name"} and not isinstance(s.sides[0].content, Shape)
    ]
    for statement in sorted(plain, key=lambda s: len(s.sides) == 1):
        first = statement.sides[0]
        if isinstance(first.content, Formula) and isinstance(first.content.readings[0], Name):
            if len(statement.sides) > 1 or statement is plain[0]:
                yield first.content.readings[0].name
        elif isinstance(first.content, Words) and first.text.isidentifier() and not has_operator:
            yield normal_name(first.text)


def _symbol_behind(statements: tuple[Statement, ...], operator: OperatorText | None) -> str | None:
    """Return the variable that words describe: x in `Input x`."""
    if operator is not None or not statements:
        return None
    first = statements[0].sides[0]
    words = first.text.split() if isinstance(first.content, Words) else []
    if len(words) < 2 or not is_symbol(words[-1]) or not all(map(str.isalpha, words[:-1])):
        return None
    return normal_name(words[-1])


def _without_first_side(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    first, *rest = statements
    if len(first.sides) == 1:
        return tuple(rest)
    return (Statement(first.sides[1:], first.keyword), *rest)
