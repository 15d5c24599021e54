"""The controller's core server: accounts, nodes and the dashboard's state."""
