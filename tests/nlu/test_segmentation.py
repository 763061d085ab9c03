"""Chinese words."""

from pathlib import Path

import pytest

from kgchat.nlu.segmentation import Segmenter


@pytest.mark.parametrize("damage", ["", "12\n3 主板", "not a number"])
def test_the_dictionary_kept_on_disk_cuts_as_jieba_does_and_heals(tmp_path: Path, damage: str) -> None:
    import jieba

    text = "我想买一块支持无线网络的主板，预算两千元"
    expected = list(jieba.Tokenizer().cut(text, HMM=False))
    assert Segmenter(cache_dir=tmp_path).words(text) == expected
    (file,) = tmp_path.iterdir()
    assert Segmenter(cache_dir=tmp_path).words(text) == expected
    whole = file.read_text(encoding="utf-8")
    file.write_text(damage, encoding="utf-8")
    assert Segmenter(cache_dir=tmp_path).words(text) == expected
    assert file.read_text(encoding="utf-8") == whole
