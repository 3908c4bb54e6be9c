"""What people and programs talk to: settings, wiring, command line, Studio."""
