"""One table for every server: types, cache times, headers."""

import pytest

from plugins.core.publishing.http_headers import (
    TYPES,
    Policy,
    content_type,
    freshness,
    headers_file,
    is_compressible,
    is_immutable,
    read_redirects,
    redirects_file,
    security_headers,
    site_path,
)
from plugins.core.publishing.server_configs import ServedSite, caddy, caddy_redirects, nginx, nginx_redirects


@pytest.mark.parametrize(
    ("file", "kind", "how"),
    [
        ("index.html", "text/html; charset=utf-8", "page"),
        ("bai-viet/x/index.html", "text/html; charset=utf-8", "page"),
        ("rss.xml", "application/rss+xml; charset=utf-8", "feed"),
        ("chu-de/x/atom.xml", "application/atom+xml; charset=utf-8", "feed"),
        ("chu-de/x/feed.json", "application/feed+json; charset=utf-8", "feed"),
        ("opensearch.xml", "application/opensearchdescription+xml; charset=utf-8", "feed"),
        ("sitemap.xml", "application/xml; charset=utf-8", "feed"),
        ("theme/column.63709a5ac0.js", "text/javascript; charset=utf-8", "immutable"),
        ("anh/0f1e2d3c4b5a6978-640.avif", "image/avif", "immutable"),
        ("tep/ke-hoach.0f1e2d3c4b.pdf", "application/pdf", "immutable"),
        ("anh/hoa-sen.jpg", "image/jpeg", "feed"),
        ("bai-viet/0123456789ab/index.html", "text/html; charset=utf-8", "page"),
        ("manifest.json", "application/json; charset=utf-8", "asked"),
        ("du-lieu/manifest.json", "application/json; charset=utf-8", "feed"),
        ("x.unknown", "application/octet-stream", "feed"),
    ],
)
def test_types_and_freshness(file: str, kind: str, how: str) -> None:
    assert content_type(file) == kind
    assert freshness(file) == how
    assert is_immutable(file) == (how == "immutable")


def test_addresses() -> None:
    assert site_path("index.html") == "/"
    assert site_path("a/index.html") == "/a/"
    assert site_path("404.html") == "/404.html"
    assert site_path("my-index.html") == "/my-index.html"


def test_compression_is_for_text_that_gains() -> None:
    assert is_compressible("a/index.html", 1024)
    assert not is_compressible("a/index.html", 1023)
    assert not is_compressible("anh/x.avif", 100_000)
    assert not is_compressible("_headers", 100_000)


def test_security_headers() -> None:
    headers = security_headers(Policy(form_url="https://form.example.vn/x?y=1"))
    csp = headers["Content-Security-Policy"]
    assert csp.startswith("default-src 'none'; ")
    assert "script-src 'self';" in csp
    assert "form-action 'self' https://form.example.vn;" in csp
    assert "unsafe-inline" not in csp
    assert "Strict-Transport-Security" in headers
    assert "Strict-Transport-Security" not in security_headers(Policy(secure=False))


def test_every_server_says_the_same() -> None:
    policy = Policy()
    site = ServedSite(url="https://a.vn", root="/srv/a/current", includes="/srv/a/server", brotli=True)
    texts = [headers_file(policy), nginx(site, policy), caddy(site, policy)]
    for name, value in security_headers(policy).items():
        assert all(name in text and value in text for text in texts), name
    assert all(kind in texts[1] and kind in texts[2] for kind in TYPES.values())
    assert "brotli_static on;" in texts[1]


def test_no_header_is_set_twice_for_one_address() -> None:
    """Some static hosts join the values of two rules that match."""
    rules: dict[str, list[str]] = {}
    for line in headers_file(Policy()).splitlines():
        if line.startswith("  "):
            rules[path].append(line.split(":")[0].strip())  # noqa: F821 — set by the line before
        else:
            path = line
            rules[path] = []
    everywhere = rules.pop("/*")
    assert all(not set(names) & set(everywhere) for names in rules.values())
    assert all(len(set(names)) == len(names) for names in [everywhere, *rules.values()])


def test_redirects() -> None:
    moved = {"/bai-viet/b/": "/bai-viet/c/", "/bai-viet/a/": "/bai-viet/c/"}
    text = redirects_file(moved)
    assert text == "/bai-viet/a/ /bai-viet/c/ 301\n/bai-viet/b/ /bai-viet/c/ 301\n"
    assert read_redirects(text) == moved
    assert read_redirects("") == {}
    assert "location = /bai-viet/a/ { return 301 /bai-viet/c/; }" in nginx_redirects(moved)
    assert "redir /bai-viet/a/ /bai-viet/c/ 301" in caddy_redirects(moved)
    assert caddy_redirects({}), "Caddy refuses an empty file"


@pytest.mark.parametrize(
    "form", ["https://x;script-src-elem/", "https://$http_x/", "https://a@b.vn/", "https://a b.vn"]
)
def test_a_form_says_nothing_else_in_the_policy(form: str) -> None:
    assert security_headers(Policy(form_url=form)) == security_headers(Policy())
    assert nginx(ServedSite(url="https://a.vn", root="/r", includes="/i"), Policy(form_url=form)) == nginx(
        ServedSite(url="https://a.vn", root="/r", includes="/i"), Policy()
    )


def test_a_form_of_another_alphabet_stands_in_its_ascii_form() -> None:
    policy = security_headers(Policy(form_url="https://thư.vn:8443/phan-hoi"))["Content-Security-Policy"]
    assert "form-action 'self' https://xn--th-e0a.vn:8443;" in policy
