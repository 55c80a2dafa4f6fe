"""Makes the first place and its first system administrator, who makes everything else in the admin."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from organizations import actions
from organizations.models import Level


class Command(BaseCommand):
    help = "登记第一个地区和它的系统管理员，显示一次性密码；同一地区再次运行，添加一位系统管理员。"

    def add_arguments(self, parser):
        parser.add_argument("place", help="地区名称，如：演示市")
        parser.add_argument("code", help="地区代码，小写字母和数字，如：yanshi")
        parser.add_argument("username", help="用户名")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--level", choices=Level.values, default=Level.CITY, help="层级，默认 city（市）")

    def handle(self, *, place, code, username, name, level, **options):
        try:
            person, password = actions.add_first_admin(place=place, code=code, level=level, username=username, name=name)
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from None
        self.stdout.write(f"已登记{place}的系统管理员{person.name}。用户名：{person.username}")
        self.stdout.write(f"一次性密码（只显示这一次，首次登录须修改）：{password}")
