"""The generated nginx and Caddy configurations, served for real and asked over HTTP."""

import gzip
import re
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import brotli
import pytest

from plugins.build.assets import first_style
from plugins.core.publishing.http_headers import CACHE_TIMES, FEED_NAMES, Policy, content_type, security_headers
from plugins.core.views.first_view import style_source
from plugins.system.build_inputs import ROOT
from tests.helpers.programs import program

from .project import Project
from .servers import ask, caddy, free_port, nginx

pytestmark = pytest.mark.slow

HUB = "https://hub.toa-soan.vn/"
SERVERS = {"nginx": nginx, "caddy": caddy}


class Site(NamedTuple):
    project: Project
    place: Path
    port: int


@pytest.fixture(scope="module", params=SERVERS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A published site behind a real server; one article has moved."""
    folder = tmp_path_factory.mktemp(request.param)
    project, port = Project(folder / "project"), free_port()
    place = folder / "srv" / "site"
    project.target("here", kind="folder", url=f"http://127.0.0.1:{port}", path=place, compress=True)
    long = "/?p=7&ten=" + "dai" * 20
    old = f"dia-chi-cu; /2019/03/bài-một/; /?p=101; {long}; /cu/trang.php"
    project.write(2, more=f"Aliases: {old}")
    with open(project.root / "content/site.toml", "w") as file:
        file.write(f'hub = "{HUB}"\n[security]\ncontact = "an-ninh@toa-soan.vn"\nexpires = "2027-06-30"\n')
    project.run("publish", "here")
    for name in FEED_NAMES:  # stand-ins, in case the build made none
        if not (place / "current" / name).exists():
            (place / "current" / name).write_text("feed")
    (place / "current/luu-tru/2021/07").mkdir(parents=True, exist_ok=True)
    (place / "current/luu-tru/2021/07/rss-2.xml").write_text("a further archive of the month")
    configuration = project.run("serving", "here", request.param)
    with SERVERS[request.param](configuration, port, folder / "server"):
        yield Site(project, place, port)


def test_pages(site: Site) -> None:
    answer = ask(site.port, "/bai-viet/bai-so-1/")
    assert answer.status == 200
    assert answer.body == (site.place / "current/bai-viet/bai-so-1/index.html").read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == CACHE_TIMES["page"]
    again = ask(site.port, "/bai-viet/bai-so-1/", If_None_Match=answer.headers["etag"])
    assert again.status == 304


def test_every_answer_has_the_security_headers(site: Site) -> None:
    expected = security_headers(Policy(secure=False, style=style_source(first_style(ROOT / "theme"))))
    assert "unsafe-inline" not in expected["Content-Security-Policy"]
    for path in ("/", "/khong-co-trang-nay/", "/robots.txt"):
        answer = ask(site.port, path)
        assert {name: answer.headers.get(name.lower()) for name in expected} == expected, path


@pytest.mark.parametrize("path", ["/rss.xml", "/atom.xml", "/feed.json", "/luu-tru/2021/07/rss-2.xml"])
def test_feeds_name_the_hub_and_themselves_to_everybody(site: Site, path: str) -> None:
    answer = ask(site.port, path)
    assert answer.headers["link"] == f'<{HUB}>; rel="hub", <http://127.0.0.1:{site.port}{path}>; rel="self"'
    assert answer.headers["content-type"] == content_type(path)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_what_is_no_feed_names_no_hub(site: Site) -> None:
    for path in ("/", "/sitemap.xml", "/robots.txt", "/khong-co/rss-2.xmlx"):
        headers = ask(site.port, path).headers
        assert "link" not in headers
        assert "access-control-allow-origin" not in headers


def test_compressed_copies(site: Site) -> None:
    page = (site.place / "current/bai-viet/bai-so-1/index.html").read_bytes()
    answer = ask(site.port, "/bai-viet/bai-so-1/", Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == page
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "accept-encoding" in answer.headers["vary"].lower()
    answer = ask(site.port, "/bai-viet/bai-so-1/", Accept_Encoding="br")
    if answer.headers.get("content-encoding") == "br":  # nginx has it as a module
        assert brotli.decompress(answer.body) == page
    else:
        assert answer.body == page


def test_assets_never_change_and_feeds_say_what_they_are(site: Site) -> None:
    page = ask(site.port, "/").body.decode()
    names = {file.name for file in (site.place / "current/theme").iterdir() if file.suffix in {".css", ".js"}}
    for name in names:
        answer = ask(site.port, f"/theme/{name}")
        assert answer.headers["cache-control"] == CACHE_TIMES["immutable"], name
        assert answer.headers["content-type"].startswith(("text/css", "text/javascript"))
    assert page
    for name, kind in FEED_NAMES.items():
        answer = ask(site.port, f"/{name}")
        assert (answer.status, answer.headers["content-type"]) == (200, kind)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"] == CACHE_TIMES["feed"]
    assert ask(site.port, "/manifest.json").headers["cache-control"] == CACHE_TIMES["asked"]


def test_what_is_not_there_and_what_is_nobodys_business(site: Site) -> None:
    missing = (site.place / "current/404.html").read_bytes()
    (site.place / "current/.htpasswd").write_text("secret")
    hidden = [
        "/.htpasswd",
        "/.git/config",
        "/_headers",
        "/_redirects",
        "/index.html.gz",
        "/x/.env",
        "/../../etc/passwd",
    ]
    for path in ["/khong-co/", "/khong-co", "/theme/", *hidden]:
        answer = ask(site.port, path)
        assert answer.status in {400, 404}, path
        if answer.status == 404:
            assert answer.body == missing, path
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert ask(site.port, "/", method="POST").status == 405
    answer = ask(site.port, "/.well-known/security.txt")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert re.search(rb"^Contact: mailto:an-ninh@toa-soan.vn$", answer.body, re.M)
    assert re.search(rb"^Expires: 2027-06-30T00:00:00Z$", answer.body, re.M)


def test_moved_articles(site: Site) -> None:
    answer = ask(site.port, "/bai-viet/dia-chi-cu/")
    assert (answer.status, answer.headers["location"]) == (301, "/bai-viet/bai-so-2/")
    long = "/?p=7&ten=" + "dai" * 20
    for old in ("/2019/03/b%C3%A0i-m%E1%BB%99t/", "/?p=101", long, "/cu/trang.php"):
        answer = ask(site.port, old)
        assert (answer.status, answer.headers["location"]) == (301, "/bai-viet/bai-so-2/"), old
    assert ask(site.port, "/?p=102").status == 200
    answer = ask(site.port, "/bai-viet/bai-so-1")
    assert answer.status in {301, 308}
    assert answer.headers["location"].endswith("/bai-viet/bai-so-1/")


def test_short_addresses(site: Site) -> None:
    """One line each in what the server includes, and the page of what is not found for whatever else is typed."""
    published = (site.place / "current/_redirects").read_text().splitlines()
    rows = [line.split(" ") for line in published if line.startswith("/n/")]
    assert rows
    for short, path, _ in rows:
        answer = ask(site.port, short)
        assert (answer.status, answer.headers["location"]) == (301, path)
    assert ask(site.port, "/n/2222222").status == 404
    assert ask(site.port, f"{rows[0][0]}/").status == 404
    tables = [file.read_text() for file in sorted((site.place / "current/n").iterdir())]
    assert "".join(tables) == "".join(f"{short[3:]} {path}\n" for short, path, _ in rows)
    assert ask(site.port, f"/n/{rows[0][0][3]}.txt").headers["content-type"] == "text/plain; charset=utf-8"


def test_verify_names_what_differs(site: Site) -> None:
    url = f"http://127.0.0.1:{site.port}"
    project, current = site.project, site.place / "current"
    assert "tệp đúng bản" in project.run("verify", url, "--rate", "2000")
    saved = {}
    for file, data in (
        ("bai-viet/bai-so-1/index.html", b"defaced"),
        ("bai-viet/bai-so-2/index.html.gz", gzip.compress(b"defaced")),
    ):
        saved[file] = (current / file).read_bytes()
        (current / file).write_bytes(data)
    saved["robots.txt"] = (current / "robots.txt").read_bytes()
    (current / "robots.txt").unlink()
    try:
        said = project.run("verify", url, "--rate", "2000", code=1)
        assert "bai-viet/bai-so-1/index.html: khác bản đã đăng" in said
        assert "bai-viet/bai-so-2/index.html: khác bản đã đăng" in said
        assert "robots.txt: không có" in said
        assert "2 tệp khác bản đã đăng, 1 tệp không có" in said
    finally:
        for file, data in saved.items():
            (current / file).write_bytes(data)


def test_verify_knows_a_stale_mirror(site: Site) -> None:
    project = site.project
    manifest = (site.place / "current/manifest.json").read_text()
    commit = project.commit()
    newer = project.root / "newer.json"
    newer.write_text(re.sub(r'"commit": ".*?"', f'"commit": "{commit}"', manifest))
    said = project.run("verify", f"http://127.0.0.1:{site.port}", "--manifest", "newer.json", "--rate", "2000", code=1)
    assert f"thay vì {commit[:12]}: bản sao cũ" in said
    newer.unlink()


def test_https_with_certificate(tmp_path: Path) -> None:
    """Over TLS there is HSTS, and the clear port leads there."""
    key, certificate, port = tmp_path / "key.pem", tmp_path / "cert.pem", free_port()
    request = [program("openssl"), "req", "-x509", "-nodes"]
    request += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    files = ["-keyout", str(key), "-out", str(certificate), "-subj", "/CN=localhost", "-days", "2"]
    files += ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*request, *files], check=True, capture_output=True)
    trusting = ssl.create_default_context(cafile=certificate)
    project = Project(tmp_path / "project")
    place = tmp_path / "srv" / "site"
    values = {"certificate": certificate, "certificate_key": key}
    project.target("here", kind="folder", url=f"https://localhost:{port}", path=place, compress=True, **values)
    project.run("publish", "here")
    for name, start in SERVERS.items():
        server = start(project.run("serving", "here", name), port, tmp_path / name)
        with server, urlopen(f"https://localhost:{port}/", context=trusting, timeout=10) as answer:
            assert answer.status == 200, name
            assert answer.headers["strict-transport-security"].startswith("max-age=31536000"), name
            assert "upgrade-insecure-requests" in answer.headers["content-security-policy"], name


def test_nginx_entrance_leads_to_https(project: Project) -> None:
    project.target("web", kind="ssh", url="https://column.example.vn", host="web@example.vn", path="/srv/trang")
    text = project.run("serving", "web", "nginx")
    assert "return 301 https://column.example.vn$request_uri;" in text
    assert "root /srv/trang/current;" in text
    assert "column.example.vn {" in project.run("serving", "web", "caddy")


def test_the_entrance_stands_before_there_is_a_certificate(project: Project) -> None:
    """It is the part for port 80, word for word, and the whole configuration holds it: renewals go the same way."""
    values = {"kind": "folder", "url": "https://column.example.vn", "path": "/srv/trang"}
    project.target("web", **values)
    project.target("usual", **{**values, "url": "https://column.example.vn:443"})
    entrance = project.run("serving", "web", "nginx", "--entrance")
    title, _, part = entrance.partition("\n")
    assert title.startswith("#")
    assert part.startswith("server {")
    assert part in project.run("serving", "web", "nginx")
    assert "acme-challenge" in part
    assert "ssl" not in part
    assert project.run("serving", "usual", "nginx", "--entrance") == entrance


@pytest.mark.parametrize(
    ("server", "url"),
    [("caddy", "https://a.example.vn"), ("nginx", "http://a.example.vn"), ("nginx", "https://a.example.vn:8443")],
)
def test_no_entrance_where_port_80_is_not_ours(project: Project, server: str, url: str) -> None:
    project.target("web", kind="folder", url=url, path="/srv/trang")
    assert "--entrance" in project.run("serving", "web", server, "--entrance", code=1)


def test_storage_has_no_server_of_ours(project: Project) -> None:
    project.target("cloud", kind="s3", url="https://a.example.vn", endpoint="https://s3.example.vn", bucket="abc")
    assert "không có máy chủ web" in project.run("serving", "cloud", "nginx", code=1)
