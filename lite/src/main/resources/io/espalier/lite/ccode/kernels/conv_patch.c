#include "conv_shape.c"

/* The inputs of one pixel, one after the other; those beyond the edge are zero. */
static KERNEL void conv_patch(const struct conv *p, const int8_t *in, int8_t *patch, int32_t y, int32_t x) {
    int32_t ky, kx;
    for (ky = 0; ky < p->kernel_h; ky++) {
        int32_t row = y * p->stride_h - p->pad_top + ky * p->dilation_h;
        int exists = row >= 0 && row < p->in_h;
        const int8_t *line = exists ? in + (row % p->in_rows) * p->in_w * p->in_c : in;
        int32_t column = x * p->stride_w - p->pad_left;
        if (p->dilation_w == 1 && exists && column >= 0 && column + p->kernel_w <= p->in_w) {
            memcpy(patch, line + column * p->in_c, (size_t)(p->kernel_w * p->in_c));
            patch += p->kernel_w * p->in_c;
            continue;
        }
        for (kx = 0; kx < p->kernel_w; kx++, column += p->dilation_w) {
            if (exists && column >= 0 && column < p->in_w) {
                memcpy(patch, line + column * p->in_c, (size_t)p->in_c);
            } else {
                memset(patch, p->in_zero, (size_t)p->in_c);
            }
            patch += p->in_c;
        }
    }
}
