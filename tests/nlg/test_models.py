"""Finding models: every mistake gets a sentence that says what to do, and pickles are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgchat.errors import ModelError
from kgchat.nlg.models import DEFAULT_MODEL, ModelSource, find, is_whole, load, prepare


def test_the_default_model_comes_from_its_package() -> None:
    source = find()
    assert source.name == DEFAULT_MODEL
    assert len(source.gguf) == 4
    assert len(find("smollm2-135m").gguf) == 1


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match="pickles can run code"):
        find(tmp_path)
    with pytest.raises(ModelError, match="safetensors"):
        load(tmp_path)


def test_a_wrong_name_says_what_there_is() -> None:
    with pytest.raises(ModelError, match="gemma3-270m"):
        find("no-such/model")


def test_a_folder_or_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json"):
        find(tmp_path)
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ModelError, match=r"\.gguf"):
        find(tmp_path / "notes.txt")


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"")
    source = find(tmp_path)
    assert prepare(source, tmp_path / "cache") == tmp_path


def test_a_broken_gguf_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\0" * 64)
    with pytest.raises(ModelError, match="broken"):
        prepare(ModelSource("broken", gguf=(broken,)), tmp_path / "cache")
    assert list((tmp_path / "cache" / "models").iterdir()) == []


def test_a_conversion_is_whole_only_with_every_file_at_its_size(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"1234")
    manifest = '{"format": 1, "sha256_of_gguf": "d", "files": {"model.safetensors": 4}}'
    (tmp_path / "kgchat-model.json").write_text(manifest, encoding="utf-8")
    assert is_whole(tmp_path, "d")
    assert not is_whole(tmp_path, "e")
    (tmp_path / "model.safetensors").write_bytes(b"12")
    assert not is_whole(tmp_path, "d")
    (tmp_path / "kgchat-model.json").write_text("{", encoding="utf-8")
    assert not is_whole(tmp_path, "d")
