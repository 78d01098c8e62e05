"""Event data: from files of machine-coded events to signed dyads a window, on DuckDB or Spark."""
