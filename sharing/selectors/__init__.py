"""What this room reads; rows never leave it as models."""
