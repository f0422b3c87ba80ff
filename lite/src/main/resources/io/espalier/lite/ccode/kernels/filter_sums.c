#include "filters.c"
#include "dot.c"

/*
 * The sums of channels c and c + 1 at one pixel or two, whose inputs lie one after the other. Where c is the last channel, the sums of the one before
 * it come first.
 */
static INLINE void filter_sums(const struct filters *f, const int8_t *pixels, int two, int32_t c, int32_t *sums) {
    if (c + 1 == f->channels) {
        if (c == 0) {
            int32_t n;
            sums[1] = sums[3] = f->bias[0];
            for (n = 0; n < f->length; n++) {
                sums[1] += pixels[n] * f->weights[n];
                sums[3] += two ? pixels[f->length + n] * f->weights[n] : 0;
            }
            return;
        }
        c--;
    }
    sums[0] = sums[2] = f->bias[c];
    sums[1] = sums[3] = f->bias[c + 1];
    if (two) {
        dot_2x2(pixels, f->weights + c * f->length, f->length, sums);
    } else {
        dot_1x2(pixels, f->weights + c * f->length, f->length, sums);
    }
}
