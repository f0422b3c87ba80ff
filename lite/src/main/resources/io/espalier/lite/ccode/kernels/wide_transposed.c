#include "wide.c"

/* TRANSPOSE_CONV of 16-bit numbers with 8-bit weights. */
struct wide_transposed {
    const int8_t *weights;  /* [out_c][kernel_h][kernel_w][in_c] */
    struct wide wide;
    int16_t in_h;
    int16_t in_w;
    int16_t in_c;
    int16_t out_h;
    int16_t out_w;
    int16_t out_c;
    int16_t kernel_h;
    int16_t kernel_w;
    int16_t stride_h;
    int16_t stride_w;
    int16_t pad_top;
    int16_t pad_left;
};

static int64_t wide_transposed_sum(const struct wide_transposed *p, const int16_t *in, int32_t y, int32_t x, int32_t c) {
    const int8_t *w = p->weights + c * p->kernel_h * p->kernel_w * p->in_c;
    int64_t sum = p->wide.bias[c];
    int32_t ky, kx, k;
    for (ky = 0; ky < p->kernel_h; ky++) {
        int32_t row = y + p->pad_top - ky;
        for (kx = 0; kx < p->kernel_w; kx++, w += p->in_c) {
            int32_t column = x + p->pad_left - kx;
            const int16_t *pixel;
            if (row < 0 || row % p->stride_h != 0 || row / p->stride_h >= p->in_h) {
                continue;
            }
            if (column < 0 || column % p->stride_w != 0 || column / p->stride_w >= p->in_w) {
                continue;
            }
            pixel = in + (row / p->stride_h * p->in_w + column / p->stride_w) * p->in_c;
            for (k = 0; k < p->in_c; k++) {
                sum += (int32_t)pixel[k] * w[k];
            }
        }
    }
    return sum;
}

static KERNEL void wide_transposed(const struct wide_transposed *p, const int16_t *in, int16_t *out) {
    int32_t y, x, c;
    for (y = 0; y < p->out_h; y++) {
        for (x = 0; x < p->out_w; x++) {
            for (c = 0; c < p->out_c; c++) {
                *out++ = wide_output(&p->wide, wide_transposed_sum(p, in, y, x, c), c);
            }
        }
    }
}
