"""Render a piece of template that uses our components."""

from typing import Any

from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler


def render(html: str, **context: Any) -> str:
    """Return what a page with ``html`` in it would show."""
    return Template(CottonCompiler().process(html)).render(Context(context))
