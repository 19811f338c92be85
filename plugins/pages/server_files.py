"""What servers and their visitors look for: `_headers`, `_redirects`, robots.txt and .well-known/security.txt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import output_file
from ..core.digests import digest_text
from ..core.output import Output
from ..core.plan.site import Site
from ..core.publishing.http_headers import Policy, headers_file, redirects_file
from ..core.site_map import ROWS
from ..core.views.first_view import style_source
from .redirects import redirects, short_addresses

if TYPE_CHECKING:
    from ..build.context import BuildContext

_SECURITY = ROWS["security"].path


def policy_of(site: Site, url: str, style: str) -> Policy:
    """What the site's headers depend on. style: the inline style of its pages."""
    return Policy(
        form_url=site.feedback.form_url,
        secure=not url.startswith("http://"),
        hub=site.hub,
        url=url,
        style=style_source(style),
    )


@from_metadata
def server_file_outputs(context: BuildContext) -> Iterator[Output]:
    """Each is a few lines made from the site's own data."""
    column, present = context.column, context.present
    texts = {
        "_headers": headers_file(policy_of(column.site, present.base_url, context.frame.assets.first)),
        "_redirects": "".join(
            redirects_file({present.href(old): present.href(new) for old, new in table(context).items()})
            for table in (redirects, short_addresses)  # some hosts read the first 2,000 lines only
        ),
        "robots.txt": robots(present.base_url),
    }
    if security := security_txt(column.site, present.base_url):
        texts[output_file(_SECURITY)] = security
    for file, text in texts.items():
        yield Output(file, digest_text(file, text), lambda text=text: text.encode())  # type: ignore[misc]


def robots(base_url: str) -> str:
    """Everything may be read; the sitemap has to be named by its absolute address."""
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {base_url}/sitemap.xml\n" if base_url else "")


def security_txt(site: Site, base_url: str) -> str:
    """RFC 9116, or "" while site.toml names no contact and day of expiry: the file must not be without either."""
    security = site.security
    if not security.complete:
        return ""
    contact = security.contact if ":" in security.contact else f"mailto:{security.contact}"
    lines = [f"Contact: {contact}", f"Expires: {security.expires}T00:00:00Z", "Preferred-Languages: vi, en"]
    if security.policy:
        lines.append(f"Policy: {security.policy}")
    if base_url:
        lines.append(f"Canonical: {base_url}{_SECURITY}")
    return "\n".join(lines) + "\n"


def register() -> None:
    """Connect to the build."""
    outputs.connect(server_file_outputs)
