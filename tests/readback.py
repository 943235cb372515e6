"""Reads the exports in a folder with networkx and igraph and compares them with expected.json.

Usage: python3 tests/readback.py FOLDER   (graph.graphml, graph.gexf, graph.csv, expected.json)
"""

import csv
import json
import pathlib
import sys

import igraph
import networkx

NODE = ["label", "kind", "notation", "iri", "title", "date", "session", "iso2", "iso3", "m49", "cow", "wikidata", "address"]
MEASURES = ["degree", "pagerank", "betweenness", "component", "community"]
EDGE = ["relation", "weight", "documents", "first", "last"]
NUMBERS = {"weight", "documents", *MEASURES}


def known(attributes, names):
    """Attributes that are there, numbers as numbers; igraph fills what is not with None, NaN or nothing."""
    found = {}
    for name in names:
        value = attributes.get(name)
        if value is None or value == "" or value != value:
            continue
        found[name] = float(value) if name in NUMBERS else value
    return found


def edges_in_order(edges):
    return sorted(edges, key=lambda edge: json.dumps(edge, sort_keys=True))


def from_networkx(graph):
    nodes = {node: known(data, NODE + MEASURES) for node, data in graph.nodes(data=True)}
    edges = [[source, target, known(data, EDGE)] for source, target, data in graph.edges(data=True)]
    assert graph.is_directed(), "the graph is not directed"
    return nodes, edges_in_order(edges)


def from_igraph(graph):
    nodes = {vertex["id"]: known(vertex.attributes(), NODE + MEASURES) for vertex in graph.vs}
    names = graph.vs["id"] if graph.vcount() else []
    edges = [[names[edge.source], names[edge.target], known(edge.attributes(), EDGE)] for edge in graph.es]
    assert graph.is_directed(), "the graph is not directed"
    return nodes, edges_in_order(edges)


def check_measures(graph):
    """The measures are those that networkx computes of the same file."""
    plain = networkx.Graph(graph)
    plain.remove_edges_from(list(networkx.selfloop_edges(plain)))
    between = networkx.betweenness_centrality(plain)
    components = {node: number for number, nodes in enumerate(networkx.connected_components(plain)) for node in nodes}
    pairs = {}
    for node, data in graph.nodes(data=True):
        assert data.get("degree", 0) == plain.degree(node), f"{node}: degree {data.get('degree')}, not {plain.degree(node)}"
        if plain.degree(node):
            assert abs(data["betweenness"] - between[node]) < 1e-6, f"{node}: betweenness {data['betweenness']}, not {between[node]}"
            assert pairs.setdefault(components[node], data["component"]) == data["component"], f"{node}: another component"
    assert len(set(pairs.values())) == len(pairs), "two components have one number"


def check_ranks(graph, symmetric):
    """PageRank is that which igraph computes: edges count by their weight, both ways where they have no direction."""
    if not graph.ecount():
        return
    for vertex, rank in zip(graph.vs, graph.pagerank(weights="weight", directed=not symmetric)):
        found = known(vertex.attributes(), MEASURES).get("pagerank")
        assert found is None or abs(found - rank) < 1e-6, f"{vertex['id']}: PageRank {found}, not {rank}"


def main(folder):
    expected = json.loads((folder / "expected.json").read_text())
    nodes = {node: known(data, NODE + MEASURES) for node, data in expected["nodes"].items()}
    edges = edges_in_order([[e["source"], e["target"], known(e, EDGE)] for e in expected["edges"]])
    found = {
        "networkx, GraphML": from_networkx(networkx.read_graphml(folder / "graph.graphml")),
        "networkx, GEXF": from_networkx(networkx.read_gexf(folder / "graph.gexf")),
        "igraph, GraphML": from_igraph(igraph.Graph.Read_GraphML(str(folder / "graph.graphml"))),
    }
    for program, (found_nodes, found_edges) in found.items():
        for node in nodes.keys() | found_nodes.keys():
            assert nodes.get(node) == found_nodes.get(node), f"{program}: {node}: {found_nodes.get(node)}, not {nodes.get(node)}"
        assert len(edges) == len(found_edges), f"{program}: {len(found_edges)} edges, not {len(edges)}"
        for wanted, got in zip(edges, found_edges):
            assert wanted == got, f"{program}: {got}, not {wanted}"
    check_measures(networkx.read_graphml(folder / "graph.graphml"))
    check_ranks(igraph.Graph.Read_GraphML(str(folder / "graph.graphml")), expected["symmetric"])
    with open(folder / "graph.csv", newline="", encoding="utf-8") as table:
        rows = [[row["source"], row["target"], known(row, EDGE)] for row in csv.DictReader(table)]
    assert edges_in_order(rows) == edges, "the edge list differs"
    print(f"{len(nodes)} nodes and {len(edges)} edges, the same in {', '.join(found)} and the edge list")


main(pathlib.Path(sys.argv[1]))
