#include "pair_loops.c"

static KERNEL void NAME(const struct pair_loops *p, const IN *a, const IN *b, OUT *out, int32_t y) {
    int32_t pixel, channel;
    a += (y % p->a_rows) * p->a_row;
    b += (y % p->b_rows) * p->b_row;
    out += (y % p->out_rows) * p->pixels * p->channels;
    for (pixel = 0; pixel < p->pixels; pixel++, a += p->a_pixel, b += p->b_pixel) {
        for (channel = 0; channel < p->channels; channel++) {
            const IN s = a[channel * p->a_channel], t = b[channel * p->b_channel];
            *out++ = (OUT)(VALUE);
        }
    }
}
