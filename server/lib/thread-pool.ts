/*
 * Imported before anything else, since the pool has its size from its first work on. Every file is opened, written and
 * made durable by a thread of it, and each of those waits for the disk rather than for a processor: four, as Node has
 * them, are held by a few large uploads, and a note behind them waits for each of its turns.
 */
process.env.UV_THREADPOOL_SIZE ??= '16'
