"""Graph and vector stores behind the ports."""
