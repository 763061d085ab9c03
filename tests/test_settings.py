"""Settings come from options, variables and a file, in this order; mistakes are named."""

from pathlib import Path

import pytest

from kgchat.errors import ConfigurationError
from kgchat.settings import read_settings


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ONTOLOGY", "REALIZER", "MODEL", "CONVERSATIONS", "LANGUAGE", "QUERY_TIMEOUT", "CACHE_DIR"):
        monkeypatch.delenv(f"KGCHAT_{name}", raising=False)


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "kgchat.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults() -> None:
    settings = read_settings()
    assert (settings.realizer, settings.conversations, settings.query_timeout) == ("transformer", None, 5.0)


def test_paths_of_a_file_are_relative_to_it(tmp_path: Path) -> None:
    settings = read_settings(_file(tmp_path, 'ontology = ["shop", "https://example.org/sparql"]\ncache_dir = "cache"'))
    assert settings.ontology == (str(tmp_path / "shop"), "https://example.org/sparql")
    assert settings.cache_dir == tmp_path / "cache"


def test_one_source_may_be_a_plain_string(tmp_path: Path) -> None:
    assert read_settings(_file(tmp_path, 'ontology = "shop"')).ontology == (str(tmp_path / "shop"),)


def test_options_win_over_variables_and_variables_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _file(tmp_path, 'realizer = "plain"\nquery_timeout = 1\nlanguage = "zh"')
    monkeypatch.setenv("KGCHAT_QUERY_TIMEOUT", "2")
    monkeypatch.setenv("KGCHAT_LANGUAGE", "en")
    settings = read_settings(file, language="zh")
    assert (settings.realizer, settings.query_timeout, settings.language) == ("plain", 2.0, "zh")


def test_a_variable_holds_several_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGCHAT_ONTOLOGY", "a.ttl, b.ttl")
    assert read_settings().ontology == ("a.ttl", "b.ttl")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('realiser = "plain"', ["'realiser'", "'realizer'"]),
        ("xyzzy = 1", ["'xyzzy'", "Use one of"]),
        ('realizer = "poet"', ["realizer", "'poet'"]),
        ("query_timeout = -1", ["query_timeout", "-1", "greater than 0"]),
        ('language = "fr"', ["language", "'fr'"]),
        ("ontology = 3", ["ontology", "3"]),
        ("realizer = \nmodel = 1", ["not valid TOML", "line 1"]),
    ],
)
def test_a_mistake_in_a_file_names_file_key_and_remedy(tmp_path: Path, text: str, words: list[str]) -> None:
    file = _file(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        read_settings(file)
    for word in [str(file), *words]:
        assert word in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml: cannot be read"):
        read_settings(tmp_path / "nowhere.toml")


def test_an_unknown_option_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"'realiser' is not a setting\. Did you mean 'realizer'"):
        read_settings(realiser="plain")
