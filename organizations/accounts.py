"""The forms of signing in and of changing one's password."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from organizations import actions

SENTENCE = "用户名或密码不正确，请重新输入。连续输错会暂时锁定账号。"


class SignInForm(AuthenticationForm):
    """Says the same of an unknown name, a wrong password and an account that may not sign in."""

    error_messages = {"invalid_login": SENTENCE, "inactive": SENTENCE}


class OwnPasswordForm(PasswordChangeForm):
    """A new password that differs from the old one; with it end the duty to change it and all that let anybody in before."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = "至少 8 个字符，不要只用数字，不要用姓名、用户名或常见的密码。"
        self.fields["new_password2"].help_text = "再输入一遍新密码。"

    def clean(self):
        super().clean()
        if self.cleaned_data.get("new_password1") and self.cleaned_data["new_password1"] == self.cleaned_data.get("old_password"):
            self.add_error("new_password1", ValidationError("新密码不能与原密码相同。"))
        return self.cleaned_data

    def save(self, commit=True):
        actions.change_password(self.user, self.cleaned_data["new_password1"])
        return self.user
