#include "limited_float.c"

/* DEPTHWISE_CONV_2D: a row of the output. */
struct depthwise_float {
    const float *weights;   /* [kernel_h][kernel_w][channels] */
    const float *bias;      /* [channels], or 0 */
    float min;
    float max;
    int32_t channels;
    int32_t multiplier;     /* channels of the output for each of the input */
    int32_t in_h;
    int32_t in_w;
    int32_t in_rows;
    int32_t out_w;
    int32_t out_rows;
    int32_t kernel_h;
    int32_t kernel_w;
    int32_t stride_h;
    int32_t stride_w;
    int32_t dilation_h;
    int32_t dilation_w;
    int32_t pad_top;
    int32_t pad_left;
};

static KERNEL void depthwise_float(const struct depthwise_float *p, const float *in, float *out, int32_t y) {
    int32_t in_c = p->channels / p->multiplier;
    int32_t x, c, ky, kx;
    out += (y % p->out_rows) * p->out_w * p->channels;
    y = y * p->stride_h - p->pad_top;
    for (x = 0; x < p->out_w; x++, out += p->channels) {
        int32_t left = x * p->stride_w - p->pad_left;
        for (c = 0; c < p->channels; c++) {
            out[c] = p->bias ? p->bias[c] : 0.0f;
        }
        for (ky = 0; ky < p->kernel_h; ky++) {
            int32_t row = y + ky * p->dilation_h;
            const float *line = in + (row % p->in_rows) * p->in_w * in_c;
            for (kx = 0; kx < p->kernel_w; kx++) {
                int32_t column = left + kx * p->dilation_w;
                const float *pixel = line + column * in_c;
                const float *w = p->weights + (ky * p->kernel_w + kx) * p->channels;
                if (row < 0 || row >= p->in_h || column < 0 || column >= p->in_w) {
                    continue;
                }
                if (p->multiplier == 1) {
                    for (c = 0; c < p->channels; c++) {
                        out[c] += pixel[c] * w[c];
                    }
                } else {
                    for (c = 0; c < p->channels; c++) {
                        out[c] += pixel[c / p->multiplier] * w[c];
                    }
                }
            }
        }
        for (c = 0; c < p->channels; c++) {
            out[c] = limited_float(out[c], p->min, p->max);
        }
    }
}
