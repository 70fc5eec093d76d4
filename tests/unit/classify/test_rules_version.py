from pathlib import Path

from services.classify.rules_version import digest_of, rules_version


def test_the_version_is_the_same_for_the_same_rules() -> None:
    rules_version.cache_clear()
    first = rules_version()
    rules_version.cache_clear()
    assert rules_version() == first


def test_a_changed_word_or_a_changed_rule_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "en.toml").write_text("leave")
    (tmp_path / "reading.py").write_text("rule")
    seen = {digest_of([tmp_path])}
    (tmp_path / "languages" / "en.toml").write_text("left")
    seen.add(digest_of([tmp_path]))
    (tmp_path / "reading.py").write_text("another rule")
    seen.add(digest_of([tmp_path]))
    (tmp_path / "notes.md").write_text("no rule")
    seen.add(digest_of([tmp_path]))
    assert len(seen) == 3
