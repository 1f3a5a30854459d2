"""mdgrad checks the computation graphs of a post and mends their labels."""
