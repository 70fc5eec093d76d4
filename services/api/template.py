"""Templates of subscribers, for the format `raw`: a small part of Jinja that can only read the alert. Pure.

A sandbox alone does not bound time or memory: `range`, repeated doubling or a chain of replacements would let one
line eat a machine. So nothing may be called, assigned or multiplied here, loops may only go over lists of the alert,
two deep, and the few filters there are bound what they make.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, Template, TemplateError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_TEMPLATE_CHARACTERS = 8_000
MAX_OUTPUT_BYTES = 19_000
_MAX_LOOP_DEPTH = 2

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Keyword,
)


class BadTemplate(ValueError):  # noqa: N818 - named for what happened
    """A template that cannot be used. The text says what is wrong with it."""


def check_template(source: str) -> None:
    """Raise `BadTemplate` unless only what is safe stands in `source`."""
    if len(source) > MAX_TEMPLATE_CHARACTERS:
        raise BadTemplate(f"the template is longer than {MAX_TEMPLATE_CHARACTERS} characters")
    _compiled(source)


def render_template(source: str, alert: dict[str, Any]) -> str:
    """The text that the template makes of an alert; raises `BadTemplate`."""
    template = _compiled(source)
    made, size = [], 0
    try:
        for piece in template.generate(alert):
            size += len(piece.encode("utf-8", "replace"))
            if size > MAX_OUTPUT_BYTES:
                raise BadTemplate(f"the template makes more than {MAX_OUTPUT_BYTES} bytes of an alert")
            made.append(piece)
    except BadTemplate:
        raise
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise BadTemplate(f"the template cannot be filled in: {error}") from error
    return "".join(made)


@lru_cache(maxsize=256)
def _compiled(source: str) -> Template:
    try:
        parsed = _ENVIRONMENT.parse(source)
        _check_nodes(parsed, 0)
        for loop in parsed.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _LOOPED, [], [], None, None, lineno=loop.lineno)
        return _ENVIRONMENT.from_string(parsed)
    except BadTemplate:
        raise
    except (TemplateError, RecursionError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        raise BadTemplate(f"this is not a template that can be used: {error}{where}") from error


def _check_nodes(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise BadTemplate(
            f"{type(node).__name__} in line {node.lineno} is not possible here: templates read the alert with "
            f"{{{{ }}}}, if, for and the filters {', '.join(FILTERS)}"
        )
    if isinstance(node, nodes.Name) and node.name in ("self", "super"):
        raise BadTemplate(f"line {node.lineno}: {node.name} is not part of an alert")
    if isinstance(node, nodes.For):
        depth += 1
        if depth > _MAX_LOOP_DEPTH or node.recursive:
            raise BadTemplate(f"line {node.lineno}: loops may be {_MAX_LOOP_DEPTH} deep")
        if not isinstance(node.iter, nodes.Name | nodes.Getattr):
            raise BadTemplate(f"line {node.lineno}: a loop goes over a list of the alert, such as data.evidence")
    for child in node.iter_child_nodes():
        _check_nodes(child, depth)


class _Missing(ChainableUndefined):
    """What an alert does not have is nothing, at any depth: alerts of other types have other fields."""


def _bounded(text: str) -> str:
    if len(text) > MAX_OUTPUT_BYTES:
        raise BadTemplate("a filter makes too long a text")
    return text


def _json(value: Any) -> str:
    return _bounded(json.dumps(None if isinstance(value, _Missing) else value, ensure_ascii=False))


def _join(values: Any, separator: Any = ", ") -> str:
    if not isinstance(values, list) or not isinstance(separator, str) or len(separator) > 20:
        raise BadTemplate("join takes a list, and a separator of at most 20 characters")
    return _bounded(separator.join(str(value) for value in values))


def _truncate(value: Any, characters: int = 200) -> str:
    text = str(value)
    return text if len(text) <= characters else text[: max(characters - 1, 0)] + "…"


def _default(value: Any, instead: Any = "") -> Any:
    return instead if value is None or isinstance(value, _Missing) else value


def _looped(values: Any) -> Any:
    """What a loop goes over. A text has so many characters that a loop in a loop over them would take seconds."""
    if not isinstance(values, list | dict | _Missing):
        raise BadTemplate("a loop goes over a list of the alert, such as data.evidence")
    return values


_LOOPED = "list of the alert"
"""No name that a template could write."""

FILTERS: dict[str, Callable[..., Any]] = {
    "json": _json,
    "join": _join,
    "truncate": _truncate,
    "default": _default,
    "upper": lambda value: _bounded(str(value).upper()),
    "lower": lambda value: _bounded(str(value).lower()),
    "length": lambda value: len(value) if isinstance(value, list | str) else 0,
}


def _finalize(value: Any) -> Any:
    return "" if value is None else value


class _Environment(ImmutableSandboxedEnvironment):
    """A dot reads a field of the alert, and never a method of the object that happens to hold it."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What `obj.attribute` means."""
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What `obj[argument]` means."""
        try:
            return obj[argument] if isinstance(obj, dict | list) else self.undefined(obj=obj, name=argument)
        except (KeyError, IndexError, TypeError):
            return self.undefined(obj=obj, name=argument)


def _environment() -> ImmutableSandboxedEnvironment:
    environment = _Environment(undefined=_Missing, autoescape=False, finalize=_finalize)
    environment.globals, environment.tests = {}, {}
    environment.filters = {**FILTERS, _LOOPED: _looped}
    return environment


_ENVIRONMENT = _environment()
