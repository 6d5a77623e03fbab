"""Tables that grow: rows added later, models that are trained again on them, and how predictions turned out."""
