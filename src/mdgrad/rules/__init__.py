"""Rules: what mdgrad can find, with a page on each."""
