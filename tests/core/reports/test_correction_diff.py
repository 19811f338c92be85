"""The wording before and after: only the sentences that differ."""

from plugins.core.reports.correction_diff import changed_wording

OLD = """Title: Bài
Date: 2022-03-01
Summary: Sapo.

Câu thứ nhất. Có hai việc. Câu cuối.

- Mục không đổi
"""


def test_only_changed_sentences_are_told() -> None:
    new = OLD.replace("hai việc", "ba việc").replace("Summary", "Correction: 2022-03-02: sửa\nSummary")
    assert changed_wording(OLD, new) == ("Có hai việc.", "Có ba việc.")


def test_a_new_title_counts() -> None:
    assert changed_wording(OLD, OLD.replace("Title: Bài", "Title: Bài mới")) == ("Bài", "Bài mới")


def test_headers_nobody_reads_do_not_count() -> None:
    assert changed_wording(OLD, OLD.replace("Date: 2022-03-01", "Date: 2022-03-02")) is None


def test_another_text_is_no_correction() -> None:
    assert changed_wording(OLD, "Title: Bài\n\n" + "Chữ khác. " * 200) is None
