"""Who signs in, with the person that the account points down to: whether he lives is asked of every page."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from portal.models import User


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: UUID) -> User | None:
        """The person comes in the same statement."""
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
