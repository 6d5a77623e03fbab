"""Who checks what next: the queue, claims, assignments, second looks, and the quality that they show."""
