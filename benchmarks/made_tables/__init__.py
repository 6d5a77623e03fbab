"""Pages with tables of known structure, in two families of layouts with nothing but this code in common."""
