"""What the lists hold, as cells of a table and as records of an export."""
