"""Configurations for nginx and Caddy, made from the same table as the site's `_headers`.

Both serve `root`, a link that publishing switches: a request opens its file through the link, so it gets the old
release or the new one, and no server has to be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ..text.web_address import origin
from .http_headers import (
    ASKED_NAMES,
    CACHE_TIMES,
    FEED_ADDRESS,
    HASHED_ADDRESS,
    NAME_PATTERNS,
    NAMED_TYPES,
    OPEN_FOLDERS,
    PRIVATE_NAMES,
    TYPES,
    Policy,
    hub_link,
    security_headers,
)

ACME_ROOT = "/var/www/html"
"""Where an ACME client puts the answer to the authority's question: certbot's `--webroot-path`."""
_LONGEST_KEY = 40
"""Longest key that nginx takes into a map as it comes, with its usual size of buckets."""
TITLE = "# Do `python3 tasks.py serving` viết ra; sửa ở đó, đừng sửa ở đây.\n"
"""First line of every configuration."""
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9._~/-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedSite:
    """url: where readers find it; root: the folder served; includes: the folder with the redirect tables;
    certificate, certificate_key: files, "" for the usual place; brotli: whether nginx has the Brotli module."""

    url: str
    root: str
    includes: str
    certificate: str = ""
    certificate_key: str = ""
    brotli: bool = False


def nginx(site: ServedSite, policy: Policy) -> str:
    """A file for `sites-enabled`: it stands inside nginx's `http` block."""
    parts = urlsplit(origin(site.url))
    host = parts.hostname or ""
    opened = "|".join(OPEN_FOLDERS)
    asked = "|".join(name.replace(".", "\\.") for name in ASKED_NAMES)
    headers = {
        **security_headers(policy),
        "Cache-Control": "$column_cache",
        "Access-Control-Allow-Origin": "$column_open",
        **({"Link": "$column_hub"} if policy.hub else {}),
    }
    link = hub_link(policy, f"{origin(site.url)}$uri")
    hub = f'map $uri $column_hub {{\n    default "";\n    "~{FEED_ADDRESS}" \'{link}\';\n}}\n' if link else ""
    kinds = "".join(f'        "{kind}" {ending};\n' for ending, kind in sorted(TYPES.items()))
    feed_places = "".join(
        f'    location ~ "/{NAME_PATTERNS[name]}$" {{ types {{ }} default_type "{kind}"; }}\n'
        for name, kind in NAMED_TYPES.items()
    )
    private = "|".join(PRIVATE_NAMES)
    brotli = "    brotli_static on;\n" if site.brotli else ""
    return (
        TITLE
        + f"""map $uri $column_cache {{
    default "{CACHE_TIMES["feed"]}";
    "~(?:\\.html|/)$" "{CACHE_TIMES["page"]}";
    "~{HASHED_ADDRESS}" "{CACHE_TIMES["immutable"]}";
    "~^/(?:{asked})$" "{CACHE_TIMES["asked"]}";
}}
map $request_uri $column_moved {{
    default "";
    include {site.includes}/queries*.nginx;
}}
map $uri $column_open {{
    default "";
    "~{FEED_ADDRESS}" "*";
    "~^/(?:(?:{opened})/|(?:{asked})$)" "*";
}}
{hub}{nginx_entrance(site.url) if policy.secure else ""}server {{
{_nginx_listen(site, host, parts.port, secure=policy.secure)}
    server_name {host};
    root {site.root};
    index index.html;
    server_tokens off;
    absolute_redirect off;
    charset off;
    gzip off;
    gzip_static on;
    gzip_vary on;
{brotli}    open_file_cache off;  # else it would serve what was replaced
    types {{
{kinds}    }}
    default_type application/octet-stream;

{"".join(f'    add_header {name} "{value}" always;{chr(10)}' for name, value in headers.items())}
    error_page 404 410 /404.html;
    error_page 403 =404 /404.html;
    if ($request_method !~ ^(?:GET|HEAD)$) {{ return 405; }}

    if ($column_moved) {{ return 301 $column_moved; }}
    include {site.includes}/redirects*.nginx;
    location ~ "(?:^|/)\\.(?!well-known(?:/|$))" {{ return 404; }}
    location ~ "^/(?:{private})$" {{ return 404; }}
    location ~ "\\.(?:br|gz)$" {{ return 404; }}
{feed_places}}}
"""
    )


def nginx_entrance(url: str) -> str:
    """Port 80 leads to HTTPS; nothing is served in the clear but the answers to the certificate authority's questions
    (ACME), so this part alone is installed before there is a certificate. "" where the address has no port 80."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.port not in {None, 443}:
        return ""
    return f"""server {{
    listen 80;
    listen [::]:80;
    server_name {parts.hostname};
    server_tokens off;
    location /.well-known/acme-challenge/ {{ root {ACME_ROOT}; }}
    location / {{ return 301 https://{parts.hostname}$request_uri; }}
}}
"""


def _nginx_listen(site: ServedSite, host: str, port: int | None, *, secure: bool) -> str:
    if not secure:
        return f"    listen {port or 80};" + ("" if port else "\n    listen [::]:80;")
    certificate = site.certificate or f"/etc/letsencrypt/live/{host}/fullchain.pem"
    key = site.certificate_key or f"/etc/letsencrypt/live/{host}/privkey.pem"
    six = "" if port else "    listen [::]:443 ssl http2;\n"
    return (
        f"    listen {port or 443} ssl http2;\n{six}"
        f"    ssl_certificate {certificate};\n    ssl_certificate_key {key};\n"
        "    ssl_protocols TLSv1.2 TLSv1.3;\n    ssl_session_cache shared:column:4m;"
    )


def nginx_redirects(moved: Mapping[str, str], gone: Sequence[str] = ()) -> str:
    """What the nginx configuration includes: exact places, found by hash; long queries by comparison. gone: site paths
    that answer 410."""
    rows = []
    for old, new in sorted(moved.items()):
        if "?" not in old:
            place = unquote(old)
            rows.append(f"location = {_nginx_text(place)} {{ return 301 {new}; }}\n")
        elif len(old) > _LONGEST_KEY:
            rows.append(f"if ($request_uri = {_nginx_text(old)}) {{ return 301 {new}; }}\n")
    rows += [f"location = {path} {{ return 410; }}\n" for path in _speakable(gone, moved)]
    return "".join(rows)


def nginx_queries(moved: Mapping[str, str], gone: Sequence[str] = ()) -> str:
    """Old addresses with a query, for the map that the nginx configuration looks into. gone: none has a query."""
    rows = ((old, new) for old, new in sorted(moved.items()) if "?" in old and len(old) <= _LONGEST_KEY)
    return "".join(f"{_nginx_text(old)} {new};\n" for old, new in rows)


def nginx_short(short: Mapping[str, str]) -> str:
    """Short addresses, for the same map: as many places as there are articles would take tens of megabytes."""
    return "".join(f"{old} {new};\n" for old, new in sorted(short.items()))


def _nginx_text(text: str) -> str:
    return text if re.fullmatch(r"[\w/.-]+", text, re.ASCII) else f'"{text}"'


def caddy(site: ServedSite, policy: Policy) -> str:
    """A Caddyfile's site block; Caddy gets its certificate by itself unless one is named."""
    address = origin(site.url)
    tls = f"\ttls {site.certificate} {site.certificate_key}\n" if site.certificate and policy.secure else ""
    headers = "".join(f'\t\t{name} "{value}"\n' for name, value in security_headers(policy).items())
    kinds = "".join(f'\t\t~/{NAME_PATTERNS[name]}$ "{kind}"\n' for name, kind in NAMED_TYPES.items())
    kinds += f'\t\t~/$ "{TYPES["html"]}"\n'
    kinds += "".join(f'\t\t~[.]{ending}$ "{kind}"\n' for ending, kind in sorted(TYPES.items()))
    opened = "|".join(OPEN_FOLDERS)
    link = hub_link(policy, f"{address}{{path}}")
    hub = f"\t@feed path_regexp {FEED_ADDRESS}\n\theader @feed Link `{link}`\n" if link else ""
    asked = "|".join(name.replace(".", "[.]") for name in ASKED_NAMES)
    private = " ".join(f"/{name}" for name in PRIVATE_NAMES)
    return (
        TITLE
        + f"""{address} {{
{tls}	root * {site.root}
	header {{
{headers}		-Server
	}}
	map {{path}} {{column_type}} {{
{kinds}		default application/octet-stream
	}}
	map {{path}} {{column_cache}} {{
		~{HASHED_ADDRESS} "{CACHE_TIMES["immutable"]}"
		~^/(?:{asked})$ "{CACHE_TIMES["asked"]}"
		~(?:[.]html|/)$ "{CACHE_TIMES["page"]}"
		default "{CACHE_TIMES["feed"]}"
	}}
	header Content-Type {{column_type}}
	header Cache-Control {{column_cache}}
	@open path_regexp {FEED_ADDRESS}|^/(?:(?:{opened})/|(?:{asked})$)
	header @open Access-Control-Allow-Origin *
{hub}	import {site.includes}/redirects*.caddy
	@hidden {{
		path */.*
		not path /.well-known/*
	}}
	error @hidden 404
	@private path {private} *.br *.gz
	error @private 404
	@written not method GET HEAD
	error @written 405
	file_server {{
		precompressed br gzip
	}}
	handle_errors {{
		header {{
{headers}			-Server
		}}
		header Content-Type "{TYPES["html"]}"
		header Cache-Control "{CACHE_TIMES["page"]}"
		rewrite * /404.html
		file_server
	}}
}}
"""
    )


def caddy_redirects(moved: Mapping[str, str], gone: Sequence[str] = ()) -> str:
    """What the Caddyfile imports."""
    plain = ((unquote(old), new) for old, new in sorted(moved.items()) if "?" not in old)
    rows = "".join(f"redir {_caddy_text(old)} {new} 301\n" for old, new in plain)
    asked = "".join(f'\t"{old}" "{new}"\n' for old, new in sorted(moved.items()) if "?" in old)
    if asked:
        rows += f'map {{http.request.uri}} {{column_moved}} {{\n{asked}\tdefault ""\n}}\n'
        rows += '@moved not vars {column_moved} ""\nredir @moved {column_moved} 301\n'
    rows += "".join(f"error {path} 410\n" for path in _speakable(gone, moved))
    return f"vars redirects {len(moved)}\n{rows}"  # an empty file is an error to Caddy


def caddy_short(short: Mapping[str, str]) -> str:
    """Short addresses: one table, looked into for addresses that look like one and no others."""
    rows = "".join(f'\t{old} "{new}"\n' for old, new in sorted(short.items()))
    if not rows:
        return "vars short_addresses 0\n"
    places = " ".join(sorted({f"{old.rpartition('/')[0]}/*" for old in short}))
    return (
        f'@short path {places}\nmap @short {{path}} {{column_short}} {{\n{rows}\tdefault ""\n}}\n'
        f'@shortened {{\n\tpath {places}\n\tnot vars {{column_short}} ""\n}}\n'
        "redir @shortened {column_short} 301\n"
    )


def _caddy_text(text: str) -> str:
    return text if re.fullmatch(r"[\w/.-]+", text, re.ASCII) else f'"{text}"'


def _speakable(gone: Sequence[str], moved: Mapping[str, str]) -> list[str]:
    """Paths that a configuration can hold as they are; any other answers 404, like whatever is not there."""
    return sorted(path for path in gone if path not in moved and _PLAIN_PATH.fullmatch(path))
