"""Sentences about backups."""

from registry.wording.marks import N_

MESSAGES = {
    "backup.nothing": N_("数据目录 {folder} 里没有台账，没有什么可备份。请检查 REGISTRY_DATA_DIR。"),
    "backup.exists": N_("文件 {file} 已经有了，没有覆盖。请换一个文件名。"),
    "backup.not_empty": N_(
        "数据目录 {folder} 里已有台账，没有放回备份。请换一个空目录（REGISTRY_DATA_DIR），或先把原来的移开。"
    ),
    "backup.damaged": N_("文件 {file} 不是完整的台账备份，什么也没有放回。"),
    "backup.not_embedded": N_("数据库在 PostgreSQL 上，请用 pg_dump 备份数据库，并另外备份数据目录。"),
}
