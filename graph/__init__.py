"""From reviewed records to a release of the graph; each module imports only modules earlier in this list.

problems, namespaces, iris, dates, fields; turtle, literals, facts, formula, uses; article, lexicon; consistency,
agreement, records; figures, triples, derive, infer; check, dump, hermit, pool; metadata, part; release, store, cube;
review, writing, build.
"""
