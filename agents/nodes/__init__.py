"""The steps of the agent: each is a function of the state and the context that returns an update."""
