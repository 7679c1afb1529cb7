"""The words offices use for the members of each closed vocabulary: data, one line of words per member.

The published labels of terms.py need not be repeated. 平台 that the register does not list by name are 其他.
"""

from enum import StrEnum

from registry.domain.terms import AccountStatus, Category, HolderType, Influence, Platform, Tier

ALIASES: dict[type[StrEnum], dict[StrEnum, str]] = {
    Platform: {
        Platform.WECHAT: (
            "公众号 微信 订阅号 服务号 微信公号 公号 微信公众平台 微信公众 微信订阅号 微信服务号 wechat weixin"
        ),
        Platform.CHANNELS: "微信视频号 腾讯视频号 微信视频",
        Platform.DOUYIN: "抖音号 抖音短视频 抖音平台 douyin tiktok 抖音极速版 抖音火山版",
        Platform.KUAISHOU: "快手号 快手短视频 快手平台 kuaishou 快手极速版",
        Platform.WEIBO: "新浪微博 微博号 weibo 新浪 腾讯微博 官方微博",
        Platform.XIAOHONGSHU: "小红书号 红书 xiaohongshu rednote",
        Platform.BILIBILI: "b站 哔哩哔哩 bilibili 哔哩哔哩动画 b站号 哔哩 b站up主",
        Platform.TOUTIAO: "头条 头条号 今日头条号 西瓜视频 西瓜 toutiao 西瓜号",
        Platform.BAIJIAHAO: "百家 百度百家号 百度百家 百度",
        Platform.ZHIHU: "知乎号 知乎专栏 zhihu",
        Platform.NETEASE: "网易 网易新闻 网易号平台",
        Platform.SOHU: "搜狐 搜狐新闻 搜狐号平台",
        Platform.PENGUIN: "企鹅 腾讯新闻 腾讯号 腾讯内容开放平台 腾讯企鹅号 企鹅媒体平台",
        Platform.WEBSITE: "网页 网站/论坛 论坛 门户网站 官网 互联网站 web网站 网站论坛 website",
        Platform.APP: ("客户端 移动客户端 手机客户端 应用程序 移动应用 新闻客户端 手机app 应用 app客户端 移动应用程序"),
        Platform.MINI_PROGRAM: "微信小程序 小程序号 支付宝小程序",
        Platform.OTHER: (
            "其它 其他平台 其它平台 一点号 一点资讯 大鱼号 大风号 凤凰号 看点号 天天快报 快报 "
            "北京时间号 火山 火山小视频 "
            "美篇 喜马拉雅 喜马拉雅fm 荔枝 虎牙 虎牙直播 斗鱼 斗鱼直播 微视 好看视频 爱奇艺 优酷 腾讯视频 "
            "qq空间 贴吧 百度贴吧 豆瓣 简书 "
            "csdn 陌陌 皮皮虾 最右 趣头条 美拍 秒拍 映客 淘宝直播 快传号 咪咕 抖音盒子 皮皮搞笑 多闪 "
            "澎湃号 人民号 新华号 qq公众号"
        ),
    },
    Category: {
        Category.NEWS: "新闻 时政 新闻资讯 时事 综合资讯 资讯类 时政新闻 综合 本地资讯 信息 新闻时政",
        Category.LIVELIHOOD: "民生类 生活 本地生活 生活服务 便民 便民服务 生活资讯 民生资讯 社会民生 社会",
        Category.EDUCATION: "教育类 教育培训 校园 培训",
        Category.MEDICAL: "医疗类 医疗卫生 健康 医疗健康 卫生 医药 养生",
        Category.FINANCE: "财经类 金融 经济 股票 理财 金融财经 财经金融",
        Category.LAW: "法律类 司法 法治 法律服务 普法 法制",
        Category.PROPERTY: "房产类 房地产 楼市 家居",
        Category.FOOD: "美食类 餐饮 探店 美食探店 吃喝",
        Category.TRAVEL: "文旅类 旅游 文化旅游 文化 旅游文化 历史文化 文化历史",
        Category.FARMING: "三农类 农业 乡村 农村 助农",
        Category.ENTERTAINMENT: "娱乐类 搞笑 影视 才艺 娱乐搞笑 休闲娱乐 游戏 音乐 搞笑娱乐 直播娱乐",
        Category.COMMERCE: "电商类 带货 直播带货 购物 商业 商务 营销 电商带货 商家",
        Category.GOVERNMENT: "政务类 政务新媒体 政务服务 党建 政府 政务发布",
        Category.OTHER: "其它 其他类 其它类 情感 体育 科技 汽车 母婴 时尚 个人",
    },
    HolderType: {
        HolderType.INDIVIDUAL: "自然人 个人账号 个人号 个人类 公民 居民 个人自媒体",
        HolderType.COMPANY: (
            "公司 企业单位 企业账号 企业号 企业类 有限公司 企业法人 法人企业 商业公司 民营企业 国企 国有企业"
        ),
        HolderType.SOLE_TRADER: "个体户 个体 个体工商 个体经营 个体经营户 商户",
        HolderType.MEDIA: "新闻媒体 媒体单位 媒体类 媒体机构 新闻单位 融媒体中心 媒体账号",
        HolderType.PUBLIC_BODY: (
            "政府机关 事业单位 政府 机关 机关单位 党政机关 政务 机关事业单位 国家机关 行政机关 "
            "政府机构 "
            "政府部门 政府机关/事业单位 政府机关、事业单位 党政机关事业单位 党政部门 政务类 "
            "政府机关·事业单位 政府机关事业单位"
        ),
        HolderType.ASSOCIATION: (
            "社会团体 其他组织 社会组织 社团 协会 组织 民办非企业 民办非企业单位 群团组织 群团 "
            "其他机构 "
            "社会团体/其他组织 社会团体、其他组织 其他 其它 其它组织 社会团体其他组织"
        ),
    },
    AccountStatus: {
        AccountStatus.NORMAL: (
            "正常运营 正常使用 活跃 在用 在营 运营中 是 正常更新 使用中 运营 正在运营 更新中 使用 有效 "
            "已开通 存续 "
            "正常运行 启用 运行中 在更 y yes 1 √ ✓ 常更新"
        ),
        AccountStatus.DORMANT: (
            "停止更新 停用 不活跃 长期未更新 未更新 已停更 否 断更 暂停更新 停止运营 已停用 不再更新 "
            "闲置 未使用 "
            "停止使用 休眠 未运营 不运营 n no × x ✗ 0"
        ),
        AccountStatus.ZOMBIE: "僵尸号 僵尸账号 空壳 空壳号",
        AccountStatus.MUTED: "被禁言 已禁言 禁言中 限制功能",
        AccountStatus.CLOSED: "封号 封禁 已关闭 关停 被封 已封 已封禁 永久封禁 已关停 查封 被封号 封停 下架",
        AccountStatus.CANCELLED: "已注销 销号 自行注销 主动注销 注销账号 已销号",
        AccountStatus.RENAMED: "更名 已改名 已更名 改名账号",
        AccountStatus.MOVED_AWAY: "外迁 已迁出 迁移 迁离 移出 划出",
    },
    Tier: {
        Tier.A: "a级 a类 a档 a等",
        Tier.B: "b级 b类 b档 b等",
        Tier.C: "c级 c类 c档 c等",
        Tier.D: "d级 d类 d档 d等",
    },
    Influence: {each: f"{each}级 {each}类" for each in Influence},
}
