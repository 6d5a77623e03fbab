"""Hard made pages, independent of those the network is trained with; see `__main__`."""
