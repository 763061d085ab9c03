"""Wordings without values, kept on disk."""

from __future__ import annotations

from pathlib import Path

from samples import samples

from kgchat.nlg.cache import WordingCache, plan_key
from kgchat.nlg.plain import plan


def test_the_same_plan_for_another_product_has_the_same_key() -> None:
    english = samples("en")
    assert plan_key(plan(english["value"])) == plan_key(plan(english["value"]))
    other = english["two_products"].model_copy(update={"facts": english["two_products"].facts[1:]})
    assert plan_key(plan(english["value"])) == plan_key(plan(other))
    assert plan_key(plan(english["value"])) != plan_key(plan(english["price"]))
    assert plan_key(plan(english["value"]), "a") != plan_key(plan(english["value"]), "b")


def test_what_is_put_is_found_again(tmp_path: Path) -> None:
    cache = WordingCache(tmp_path / "new" / "wordings.sqlite")
    assert cache.get("k") is None
    cache.put("k", "Sure.", [(1, 0), ()])
    cache.close()
    again = WordingCache(tmp_path / "new" / "wordings.sqlite")
    assert again.get("k") == ("Sure.", ((1, 0), ()))
    again.close()


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "wordings.sqlite"
    path.write_bytes(b"this is no database" * 100)
    cache = WordingCache(path)
    cache.put("k", "", [(0,)])
    assert cache.get("k") == ("", ((0,),))
    cache.close()


def test_a_folder_that_cannot_be_written_only_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = WordingCache(tmp_path / "file" / "wordings.sqlite")
    cache.put("k", "", [(0,)])
    assert cache.get("k") is None
    assert WordingCache(None).get("k") is None
