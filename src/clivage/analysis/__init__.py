"""What can be computed on a signed network; each measure in a module of its own name."""
