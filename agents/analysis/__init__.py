"""Question analysis by rules: answer type, kind, names, relations, filters, follow-ups, parts."""
