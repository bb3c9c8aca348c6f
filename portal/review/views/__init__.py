"""One file a page: parse, one call of `sharing.services.review`, draw."""
