// The one format of pictures: half floats, linear light; storage-writable, renderable and filterable on every device.

export const PICTURE_FORMAT: GPUTextureFormat = 'rgba16float';
