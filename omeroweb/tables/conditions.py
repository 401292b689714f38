"""Conditions on rows, in the language of PyTables: `(Area > 3) & (Well == 7)`.

Names are columns. Compared and combined are numbers and texts, with + - * / %, & | ~ and brackets;
nothing else of Python is understood, and nothing is ever run.
"""

import ast
import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omeroweb.tables.csv_table import Table

EVERYTHING = "*"
# Word-7 is short for (Word==7).
SHORT = re.compile(r"(?P<name>\w+)-(?P<number>[0-9]{1,18})")
LONGEST = 2000

BINARY: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.BitAnd: np.logical_and,
    ast.BitOr: np.logical_or,
}
COMPARISONS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class BadCondition(ValueError):
    """A condition that is not understood; the text says why."""


def matching(table: Table, condition: str) -> NDArray[np.int64]:
    """The numbers of the rows that fulfil a condition, from 0. Raises BadCondition."""
    if condition.strip() == EVERYTHING:
        return np.arange(table.row_count)
    short = SHORT.fullmatch(condition.strip())
    if short:
        condition = f"({short['name']}=={short['number']})"
    if len(condition) > LONGEST:
        raise BadCondition(f"a condition has at most {LONGEST} characters")
    columns = {column.name: column.values for column in table.columns}
    try:
        parsed = ast.parse(condition.strip(), mode="eval")
        with np.errstate(all="ignore"):
            found = np.asarray(_value(parsed.body, columns))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = str(error) if isinstance(error, BadCondition) else "it cannot be read"
        raise BadCondition(f"{condition!r}: {reason}") from None
    except (TypeError, OverflowError, ZeroDivisionError):
        raise BadCondition(f"{condition!r}: a text is compared with a number") from None
    if found.dtype != np.bool_ or found.shape not in ((table.row_count,), ()):
        raise BadCondition(f"{condition!r}: expected a comparison, e.g. (Area > 3)")
    return np.flatnonzero(np.broadcast_to(found, (table.row_count,)))


def _value(node: ast.AST, columns: dict[str, NDArray[Any]]) -> Any:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            if name not in columns:
                raise BadCondition(f"there is no column {name}; expected {', '.join(columns)}")
            return columns[name]
        case ast.BinOp(left, op, right) if type(op) in BINARY:
            return BINARY[type(op)](_number(left, columns), _number(right, columns))
        case ast.UnaryOp(ast.USub(), operand):
            return operator.neg(_number(operand, columns))
        case ast.UnaryOp(ast.Invert() | ast.Not(), operand):
            return np.logical_not(_value(operand, columns))
        case ast.Compare(left, ops, comparators) if all(type(op) in COMPARISONS for op in ops):
            return _compared(left, ops, comparators, columns)
    raise BadCondition(f"{ast.unparse(node)} is not understood here")


def _number(node: ast.expr, columns: dict[str, NDArray[Any]]) -> Any:
    """Nothing is computed with texts: one that is multiplied would fill the memory."""
    value = _value(node, columns)
    if isinstance(value, str) or np.asarray(value).dtype.kind not in "biuf":
        raise BadCondition(f"{ast.unparse(node)} is a text, expected a number")
    return value


def _compared(
    left: ast.expr,
    ops: list[ast.cmpop],
    comparators: list[ast.expr],
    columns: dict[str, NDArray[Any]],
) -> Any:
    """a < b < c is both of its halves."""
    result: Any = True
    first = _value(left, columns)
    for op, comparator in zip(ops, comparators, strict=True):
        second = _value(comparator, columns)
        result = np.logical_and(result, COMPARISONS[type(op)](first, second))
        first = second
    return result
