"""Search over texts, fields and companies: the index, and questions to it."""
