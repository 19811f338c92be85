"""Reports and hand-outs that are no pages of the site: templates from `theme/reports`, rendered without Pelican."""

from __future__ import annotations

from typing import Any

from ..build.renderer import prepare
from ..core.text import dates
from ..system import build_inputs


def render(template: str, **values: Any) -> str:
    """The report's text; a name the template does not know is an error, as in the site's own pages."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    theme = build_inputs.ROOT / "theme"
    environment = Environment(
        loader=FileSystemLoader([theme / "reports", theme / "templates"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    prepare(environment)
    environment.filters["long_day"] = dates.long_day
    return environment.get_template(template).render(**values)
