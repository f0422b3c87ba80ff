#include "filter_sums.c"

/* All channels of one pixel or two, whose inputs lie one after the other. */
static KERNEL void filtered(const struct filters *f, const int8_t *pixels, int two, int8_t *out) {
    int32_t c;
    for (c = 0; c < f->channels; c += 2) {
        int32_t sums[4], k;
        int32_t count = c + 1 == f->channels ? 1 : 2;
        filter_sums(f, pixels, two, c, sums);
        for (k = 0; k < count; k++) {
            out[c + k] = filter_output(f, c + k, sums[2 - count + k]);
            if (two) {
                out[f->channels + c + k] = filter_output(f, c + k, sums[4 - count + k]);
            }
        }
    }
}
