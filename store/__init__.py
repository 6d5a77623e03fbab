"""Files by document and model, on a disk or an object store, with their hashes. Nothing else."""
