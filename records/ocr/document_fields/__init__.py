"""Fields of documents with what people decided of them, and the layouts that are learnt from that."""
