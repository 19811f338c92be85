"""The manifest: same values, same bytes; what is not one is refused."""

import json

import pytest

from plugins.core.errors import PublishError
from plugins.core.publishing.manifest import Difference, FileSum, Manifest, compare, identity, parse, render

A, B = "a" * 64, "b" * 64


def manifest(**files: FileSum) -> Manifest:
    return Manifest(
        site="https://a.vn",
        commit="c" * 40,
        clean=True,
        since="2021-07-01T00:30:00+00:00",
        plan={"numbers": "23-KH/ĐUK", "sha256": A},
        tools={"pelican": "4.12.0"},
        redirects={"/bai-viet/cu/": "/bai-viet/moi/"},
        files=files,
    )


def test_there_and_back() -> None:
    value = manifest(b=FileSum(B, 2, ("articles/đ.md",)), a=FileSum(A, 1))
    data = render(value)
    assert parse(data) == value
    assert json.loads(data)["files"]["b"] == {"sha256": B, "size": 2, "from": ["articles/đ.md"]}
    assert data == render(manifest(a=FileSum(A, 1), b=FileSum(B, 2, ("articles/đ.md",))))
    assert identity(data) != identity(render(manifest(a=FileSum(A, 1))))
    assert parse(render(manifest())) == manifest()


def test_what_was_made_alike_is_found() -> None:
    """By its name and by what made it; what earlier versions published is no file's like."""
    value = parse(render(manifest(a=FileSum(A, 1, made="0" * 32), b=FileSum(B, 2))))
    assert value.made_alike("a", "0" * 32) == FileSum(A, 1, made="0" * 32)
    for file, made in (("a", "1" * 32), ("a", ""), ("b", "0" * 32), ("b", ""), ("c", "0" * 32)):
        assert value.made_alike(file, made) is None


def test_keys_of_later_versions_are_passed_over() -> None:
    values = json.loads(render(manifest(a=FileSum(A, 1))))
    values["files"]["a"]["later"] = values["later"] = {"x": 1}
    assert parse(json.dumps(values).encode()) == manifest(a=FileSum(A, 1))


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"null", b"{}", b'{"version": 2}', b"\xff", b"[" * 100_000]
    + [render(manifest(**{name: FileSum(A, 1)})) for name in ("../x", "/etc/passwd", "a/../../b", "a\\b")],
)
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(PublishError, match=r"manifest\.json: "):
        parse(data)


def test_compare() -> None:
    before, after = {"a": FileSum(A, 1), "b": FileSum(A, 1)}, {"b": FileSum(B, 1), "c": FileSum(A, 1)}
    assert list(compare(before, after)) == [
        Difference("a", "removed"),
        Difference("b", "changed"),
        Difference("c", "added"),
    ]
