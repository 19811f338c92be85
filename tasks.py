"""The project's verbs. `python3 tasks.py build` works on a bare Python ≥ 3.11: it makes `.venv` from the hash-pinned
lock of the verb's purpose and goes on inside it; `invoke build` does the same where the environment stands."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
if sys.version_info < (3, 11):  # noqa: UP036 — the file must say so where it can't run
    raise SystemExit(f"Cần Python 3.11 trở lên · Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
sys.path.insert(0, str(ROOT))

from plugins.core.errors import SetUpError  # noqa: E402 — after the check of the version
from plugins.setting_up import programs  # noqa: E402
from plugins.setting_up.environment import Environment  # noqa: E402
from plugins.setting_up.purposes import lock_of  # noqa: E402


def main(arguments: list[str]) -> int:
    """Set up what the verb needs, then run it inside the environment."""
    made = Environment(ROOT)
    try:
        made.bring_up_to(lock_of(arguments))
        if arguments[:1] == ["test"]:
            programs.have(ROOT)
    except SetUpError as error:
        sys.stderr.write(f"LỖI: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    command = [str(made.python), "-m", "plugins.command", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMN_CWD": os.getcwd()}
    if os.name != "nt":
        os.execve(made.python, command, environment)  # does not come back
    return subprocess.call(command, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))


from invoke import Context, task  # noqa: E402 — only where the environment stands


def _run(verb: str, *arguments: str) -> None:
    raise SystemExit(main([verb, *arguments]))


@task(help={"content": "content folder", "output": "output folder", "site_url": "absolute address of the site"})
def build(_: Context, content: str = "content", output: str = "output", site_url: str = "") -> None:
    """Check content and build the site."""
    _run("build", "--content", content, "--output", output, "--site-url", site_url)


@task
def serve(_: Context, port: int = 8000) -> None:
    """Build, serve on 127.0.0.1 and reload the browser when something is saved."""
    _run("serve", "--port", str(port))


@task
def check(_: Context, format: str = "text") -> None:  # noqa: A002 — the option's name
    """Check content only: every problem with its line."""
    _run("check", "--format", format)


@task
def new(_: Context, title: str) -> None:
    """Start a new article."""
    _run("new", title)


@task(name="import", help={"file": "a Word file, another document or a saved page", "into": "folder for the article"})
def import_(_: Context, file: str, into: str = "") -> None:
    """Make an article of a Word file."""
    _run("import", file, *(["--into", into] if into else []))


@task(name="feed-preview", help={"article": "its file, Slug or Id"})
def feed_preview(_: Context, article: str) -> None:
    """Show what an aggregator will receive of an article."""
    _run("feed-preview", article)


@task(help={"site_url": "the site's public address", "hub": "the hub's address"})
def ping(_: Context, site_url: str = "", hub: str = "") -> None:
    """Tell the WebSub hub which feeds changed; run it after publishing."""
    _run("ping", "--site-url", site_url, "--hub", hub)


@task
def coverage(_: Context, to: str = "", plan: str = "") -> None:
    """Show what of the plan is written, and write the private report."""
    _run("coverage", *(["--to", to] if to else []), *(["--plan", plan] if plan else []))


@task
def digest(_: Context, month: str, publish: bool = False) -> None:
    """Make a month's hand-out for speakers: PDF, EPUB and HTML."""
    _run("digest", month, *(["--publish"] if publish else []))


@task
def corrections(_: Context, write: bool = False) -> None:
    """Find in git's history what each correction changed."""
    _run("corrections", *(["--write"] if write else []))


@task
def publish(_: Context, target: str, force: bool = False, again: bool = False) -> None:
    """Build, then publish to a target: staged, verified, switched whole."""
    _run("publish", target, *(["--force"] if force else []), *(["--again"] if again else []))


@task
def diff(_: Context, target: str) -> None:
    """Show what publishing to a target would change."""
    _run("diff", target)


@task
def rollback(_: Context, target: str, release: str = "") -> None:
    """Make an earlier release live."""
    _run("rollback", target, *([release] if release else []))


@task
def releases(_: Context, target: str) -> None:
    """List the releases kept on a target."""
    _run("releases", target)


@task(help={"what": "address of the site, or a target's name", "rebuild": "build that commit and compare every byte"})
def verify(_: Context, what: str, rebuild: str = "") -> None:
    """Compare a live site with its manifest."""
    _run("verify", what, "--rebuild", rebuild)


@task
def serving(_: Context, target: str, server: str) -> None:
    """Print a web server's configuration for a target."""
    _run("serving", target, server)


@task
def test(_: Context, fast: bool = False) -> None:
    """Run the tests."""
    _run("test", *(["--fast"] if fast else []))


@task
def lint(_: Context) -> None:
    """Ruff and mypy."""
    _run("lint")


@task
def bench(_: Context, articles: int = 1000, rounds: int = 3) -> None:
    """Time builds of a generated corpus beside stock Pelican and Hugo."""
    _run("bench", "--articles", str(articles), "--rounds", str(rounds))


@task
def lock(_: Context) -> None:
    """Pin the dependencies of pyproject.toml anew."""
    _run("lock")


@task
def guide(_: Context) -> None:
    """Renew the tables of the editors' guide from the code."""
    _run("guide")


@task
def components(_: Context) -> None:
    """Write the page of the theme's components and print where it is."""
    _run("components")


@task
def screens(_: Context) -> None:
    """Take the README's pictures of the site."""
    _run("screens")


@task
def clean(_: Context) -> None:
    """Delete the output and every cache."""
    _run("clean")
