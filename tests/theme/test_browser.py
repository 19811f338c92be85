"""The browser fixtures themselves: a page of the project's own site opens, and its policy reports nothing."""

import pytest
from playwright.sync_api import Page


@pytest.mark.slow
def test_front_page_opens(page: Page, own_site: str) -> None:
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{own_site}/")
    assert "Đưa Nghị quyết vào cuộc sống" in page.title()
    assert not [text for text in messages if "Content Security Policy" in text]
