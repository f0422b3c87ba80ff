#include "requantize.c"
#include "clamp.c"

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

static INLINE int8_t filter_output(const struct filters *f, int32_t c, int32_t sum) {
    return clamped(scaled(sum, f->scales[c * f->scale_step]), f->out_zero, f->min, f->max);
}
