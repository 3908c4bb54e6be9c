"""What the program offers over the Model Context Protocol."""
