"""Settings: base holds what is true everywhere; demo, test and production hold their differences."""
