"""The pages of annual plans."""
