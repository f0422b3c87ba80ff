#include "filters_float.c"

/* TRANSPOSE_CONV: for each pixel of the output, the pixels of the input that reach it. */
struct transpose_conv_float {
    struct filters_float filters; /* [out_c][kernel_h][kernel_w][in_c] */
    int32_t batch;
    int32_t in_h;
    int32_t in_w;
    int32_t in_c;
    int32_t out_h;
    int32_t out_w;
    int32_t kernel_h;
    int32_t kernel_w;
    int32_t stride_h;
    int32_t stride_w;
    int32_t pad_top;
    int32_t pad_left;
};

static KERNEL void transpose_conv_float(const struct transpose_conv_float *p, const float *in, float *out) {
    const struct filters_float *f = &p->filters;
    int32_t n, y, x, c, ky, kx;
    for (n = 0; n < p->batch; n++, in += p->in_h * p->in_w * p->in_c) {
        for (y = 0; y < p->out_h; y++) {
            for (x = 0; x < p->out_w; x++) {
                for (c = 0; c < f->channels; c++) {
                    const float *w = f->weights + c * f->length;
                    float sum = f->bias ? f->bias[c] : 0.0f;
                    for (ky = (y + p->pad_top) % p->stride_h; ky < p->kernel_h; ky += p->stride_h) {
                        int32_t row = (y + p->pad_top - ky) / p->stride_h;
                        if (y + p->pad_top < ky || row >= p->in_h) {
                            continue;
                        }
                        for (kx = (x + p->pad_left) % p->stride_w; kx < p->kernel_w; kx += p->stride_w) {
                            int32_t column = (x + p->pad_left - kx) / p->stride_w;
                            if (x + p->pad_left >= kx && column < p->in_w) {
                                sum += dot_float(in + (row * p->in_w + column) * p->in_c,
                                        w + (ky * p->kernel_w + kx) * p->in_c, p->in_c);
                            }
                        }
                    }
                    *out++ = limited_float(sum, f->min, f->max);
                }
            }
        }
    }
}
