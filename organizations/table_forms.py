"""Tables as files that come in: the form of a page, and that of a program."""

from django import forms

LARGEST = 5 * 1024 * 1024


class TableForm(forms.Form):
    """The table to import; the second time as the text the first look left in the page. A subclass asks for what else the import needs."""

    file = forms.FileField(
        label="表格文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "data-max-mb": LARGEST // 1024 // 1024}),
        help_text="Excel（.xlsx）或 CSV，格式与导出的表相同，不超过 5 MB。",
        error_messages={"empty": "文件是空的。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("文件超过 5 MB，请分成几个文件。")
        return file


class TableFileForm(TableForm):
    """The table as a program sends it: a trial unless it says otherwise."""

    apply = forms.BooleanField(label="应用；不填只试算", required=False)
