/** The measures of a chosen picture or video, as it is shown. Its place is reserved by them. */
type Measures = { width: number; height: number }

/** A file that the browser cannot read tells nothing within this time, in ms. */
const PATIENCE_MS = 3_000

export async function measure(type: string, url: string): Promise<Measures | undefined> {
  const { promise, resolve } = Promise.withResolvers<Measures | undefined>()
  setTimeout(() => resolve(undefined), PATIENCE_MS)
  if (type.startsWith('image/')) {
    const image = new Image()
    image.onload = () => resolve(sized(image.naturalWidth, image.naturalHeight))
    image.onerror = () => resolve(undefined)
    image.src = url
  } else if (type.startsWith('video/')) {
    const video = document.createElement('video')
    video.onloadedmetadata = () => resolve(sized(video.videoWidth, video.videoHeight))
    video.onerror = () => resolve(undefined)
    video.preload = 'metadata'
    video.src = url
  } else resolve(undefined)
  return promise
}

const sized = (width: number, height: number): Measures | undefined =>
  width > 0 && height > 0 ? { width, height } : undefined
