"""What every part of Saebyeok calls the same: states, kinds, choices and their bounds. Data and small pure functions alone."""
