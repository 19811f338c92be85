from plugins.core.views.labels import WORDS, words


def test_both_languages_say_the_same_things() -> None:
    assert vars(WORDS["vi"]).keys() == vars(WORDS["en"]).keys()
    assert all(text for table in WORDS.values() for text in vars(table).values())


def test_an_unknown_language_reads_vietnamese() -> None:
    assert words("fr") is WORDS["vi"]
