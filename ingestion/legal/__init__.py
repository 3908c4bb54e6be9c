"""What the form of Vietnamese legal texts tells: number, kind, days, scope."""
