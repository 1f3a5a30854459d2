"""Files: finding posts, reading them exactly, replacing them safely."""
