"""Dense and sparse encoders of text."""
