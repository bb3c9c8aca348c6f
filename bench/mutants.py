"""Small wrongs done to a function of the engine, in memory: `__code__` is replaced, the files are not touched.

Two kinds. A *rule* mutant comments out one branch, one alternative or one line of the order. A *detail* mutant turns
one comparison, condition, verdict, rule number or constant round.
"""

import ast
import copy
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

RULE, DETAIL = "rule", "detail"

_FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_SWAPS = {"permit": "deny", "deny": "permit", "any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """`tree` is the whole module with one wrong in it; `name` the function or constant that changes."""

    module: types.ModuleType
    name: str
    line: int
    kind: str
    what: str
    tree: ast.Module
    constant: bool = False

    def __str__(self) -> str:
        short = self.module.__name__.removeprefix("sharing.engine.")
        return f"{short}:{self.line} {self.name}: {self.what}"


def mutants(module: types.ModuleType, *, rules: bool) -> Iterator[Mutant]:
    """Every mutant of a module; branches and lines are rules only where `rules`."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for holder, function in _functions(tree):
        for node in ast.walk(function):
            for kind, what, change in _changes(node):
                if kind == RULE and not rules:
                    kind = DETAIL
                yield Mutant(module, holder, _line(node, function), kind, what, _changed(tree, node, change))
    for statement in tree.body:
        yield from _of_constant(module, tree, statement, rules=rules)


def _line(node: ast.AST, function: ast.AST) -> int:
    return int(getattr(node, "lineno", None) or getattr(function, "lineno", 0))


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    yield f"{node.name}.{part.name}", part


def _changed(tree: ast.Module, node: ast.AST, change: Any) -> ast.Module:
    """A copy of the module in which `change` was done to the copy of `node`."""
    whole = list(ast.walk(tree))
    place = next(index for index, each in enumerate(whole) if each is node)
    mutated = copy.deepcopy(tree)
    change(list(ast.walk(mutated))[place])
    return ast.fix_missing_locations(mutated)


def _changes(node: ast.AST) -> Iterator[tuple[str, str, Any]]:
    if isinstance(node, ast.If):
        if isinstance(node.body[-1], ast.Return) and not node.orelse:
            yield RULE, f"no `if {ast.unparse(node.test)}`", lambda one: setattr(one, "test", ast.Constant(False))
        yield DETAIL, f"if not ({ast.unparse(node.test)})", _negate
    if isinstance(node, ast.IfExp):
        yield RULE, f"always `{ast.unparse(node.orelse)}`", lambda one: setattr(one, "test", ast.Constant(False))
        yield RULE, f"always `{ast.unparse(node.body)}`", lambda one: setattr(one, "test", ast.Constant(True))
    yield from _one_less(node)
    yield from _small_changes(node)


def _one_less(node: ast.AST) -> Iterator[tuple[str, str, Any]]:
    if isinstance(node, ast.Return) and isinstance(node.value, ast.BoolOp):
        node.value.returned = True  # type: ignore[attr-defined]  # told as a rule, not again as a detail
        for index, value in enumerate(node.value.values):
            yield RULE, f"without `{ast.unparse(value)}`", lambda one, index=index: _pop(one.value, index)
    if isinstance(node, ast.BoolOp) and not hasattr(node, "returned"):
        for index, value in enumerate(node.values):
            yield DETAIL, f"without `{ast.unparse(value)}`", lambda one, index=index: _pop(one, index)
    if isinstance(node, ast.comprehension):
        for index, value in enumerate(node.ifs):
            yield DETAIL, f"for any, not `{ast.unparse(value)}`", lambda one, index=index: one.ifs.pop(index)


def _small_changes(node: ast.AST) -> Iterator[tuple[str, str, Any]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _FLIPS:
        flipped = _FLIPS[type(node.ops[0])]
        yield DETAIL, f"`{ast.unparse(node)}` {flipped.__name__}", lambda one: one.ops.__setitem__(0, flipped())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield DETAIL, f"`{ast.unparse(node)}` without not", _without_not
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SWAPS:
        other = _SWAPS[node.func.id]
        yield DETAIL, f"{other} for `{ast.unparse(node)}`", lambda one: setattr(one.func, "id", other)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_rule(node.value):
        yield DETAIL, f"R99 for {node.value}", lambda one: setattr(one, "value", "R99")
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield DETAIL, f"{not node.value} for {node.value}", lambda one: setattr(one, "value", not one.value)


def _is_rule(word: str) -> bool:
    return word[:1] == "R" and word[1:3].isdigit() and len(word) <= len("R02a")


def _negate(node: Any) -> None:
    node.test = ast.UnaryOp(ast.Not(), node.test)


def _pop(node: Any, index: int) -> None:
    """One alternative less; the last one left stands twice, since an `or` needs two."""
    del node.values[index]
    if len(node.values) == 1:
        node.values.append(copy.deepcopy(node.values[0]))


def _without_not(node: Any) -> None:
    """`not x` becomes `not not x`: the same verdict as x, whatever the type."""
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _of_constant(module: types.ModuleType, tree: ast.Module, statement: ast.stmt, *, rules: bool) -> Iterator[Mutant]:
    """One element less in a table of the module."""
    if isinstance(statement, ast.Assign):
        name, value = ast.unparse(statement.targets[0]), statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        name, value = ast.unparse(statement.target), statement.value
    else:
        return
    if isinstance(value, ast.Subscript):  # the name of a type
        return
    for node in ast.walk(value):
        if isinstance(node, ast.Tuple | ast.Set | ast.List) and len(node.elts) > 1:
            for index, element in enumerate(node.elts):
                if isinstance(element, ast.Name | ast.Attribute | ast.Constant):
                    tree_ = _changed(tree, node, lambda one, index=index: one.elts.pop(index))
                    kind = RULE if rules else DETAIL
                    what = f"without `{ast.unparse(element)}`"
                    yield Mutant(module, name, statement.lineno, kind, what, tree_, constant=True)


@contextmanager
def at_work(mutant: Mutant) -> Iterator[None]:
    """The engine with that wrong in it."""
    if mutant.constant:
        with _constant(mutant):
            yield
        return
    function = _function(mutant.module, mutant.name)
    right = function.__code__
    function.__code__ = _code(compile(mutant.tree, str(mutant.module.__file__), "exec"), mutant.name)
    try:
        yield
    finally:
        function.__code__ = right


@contextmanager
def _constant(mutant: Mutant) -> Iterator[None]:
    right = getattr(mutant.module, mutant.name)
    place = dict(vars(mutant.module))
    for statement in mutant.tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.lineno == mutant.line:
            exec(compile(ast.Module([statement], []), "mutant", "exec"), place)  # noqa: S102  our own file
    setattr(mutant.module, mutant.name, place[mutant.name])
    try:
        yield
    finally:
        setattr(mutant.module, mutant.name, right)


def _function(module: types.ModuleType, name: str) -> types.FunctionType:
    holder: Any = module
    for part in name.split("."):
        holder = vars(holder)[part]
    if isinstance(holder, cached_property):
        holder = holder.func
    if isinstance(holder, property):
        holder = holder.fget
    found = getattr(holder, "__func__", getattr(holder, "__wrapped__", holder))
    assert isinstance(found, types.FunctionType), name
    return found


def _code(code: types.CodeType, name: str) -> types.CodeType:
    for part in name.split("."):
        code = next(each for each in code.co_consts if isinstance(each, types.CodeType) and each.co_name == part)
    return code
