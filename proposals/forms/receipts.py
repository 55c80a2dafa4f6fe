"""Receipts 征询意见表."""

from django import forms

from documents.uploads import attach
from proposals import actions
from proposals.actions.moves import rules_of
from proposals.forms.offers import SHORT, rows
from workflow.forms import ActForm, FilesField


class ReceiptForm(ActForm):
    varies = True
    intro = "您的评价在全部提案人评价完或期限届满之前不会告诉承办单位。"
    overall = forms.ChoiceField(label="总体评价", widget=forms.RadioSelect)
    text = forms.CharField(label="意见和建议", max_length=2000, required=False, widget=SHORT, help_text="不满意的请写明意见。")
    channel = "own"

    def prepare(self):
        rules = rules_of(self.obj.reply.round.handling.proposal)
        self.fields["overall"].choices = rows(rules.scale)
        self.dimensions = [code for code, *_ in rules.asked]
        for code, label, answers in rules.asked:
            self.fields[f"rating_{code}"] = forms.ChoiceField(label=label, choices=[("", "未评"), *answers], required=False)
        self.order_fields(["overall", *[f"rating_{code}" for code in self.dimensions], "text"])

    def act(self, version, overall, text, files=(), **ratings):
        given = {code: ratings[f"rating_{code}"] for code in self.dimensions if ratings.get(f"rating_{code}")}
        receipt = actions.give_receipt(
            self.obj, by=self.by, version=version, overall=overall, ratings=given, text=text, channel=self.channel
        )
        for upload in files:
            attach(receipt, upload, by=self.by, purpose="纸质意见表")
        return receipt


class LinkReceiptForm(ReceiptForm):
    """The opinion of one who comes by the link of his slip; `by` is the proposer where he is known as a person."""

    channel = "link"


class MakeLinkForm(ActForm):
    intro = "给没有账号的提案人：链接和二维码印在征询意见表上，只能用一次，到征询意见截止日失效。重新生成的，原来的链接作废。"

    def act(self, version):
        return actions.make_link(self.obj, by=self.by, version=version)


class SlipForm(ReceiptForm):
    intro = "按提案人交回的纸质意见表录入，并上传扫描件。"
    files = FilesField(label="扫描件")
    channel = "paper"
