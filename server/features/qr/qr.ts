import { createScanCard, type ScanCardNeeds } from './scan-card.ts'
import { createScanLogin, type ScanLoginNeeds } from './scan-login.ts'

export type Qr = ReturnType<typeof createQr>

/** QR codes: logging in by phone, joining a group, showing a card. */
export const createQr = (needs: ScanLoginNeeds & ScanCardNeeds) => ({
  login: createScanLogin(needs),
  card: createScanCard(needs),
})
