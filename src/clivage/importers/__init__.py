"""Bring codings that were made elsewhere into a corpus, each quotation verified.

`formats` tells which format a file has; the module of a format (`dna`, `brat`, `table`...) reads
it into the records of `records`, as `options` say; `merging` gives ids, verifies and merges with
what the corpus has; `files` writes coding files; `bounded` reads strangers' files with limits.
"""
