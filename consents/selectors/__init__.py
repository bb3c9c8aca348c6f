"""What stands, read as values: rows never leave the room."""
