"""Deciding what is published of a case: proposal and replies side by side, each with a text of its own."""

from django import forms

from documents.models import Sensitivity
from proposals import actions
from proposals.actions.publishing import SHOWN, published_parts
from proposals.forms.offers import SHORT
from proposals.models import PUBLISHABLE, Publication
from proposals.redaction import private_data
from workflow.forms import ActForm

TEXT = forms.Textarea(attrs={"rows": 8})


class PublicationForm(ActForm):
    varies = True
    intro = "公开文本单独保存，原文不变。已按原文填好：摘要公开的请改写，个人信息请删去。提案和答复一并审定。"
    publication = forms.ChoiceField(label="公开", choices=[each for each in Publication.choices if each[0] != Publication.UNDECIDED])
    title = forms.CharField(label="公开标题", max_length=120, required=False)
    text = forms.CharField(label="提案的公开文本", max_length=40_000, required=False, widget=TEXT)
    checked = forms.BooleanField(label="已核对，提示的内容可以公开", required=False)
    reason = forms.CharField(label="理由", max_length=500, required=False, widget=SHORT, help_text="不公开的请写明理由。")

    def prepare(self):
        stored = {row.reply_id: row for row in self.obj.published.all()}
        self.parts = published_parts(self.obj)
        own = stored.get(None)
        self.initial |= {"title": own.title if own else self.obj.title, "text": own.text if own else self.parts[0][2]}
        for number, (reply, title, original) in enumerate(self.parts[1:], 1):
            field = forms.CharField(label=f"{title}：公开文本", max_length=40_000, required=False, widget=TEXT)
            self.fields[f"reply_{number}"] = field
            self.initial[f"reply_{number}"] = stored[reply.pk].text if reply.pk in stored else original
        replies = [f"reply_{number}" for number in range(1, len(self.parts))]
        self.order_fields(["publication", "title", "text", *replies, "checked", "reason"])
        ways = [each for each in Publication.choices if each[0] in (*PUBLISHABLE[self.obj.sensitivity], Publication.NONE)]
        self.fields["publication"].choices = ways
        if self.obj.sensitivity != Sensitivity.OPEN:
            label = self.obj.get_sensitivity_display()
            self.intro = f"本件标识为“{label}”，只能{'或'.join(words for _, words in ways)}。{self.intro}"
        if self.obj.publication != Publication.UNDECIDED:
            self.initial["publication"] = self.obj.publication

    def clean(self):
        data = super().clean()
        if data.get("publication") not in SHOWN or data.get("checked"):
            return data
        for name in ("title", "text", *(f"reply_{number}" for number in range(1, len(self.parts)))):
            if found := private_data(data.get(name) or "", self._private_names()):
                told = "；".join(f"{kind}“{passage}”" for kind, passage in found[:10])
                self.add_error(name, f"可能有个人信息：{told}。请删去；可以公开的，勾选“已核对”后再提交。")
        return data

    def _private_names(self):
        """Those the replies name for questions; who put the proposal forward and who signed did so in public office."""
        return {reply.contact for reply, *_ in self.parts if reply} - {""}

    def act(self, version, publication, title, text, reason, checked, **replies):
        given = [(title, text), *((head, replies.get(f"reply_{n}", "")) for n, (_, head, _) in enumerate(self.parts[1:], 1))]
        texts = [(reply, head, body) for (reply, *_), (head, body) in zip(self.parts, given, strict=True)]
        return self.decide(self.obj, by=self.by, version=version, publication=publication, texts=texts, reason=reason)

    def decide(self, proposal, **fields):
        return actions.decide_publication(proposal, **fields)


class ChangePublicationForm(PublicationForm):
    intro = "更改须写明理由；原来的决定和公开文本留在办理记录里。"
    reason = forms.CharField(label="理由", max_length=500, widget=SHORT)

    def decide(self, proposal, **fields):
        return actions.change_publication(proposal, **fields)
