"""What the patient has declared: people, care, documents, preferences, and the ledger of it all."""
