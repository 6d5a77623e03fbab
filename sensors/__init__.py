"""What starts work: new files, people's decisions, and what became of runs."""
