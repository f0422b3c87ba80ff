#include "pair_limits.c"

static KERNEL void NAME(const struct pair_float *p, const float *a, const float *b, float *out, int32_t y) {
    const struct pair_loops *l = &p->loops;
    int32_t pixel, channel;
    a += (y % l->a_rows) * l->a_row;
    b += (y % l->b_rows) * l->b_row;
    out += (y % l->out_rows) * l->pixels * l->channels;
    for (pixel = 0; pixel < l->pixels; pixel++, a += l->a_pixel, b += l->b_pixel) {
        for (channel = 0; channel < l->channels; channel++) {
            const float s = a[channel * l->a_channel], t = b[channel * l->b_channel];
            *out++ = limited_float(VALUE, p->min, p->max);
        }
    }
}
