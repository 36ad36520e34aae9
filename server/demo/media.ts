import sharp from 'sharp'
import type { Random } from './random.ts'
import { webmOf } from './webm.ts'

/** A file as somebody would have uploaded it; `playTime` in seconds. */
export type DemoFile = {
  name: string
  extension: string
  contentType: string
  bytes: Buffer
  thumb: { bytes: Buffer; extension: string } | null
  playTime: number
}

/** Mountains at some time of day; `sun` from 0, just up, to 1, high. */
function landscape(random: Random, width: number, height: number, sun = random.next()): Buffer {
  const hue = random.between(190, 390)
  const ridge = (base: number, roughness: number) => {
    const points = Array.from(
      { length: 14 },
      (_, at) => `${Math.round((at * width) / 13)},${Math.round(height * (base + (random.next() - 0.5) * roughness))}`,
    )
    return `M0,${height} L${points.join(' L')} L${width},${height} Z`
  }
  const ridges = [0, 1, 2, 3].map(
    at => `<path d="${ridge(0.5 + at * 0.12, 0.22 - at * 0.04)}" fill="${colour(hue + 10 * at, 35, 62 - at * 14)}"/>`,
  )
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${colour(hue, 70, 60)}"/><stop offset="1" stop-color="${colour(hue + 40, 85, 88)}"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#s)"/>
    <circle cx="${Math.round(width * 0.68)}" cy="${Math.round(height * (0.5 - sun * 0.35))}" r="${Math.round(height * 0.09)}" fill="#fff8e0"/>${ridges.join('')}</svg>`)
}

async function picture(random: Random, name: string, [width, height]: readonly [number, number]): Promise<DemoFile> {
  const bytes = await sharp(landscape(random, width, height))
    .jpeg({ quality: 82 })
    .toBuffer()
  const thumb = await sharp(bytes).resize(320, 320, { fit: 'inside' }).jpeg({ quality: 78 }).toBuffer()
  return {
    name: `${name}.jpg`,
    extension: 'jpg',
    contentType: 'image/jpeg',
    bytes,
    thumb: { bytes: thumb, extension: 'jpg' },
    playTime: 0,
  }
}

/** Something that sounds like humming: 8,000 samples of 16 bits a second in a WAV. */
function voice(random: Random, name: string, seconds: number): DemoFile {
  const rate = 8000
  const samples = Buffer.alloc(rate * seconds * 2)
  const notes = Array.from({ length: seconds * 4 }, () => 130 * 2 ** (random.pick([0, 2, 4, 7, 9]) / 12))
  for (let at = 0; at < rate * seconds; at++) {
    const within = (at % (rate / 4)) / (rate / 4)
    const pitch = notes[Math.floor(at / (rate / 4))] ?? 130
    const tone = [1, 0.5, 0.25].reduce(
      (sum, volume, overtone) => sum + volume * Math.sin((2 * Math.PI * pitch * (overtone + 1) * at) / rate),
      0,
    )
    samples.writeInt16LE(Math.round(tone * Math.sin(Math.PI * within) * 6000), at * 2)
  }
  const [long, short] = [(value: number) => le(value, 4), (value: number) => le(value, 2)]
  const head = Buffer.concat([
    Buffer.from('RIFF'),
    long(36 + samples.length),
    Buffer.from('WAVEfmt '),
    long(16),
    short(1),
    short(1),
    long(rate),
    long(rate * 2),
    short(2),
    short(16),
    Buffer.from('data'),
    long(samples.length),
  ])
  return {
    name: `${name}.wav`,
    extension: 'wav',
    contentType: 'audio/wav',
    bytes: Buffer.concat([head, samples]),
    thumb: null,
    playTime: seconds,
  }
}

function le(value: number, length: 2 | 4): Buffer {
  const bytes = Buffer.alloc(length)
  bytes.writeUIntLE(value, 0, length)
  return bytes
}

/** A sunrise of three seconds. */
async function video(random: Random, name: string): Promise<DemoFile> {
  const [width, height, count] = [480, 270, 30]
  // The same mountains in every frame: only the sun moves.
  const first = landscape(random, width, height, 0).toString()
  const frames = await Promise.all(
    Array.from({ length: count }, (_, at) => {
      const svg = first.replace(/cy="\d+"/, `cy="${Math.round(height * (0.62 - (0.47 * at) / count))}"`)
      return sharp(Buffer.from(svg)).removeAlpha().webp({ quality: 60 }).toBuffer()
    }),
  )
  const poster = await sharp(frames.at(-1)).jpeg({ quality: 78 }).toBuffer()
  const bytes = webmOf(frames, { width, height, frameTime: 100 })
  return {
    name: `${name}.webm`,
    extension: 'webm',
    contentType: 'video/webm',
    bytes,
    thumb: { bytes: poster, extension: 'jpg' },
    playTime: 3,
  }
}

/** A page of one line, in letters that every PDF reader has. */
function pdf(name: string, line: string): DemoFile {
  const content = `BT /F1 24 Tf 72 760 Td (${line}) Tj ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = body.length
    body += `${at + 1} 0 obj${object}endobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const text = `${body}xref\n0 6\n0000000000 65535 f \n${offsets.join('')}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`
  return {
    name: `${name}.pdf`,
    extension: 'pdf',
    contentType: 'application/pdf',
    bytes: Buffer.from(text, 'latin1'),
    thumb: null,
    playTime: 0,
  }
}

const plain = (name: string, extension: string, contentType: string, text: string): DemoFile => ({
  name: `${name}.${extension}`,
  extension,
  contentType,
  bytes: Buffer.from(text),
  thumb: null,
  playTime: 0,
})

/** What is sent in the demo's talks, by kind. */
export async function demoFiles(random: Random): Promise<Record<'picture' | 'file' | 'voice' | 'video', DemoFile[]>> {
  const shapes = [
    [1600, 1000],
    [1200, 800],
    [900, 1200],
    [1920, 1080],
  ] as const
  const names = ['首页设计稿', '西湖', '监控截图', '白板照片', '会议室', '出差路上', '新版图标', '周末爬山']
  return {
    picture: await Promise.all(names.map((name, at) => picture(random, name, shapes[at % shapes.length] ?? shapes[0]))),
    voice: Array.from({ length: 5 }, (_, at) => voice(random, `语音${at + 1}`, 2 + at)),
    video: [await video(random, '加载动效'), await video(random, '日出')],
    file: [
      pdf('需求说明书', 'Requirements, third edition'),
      pdf('报价单', 'Quotation'),
      pdf('架构图', 'Architecture'),
      plain(
        '会议纪要',
        'txt',
        'text/plain',
        '会议纪要\n\n一、上周进展：会话列表已经上线，错误率为零。\n二、本周计划：消息搜索提测，已读回执联调。\n三、风险：设计稿还没有定。\n',
      ),
      plain('排期表', 'csv', 'text/csv', '\uFEFF任务,负责人,人天\n会话列表,赵磊,5\n消息搜索,孙浩,8\n文件预览,何超,3\n'),
      plain(
        '发布说明',
        'md',
        'text/markdown',
        '# 发布说明 2.4\n\n- 新增：长列表虚拟滚动\n- 修复：断网重连后消息顺序\n',
      ),
    ],
  }
}

/** A CSS colour; any hue, percentages. */
const colour = (hue: number, saturation: number, lightness: number) => `hsl(${hue % 360},${saturation}%,${lightness}%)`
