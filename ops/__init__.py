"""Set-up, start and test of one checkout on one machine; plain Python, so that it runs before anything is installed."""
