"""Who may sign in on pages."""

from django.contrib.auth.backends import ModelBackend


class PersonBackend(ModelBackend):
    """Username and password of an active person; a program's account never, nor does its session live on when it becomes one."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and not user.is_service
