"""`make bench`: figures of speed, each a ratio against a baseline measured side by side in the same run."""
