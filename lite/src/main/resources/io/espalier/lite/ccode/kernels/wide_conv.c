#include "wide.c"

/* CONV_2D and DEPTHWISE_CONV_2D of 16-bit numbers with 8-bit weights: a row of the output. */
struct wide_conv {
    const int8_t *weights;  /* [groups or 1][kernel_h][kernel_w][depth or channels] */
    struct wide wide;
    int16_t in_h;
    int16_t in_w;
    int16_t in_c;
    int16_t in_rows;
    int16_t out_w;
    int16_t out_c;
    int16_t out_rows;
    int16_t depth;          /* channels of the input for each of the output */
    int16_t multiplier;     /* channels of the output for each of the input, if depth is 1 */
    int32_t weight_channel; /* weights from one channel of the output to the next */
    int32_t weight_place;   /* and from one place of the window to the next */
    int16_t kernel_h;
    int16_t kernel_w;
    int16_t stride_h;
    int16_t stride_w;
    int16_t dilation_h;
    int16_t dilation_w;
    int16_t pad_top;
    int16_t pad_left;
};

static KERNEL void wide_conv(const struct wide_conv *p, const int16_t *in, int16_t *out, int32_t y) {
    int32_t x, c, ky, kx, k;
    out += (y % p->out_rows) * p->out_w * p->out_c;
    for (x = 0; x < p->out_w; x++) {
        for (c = 0; c < p->out_c; c++) {
            const int8_t *w = p->weights + c * p->weight_channel;
            int32_t first = p->multiplier ? c / p->multiplier : 0;
            int64_t sum = p->wide.bias[c];
            for (ky = 0; ky < p->kernel_h; ky++) {
                int32_t row = y * p->stride_h - p->pad_top + ky * p->dilation_h;
                for (kx = 0; kx < p->kernel_w; kx++, w += p->weight_place) {
                    int32_t column = x * p->stride_w - p->pad_left + kx * p->dilation_w;
                    if (row >= 0 && row < p->in_h && column >= 0 && column < p->in_w) {
                        const int16_t *pixel = in + ((row % p->in_rows) * p->in_w + column) * p->in_c + first;
                        for (k = 0; k < p->depth; k++) {
                            sum += (int32_t)pixel[k] * w[k];
                        }
                    }
                }
            }
            *out++ = wide_output(&p->wide, sum, c);
        }
    }
}
