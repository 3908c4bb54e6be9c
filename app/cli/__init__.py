"""The vinagraph command line."""
