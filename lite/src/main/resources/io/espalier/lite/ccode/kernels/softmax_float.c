#include "real_exp.c"

/* SOFTMAX over the last axis. */
struct softmax_float {
    float beta;
    int32_t length;         /* of the last axis */
    int32_t count;          /* vectors */
};

static KERNEL void softmax_float(const struct softmax_float *p, const float *in, float *out) {
    int32_t i, n;
    for (n = 0; n < p->count; n++, in += p->length, out += p->length) {
        float most = in[0], sum = 0.0f;
        for (i = 1; i < p->length; i++) {
            most = in[i] > most ? in[i] : most;
        }
        for (i = 0; i < p->length; i++) {
            out[i] = real_exp((in[i] - most) * p->beta);
            sum += out[i];
        }
        for (i = 0; i < p->length; i++) {
            out[i] /= sum;
        }
    }
}
