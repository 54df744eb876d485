"""The cash of a plan: the curve case by case, one's own scenarios, the two-page note for those who decide."""
