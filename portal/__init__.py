"""The site: what people see, how they sign in, and what runs at set times. Uses `sharing` and `consents`."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
