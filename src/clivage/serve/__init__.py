"""A corpus over HTTP: SPARQL, its graphs, and a page for each of its things.

`clivage.serve.protocol` reads a request and `clivage.serve.negotiation` the formats that it
accepts; `clivage.serve.workers` keeps the processes in which queries run, `clivage.serve.worker`
is what runs in one, and `clivage.serve.confinement` what it may not do; `clivage.serve.answers`
asks them and remembers, in a `clivage.serve.cache`; `clivage.serve.app` puts it together,
behind `clivage.serve.gate`; `clivage.serve.running` is the life of a server. This package is
Starlette's and uvicorn's one home.
"""
