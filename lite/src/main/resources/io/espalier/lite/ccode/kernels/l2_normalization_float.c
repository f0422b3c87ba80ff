#include "real_sqrt.c"

/* L2_NORMALIZATION over the last axis. */
struct l2_normalization_float {
    int32_t length;         /* of the last axis */
    int32_t count;          /* vectors */
};

static KERNEL void l2_normalization_float(const struct l2_normalization_float *p, const float *in, float *out) {
    int32_t i, n;
    for (n = 0; n < p->count; n++, in += p->length, out += p->length) {
        float sum = 0.0f;
        for (i = 0; i < p->length; i++) {
            sum += in[i] * in[i];
        }
        sum = real_sqrt(sum);
        sum = sum < 1e-6f ? 1e-6f : sum;
        for (i = 0; i < p->length; i++) {
            out[i] = in[i] / sum;
        }
    }
}
