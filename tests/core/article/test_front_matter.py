"""Headers as Pelican writes them, and the simple YAML of content managers; what can't be read is said."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.article.front_matter import header_key, split


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


@given(st.text(max_size=300))
def test_never_raises_and_loses_no_body(text: str) -> None:
    front = split(text)
    if not front.faults:
        assert text.endswith(front.body)
