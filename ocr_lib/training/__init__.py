"""Teaching a recogniser: samples, batches, the loop, checkpoints."""
