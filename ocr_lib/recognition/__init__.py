"""From crops of a page to texts with scores."""
