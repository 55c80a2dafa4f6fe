"""`manage.py check_fonts`: tells which font serves each face of official papers and what is missing."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents.official import fonts


class Command(BaseCommand):
    help = "检查公文字体：列出各字体所用的字库文件，缺少字库或字形时报错。"

    def handle(self, *args: object, **options: object) -> None:
        problems = fonts.check(settings.FONT_DIR)
        if problems:
            raise CommandError("\n".join(problems))
        for face, file in fonts.load(settings.FONT_DIR).substitutions().items():
            self.stdout.write(f"{face}：{file}")
        self.stdout.write("公文字体齐全。")
