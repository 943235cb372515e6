"""Reads the RDF exports in a folder with pyoxigraph and rdflib and compares them with the quads they were made from.

Usage: python3 tests/roundtrip.py FOLDER   (graph.nq, graph.nt, graph.ttl, graph.trig, graph.jsonld)
"""

import pathlib
import sys

import pyoxigraph
import rdflib

# What is read is to be compared as it was written.
rdflib.NORMALIZE_LITERALS = False


def value(node):
    """Numbers and truth values as they mean: a store may write 0.95 for 0.950."""
    text, datatype, language = node
    if datatype and datatype.endswith(("#decimal", "#double", "#integer")):
        return (float(text), datatype, language)
    return node


def term(node):
    if isinstance(node, (pyoxigraph.NamedNode, rdflib.URIRef)):
        return node.value if isinstance(node, pyoxigraph.NamedNode) else str(node)
    if isinstance(node, pyoxigraph.Literal):
        return value((node.value, None if node.language else node.datatype.value, node.language))
    if isinstance(node, rdflib.Literal):
        plain = None if node.language else str(node.datatype or rdflib.XSD.string)
        return value((str(node), plain, node.language))
    raise AssertionError(f"a blank node: {node}")


def by_pyoxigraph(path, kind):
    quads = pyoxigraph.parse(path=str(path), format=kind)
    return {(term(q.subject), term(q.predicate), term(q.object), getattr(q.graph_name, "value", None)) for q in quads}


def by_rdflib(path, kind):
    data = rdflib.Dataset()
    data.parse(str(path), format=kind)
    default = {None, data.default_graph.identifier}
    found = set()
    for subject, predicate, object_, graph in data.quads():
        name = getattr(graph, "identifier", graph)
        found.add((term(subject), term(predicate), term(object_), None if name in default else str(name)))
    return found


def main(folder):
    quads = by_pyoxigraph(folder / "graph.nq", pyoxigraph.RdfFormat.N_QUADS)
    triples = {(*quad[:3], None) for quad in quads}
    formats = {
        "nq": (pyoxigraph.RdfFormat.N_QUADS, "nquads", quads),
        "trig": (pyoxigraph.RdfFormat.TRIG, "trig", quads),
        "jsonld": (pyoxigraph.RdfFormat.JSON_LD, "json-ld", quads),
        "nt": (pyoxigraph.RdfFormat.N_TRIPLES, "nt", triples),
        "ttl": (pyoxigraph.RdfFormat.TURTLE, "turtle", triples),
    }
    for ending, (own, other, expected) in formats.items():
        path = folder / f"graph.{ending}"
        for program, found in {"pyoxigraph": by_pyoxigraph(path, own), "rdflib": by_rdflib(path, other)}.items():
            missing, new = expected - found, found - expected
            assert not missing and not new, f"{program}, {ending}: {len(missing)} missing {sorted(map(str, missing))[:2]}, {len(new)} new {sorted(map(str, new))[:2]}"
    print(f"{len(quads)} quads, {len(triples)} triples, the same in {', '.join(formats)} by pyoxigraph and rdflib")


main(pathlib.Path(sys.argv[1]))
