"""The console of those who watch over the service: reviewers and data-protection officers."""
