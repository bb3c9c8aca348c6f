"""Topic subscriptions of the R4 backport (HL7 Subscriptions R5 Backport 1.1.0): read, and written with their Bundles."""
