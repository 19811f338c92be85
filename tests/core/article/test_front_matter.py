"""Headers as Pelican writes them, and the simple YAML of content managers; what can't be read is said."""

import pytest
import yaml
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


def test_yaml_as_content_managers_fold_and_quote_it() -> None:
    front = split(
        '---\ntitle: "Ba việc làm được, hai việc còn chậm: bài\n  học"  # ghi chú\nsource:\n  "Bản \\u00e2m"\n'
        "summary: >-\n  Xếp hạng\n  #1 toàn khối\n  Note: chữ của sapo\n\n  đoạn hai\nnote: >+\n  - một\n"
        "tags: [a,\n  'b c',\n  2025]\n"
        "units: null\ndate: 2025-06-09\nform: yes\ndocuments:\n- Hỏi: đáp\n- '#2'\n---\nThân\n"
    )
    assert front.faults == ()
    assert [(header.key, header.items or header.value, header.line) for header in front.headers] == [
        ("title", "Ba việc làm được, hai việc còn chậm: bài học", 2),
        ("source", "Bản âm", 4),
        ("summary", "Xếp hạng #1 toàn khối Note: chữ của sapo đoạn hai", 6),
        ("note", "- một", 12),
        ("tags", ("a", "b c", "2025"), 14),
        ("units", "", 17),
        ("date", "2025-06-09", 18),
        ("form", "yes", 19),
        ("documents", ("Hỏi: đáp", "#2"), 20),
    ]
    assert front.body == "Thân\n"


def test_a_yaml_block_may_hold_anything_last_too() -> None:
    front = split("---\nnote: |\n  chữ\n  status: draft\n---\nThân\n")
    assert front.faults == ()
    assert [(header.key, header.value) for header in front.headers] == [("note", "chữ status: draft")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: Vòng #1", 2),
        ("title: #1", 2),
        ("title:\n  Vòng #1", 3),
        ("title: Vòng\n  #1 toàn khối", 3),
        ("title: x\ntags: [a, b #2\n  , c]", 3),
        ("title: &a x\nnote: *a", 2),
        ("title: !Quan trọng", 2),
        ("title: x\nnote: !!str y", 3),
        ("title: !!python/object/apply:os.system [id]", 2),
        ('title: "Tên \\u0000"', 2),
        ('title: x\ntags:\n  - "\\u202e"', 4),
        ('title: x\nnote: "\\uffff"', 3),
        ("title: x\nparams:\n  a: b", 3),
        ("title: x\ntags:\n  - [a, b]", 4),
        ("title: A: b\nsummary: >-\n  một\n  #hai", 2),
        ("title: A: b\nsummary:\n  'một'", 2),
        ("title: " + "[" * 3000, 2),
        ("a0: &a0 [x]\n" + "\n".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]" for n in range(30)), 2),
        ("\n".join(" " * n + "a:" for n in range(200)), 2),
    ],
)
def test_yaml_that_would_lose_words_or_mean_more_is_told(text: str, line: int) -> None:
    faults = split(f"---\n{text}\n---\nx\n").faults
    assert faults
    assert faults[0][0] == line


def test_headers_between_fences_that_are_no_yaml_keep_their_meaning() -> None:
    front = split("---\nTitle: A: b\nSummary: một\n\thai\nTags: a, b\nSource_url:https://a.vn/x\n---\nx\n")
    assert front.faults == ()
    assert [header.value for header in front.headers] == ["A: b", "một hai", "a, b", "https://a.vn/x"]


WORDS = st.text(st.sampled_from("abĐế 12:#-'\"[]{},&*!|>%@`\\“”–.?~"), min_size=1, max_size=120).map(str.strip)


@given(st.dictionaries(st.sampled_from(["title", "summary", "note", "source"]), WORDS, min_size=1), st.integers(10, 90))
def test_what_a_yaml_library_writes_is_read(headers: dict[str, str], width: int) -> None:
    text = yaml.safe_dump(headers, allow_unicode=True, width=width, sort_keys=False)
    front = split(f"---\n{text}---\nx\n")
    assert front.faults == ()
    assert {header.key: header.value for header in front.headers} == headers


@pytest.mark.parametrize("quote", ['"', "'"])
def test_names_may_be_quoted(quote: str) -> None:
    front = split(f"---\n{quote}Title{quote}: A\n? Tags\n: [b, c]\n---\n\nChữ.\n")
    assert [(header.key, header.value) for header in front.headers] == [("title", "A"), ("tags", "b; c")]
    assert not front.faults


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


@pytest.mark.parametrize("line", ["draft: true", "published: false", "publishDate: 2099-01-01", "Trạng thái: draft"])
@pytest.mark.parametrize("indent", ["    ", "\t"])
@pytest.mark.parametrize("frame", ["Title: A\nSource: B\n{}\n\nChữ.\n", "---\ntitle: A\nsource: B\n{}\n---\nChữ.\n"])
def test_what_would_hold_an_article_back_is_not_swallowed(line: str, indent: str, frame: str) -> None:
    """Neither in the words of other programs nor in Vietnamese."""
    front = split(frame.format(indent + line))
    assert [rule for _, rule, _ in front.faults] == ["header-indented"]
    assert front.headers[1].value == "B"


@pytest.mark.parametrize("opened", [">", "|", ">-", "'S", '"S'])
@pytest.mark.parametrize("line", ["status: draft", "Status: hidden", "draft: true", "published: false"])
def test_what_would_hold_an_article_back_is_told_inside_a_block_too(opened: str, line: str) -> None:
    close = opened[0] if opened[0] in "'\"" else ""
    front = split(f"---\ntitle: A\nsummary: {opened}\n  Chữ\n  {line}{close}\ntags: b\n---\nChữ.\n")
    assert [(where, rule) for where, rule, _ in front.faults] == [(5, "header-indented")]


def test_other_words_with_a_colon_may_stand_in_a_block() -> None:
    front = split("---\ntitle: A\nsummary: >-\n  Nguồn: B\n  Source: C\n  status: chưa rõ\n---\nChữ.\n")
    assert not front.faults
    assert front.headers[1].value == "Nguồn: B Source: C status: chưa rõ"


@pytest.mark.slow
@given(st.text(max_size=300))
def test_never_raises_and_loses_no_body(text: str) -> None:
    front = split(text)
    if not front.faults:
        assert text.endswith(front.body)
