"""Files by document and model, with their hashes, on a disk or an object store."""
