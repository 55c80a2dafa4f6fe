"""Statistics people look at: figures of one session or of all, split by one or two dimensions, compared by the same definition."""
