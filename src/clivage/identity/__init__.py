"""Who is whom: identities that a person accepts, and actors that are merged and split.

`service` asks a reconciliation service, whose answers `answers` reads; `offline` reads a table
instead. What they propose stands in a `sheet`, made by `candidates`; what a person decides of it,
`deciding` writes into ``corpus.yaml``. `merging` and `splitting` change who is one actor, and
`undoing` takes back any of these. `rewriting` changes the lines concerned, `operation` writes all
files or none, and `record` keeps who did what, when, and to which lines.
"""
