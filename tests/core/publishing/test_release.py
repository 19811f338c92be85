"""What a release sends, keeps and carries along."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.publishing.http_headers import is_compressible, is_immutable
from plugins.core.publishing.manifest import FILE, FileSum
from plugins.core.publishing.release import (
    Changes,
    Release,
    compare,
    order,
    parse_facts,
    parse_sums,
    render_facts,
    render_sums,
)

NAMES = ["index.html", "a/index.html", "rss.xml", "theme/column.0123456789.css", "theme/column.aaaaaaaaaa.css", "x.pdf"]


def release(number: int, **carried: int) -> Release:
    return Release(
        number=number,
        id="d" * 64,
        commit="",
        since="",
        published=1.5,
        added=0,
        changed=0,
        removed=0,
        sent=0,
        newest=0,
        carried=carried,
    )


def site(**digests: str) -> dict[str, FileSum]:
    return {name: FileSum(digest * 64, 5000) for name, digest in digests.items()}


def sums_after(made: Changes, wanted: dict[str, FileSum]) -> dict[str, str]:
    """What the target serves once the plan is carried out."""
    fresh = {file: wanted[file].sha256 for file in made.sent} | dict.fromkeys(made.packed, "c" * 64)
    return made.kept | fresh | {FILE: "f" * 64}


def test_records_there_and_back() -> None:
    value = release(3, **{"theme/a.css": 2})
    assert parse_facts(render_facts(value)) == value
    assert value.name == "000003-dddddddddddd"
    sums = {"b c.html": "1" * 64, "a": "2" * 64}
    assert parse_sums(render_sums(sums)) == sums
    assert render_sums(sums) == f"{'2' * 64}  a\n{'1' * 64}  b c.html\n".encode()


def test_only_what_differs_is_sent() -> None:
    old = site(**{"index.html": "1", "a/index.html": "2", "rss.xml": "3"})
    made = compare(old, {}, None, compress=True, keep=2)
    assert made.sent == ("a/index.html", "index.html", "rss.xml")
    assert made.added == made.sent
    assert "index.html.br" in made.packed
    served = sums_after(made, old)
    new = site(**{"index.html": "9", "a/index.html": "2"})
    made = compare(new, served, release(1), compress=True, keep=2)
    assert (made.sent, made.changed, made.added, made.removed) == (("index.html",), ("index.html",), (), ("rss.xml",))
    assert made.packed == ("index.html.br", "index.html.gz")
    assert set(made.kept) == {"a/index.html", "a/index.html.br", "a/index.html.gz"}
    assert compare(old, served, release(1), compress=True, keep=2).is_empty
    off = compare(old, served, release(1), compress=False, keep=2)
    assert not [file for file in off.kept if file.endswith((".br", ".gz"))]


@given(
    st.lists(st.dictionaries(st.sampled_from(NAMES), st.sampled_from("123"), min_size=1), min_size=1, max_size=8),
    st.integers(2, 4),
    st.booleans(),
)
def test_a_chain_of_releases(steps: list[dict[str, str]], keep: int, compress: bool) -> None:
    """Each serves exactly its site, its copies, and the assets of the releases kept before it."""
    served: dict[str, str] = {}
    before: Release | None = None
    history: list[set[str]] = []
    for number, digests in enumerate(steps, 1):
        wanted = site(**digests)
        made = compare(wanted, served, before, compress=compress, keep=keep)
        served = sums_after(made, wanted)
        before = release(number, **made.carried)
        history.append(set(wanted))
        assert all(served[file] == entry.sha256 for file, entry in wanted.items())
        earlier = {file for files in history[-keep:-1] for file in files if is_immutable(file)} - set(wanted)
        assert set(made.carried) == earlier
        own = set(wanted) | set(made.carried)
        copies = {
            f"{file}.{ending}" for file in own for ending in ("br", "gz") if compress and is_compressible(file, 5000)
        }
        assert set(served) == own | copies | {FILE}
        assert set(made.sent).isdisjoint(made.kept)
        assert compare(wanted, served, before, compress=compress, keep=keep).is_empty


def test_what_is_damaged_is_made_anew() -> None:
    old = site(**{"index.html": "1", "a/index.html": "2", "theme/column.0123456789.css": "3"})
    served = sums_after(compare(old, {}, None, compress=True, keep=2), old)
    served |= {"index.html.gz": "", "a/index.html": "", "theme/column.0123456789.css": ""}
    made = compare(old, served, release(1), compress=True, keep=2)
    assert made.sent == ("a/index.html", "theme/column.0123456789.css")
    assert made.changed == made.sent
    assert "index.html.gz" in made.packed
    assert "index.html.br" in made.kept
    gone = site(**{"index.html": "1", "a/index.html": "2"})
    assert not compare(gone, served, release(1), compress=True, keep=2).carried


def test_assets_come_before_pages_before_feeds_before_the_manifest() -> None:
    files = [FILE, "rss.xml", "a/index.html.br", "index.html", "theme/column.0123456789.css", "du-lieu/bai-viet.json"]
    assert [order(file) for file in sorted(files, key=order)] == [0, 1, 1, 2, 2, 3]
    assert order("theme/column.0123456789.css") == 0
    assert order("anh/0123456789ab/bia.avif") == 0
