"""`saebyeok demo`: a fresh home, the samples, and the commands a person types."""
