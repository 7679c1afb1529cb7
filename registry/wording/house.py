"""Sentences of the house itself: permissions, users, offices, forms, jobs, the command line."""

from registry.wording.marks import N_

MESSAGES = {
    "permission.role": N_("您的角色（{role}）不能办理这件事，请联系本办负责人或系统管理员。"),
    "permission.region": N_("这件事不在您单位的管辖范围内（行政区划 {region}）。"),
    "sealing.wrong_key": N_(
        "个人信息解不开：数据目录里的字段密钥不是当初加密用的那一把，请从备份恢复 secrets/field.key。"
    ),
    "users.unknown": N_("没有这个用户：{user}。"),
    "users.name_taken": N_("登录名 {username} 已有人用，请换一个。"),
    "users.username_wrong": N_("登录名要用字母、数字、点、下划线、横线或汉字，2 到 40 位，中间不能有空格。"),
    "users.name_wrong": N_("姓名和职务最多 {length} 个字，姓名不能空着，也不能有换行等看不见的字符。"),
    "users.password_not_utf8": N_(
        "读到的密码不是 UTF-8 编码的文字，没有使用。请改成 UTF-8 编码再传，或去掉 --password-stdin 手工输入。"
    ),
    "users.password_signs": N_(
        "密码里有键盘打不出的控制字符或认不出的编码，没有使用。请换一个密码，或改成 UTF-8 编码再传。"
    ),
    "users.password_short": N_("密码至少要 {length} 个字符。"),
    "users.password_is_name": N_("密码不能就是登录名。"),
    "users.not_oneself": N_("不能停用自己或改自己的角色，请由另一位系统管理员办理。"),
    "users.sign_in_failed": N_("登录名或密码不对，或该用户已停用。"),
    "users.wrong_password": N_("原密码不对。"),
    "offices.unknown": N_("没有这个单位：{office}。"),
    "offices.name_wrong": N_("单位名称要有 1 到 {length} 个字，不能只是空格，也不能有换行等看不见的字符。"),
    "offices.name_taken": N_("已有同名单位：{name}。"),
    "store.changed_meanwhile": N_("就在刚才，另一位同事改动了同一条记录。请刷新页面，看过最新内容后再办。"),
    "store.busy": N_("数据库正忙（另一项写入还没完成），请稍后再试；本次没有写入任何内容。"),
    "store.out_of_date": N_("数据库版本（{found}）比程序旧（{wanted}），请先运行 registry upgrade，再启动。"),
    "store.too_new": N_("数据库版本（{found}）比程序新，请换用新版程序；数据未动。"),
    "cli.usage": N_("命令用法不对：{problem}"),
    "cli.ending_unknown": N_("写不成“{ending}”文件：这里只能写成 {known}。"),
    "cli.ending_contradicts": N_("文件名以“{ending}”结尾，--format 却是 {form}：两样请改成一致，或者只写一样。"),
    "cli.file_missing": N_("找不到文件：{file}"),
    "cli.not_utf8": N_("文件 {file} 不是 UTF-8 编码的文本，请用记事本另存为 UTF-8 后再用。"),
    "cli.port_taken": N_("端口 {port} 已被占用。请换一个，例如 PORT={other} make demo；或先关掉占用它的程序。"),
    "cli.port_forbidden": N_(
        "没有权限监听端口 {port}。1024 以下的端口一般只有系统管理员能用，请换一个大些的，例如 8000。"
    ),
    "cli.host_wrong": N_("不能在地址 {host} 上监听：它不是本机的地址，或者写错了。请改环境变量 REGISTRY_HOST。"),
    "cli.unbound": N_("不能在 {host} 的端口 {port} 上监听：{reason}。"),
    "demo.not_empty": N_(
        "数据目录 {folder} 里已有本单位的数据，不能装入演示数据。请用 REGISTRY_DATA_DIR 指定一个空目录。"
    ),
    "cli.stopped": N_("没有做完就停下了（没有读到输入，或被中断），没有写入任何内容。"),
    "cli.unexpected": N_("出了意外的错误：{problem}。没有写入任何内容；请把日志交给维护人员。"),
    "files.missing": N_("存放的文件不见了（{sha256}），请从备份恢复数据目录。"),
    "files.type": N_("不收这种文件（{filename}）。证据和签批件请用 PDF、图片、Word、Excel、文本或压缩包。"),
    "files.empty": N_("文件是空的：{filename}"),
}
