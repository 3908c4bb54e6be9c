"""Vietnamese text functions: normal forms, syllables, sentences, terms."""
