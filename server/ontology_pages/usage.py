"""How things of the top classes are asked for: a query for each, to begin with."""

from typing import Final

from lexwire.graph.namespaces import PREFIXES

_BODIES: Final = {
    "Article": """SELECT ?article ?title ?issued ?publisher
WHERE {
  ?article a lw:Article ; dcterms:title ?title .
  OPTIONAL { ?article dcterms:issued ?issued }
  OPTIONAL { ?article dcterms:publisher ?publisher }
}
ORDER BY DESC(?issued)""",
    "Mention": """SELECT ?fact ?words ?begin ?end ?article
WHERE {
  ?fact gaf:denotedBy ?mention .
  ?mention nif:anchorOf ?words ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?article .
}""",
    "Actor": """SELECT ?actor ?name ?kind
WHERE {
  ?actor a lw:Actor , ?kind ; rdfs:label ?name .
  FILTER(LANG(?name) = "en" && STRSTARTS(STR(?kind), STR(lw:)) && ?kind != lw:Actor)
}
ORDER BY ?name""",
    "Law": """SELECT ?law ?name ?stage ?asOf
WHERE {
  ?state lw:stateOf ?law ; lw:stage/skos:prefLabel ?stage .
  ?law rdfs:label ?name .
  OPTIONAL { ?state lw:asOf ?asOf }
  FILTER(LANG(?name) = "en" && LANG(?stage) = "en")
}
ORDER BY ?name ?asOf""",
    "LifecycleState": """SELECT ?state ?law ?stage ?asOf ?by
WHERE {
  ?state a lw:LifecycleState ; lw:stateOf ?law ; lw:stage ?stage .
  OPTIONAL { ?state lw:asOf ?asOf }
  OPTIONAL { ?state lw:issuedBy ?by }
}
ORDER BY ?law ?asOf""",
    "Crime": """SELECT ?crime ?name ?broader
WHERE {
  ?crime a lw:Crime ; skos:prefLabel ?name .
  OPTIONAL { ?crime skos:broader/skos:prefLabel ?broader FILTER(LANG(?broader) = "en") }
  FILTER(LANG(?name) = "en")
}
ORDER BY ?name""",
    "Statistic": """SELECT ?statistic ?indicator ?comparator ?value ?unit ?printed
WHERE {
  ?statistic a lw:Statistic ; lw:indicator/skos:prefLabel ?indicator ;
    lw:comparator/skos:prefLabel ?comparator ; sdmx-m:obsValue ?value ; sdmx-a:unitMeasure ?unit .
  OPTIONAL { ?statistic lw:valueText ?printed }
  FILTER(LANG(?indicator) = "en" && LANG(?comparator) = "en")
}""",
    "Quantity": """SELECT ?quantity (COUNT(?statistic) AS ?figures)
WHERE { ?statistic lw:ofQuantity ?quantity }
GROUP BY ?quantity
ORDER BY DESC(?figures)""",
    "Event": """SELECT ?event ?name ?start ?end
WHERE {
  ?event a lw:Event ; rdfs:label ?name .
  OPTIONAL { ?event sem:hasTime ?period . ?period dcat:startDate ?start ; dcat:endDate ?end }
}
ORDER BY ?start""",
    "Statement": """SELECT ?statement ?speaker ?type ?gist
WHERE {
  ?statement a lw:Statement ; lw:speaker/rdfs:label ?speaker ;
    lw:statementType/skos:prefLabel ?type ; dcterms:abstract ?gist .
  FILTER(LANG(?speaker) = "en" && LANG(?type) = "en")
}""",
    "Review": """SELECT ?review ?fact
WHERE { ?review a lw:Review . ?fact prov:wasGeneratedBy ?review }""",
}
_LIMIT: Final = 100


def example(name: str) -> str | None:
    """Return a query for things of the class called *name* with the prefixes it needs; None where there is none."""
    body = _BODIES.get(name)
    if body is None:
        return None
    used = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items() if f"{prefix}:" in body]
    return "\n".join([*used, "", body, f"LIMIT {_LIMIT}", ""])


NAMES: Final = tuple(_BODIES)
"""The classes that have a query."""
