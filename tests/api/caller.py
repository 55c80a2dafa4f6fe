"""Calls the API as a person or a program."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from organizations.models import ApiToken


class Caller:
    """Signed in by session as `person`; `token` instead signs in by a new key of that scope; neither is nobody."""

    def __init__(self, person=None, *, token=None, **fields):
        self.client, self.headers = Client(), {}
        if token:
            lasts = {"expires_at": timezone.now() + timedelta(days=1)} | fields
            self.token, key = ApiToken.issue(person, name="测试", scope=token, **lasts)
            self.headers = {"Authorization": f"Bearer {key}"}
        elif person:
            self.client.force_login(person)

    def get(self, path, **headers):
        return self.client.get(self._full(path), headers=self.headers | headers)

    def post(self, path, data=None, *, method="post", content_type="application/json", headers=None):
        call = getattr(self.client, method)
        return call(self._full(path), {} if data is None else data, content_type=content_type, headers=self.headers | (headers or {}))

    def upload(self, path, data, headers=None):
        return self.client.post(self._full(path), data, headers=self.headers | (headers or {}))

    def json(self, path):
        answer = self.get(path)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    @staticmethod
    def _full(path):
        return path if path.startswith("/") else f"/api/v1/{path}"
