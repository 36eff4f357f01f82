"""How fast commands are through HTTP: a real server and real parties, one by one and in batches, on either node."""
