"""The knowledge: data model, text functions, stores and retrieval."""
