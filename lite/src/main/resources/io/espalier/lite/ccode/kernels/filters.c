#include "requantize.c"
#include "clamp.c"
#include "dot.c"

/* What a convolution and a product of matrices do with their sums. */
struct filters {
    const int8_t *weights;  /* [channels][length] */
    const int32_t *bias;    /* [channels], with the zero point of the input folded in */
    const scale_t *scales;  /* one, or one for each channel */
    int16_t scale_step;     /* 0 or 1 */
    int16_t out_zero;
    int16_t min;
    int16_t max;
    int32_t length;
    int32_t channels;
};

/* All channels of one or two pixels, whose inputs lie in a and b. */
static void filtered(const struct filters *f, const int8_t *a, const int8_t *b, int8_t *out_a, int8_t *out_b) {
    int32_t c;
    for (c = 0; c < f->channels; c += 2) {
        int32_t last = c + 1 < f->channels ? c + 1 : c;
        const int8_t *v = f->weights + c * f->length;
        const int8_t *w = f->weights + last * f->length;
        int32_t sums[4];
        int32_t k;
        sums[0] = sums[2] = f->bias[c];
        sums[1] = sums[3] = f->bias[last];
        if (b) {
            dot_2x2(a, b, v, w, f->length, sums);
        } else {
            dot_1x2(a, v, w, f->length, sums);
        }
        for (k = c; k <= last; k++) {
            scale_t scale = f->scales[k * f->scale_step];
            out_a[k] = clamped(scaled(sums[k - c], scale), f->out_zero, f->min, f->max);
            if (b) {
                out_b[k] = clamped(scaled(sums[k - c + 2], scale), f->out_zero, f->min, f->max);
            }
        }
    }
}
