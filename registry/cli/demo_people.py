"""The offices and users of the demonstration. Their passwords are printed at its start and serve nowhere else."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.cli.demo_roster import County
from registry.domain import regions
from registry.domain.terms import Role
from registry.services import users

PASSWORD = "taizhang-2026"  # noqa: S105 - the demonstration's own, printed at its start
CITY = "330800"
COUNTIES = (
    County("龙游县", "330825", (("龙洲街道", 64), ("湖镇镇", 48), ("溪口镇", 38), ("横山镇", 30))),
    County("开化县", "330824", (("华埠镇", 56), ("池淮镇", 38), ("马金镇", 26))),
)


@dataclass(frozen=True)
class Person:
    """One demo user: sign-in name, name, role, post, and the region of the office."""

    username: str
    name: str
    role: Role
    post: str
    region_code: str


PEOPLE = (
    Person("zhoumin", "周敏", Role.CLERK, "科员", "330825"),
    Person("xujing", "徐静", Role.CLERK, "一级科员", "330825"),
    Person("chenli", "陈立", Role.REVIEWER, "科长", "330825"),
    Person("liuguohua", "刘国华", Role.HEAD, "主任", "330825"),
    Person("wangfang", "王芳", Role.CLERK, "科员", "330824"),
    Person("fangyu", "方宇", Role.CLERK, "一级科员", "330824"),
    Person("sunqiang", "孙强", Role.REVIEWER, "副主任", "330824"),
    Person("zhaolei", "赵磊", Role.HEAD, "主任", "330824"),
    Person("linjie", "林杰", Role.CLERK, "一级科员", CITY),
    Person("hejun", "何军", Role.HEAD, "主任", CITY),
    Person("admin", "钱进", Role.ADMIN, "系统管理员", CITY),
    Person("auditor", "孔明华", Role.AUDITOR, "审计员", CITY),
)


def settle(session: Session, *, at: datetime) -> None:
    """Found the three offices and add their users and towns."""
    offices = {}
    for region_code, prefix in ((CITY, "衢网信"), ("330825", "龙网信"), ("330824", "开网信")):
        offices[region_code] = users.add_office(
            session, name=f"{regions.get(region_code).name}互联网信息办公室", region_code=region_code, document_prefix=prefix,
            address=f"{regions.get(region_code).name}行政中心 2 号楼 203 室", phone="0570-0000000", by=None, at=at,
        )  # fmt: skip
    for person in PEOPLE:
        users.add_user(
            session, office=offices[person.region_code], username=person.username, name=person.name, role=person.role,
            post=person.post, password=PASSWORD, certificate_no=f"ZJ-{person.username[:3].upper()}-0{len(person.username)}",
            certificate_until=date(2028, 6, 30), by=None, at=at,
        )  # fmt: skip
