"""Pages for someone without an account, who holds a one-time link."""
