#include "requantize.c"
#include "clamp.c"

/* DEPTHWISE_CONV_2D: a row of the output. */
struct depthwise {
    const int8_t *weights;  /* [kernel_h][kernel_w][channels] */
    const int32_t *bias;    /* [channels], with the zero point of the input folded in */
    const scale_t *scales;
    int16_t scale_step;
    int16_t channels;
    int16_t multiplier;     /* channels of the output for each of the input */
    int16_t in_h;
    int16_t in_w;
    int16_t in_rows;
    int16_t in_zero;
    int16_t out_w;
    int16_t out_rows;
    int16_t out_zero;
    int16_t min;
    int16_t max;
    int16_t kernel_h;
    int16_t kernel_w;
    int16_t stride_h;
    int16_t stride_w;
    int16_t dilation_h;
    int16_t dilation_w;
    int16_t pad_top;
    int16_t pad_left;
};

static KERNEL void depthwise(const struct depthwise *p, const int8_t *in, int8_t *out, int32_t y) {
    int32_t in_c = p->channels / p->multiplier;
    int32_t first = y * p->stride_h - p->pad_top;
    int32_t x, c;
    out += (y % p->out_rows) * p->out_w * p->channels;
    for (x = 0; x < p->out_w; x++) {
        int32_t left = x * p->stride_w - p->pad_left;
        for (c = 0; c < p->channels; c++) {
            const int8_t *w = p->weights + c;
            int32_t source = p->multiplier == 1 ? c : c / p->multiplier;
            int32_t sum = p->bias[c];
            int32_t ky, kx;
            for (ky = 0; ky < p->kernel_h; ky++) {
                int32_t row = first + ky * p->dilation_h;
                const int8_t *line = in + (row % p->in_rows) * p->in_w * in_c + source;
                for (kx = 0; kx < p->kernel_w; kx++, w += p->channels) {
                    int32_t column = left + kx * p->dilation_w;
                    int inside = row >= 0 && row < p->in_h && column >= 0 && column < p->in_w;
                    sum += (inside ? line[column * in_c] : p->in_zero) * *w;
                }
            }
            *out++ = clamped(scaled(sum, p->scales[c * p->scale_step]), p->out_zero, p->min, p->max);
        }
    }
}
