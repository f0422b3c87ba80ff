#include "requantize.c"
#include "clamp.c"

/* TRANSPOSE_CONV: each element of the output gathers what the filters spread to it. */
struct transposed {
    const int8_t *weights;  /* [out_c][kernel_h][kernel_w][in_c] */
    const int32_t *bias;    /* [out_c] */
    const scale_t *scales;  /* one, or one for each channel */
    int16_t scale_step;
    int16_t in_h;
    int16_t in_w;
    int16_t in_c;
    int16_t in_zero;
    int16_t out_h;
    int16_t out_w;
    int16_t out_c;
    int16_t out_zero;
    int16_t min;
    int16_t max;
    int16_t kernel_h;
    int16_t kernel_w;
    int16_t stride_h;
    int16_t stride_w;
    int16_t pad_top;
    int16_t pad_left;
};

static int32_t transposed_sum(const struct transposed *p, const int8_t *in, int32_t y, int32_t x, int32_t c) {
    const int8_t *w = p->weights + c * p->kernel_h * p->kernel_w * p->in_c;
    int32_t sum = p->bias[c], ky, kx, k;
    for (ky = 0; ky < p->kernel_h; ky++) {
        int32_t row = y + p->pad_top - ky;
        for (kx = 0; kx < p->kernel_w; kx++, w += p->in_c) {
            int32_t column = x + p->pad_left - kx;
            const int8_t *pixel;
            if (row < 0 || row % p->stride_h != 0 || row / p->stride_h >= p->in_h) {
                continue;
            }
            if (column < 0 || column % p->stride_w != 0 || column / p->stride_w >= p->in_w) {
                continue;
            }
            pixel = in + (row / p->stride_h * p->in_w + column / p->stride_w) * p->in_c;
            for (k = 0; k < p->in_c; k++) {
                sum += (pixel[k] - p->in_zero) * w[k];
            }
        }
    }
    return sum;
}

static KERNEL void transposed(const struct transposed *p, const int8_t *in, int8_t *out) {
    int32_t y, x, c;
    for (y = 0; y < p->out_h; y++) {
        for (x = 0; x < p->out_w; x++) {
            for (c = 0; c < p->out_c; c++) {
                int32_t sum = transposed_sum(p, in, y, x, c);
                *out++ = clamped(scaled(sum, p->scales[c * p->scale_step]), p->out_zero, p->min, p->max);
            }
        }
    }
}
