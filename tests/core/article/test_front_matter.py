"""Headers as Pelican writes them, and the simple YAML of content managers; what can't be read is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.article.event_headers import EVENT_HEADERS
from plugins.core.article.front_matter import header_key, split
from plugins.core.article.headers import HEADERS


def values(text: str) -> dict[str, str]:
    return {header.key: header.value for header in split(text).headers}


def test_plain_headers_with_continuation() -> None:
    front = split("Title: Một bài: có hai chấm\nSummary: dòng một\n    dòng hai\nPicture-Alt:\n\nThân bài\n\nnữa")
    assert values("Title: Một bài: có hai chấm\n\nx") == {"title": "Một bài: có hai chấm"}
    assert [(h.key, h.value, h.line) for h in front.headers] == [
        ("title", "Một bài: có hai chấm", 1),
        ("summary", "dòng một dòng hai", 2),
        ("picture_alt", "", 4),
    ]
    assert front.body.strip() == "Thân bài\n\nnữa"
    assert front.faults == ()


def test_yaml_fences_unquote_and_list() -> None:
    text = '---\ntitle: "Ngoặc \\"kép\\""\nstatus: \'draft\'\ntags: [một, "hai"]\nunits:\n  - a\n  - b\n---\nThân\n'
    front = split(text)
    found = {header.key: header.items or header.value for header in front.headers}
    assert found == {"title": 'Ngoặc "kép"', "status": "draft", "tags": ("một", "hai"), "units": ("a", "b")}
    assert front.body == "Thân\n"
    assert front.body_line == 9


def test_a_body_glued_to_the_headers_is_told() -> None:
    front = split("Title: x\nĐây là nội dung dính liền.\n")
    assert [(line, rule) for line, rule, _ in front.faults] == [(2, "header-glued")]


def test_an_open_fence_is_told() -> None:
    assert split("---\ntitle: x\n").faults[0][1] == "header-fence"


def test_header_keys_are_compared_without_case_and_dashes() -> None:
    assert header_key(" Picture-Alt ") == header_key("picture alt") == "picture_alt"


NAMES = sorted({kind.name for kind in (*HEADERS.values(), *EVENT_HEADERS.values())})


@pytest.mark.parametrize("name", NAMES)
@given(
    write=st.sampled_from([str, str.lower, str.upper, lambda name: name.replace("_", "-")]),
    indent=st.sampled_from([" ", "  ", "    ", "\t", "        ", "\u00a0", "\u3000", "  \u200b"]),
    colon=st.sampled_from([":", " :", "\uff1a", "\u00a0:", "\t:"]),
    frame=st.sampled_from(["Title: A\nSource: B\n{}\n\nChữ.\n", "---\ntitle: A\nsource: B\n{}\n---\nChữ.\n"]),
)
def test_no_known_header_is_swallowed(name, write, indent, colon, frame) -> None:  # type: ignore[no-untyped-def]
    """Indented below a value each is told with its line, in fences and without, and the value stays as it was."""
    front = split(frame.format(f"{indent}{write(name)}{colon} x"))
    line = 4 if frame.startswith("---") else 3
    assert [(where, rule) for where, rule, _ in front.faults] == [(line, "header-indented")]
    assert front.headers[1].value == "B"
    assert (front.headers[-1].key, front.headers[-1].line) == (name.lower(), line)


@given(st.text(max_size=300))
def test_never_raises_and_loses_no_body(text: str) -> None:
    front = split(text)
    if not front.faults:
        assert text.endswith(front.body)
