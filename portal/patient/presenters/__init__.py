"""What the selectors found, put into words; no rule is derived here."""
