"""IRIs of the vocabularies that kgchat understands, and which of them are never part of a user's own vocabulary."""

from __future__ import annotations

import re

KGC = "https://w3id.org/kgchat#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
QUDT = "http://qudt.org/schema/qudt/"
SCHEMA = "http://schema.org/"
SCHEMAS = "https://schema.org/"

# Words about words: classes and properties of these namespaces describe a vocabulary, they are not merchandise.
BUILT_IN = (
    KGC, RDF, RDFS, OWL, XSD, SKOS, SH, QUDT, "https://qudt.org/schema/qudt/", "http://qudt.org/vocab/",
    "http://www.w3.org/2008/05/skos-xl#", "http://purl.org/vocab/vann/", "http://www.w3.org/ns/prov#",
)  # fmt: skip

# Where names come from: the first is preferred; those of NAME count where a thing has none of LABEL.
LABEL = (f"{SKOS}prefLabel", f"{RDFS}label")
NAME = (
    f"{SCHEMA}name", f"{SCHEMAS}name", "http://xmlns.com/foaf/0.1/name", "http://purl.org/dc/terms/title",
    "http://purl.org/dc/elements/1.1/title",
)  # fmt: skip
SYNONYM = (f"{SKOS}altLabel", f"{SKOS}hiddenLabel", f"{SCHEMA}alternateName", f"{SCHEMAS}alternateName")
NAMING = (*LABEL, *NAME, *SYNONYM)
COMMENT = (f"{RDFS}comment", f"{SKOS}definition", "http://purl.org/dc/terms/description")

STANDARD_PREFIXES = {
    "kgc": KGC, "rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD, "skos": SKOS, "sh": SH, "qudt": QUDT,
    "schema": SCHEMAS, "unit": "http://qudt.org/vocab/unit/",
}  # fmt: skip


def is_built_in(iri: str) -> bool:
    return iri.startswith(BUILT_IN)


def local_name(iri: str) -> str:
    """Return what follows the last "#", "/" or ":" of an IRI; the whole IRI when nothing does."""
    return re.split(r"[#/:]", iri.rstrip("#/:"))[-1] or iri


def local_words(iri: str) -> str:
    """Return the local name in words: `hasFormFactor2` is "has form factor 2", `USBPort-type_c` "USB port type c"."""
    from urllib.parse import unquote

    name = unquote(local_name(iri))
    name = re.sub(r"[_\-.+~]+", " ", name)
    name = re.sub(r"(?<=[a-z\d])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    name = re.sub(r"(?<=[a-z]{2})(?=\d)", " ", name)
    words = [
        word if re.fullmatch(r"[A-Z\d]{2,}", word) or re.search(r"\d", word) else word.lower() for word in name.split()
    ]
    return " ".join(words) or iri


def property_words(iri: str) -> str:
    """Return a property's local name in words, without the unit that it may end in: `weight_g` is "weight"."""
    from kgchat.graph.units import unit_from_name

    name = local_name(iri)
    if "_" in name.strip("_") and unit_from_name(name) is not None:
        return local_words(iri[: -len(name)] + name.rpartition("_")[0])
    return local_words(iri)


def primary_language(tag: str | None) -> str:
    """Return the first part of a language tag in lower case: "zh" for "zh-Hans-CN", "" for none."""
    return (tag or "").lower().split("-")[0]
