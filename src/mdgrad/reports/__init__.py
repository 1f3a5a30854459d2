"""Reports: what was found, as people and as machines read it."""
