"""The component page: every macro of the theme with its examples, as one folder of static files for developers.

It is written outside the site, by `tasks.py components`, and opened by the tests.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pelican.settings import DEFAULT_CONFIG

from ..build.assets import bundle
from ..build.renderer import Chrome, prepare
from ..core.plan.site import Agency, Feedback, Link, Site
from ..core.views.view_models import Frame, Head, NavLink
from ..system import build_inputs
from .component_examples import EXAMPLES, VALUES

if TYPE_CHECKING:
    from ..build.assets import Bundle
    from .component_examples import Example


def write(folder: Path) -> Path:
    """Write the page and the theme's files into `folder`; returns the page's path."""
    assets = bundle(build_inputs.ROOT / "theme", ".")
    for name, data in assets.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    page = folder / "index.html"
    page.write_text(render(assets), encoding="utf-8")
    return page


def render(assets: Bundle) -> str:
    """The page's HTML."""
    environment = _environment()
    frame = _frame(assets)
    chrome = Chrome(environment.get_template, frame, "front")
    shown = [(example, _shown(environment, example, frame)) for example in EXAMPLES]
    head = Head(title="Components", description="Every component of the theme.", path="", canonical="", section="")
    page = environment.get_template("component_page.html")
    return page.render(frame=frame, chrome=chrome, head=head, examples=shown)


def _environment() -> Environment:
    """As a build makes it: Pelican's own options, and what the column's templates need."""
    loader = FileSystemLoader(str(build_inputs.ROOT / "theme" / "templates"))
    options = DEFAULT_CONFIG["JINJA_ENVIRONMENT"]
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, **options)
    prepare(environment)
    return environment


def _frame(assets: Bundle) -> Frame:
    site = Site(
        tagline="Trang thành phần giao diện",
        agency=Agency(name="Tên cơ quan", name_en="Name of the agency", address="Địa chỉ", phone="024 0000 0000"),
        feedback=Feedback(form_url="https://example.vn/", email="thu@example.vn", consent="Lời về dữ liệu cá nhân."),
        related=(Link(name="Cơ quan liên quan", url="https://example.vn/"),),
    )
    nav = (NavLink(name="Trang nhất", url="#", section="front"), NavLink(name="Chủ đề", url="#", section="topic"))
    return Frame(site=site, plans=(), nav=nav, pages={}, feeds=(), assets=assets.view, search=True, root=".")


def _shown(environment: Environment, example: Example, frame: Frame) -> Markup:
    return Markup(environment.from_string(f"{{{{ ui.{example.call} }}}}").render(frame=frame, **VALUES))  # noqa: S704
