"""Receipts: what the ledger holds of one declaration, signed by the site (R89; ISO/IEC TS 27560:2023)."""
