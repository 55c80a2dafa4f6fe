"""One's own access tokens: made in a session, shown once, revoked at any time."""

from rest_framework import exceptions
from rest_framework.response import Response

from organizations.endpoints import DetailEndpoint, ListEndpoint
from organizations.forms import IssueTokenForm
from organizations.inputs import checked, filled
from organizations.models import ApiToken
from organizations.schema import ONCE, Operation, object_of
from organizations.shapes import Shape

TAG = "访问令牌"
TOKEN = Shape(ApiToken, "id=pk name scope created_at expires_at revoked_at last_used_at")


class Tokens(ListEndpoint):
    tag, label, shape = TAG, "您的访问令牌", TOKEN

    def post(self, request):
        """Make a token. The key stands in this answer alone, so the call takes no idempotency key, and no token makes tokens."""
        self.query()
        if request.auth is not None:
            raise exceptions.PermissionDenied("访问令牌不能用来新建令牌，请在网页登录后办理。")
        if "Idempotency-Key" in request.headers:
            raise exceptions.ValidationError({"Idempotency-Key": ["新建令牌不能带 Idempotency-Key：令牌只显示一次，不留存。"]})
        form = filled(IssueTokenForm(obj=request.user, by=request.user), request.data)
        token, key = form.run()
        checked(form)
        return Response({"id": token.pk, "key": key, "expires_at": token.expires_at}, status=201)

    def operation(self, method):
        if method == "GET":
            return super().operation(method)
        facts = {"id": {"type": "integer"}, "key": {"type": "string"}, "expires_at": {"type": "string", "format": "date-time"}}
        document = {"type": "object", "properties": facts, "required": list(facts)}
        bodies = dict.fromkeys(("application/json", "multipart/form-data"), object_of(IssueTokenForm.base_fields))
        return Operation("新建访问令牌，只显示一次", {201: document}, bodies=bodies, refusals=(400, 401, 403, 413, 415))


class Token(DetailEndpoint):
    tag, label, shape = TAG, "一个访问令牌", TOKEN

    def delete(self, request, pk):
        """Revoke it; doing so again changes nothing."""
        self.query()
        return self.once(request, lambda: self.revoke(pk))

    def revoke(self, pk):
        row = self.row(self.queryset().filter(pk=pk))
        if row["revoked_at"] is None:
            ApiToken.objects.get(pk=pk).revoke()
        return Response(None, status=204)

    def operation(self, method):
        if method == "GET":
            return super().operation(method)
        return Operation("吊销访问令牌", {204: None}, [ONCE], refusals=(400, 401, 403, 404, 422))
