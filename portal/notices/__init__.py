"""How people are reached: when they are written to, at which address, in which language."""
