from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portail"

    def ready(self) -> None:
        from portal.notices.book import Accounts
        from sharing.channels import people

        people.use(Accounts())
