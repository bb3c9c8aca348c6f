"""One file per line of the order of questions (decision.md §4)."""
