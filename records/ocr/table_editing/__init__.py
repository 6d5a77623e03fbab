"""Tables of pages, and what people change in them."""
