// Draws the PNG icons from `public/icon.svg`, for what takes no SVG: `node web/draw-icons.js` after the mark changed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const folder = join(import.meta.dirname, 'public')
const rounded = readFileSync(join(folder, 'icon.svg'), 'utf8')
/** The system cuts its own shape out of these: paint to the edge, the mark smaller. */
const square = rounded.replace('rx="15"', '')
const maskable = square.replace('translate(10 13) scale(.92)', 'translate(16 18) scale(.67)')

const draw = (svg, size, name) =>
  sharp(Buffer.from(svg), { density: (72 * size) / 64 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(join(folder, name))
await draw(rounded, 192, 'icon-192.png')
await draw(rounded, 512, 'icon-512.png')
await draw(maskable, 512, 'icon-maskable-512.png')
await draw(square, 180, 'icon-180.png')
