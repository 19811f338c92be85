import json

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.views.jsonld import _author, script_safe

anything = st.recursive(
    st.text() | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(anything)
def test_data_survives_and_never_ends_its_script(value: object) -> None:
    text = script_safe(value)
    assert json.loads(text) == value
    assert not set("<>&") & set(text)


def test_bodies_and_people() -> None:
    bodies = ["Ban biên tập chuyên mục", "Văn phòng Đảng ủy Khối", "Tổ thông tin", "Column editors"]
    people = ["Nguyễn Văn An", "Tô Hoài", "Bùi Thị Bình", "Phong Lê", "Banh Thị Cúc"]
    assert {_author(name)["@type"] for name in bodies} == {"Organization"}
    assert {_author(name)["@type"] for name in people} == {"Person"}
