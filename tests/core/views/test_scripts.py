from hypothesis import given
from hypothesis import strategies as st

from plugins.core.views.scripts import compact_script
from plugins.system.build_inputs import ROOT

CODE = st.sampled_from(
    ['var a = "// no comment";', "a = b / c / d;", "re = /[/*]x/;", "call(); // stays", "x = `/* in */`;"]
)
REMARK = st.sampled_from(["// gone", "/* gone */", "/* gone\n   over lines */", ""])


def test_comments_and_indentation_go() -> None:
    assert compact_script("/* What\n   it is. */\n(() => {\n  // why\n  a();\n\n  b(); // kept\n})();\n") == (
        "(() => {\na();\nb(); // kept\n})();\n"
    )


@given(st.lists(st.tuples(REMARK, st.integers(0, 6), CODE)))
def test_lines_of_code_stay_as_they_are(rows: list[tuple[str, int, str]]) -> None:
    text = "".join(f"{' ' * depth}{remark}\n{' ' * depth}{code}\n" for remark, depth, code in rows)
    assert compact_script(text) == "".join(f"{code}\n" for _, _, code in rows)


def test_our_scripts_hold_to_what_it_takes_for_granted() -> None:
    for path in sorted((ROOT / "theme/static/js").rglob("*.js")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert line.count("`") % 2 == 0, f"{path.name}:{number}: a text in backquotes over lines"
        lines = path.read_text(encoding="utf-8").splitlines()
        assert "/*" not in "".join(line.split("*/")[-1] for line in lines if not line.strip().startswith("/*")), (
            path.name
        )
