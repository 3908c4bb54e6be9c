"""Training of the models that ship, and of a user's own."""
