"""The HTTP API at a terminal: each of its operations as a command, made from the API's own description."""
