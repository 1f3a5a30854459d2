"""Posts: documents with diagrams in them, and the blocks found there."""
