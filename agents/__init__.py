"""The LangGraph agent that answers with checked, cited sentences."""
