"""A corpus over HTTP: the web app, SPARQL, its graphs, a page for each of its things, and writing.

- A request: `gate` lets it in, `app` leads it on, `protocol` reads it, `negotiation` the formats
  that it accepts; `responses` is what every answer has.
- What is shown: `shell` and `assets` (the web app), `interface`, `terms` and `documents` (JSON),
  `hypertext` (pages without scripts), `dereferencing` and `description` (linked data).
- Queries: `answers` remembers, in a `cache`; `workers` has places for brief and for long ones, and
  `processes` are what runs in them, made by a `nursery`; `worker` and `evaluation` run in one,
  `messages` are what is said to it, and `confinement` what it may not do. `elsewhere` asks an
  endpoint instead.
- What is served: a `snapshot`, drawn by `drawing`; `publication` replaces it, each an edition of
  `editions`.
- Writing: `writing` says who may; `edits`, `suggestions`, `desk` and `folder` change the files of a
  corpus; `updates`, `committing`, `writer`, `commits` and `operations` a store.

`running` is the life of a server, by its `settings`. This package is Starlette's and uvicorn's one
home.
"""
