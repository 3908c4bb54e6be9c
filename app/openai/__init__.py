"""The OpenAI-compatible way in: requests read, answers told in that convention."""
