"""From reviewed records to a release of the graph; each module imports only modules earlier in this list.

problems, namespaces, iris; article, facts, records; lexicon; triples, derive, infer; check, cube, dump, metadata,
store; release, build.
"""
