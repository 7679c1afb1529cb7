"""Sentences of whoever sets the registry up: its settings, its database, its command line."""

from registry.wording.marks import N_

MESSAGES = {
    "cli.chromium_missing": N_("没有找到 Chromium 浏览器，拍不了图片。Debian、Ubuntu 上请装：apt install chromium"),
    "cli.account_wanted": N_("写账号编号（一个数），或者写平台和账号 ID 两项，中间空一格。"),
    "cli.platform_unknown": N_("没有“{platform}”这个平台。平台有：{platforms}。"),
    "cli.folder_missing": N_("没有目录 {folder}，请先建好，或换一个已有的目录。"),
    "cli.file_is_folder": N_("{file} 是目录，不是文件，请写出目录里的那个文件。"),
    "cli.file_unreadable": N_("打不开文件 {file}：没有读它的权限，或者它所在的盘读不出来。"),
    "cli.unwritable": N_("写不了文件：{file}。请检查有没有权限、文件是不是正被打开，并确认它不是设备文件。"),
    "cli.rulebook_region": N_("{file} 写的 region 是 {region}，没有这个行政区划，请核对代码。"),
    "cli.no_option": N_("没有选项 {name}。"),
    "cli.no_command": N_("没有命令 {name}。可以用的有：{known}。"),
    "cli.parameter_missing": N_("少写了 {name}。"),
    "cli.parameter_wrong": N_("{name} 的值不对：{problem}"),
    "cli.choose": N_("只能写 {known}。"),
    "cli.whole_number": N_("要写一个整数（编号从 1 起）。"),
    "cli.between": N_("要写 {least} 到 {greatest} 之间的整数。"),
    "cli.day": N_("要写成 2026-01-31 这样的日期。"),
    "cli.disk_full": N_("磁盘已满（或超过配额），没有做完。请腾出空间再来一次。{file}"),
    "cli.no_right": N_("没有权限读写 {file}。请换成数据目录的主人来运行，或改好权限；只读的盘和目录不能写。"),
    "cli.system": N_("系统没能办成：{reason}。{file}"),
    "cli.queue_unusable": N_(
        "后台任务的文件 {file} 用不了：{reason}。先看磁盘和权限；文件坏了的，停下服务后删掉它再启动，等着的任务记在数据库里，不会丢。"
    ),
    "cli.redis_unreachable": N_(
        "连不上 Redis。请看它是否已启动，REGISTRY_REDIS_URL 对不对；不用 Redis 的不要设这个变量。"
    ),
    "settings.not_a_number": N_("环境变量 {variable} 的值“{value}”不对：要写 1 到 {greatest} 之间的整数。"),
    "settings.not_a_switch": N_("环境变量 {variable} 的值“{value}”不对：要写 1（是）或 0（否）。"),
    "settings.not_a_rate": N_("环境变量 {variable} 的值“{value}”不对：要写成 10 per minute 这样的英文。"),
    "settings.log_level": N_("环境变量 {variable} 的值“{value}”不对：只能是 {levels}。"),
    "settings.redis_url": N_(
        "环境变量 REGISTRY_REDIS_URL 不是 Redis 的地址：要以 redis://、rediss:// 或 unix:// 开头；不用 Redis 的不要设它。"
    ),
    "settings.database_url": N_(
        "环境变量 REGISTRY_DATABASE_URL 不是可用的数据库地址：要写成 postgresql+psycopg://用户:密码@主机/库名；"
        "用自带数据库的不要设它。"
    ),
    "settings.data_dir": N_(
        "数据目录 {folder} 建不了或不能写入。请用 REGISTRY_DATA_DIR 指定一个本用户可以写入的目录（不能是文件）。"
    ),
    "database.unreachable": N_(
        "连不上数据库 {address}。请看数据库是否已启动，REGISTRY_DATABASE_URL 的主机、库名、用户和密码对不对。"
        "数据库的回答：{reason}"
    ),
    "database.unreadable": N_(
        "打不开数据库文件 {file}。它可能不是台账的数据库，或已损坏，请从备份恢复。原因：{reason}"
    ),
    "database.full": N_("数据库文件 {file} 所在的磁盘已满，没有写入任何内容。请腾出空间再来一次。原因：{reason}"),
    "database.disk": N_(
        "读写数据库文件 {file} 时磁盘出错，没有写入任何内容。请看磁盘是不是满了、掉线了或坏了。原因：{reason}"
    ),
    "database.forbidden": N_(
        "打不开或写不了数据库文件 {file}。请看它和它所在的目录本用户能不能读写（只读的盘不行）。原因：{reason}"
    ),
    "database.foreign": N_(
        "数据库 {database} 里已有别的程序的表（{tables}），不是台账的数据库，没有动它。请换一个空的数据库或数据目录。"
    ),
    "secrets.damaged": N_(
        "密钥文件 {file} 已损坏（{found} 字节，应为 {wanted}）。请从备份恢复原来的文件；换一个新的，已封存的个人信息就再也读不出来了。"
    ),
    "database.empty": N_("数据库还是空的，请先运行 registry upgrade 建好各表（版本 {wanted}），再办这件事。"),
}
