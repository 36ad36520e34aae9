export type Emoji = { sign: string; words: string }
export type EmojiGroup = 'smileys' | 'gestures' | 'nature' | 'food' | 'activities' | 'objects' | 'symbols'

/* A picked set: what colleagues use, each with words to find it by. One an entry: `sign words;`. */
const table: Record<EmojiGroup, string> = {
  smileys: `
😀 笑 开心 grin happy;😁 呲牙 grin teeth;😂 笑哭 破涕为笑 joy tears lol;🤣 笑翻 rofl;😃 大笑 smile;😄 憨笑 smile laugh;😅 尴尬 汗 sweat;😆 哈哈 laugh;😉 眨眼 wink;😊 害羞 微笑 blush;
🙂 微笑 smile;🙃 倒脸 upside;😇 天使 angel;🥰 可爱 喜欢 love hearts;😍 色 花痴 love eyes;🤩 激动 崇拜 star struck;😘 亲亲 飞吻 kiss;😋 好吃 yum;😛 吐舌 tongue;😜 调皮 wink tongue;
🤪 疯了 zany;🤗 拥抱 hug;🤭 偷笑 giggle;🤫 嘘 安静 quiet;🤔 思考 想 think;🤐 闭嘴 zip;🤨 怀疑 挑眉 doubt;😐 面无表情 neutral;😑 无语 expressionless;😶 无话 silent;
😏 坏笑 smirk;😒 不满 鄙视 unamused;🙄 白眼 eye roll;😬 龇牙 grimace;😌 悠闲 放松 relieved;😔 失落 sad pensive;😪 困 sleepy;🤤 流口水 馋 drool;😴 睡觉 sleep;😷 口罩 生病 mask sick;
🤒 发烧 fever;🤕 受伤 hurt;🤢 恶心 nausea;🤮 吐 vomit;🥵 热 hot;🥶 冷 发抖 cold;😵 晕 dizzy;🤯 炸裂 震惊 mind blown;🥳 庆祝 派对 party;😎 酷 得意 cool;
🤓 机智 书呆 nerd;😕 困惑 confused;😟 担心 worried;🙁 难过 sad;😮 惊讶 哇 wow surprised;😳 发呆 脸红 flushed;🥺 委屈 可怜 plead;😨 惊恐 fear;😰 冷汗 anxious;😥 擦汗 失望 relieved;
😢 流泪 哭 cry;😭 大哭 sob;😱 吓 尖叫 scream;😖 折磨 confounded;😞 衰 失望 disappointed;😓 流汗 sweat;😩 累 weary;😫 抓狂 tired;🥱 哈欠 yawn;😤 傲慢 哼 huff;
😡 发怒 生气 angry;😠 怄火 angry;🤬 咒骂 curse;😈 阴险 恶魔 devil;💀 骷髅 死 skull;💩 便便 poop;🤡 小丑 clown;👻 鬼 ghost;👽 外星人 alien;🤖 机器人 robot;😺 猫 cat;🫡 敬礼 大兵 收到 salute;🫠 融化 melt;🥹 感动 touched;🫣 偷看 peek`,
  gestures: `
👍 强 赞 好 thumbs up like good;👎 弱 踩 差 thumbs down;👌 好 ok;✌️ 胜利 耶 victory;🤞 好运 fingers crossed;🤟 爱你 love you;🤙 打电话 call me;👈 左 left;👉 右 right;👆 上 up;
👇 下 down;☝️ 一 point;✋ 手 stop hand;👋 再见 你好 挥手 wave hello bye;👏 鼓掌 clap;🙌 万岁 hooray;👐 张开 open hands;🤲 捧 palms;🤝 握手 合作 handshake deal;🙏 抱拳 谢谢 拜托 please thanks pray;
✍️ 写 write;💪 加油 奋斗 肌肉 strong muscle;👀 看 眼睛 eyes look;🧠 大脑 brain;👂 听 ear;🫶 比心 heart hands;✊ 拳头 fist;👊 拳 punch;🤦 捂脸 facepalm;🤷 不知道 摊手 shrug;
🙅 不 no;🙆 好 ok;🙋 举手 我 raise hand;🙇 磕头 抱歉 bow sorry;💃 跳舞 dance;🕺 街舞 dance;🏃 跑 run;🚶 走 walk;🧘 冥想 meditate;👶 宝宝 baby;
👨‍💻 程序员 coder;👩‍💻 程序员 coder;🧑‍🏫 老师 teacher;👷 工人 worker;👮 警察 police;🕵️ 侦探 detective;🎅 圣诞 santa;🦸 英雄 hero;👨‍👩‍👧 家庭 family;👥 人 people`,
  nature: `
🐶 狗 dog;🐱 猫 cat;🐭 鼠 mouse;🐰 兔 rabbit;🦊 狐狸 fox;🐻 熊 bear;🐼 熊猫 panda;🐯 虎 tiger;🦁 狮 lion;🐮 牛 cow;
🐷 猪 pig;🐸 青蛙 frog;🐵 猴 monkey;🙈 不看 see no;🐔 鸡 chicken;🐧 企鹅 penguin;🐦 鸟 bird;🦆 鸭 duck;🪿 雁 鹅 goose;🦅 鹰 eagle;
🦄 独角兽 unicorn;🐝 蜜蜂 bee;🐛 虫 bug;🦋 蝴蝶 butterfly;🐌 蜗牛 慢 snail slow;🐢 乌龟 慢 turtle slow;🐍 蛇 python snake;🐉 龙 dragon;🐳 鲸 docker whale;🐟 鱼 摸鱼 fish;
🐴 马 horse;🐑 羊 sheep;🌵 仙人掌 cactus;🌲 树 tree;🌱 苗 发芽 sprout;🍀 幸运 clover luck;🌹 玫瑰 rose;🥀 凋谢 wilted;🌸 樱花 blossom;🌻 向日葵 sunflower;
🍁 枫叶 leaf;☀️ 太阳 sun;🌙 月亮 晚安 moon;⭐ 星 star;🌈 彩虹 rainbow;☁️ 云 cloud;🌧️ 雨 rain;⛄ 雪人 snowman;❄️ 雪 snow;⚡ 闪电 lightning fast;🔥 火 热 fire hot;💧 水 water;🌊 浪 wave`,
  food: `
🍎 苹果 apple;🍊 橘子 orange;🍋 柠檬 lemon;🍌 香蕉 banana;🍉 西瓜 吃瓜 watermelon;🍇 葡萄 grape;🍓 草莓 strawberry;🍑 桃 peach;🍒 樱桃 cherry;🥭 芒果 mango;
🍅 番茄 tomato;🥑 牛油果 avocado;🥕 胡萝卜 carrot;🌽 玉米 corn;🌶️ 辣 chili hot;🍞 面包 bread;🥐 可颂 croissant;🥚 蛋 egg;🍔 汉堡 burger;🍟 薯条 fries;
🍕 披萨 pizza;🌭 热狗 hotdog;🥪 三明治 sandwich;🍗 鸡腿 chicken;🥩 牛排 steak;🥟 饺子 dumpling;🍜 面条 noodles;🍚 米饭 饭 rice;🍱 盒饭 bento lunch;🍣 寿司 sushi;
🍲 火锅 hotpot;🥗 沙拉 salad;🍿 爆米花 吃瓜 popcorn;🧋 奶茶 bubble tea;☕ 咖啡 coffee;🍵 茶 tea;🥤 饮料 drink;🍺 啤酒 beer;🍻 干杯 cheers;🍷 红酒 wine;
🥂 庆祝 干杯 champagne;🍰 蛋糕 cake;🎂 生日 蛋糕 birthday;🍦 冰淇淋 ice cream;🍩 甜甜圈 donut;🍪 饼干 cookie;🍫 巧克力 chocolate;🍬 糖 candy;🥮 月饼 mooncake`,
  activities: `
🎉 庆祝 撒花 party tada;🎊 彩球 confetti;🎈 气球 balloon;🎁 礼物 gift;🧧 红包 red envelope;🏮 灯笼 lantern;🎆 烟花 fireworks;🧨 爆竹 firecracker;🎄 圣诞 christmas;🏆 奖杯 冠军 trophy;
🥇 第一 金牌 gold first;🥈 第二 silver;🥉 第三 bronze;🏅 奖牌 medal;⚽ 足球 football soccer;🏀 篮球 basketball;🏓 乒乓 ping pong;🏸 羽毛球 badminton;🎾 网球 tennis;🏐 排球 volleyball;
🎯 目标 target;🎮 游戏 game;🎲 骰子 dice;🎳 保龄球 bowling;🎤 唱歌 sing mic;🎧 耳机 音乐 headphones;🎸 吉他 guitar;🎬 电影 movie;🎨 设计 画 art design;🚗 车 car;
🚕 出租 打车 taxi;🚌 公交 bus;🚲 自行车 bike;🚄 高铁 train;✈️ 飞机 出差 plane;🚀 火箭 上线 发布 rocket launch ship;🏠 家 home;🏢 公司 办公楼 office;🏖️ 海滩 假期 beach holiday;⛰️ 山 爬山 mountain;🗺️ 地图 map`,
  objects: `
💻 电脑 laptop;🖥️ 显示器 desktop;📱 手机 phone;⌨️ 键盘 keyboard;🖨️ 打印机 printer;📷 相机 camera;📞 电话 call;📺 电视 tv;💡 想法 灯泡 idea;🔋 电池 battery;
🔌 插头 plug;📧 邮件 mail;📦 包裹 快递 package;📄 文件 document;📝 笔记 memo;📅 日历 calendar;📌 置顶 图钉 pin;📎 附件 clip;✂️ 剪刀 cut;📊 图表 数据 chart;
📈 上涨 增长 up growth;📉 下跌 down;📚 书 books;🔖 书签 bookmark;🔍 搜索 search;🔒 锁 lock;🔑 钥匙 key;🔧 工具 修 wrench fix;🔨 敲打 锤 hammer;⚙️ 设置 gear;
🧪 测试 test;🐞 瓢虫 缺陷 bug;🔗 链接 link;🧹 扫 清理 clean;🗑️ 垃圾 trash;💰 钱 money;💳 卡 card;🧾 发票 收据 receipt;⏰ 闹钟 alarm;⏳ 等待 沙漏 wait;
☂️ 伞 umbrella;👓 眼镜 glasses;👔 衬衫 tie;🎒 书包 bag;💊 药 pill;🔔 铃 提醒 bell;🔕 静音 mute;📣 喇叭 公告 announce;💬 对话 chat;🛠️ 工具 tools`,
  symbols: `
❤️ 爱心 heart love;🧡 橙心 heart;💛 黄心 heart;💚 绿心 heart;💙 蓝心 heart;💜 紫心 heart;🖤 黑心 heart;💔 心碎 broken;💕 爱 hearts;💯 满分 一百 hundred;
✅ 完成 对 done check;☑️ 选中 check;❌ 错 不 no cross;❗ 注意 感叹 exclamation;❓ 疑问 问号 question;⚠️ 警告 warning;🚫 禁止 forbidden;⛔ 停 stop;💤 睡 zzz;💢 怒 anger;
💥 爆炸 boom;💫 晕 dizzy;✨ 闪亮 sparkles new;💦 汗 水 sweat;🆗 ok;🆕 新 new;🆒 酷 cool;🔝 顶 top;➕ 加 plus;➖ 减 minus;
➡️ 右 right arrow;⬅️ 左 left arrow;⬆️ 上 up;⬇️ 下 down;🔄 刷新 循环 refresh;🔴 红 red;🟡 黄 yellow;🟢 绿 green;🔵 蓝 blue;⚪ 白 white;
0️⃣ 零 zero;1️⃣ 一 one;2️⃣ 二 two;3️⃣ 三 three;🎵 音乐 music;♻️ 回收 recycle;©️ 版权 copyright;🏁 结束 finish;🚩 旗 flag;🇨🇳 中国 china flag`,
}

const entriesOf = (text: string): Emoji[] =>
  text.split(';').map(entry => {
    const [sign = '', ...words] = entry.trim().split(/\s+/)
    return { sign, words: words.join(' ') }
  })

export const emojiGroups = Object.entries(table).map(([group, text]) => ({
  group: group as EmojiGroup,
  emoji: entriesOf(text),
}))

/** Those whose words begin with, or in Chinese contain, what is looked for. */
export function findEmoji(typed: string): Emoji[] {
  const query = typed.trim().toLowerCase()
  if (query === '') return []
  const isChinese = /\p{Script=Han}/u.test(query)
  const seen = new Set<string>()
  return emojiGroups
    .flatMap(({ emoji }) => emoji)
    .filter(({ sign, words }) => {
      const fits =
        sign === query || (isChinese ? words.includes(query) : words.split(' ').some(word => word.startsWith(query)))
      return fits && !seen.has(sign) && seen.add(sign)
    })
}
