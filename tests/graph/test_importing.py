"""A feed with every quirk that real feeds have becomes a catalogue, and nothing is lost without being said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from kgchat.errors import KgchatError, OntologyError
from kgchat.graph.importing import ImportReport, import_feed

EX = "https://example.org/shop#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel"

RECIPE = r"""
[catalogue]
products = "https://example.org/product/"
brands = "ex:brands"
volatile = ["price"]
floor = 2

[fields]
price = { as = "number", plausible = [1, 1000] }
colour = { as = "concept", scheme = "ex:colours", separator = '\s*/\s*|\s*,\s*' }

[category.kettle]
file = "kettle.json"
class = "ex:Kettle"
label = ["{size_text}"]
prefer = { 'Wanted' = 1 }
spread = { colour = 1 }

[category.kettle.fields]
litres = { as = "number", scale = { at_least = 100, times = 0.001 } }
noise = { as = "range", items = [{ as = "integer", column = "low" }, { as = "integer", column = "high" }] }
pack = { as = "pair", items = [{ as = "integer", column = "count" }, { as = "number", column = "each" }] }
cordless = { as = "boolean" }
speeds = { as = "largest", column = "speed", text_column = "all_speeds" }
plug = { as = "concept", scheme = "ex:plugs" }

[[category.kettle.derive]]
column = "total"
product = ["count", "each"]

[[category.kettle.derive]]
column = "size_text"
amount = { column = "litres", units = [["L", 1]] }

[[category.kettle.derive]]
column = "class"
cases = [{ when = { name = "Travel", plug = "^$" }, value = "ex:TravelKettle" }]

[[category.kettle.derive]]
column = "volts"
scheme = "ex:voltages"
extract = '\b(\d+ V)\b'

[[category.kettle.derive]]
column = "volts"
lookup = "plug"
property = "ex:volts"
unless = { name = "Export" }

[category.cup]
file = "cup.json"
class = "ex:Cup"
distinguish = ["{price} dollars", "{colour}"]

[category.cup.fields]
"""

MAPPING = """
prefixes:
  ex: "https://example.org/shop#"
  product: "https://example.org/product/"
  rdfs: "http://www.w3.org/2000/01/rdf-schema#"
  skos: "http://www.w3.org/2004/02/skos/core#"
  xsd: "http://www.w3.org/2001/XMLSchema#"
mappings:
  kettle:
    sources: [["kettle.json~jsonpath", "$[*]"]]
    s: $(iri)
    po:
      - [a, $(class)~iri]
      - [rdfs:label, $(label)]
      - [skos:altLabel, $(synonym)]
      - [ex:brand, $(brand)~iri]
      - [ex:price, $(price), xsd:decimal]
      - [ex:colour, $(colour)~iri]
      - [ex:litres, $(litres), xsd:decimal]
      - [ex:low, $(low), xsd:integer]
      - [ex:high, $(high), xsd:integer]
      - [ex:count, $(count), xsd:integer]
      - [ex:total, $(total), xsd:decimal]
      - [ex:cordless, $(cordless), xsd:boolean]
      - [ex:speed, $(speed), xsd:integer]
      - [ex:speeds, $(all_speeds)]
      - [ex:plug, $(plug)~iri]
      - [ex:volts, $(volts)~iri]
  cup:
    sources: [["cup.json~jsonpath", "$[*]"]]
    s: $(iri)
    po:
      - [a, $(class)~iri]
      - [rdfs:label, $(label)]
      - [ex:price, $(price), xsd:decimal]
"""

VOCABULARY = """
@prefix ex: <https://example.org/shop#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:red a skos:Concept ; skos:inScheme ex:colours ; skos:prefLabel "red"@en , "红色"@zh .
ex:grey a skos:Concept ; skos:inScheme ex:colours ; skos:prefLabel "grey"@en ; skos:altLabel "gray"@en .
ex:acme a skos:Concept ; skos:inScheme ex:brands ; skos:prefLabel "Acme"@en .
ex:acme-home a skos:Concept ; skos:inScheme ex:brands ; skos:prefLabel "Acme Home"@en .
ex:plug-g a skos:Concept ; skos:inScheme ex:plugs ; skos:prefLabel "type G"@en ; skos:notation "G" ; ex:volts ex:v230 .
ex:plug-x a skos:Concept ; skos:inScheme ex:plugs ; skos:prefLabel "any"@en ; skos:notation "X" ;
    ex:volts ex:v230 , ex:v110 .
ex:v230 a skos:Concept ; skos:inScheme ex:voltages ; skos:prefLabel "230 V"@en .
ex:v110 a skos:Concept ; skos:inScheme ex:voltages ; skos:prefLabel "110 V"@en .
"""

KETTLES: list[object] = [
    {"name": "Acme One", "price": 20, "litres": 1.5, "colour": "Red / Gray", "plug": "G", "noise": [30, 60]},
    {"name": "Acme One", "price": 20, "litres": 1.5, "colour": "Red / Gray", "plug": "G", "noise": [30, 60]},
    {"name": "Acme One", "price": 25, "litres": 1.5, "colour": "Red / Gray", "plug": "G", "noise": [30, 60]},
    {"name": "Acme One", "price": None, "litres": 1700, "colour": "gray, Grey", "plug": "X"},
    {"name": "Acme Home Acme Home Mini", "price": 9.5, "cordless": False, "noise": 55},
    {"name": "Travel \u200e15\" <b>{x}</b> \\ 'nan' ö² 230 V", "price": 0.5, "colour": "Mauve", "speeds": "8/16/4"},
    {"name": "nan", "noise": [60, 30], "pack": [2, 1.25], "speeds": "fast", "cordless": "yes"},
    {"name": " \u200b ", "price": 3},
    {"price": 3},
    "a string",
    {"name": "Export Wanted", "plug": "G", "price": 40, "lid": "steel"},
    {"name": "Cafe\u0301", "price": 30},
]
CUPS: list[object] = [
    *({"name": f"Cup {number}", "price": number or None, "colour": "red"} for number in range(4)),
    {"name": "Mug", "price": 5, "colour": "red"},
    {"name": "Mug", "price": 5, "colour": "grey"},
]


def write_feed(root: Path) -> tuple[Path, Path]:
    folder, source = root / "mapping", root / "source"
    folder.mkdir(parents=True)
    source.mkdir()
    (folder / "import.toml").write_text(RECIPE, encoding="utf-8")
    (folder / "mapping.yarrrml.yml").write_text(MAPPING, encoding="utf-8")
    (folder / "vocabulary").mkdir()
    (folder / "vocabulary" / "words.ttl").write_text(VOCABULARY, encoding="utf-8")
    (source / "kettle.json").write_text(json.dumps(KETTLES), encoding="utf-8")
    (source / "cup.json").write_text(json.dumps(CUPS), encoding="utf-8")
    return folder, source


class Shop:
    """An imported catalogue: the report, and look-ups by label."""

    def __init__(self, out: Path, report: ImportReport) -> None:
        self.out, self.report = out, report
        self.store = pyoxigraph.Store()
        for path in sorted(out.rglob("*.ttl")):
            self.store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)

    def subjects(self, label: str) -> list[pyoxigraph.NamedNode]:
        pattern = (None, pyoxigraph.NamedNode(LABEL), pyoxigraph.Literal(label))
        return [quad.subject for quad in self.store.quads_for_pattern(*pattern)]

    def values(self, label: str, prop: str) -> set[str]:
        predicate = pyoxigraph.NamedNode(prop if ":" in prop else EX + prop)
        return {
            quad.object.value.removeprefix(EX)
            for subject in self.subjects(label)
            for quad in self.store.quads_for_pattern(subject, predicate, None)
        }


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    root = tmp_path_factory.mktemp("feed")
    folder, source = write_feed(root)
    return Shop(root / "out", import_feed(folder, source, root / "out"))


def remarks(shop: Shop, index: int) -> list[str]:
    return [
        warning.reason for warning in shop.report.warnings if (warning.file, warning.index) == ("kettle.json", index)
    ]


def test_every_record_is_a_product_or_a_reject(shop: Shop) -> None:
    report = shop.report
    assert report.records == len(KETTLES) + len(CUPS) == report.products + len(report.rejects)
    assert report.summary() == "18 records in = 14 products out + 4 rejects"
    assert [(reject.file, reject.index, reject.reason) for reject in report.rejects] == [
        ("kettle.json", 1, "same as record 0"),
        ("kettle.json", 7, "no name"),
        ("kettle.json", 8, "no name"),
        ("kettle.json", 9, "not a JSON object"),
    ]


def test_products_of_one_name_stay_apart(shop: Shop) -> None:
    assert len(shop.subjects("Acme One 1.5 L")) == 2  # 20 and 25 dollars
    assert shop.values("Acme One 1.5 L", "price") == {"20", "25"}


def test_the_bare_name_stays_a_synonym_of_the_longer_label(shop: Shop) -> None:
    assert shop.values("Acme One 1.7 L", ALT_LABEL) == {"Acme One"}


def test_labels_that_several_products_share_are_told_apart(shop: Shop) -> None:
    assert len(shop.subjects("Mug (red)")) == len(shop.subjects("Mug (grey)")) == 1
    assert len(shop.subjects("Cup 1")) == 1  # no need


def test_values_that_lost_their_unit_are_scaled(shop: Shop) -> None:
    assert shop.values("Acme One 1.7 L", "litres") == {"1.7"}


def test_multi_values_are_split_deduplicated_and_found_by_synonym(shop: Shop) -> None:
    assert shop.values("Acme One 1.5 L", "colour") == {"red", "grey"}
    assert shop.values("Acme One 1.7 L", "colour") == {"grey"}


def test_a_value_that_the_vocabulary_lacks_is_declared_in_both_languages(shop: Shop) -> None:
    assert shop.report.new_values == (f"{EX}colours: Mauve",)
    mauve = pyoxigraph.NamedNode(EX + "colours-mauve")
    labels = list(shop.store.quads_for_pattern(mauve, None, None))
    assert {quad.object.language for quad in labels if isinstance(quad.object, pyoxigraph.Literal)} == {"en", "zh"}


def test_brands_come_from_the_start_of_the_name(shop: Shop) -> None:
    assert shop.values("Acme One 1.5 L", "brand") == {"acme"}
    assert shop.values("Acme Home Mini", "brand") == {"acme-home"}  # the longer brand, said once
    assert shop.values("nan", "brand") == set()


def test_names_keep_their_signs_and_lose_what_nobody_sees(shop: Shop) -> None:
    assert len(shop.subjects("Travel 15\" <b>{x}</b> \\ 'nan' ö² 230 V")) == 1
    assert len(shop.subjects("Café")) == 1  # NFC


def test_a_product_may_be_called_nan(shop: Shop) -> None:
    assert len(shop.subjects("nan")) == 1


def test_a_bare_number_is_the_maximum_of_a_range(shop: Shop) -> None:
    assert shop.values("Acme Home Mini", "high") == {"55"}
    assert shop.values("Acme Home Mini", "low") == set()


def test_a_reversed_range_is_kept_and_listed(shop: Shop) -> None:
    assert (shop.values("nan", "low"), shop.values("nan", "high")) == ({"60"}, {"30"})
    assert "noise runs backwards, from 60 to 30; kept" in remarks(shop, 6)


def test_an_implausible_value_is_kept_and_listed(shop: Shop) -> None:
    assert remarks(shop, 5) == ["price is 0.5, outside the plausible 1 to 1000; kept"]
    assert "0.5" in shop.values("Travel 15\" <b>{x}</b> \\ 'nan' ö² 230 V", "price")


def test_unreadable_values_and_unknown_fields_are_left_out_and_listed(shop: Shop) -> None:
    assert "cordless is 'yes', not true or false; left out" in remarks(shop, 6)
    assert "speeds is 'fast' and holds no number; left out" in remarks(shop, 6)
    assert remarks(shop, 10) == ["the field 'lid' is not described in import.toml; left out"]


def test_nulls_are_left_out_and_false_is_not(shop: Shop) -> None:
    assert shop.values("Acme One 1.7 L", "price") == set()
    assert shop.values("Acme Home Mini", "cordless") == {"false"}


def test_columns_are_derived(shop: Shop) -> None:
    travel = "Travel 15\" <b>{x}</b> \\ 'nan' ö² 230 V"
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    assert shop.values("nan", "total") == {"2.5"}  # product
    assert shop.values(travel, rdf_type) == {"TravelKettle"}  # cases
    assert shop.values(travel, "volts") == {"v230"}  # extract
    assert shop.values(travel, "speed") == {"16"}
    assert shop.values(travel, "speeds") == {"8/16/4"}
    assert shop.values("Acme One 1.5 L", "volts") == {"v230"}  # look-up
    assert shop.values("Acme One 1.7 L", "volts") == set()  # two voltages decide nothing
    assert shop.values("Export Wanted", "volts") == set()  # unless


def test_the_folder_is_a_whole_catalogue(shop: Shop) -> None:
    files = {path.relative_to(shop.out).as_posix() for path in shop.out.rglob("*") if path.is_file()}
    assert {"import.toml", "mapping.yarrrml.yml", "vocabulary/words.ttl", "import-report.json"} <= files
    assert {"products/kettle.ttl", "products/cup.ttl", "products/new-values.ttl"} <= files
    lines = (shop.out / "import-remarks.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(shop.report.rejects) + len(shop.report.warnings)
    assert json.loads(lines[0])["kind"] == "reject"


def test_the_same_input_gives_the_same_bytes(shop: Shop, tmp_path: Path) -> None:
    folder, source = write_feed(tmp_path)
    import_feed(folder, source, tmp_path / "again")
    for path in shop.out.rglob("*"):
        if path.is_file():
            assert (tmp_path / "again" / path.relative_to(shop.out)).read_bytes() == path.read_bytes(), path


def test_a_changed_price_keeps_the_iri(shop: Shop, tmp_path: Path) -> None:
    folder, source = write_feed(tmp_path)
    dearer = [kettle | {"price": 99} if isinstance(kettle, dict) else kettle for kettle in KETTLES[10:]]
    (source / "kettle.json").write_text(json.dumps(dearer), encoding="utf-8")
    again = Shop(tmp_path / "out", import_feed(folder, source, tmp_path / "out"))
    assert again.values("Café", "price") == {"99"}
    assert again.subjects("Café") == shop.subjects("Café")


def test_a_subset_takes_what_is_preferred_and_priced_with_the_iris_of_the_whole(shop: Shop, tmp_path: Path) -> None:
    folder, source = write_feed(tmp_path)
    report = import_feed(folder, source, tmp_path / "few", subset=5, priced=True)
    few = Shop(tmp_path / "few", report)
    assert report.products == 5
    assert report.records == report.products + len(report.rejects) + report.not_selected
    assert few.subjects("Export Wanted") == shop.subjects("Export Wanted") != []
    assert few.values("Cup 1", "price") == {"1"}
    assert few.subjects("Cup 0") == []  # no price


def test_limit_reads_the_first_records(tmp_path: Path) -> None:
    folder, source = write_feed(tmp_path)
    report = import_feed(folder, source, tmp_path / "out", limit=2)
    assert [count.records for count in report.categories] == [2, 2]


def test_progress_is_told(tmp_path: Path) -> None:
    folder, source = write_feed(tmp_path)
    told: list[tuple[str, int, int]] = []
    import_feed(folder, source, tmp_path / "out", progress=lambda *step: told.append(step))
    assert told == [("kettle", 0, 12), ("kettle", 12, 12), ("cup", 0, 6), ("cup", 6, 6)]


def test_importing_in_place_replaces_the_products_alone(tmp_path: Path) -> None:
    folder, source = write_feed(tmp_path)
    import_feed(folder, source, folder)
    (folder / "products" / "old.ttl").write_text("", encoding="utf-8")
    import_feed(folder, source, folder)
    assert not (folder / "products" / "old.ttl").exists()
    assert (folder / "vocabulary" / "words.ttl").read_text(encoding="utf-8") == VOCABULARY


def broken_feeds() -> Iterator[tuple[str, str, str, type[Exception], str]]:
    yield "source/cup.json", "[{", "", KgchatError, r"cup\.json:1: not readable as JSON"
    yield "source/cup.json", '{"a": 1}', "", KgchatError, "must hold a JSON array"
    yield "source/cup.json", "", "delete", KgchatError, r"cup\.json is missing"
    yield "mapping/import.toml", "[catalogue", "", OntologyError, r"import\.toml: not readable as TOML"
    yield "mapping/import.toml", RECIPE + 'x = { as = "colour" }', "", OntologyError, "category.cup.fields.x.as"
    yield "mapping/import.toml", RECIPE + 'x = { as = "concept" }', "", OntologyError, "needs a `scheme`"
    yield "mapping/import.toml", RECIPE.replace('"ex:plugs"', '"no:plugs"'), "", OntologyError, "prefix 'no'"
    yield "mapping/import.toml", RECIPE.replace("'Wanted'", "'('"), "", OntologyError, "not a regular expression"
    yield "mapping/import.toml", "", "delete", OntologyError, r"import\.toml is missing"
    yield "mapping/mapping.yarrrml.yml", "a: [", "", OntologyError, "not readable as YAML"
    yield "mapping/mapping.yarrrml.yml", "a: 1", "", OntologyError, "`prefixes` and `mappings`"
    yield "mapping/mapping.yarrrml.yml", MAPPING.replace("  cup:", "  mug:"), "", OntologyError, "no mapping 'cup'"
    yield "mapping/vocabulary/words.ttl", "ex:red a", "", OntologyError, r"words\.ttl"


@pytest.mark.parametrize(("path", "text", "action", "error", "message"), list(broken_feeds()))
def test_a_broken_feed_is_said_clearly_and_harms_nothing(
    path: str, text: str, action: str, error: type[Exception], message: str, tmp_path: Path
) -> None:
    folder, source = write_feed(tmp_path)
    kept = tmp_path / "out" / "products" / "kettle.ttl"
    kept.parent.mkdir(parents=True)
    kept.write_text("# the last good import\n", encoding="utf-8")
    if action == "delete":
        (tmp_path / path).unlink()
    else:
        (tmp_path / path).write_text(text, encoding="utf-8")
    with pytest.raises(error, match=message):
        import_feed(folder, source, tmp_path / "out")
    assert kept.read_text(encoding="utf-8") == "# the last good import\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["products"]


def test_wrong_folders_are_said_clearly(tmp_path: Path) -> None:
    folder, source = write_feed(tmp_path)
    with pytest.raises(KgchatError, match="The source folder"):
        import_feed(folder, tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(KgchatError, match="is a file"):
        import_feed(folder, source, source / "cup.json")
    with pytest.raises(KgchatError, match="are both"):
        import_feed(folder, source, source)
