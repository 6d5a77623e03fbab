"""What the recogniser learns from, its networks, and what they were judged by."""
