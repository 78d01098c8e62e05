"""Measurements: how clivage grows, and how it compares with rdflib's own query engine."""
