"""Rules of this code that no linter knows, each as a function from a module's source to what breaks it."""

import ast
from collections.abc import Callable, Iterator

Rule = Callable[[ast.AST], Iterator[str]]
CLOCKS = {"now", "utcnow", "today", "time", "localtime", "gmtime"}
OWNERS = {"datetime", "timezone", "date", "time", "clock"}
# Modules that know a request, a host or a cookie.
HTTP = ("django.http", "django.shortcuts", "django.test", "wagtail.contrib")
NETWORK = ("requests", "http.client", "urllib.request", "httpx", "socket", "smtplib")


def clocks(tree: ast.AST) -> Iterator[str]:
    """Calls that ask what time it is: equal content would not give equal bytes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if node.func.attr in CLOCKS and name in OWNERS:
                yield f"line {node.lineno}: {name}.{node.func.attr}()"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "now":
            yield f"line {node.lineno}: now()"


def requests(tree: ast.AST) -> Iterator[str]:
    """Whatever is called `request`, and modules that know one: a feed would depend on who asks."""
    yield from imports(tree, HTTP)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.arg == "request":
            yield f"line {node.lineno}: request"


def network(tree: ast.AST) -> Iterator[str]:
    """Modules that reach other hosts."""
    return imports(tree, NETWORK)


def imports(tree: ast.AST, banned: tuple[str, ...]) -> Iterator[str]:
    """Imports of those modules, or from within them."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        for name in names:
            if any(name == each or name.startswith(f"{each}.") for each in banned):
                yield f"line {node.lineno}: {name}"
