"""Files people bring, as pictures of pages that stand upright."""
