"""One file a page: read the address, ask one question of the rooms below, draw."""
