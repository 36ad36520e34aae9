import type { RouteRecordRaw } from 'vue-router'

/** Every part of the look on one page; not in what people get. */
export const galleryRoutes: RouteRecordRaw[] = import.meta.env.DEV
  ? [
      {
        path: '/gallery',
        name: 'gallery',
        component: () => import('./GalleryPage.vue'),
        meta: { alone: true, open: true },
      },
    ]
  : []
